// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/rope.h"

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// The angles of one kind of rotary positions: how fast each pair of a head's dimensions turns, and how that
/// changes with the length of a text.
struct Rotary {
    std::vector<double> frequencies; ///< radians a position, one a pair; empty: nothing turns
    double base{0}; ///< that they were made from
    double scale{1}; ///< of sine and cosine both

    /// Texts longer than `original` have others: `longFrequencies` where there are some, else those of a
    /// larger base where `factor` is above 0 ("dynamic").
    std::int64_t original{0};
    std::vector<double> longFrequencies{};
    double longScale{1};
    double factor{0};

    /// Those of a text of so many tokens.
    std::vector<double> frequenciesFor(std::int64_t tokens) const;
    bool isLong(std::int64_t tokens) const { return original > 0 && tokens > original; }
};

/// The frequencies that Su et al. 2021 gave: base^(−2i / rotated).
std::vector<double> rotaryFrequencies(double base, std::int64_t rotated);

/// A table of angles that grows with the texts.
class RotaryTable {
public:
    explicit RotaryTable(Rotary rotary)
        : m_rotary{std::move(rotary)}
    {
    }

    bool turns() const { return !m_rotary.frequencies.empty(); }
    /// For texts of up to `longest` tokens.
    const RopeTable& upTo(std::int64_t longest, at::Device device);

private:
    Rotary m_rotary;
    RopeTable m_table;
    std::int64_t m_madeFor{0}; ///< tokens, where the frequencies depend on them
};

} // namespace luthier::nn
