// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"

#include <cstdint>
#include <vector>

namespace luthier::nn {

/// Packed sequences as attention() takes them.
struct PackedSequences {
    std::vector<std::int32_t> borders, queryBorders, parents;

    /// A piece of the rows.
    struct Span {
        std::int64_t begin, length;
    };

    std::int64_t count() const { return static_cast<std::int64_t>(borders.size()) - 1; }
    Span queries(std::int64_t sequence) const { return span(queryBorders, sequence); }
    /// Where its keys lie, the first ones first.
    std::vector<Span> keys(std::int64_t sequence) const
    {
        std::vector<Span> spans;
        for (auto at = sequence; at >= 0; at = parents.empty() ? -1 : parents[static_cast<std::size_t>(at)]) {
            spans.insert(spans.begin(), span(borders, at));
        }
        return spans;
    }

private:
    static Span span(const std::vector<std::int32_t>& among, std::int64_t sequence)
    {
        const auto at = static_cast<std::size_t>(sequence);
        return {among[at], among[at + 1] - among[at]};
    }
};

/// attention() with ATen alone, for devices without kernels and shapes that the kernels do not know:
/// sequences side by side, filled up to the longest one, so that a few operations serve all of them. The
/// dropout masks are those of the kernels.
///
/// Shapes  as attention() has them.
at::Tensor attentionPadded(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const PackedSequences& sequences, const AttentionShape& shape,
                           const Dropout& dropout);

} // namespace luthier::nn
