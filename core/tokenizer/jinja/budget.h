// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace luthier::jinja {

/// How much work one rendering may do. Whatever is done costs steps in proportion to its time and memory, so
/// that the steps bound both; who spends need not look, the interpreter stops after the next expression.
class Budget {
public:
    void spend(std::size_t steps) { m_left -= steps < m_left ? steps : m_left; }
    /// For reading or making a text.
    void spendBytes(std::size_t bytes) { spend(bytes / kBytesPerStep); }
    bool isSpent() const { return m_left == 0; }

    static constexpr std::size_t kSteps = 10'000'000;
    static constexpr std::size_t kMostOutputBytes = std::size_t{64} << 20U;

private:
    static constexpr std::size_t kBytesPerStep = 16;
    std::size_t m_left{kSteps};
};

} // namespace luthier::jinja
