// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace luthier::data {

/// Without the white space around it.
std::string_view trimmed(std::string_view text);

/// Writes the text in the form in which copies are compared: trimmed, runs of white space as one space, small
/// letters (Latin, Greek and Cyrillic; other scripts as they are). `into` is overwritten.
void normalise(std::string_view text, std::string& into);
std::string normalised(std::string_view text);

/// A number for a text, the same on every machine.
std::uint64_t textKey(std::string_view text);

} // namespace luthier::data
