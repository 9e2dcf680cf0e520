// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace luthier::tokenizer {

// Written by packaging/make_unicode_tables.py; characters.cpp makes of them what the pipelines ask.
extern const std::span<const std::uint32_t> kClassRuns; ///< length, bits
extern const std::span<const std::uint32_t> kLowerRuns; ///< first, count, step, lower case of the first
extern const std::span<const std::uint32_t> kCombiningRuns; ///< first, count, canonical combining class
extern const std::span<const std::uint32_t>
    kDecompositions; ///< distance from the one before, length, code points

} // namespace luthier::tokenizer
