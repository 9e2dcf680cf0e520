// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/linear_view.h"
#include "core/nn/ops/team.h"

#include <ATen/ops/zeros.h>

namespace luthier::nn {

/// The gradient of a norm's weight (and bias, which stands behind it) while rows go through it backwards:
/// sums in a fixed number of shares of the rows, so that they do not depend on the threads.
template <class S>
class NormGradient {
public:
    NormGradient(GradientSinks& sinks, const at::Tensor& weight, const at::Tensor& bias = {})
        : m_dWeight{sinks.open(weight, weight.scalar_type())}
        , m_dBias{sinks.open(bias, weight.scalar_type())}
        , m_d{weight.size(0)}
    {
        if (isWanted()) m_sums = at::zeros({kShares, 2, m_d}, at::TensorOptions{sumTypeOf(weight)});
    }

    bool isWanted() const { return m_dWeight.defined() || m_dBias.defined(); }

    /// f(share, begin, end) over all rows: `share` has the sums [2, d] to add to, null where none are wanted.
    template <class F>
    void make(Team& team, std::int64_t rows, std::int64_t rowsAtOnce, F f) const
    {
        if (!isWanted()) {
            team.forRanges(rows, rowsAtOnce, [&](auto begin, auto end) { f(nullptr, begin, end); });
            return;
        }
        team.forEach(kShares, [&](std::int64_t share) {
            f(dataOf<Sum<S>>(m_sums) + share * 2 * m_d, rows * share / kShares, rows * (share + 1) / kShares);
        });
    }

    /// Behind the region.
    void finish()
    {
        if (!isWanted()) return;
        const auto total = m_sums.sum(0); // [2, d]
        if (m_dWeight.defined()) m_dWeight.copy_(total[0]);
        if (m_dBias.defined()) m_dBias.copy_(total[1]);
    }

private:
    at::Tensor m_dWeight, m_dBias, m_sums;
    std::int64_t m_d;
};

} // namespace luthier::nn
