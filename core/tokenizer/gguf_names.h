// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace luthier::tokenizer {

/// `tokenizer.ggml.token_type` of the tokens that are searched for in a text before it is split.
inline constexpr std::int32_t kControlToken = 3;
inline constexpr std::int32_t kUserDefinedToken = 4;

/// How `tokenizer.ggml.pre` splits; only names whose splitting is known to the letter.
struct PreName {
    std::string_view name;
    bool digits; ///< Digits(individually) before ByteLevel
};
inline constexpr std::array<PreName, 2> kPreNames{{{"gpt-2", false}, {"smollm", true}}};

/// Null for a name that is not known.
inline const PreName* preNamed(std::string_view name)
{
    const auto* const found = std::ranges::find(kPreNames, name, &PreName::name);
    return found == kPreNames.end() ? nullptr : found;
}

} // namespace luthier::tokenizer
