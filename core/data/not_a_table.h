// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace luthier::data {

/// What a file is whose first bytes show that it is no table of text: "a zip archive", English source text.
std::optional<const char*> foreignKind(std::string_view head);

} // namespace luthier::data
