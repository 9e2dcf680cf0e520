// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <string>

namespace luthier::models {

// Decoders in GGUF files, whose metadata and names are the same for all that are put together like Llama; see
// Architecture::configOfGguf and ggufNameOf.

/// Whether the head is tied and how fast positions turn may show in the tensors only: see ModelFiles::open.
/// Errors  WrongType at the key.
Expected<Json> decoderConfigOfGguf(const Json& metadata);
std::string decoderNameInGguf(const std::string& parameter);

} // namespace luthier::models
