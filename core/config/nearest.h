// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace luthier::config {

/// The one of `known` that `word` was probably meant to be: few typing slips away. Empty where none is near.
std::string nearest(std::string_view word, std::span<const std::string_view> known);

} // namespace luthier::config
