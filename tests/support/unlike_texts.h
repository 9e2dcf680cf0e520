// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <string>

namespace luthier::test {

/// A text of 30 characters that has nothing in common with that of another number.
inline std::string unlikeText(int number)
{
    std::string text;
    for (unsigned i = 0; i < 30; ++i) {
        const auto letter = below(mixed(static_cast<std::uint64_t>(number), i), 26);
        text += i % 6 == 5 ? ' ' : static_cast<char>('a' + letter);
    }
    return text;
}

} // namespace luthier::test
