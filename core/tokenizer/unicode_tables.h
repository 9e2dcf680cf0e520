// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace luthier::tokenizer {

// Written by packaging/make_unicode_tables.py; characters.cpp makes of them what the pipelines ask.
extern const std::span<const std::uint32_t> kClassRuns; ///< length, bits
extern const std::span<const std::uint32_t> kLowerRuns; ///< first, count, step, lower case of the first
extern const std::span<const std::uint32_t> kCombiningRuns; ///< first, count, canonical combining class
extern const std::span<const std::uint32_t>
    kDecompositions; ///< distance from the one before, length, code points
extern const std::span<const std::uint32_t> kCompatibilities; ///< the same for what only NFKD decomposes
extern const std::span<const std::uint32_t> kExclusions; ///< code points that are never composed again
extern const std::span<const std::string_view> kRangeNames; ///< "L", "Lu", …
extern const std::span<const std::uint32_t> kRangeStarts; ///< where each begins in kRanges, and the end
extern const std::span<const std::uint32_t> kRanges; ///< distance from the end of the one before, length

} // namespace luthier::tokenizer
