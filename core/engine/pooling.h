// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/infer/embed.h"

#include <filesystem>

namespace luthier::engine {

/// How the model in `folder` makes one vector of a text: 1_Pooling/config.json and modules.json beside it, as
/// sentence-transformers writes them. Without them, the mean over the tokens.
Expected<infer::Pooling> poolingOf(const std::filesystem::path& folder);

} // namespace luthier::engine
