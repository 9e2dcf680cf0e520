// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"
#include "core/nn/ops/low_rank_part.h"
#include "core/nn/ops/rope.h"
#include "core/nn/ops/stored_matrix.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// One linear layer: stored weights, a bias or none, an adapter or none.
struct StepLayer {
    std::shared_ptr<const StoredMatrix> weights;
    at::Tensor bias; ///< [out] or undefined
    std::optional<LowRankPart> adapter{};
};

/// One block of a decoder whose norms stand before each half.
struct StepBlock {
    at::Tensor inputNorm, mlpNorm; ///< [d]
    StepLayer q, k, v, o, gate, up, down;
};

/// One new token of each of a few sequences through all blocks, in a single parallel region: threads share
/// the rows of each matrix and meet at five barriers a block, so that the weights are read at the speed of
/// the memory, each once for all sequences.
///
///     x = x + O attention(rope(Q n), rope(K n), V n),   n = rmsNorm(x)
///     x = x + D (silu(G m) · U m),                      m = rmsNorm(x)
///
/// All in float32, as the same layers one by one would give it up to rounding. No gradient.
///
/// Shapes  words [T, d] float32, T at most kFewRows; positions [T] int32; caches[block][T], each with room
/// for
///         one more token, which is added -> [T, d], after the last norm.
/// Thread  one call at a time.
class DecoderStep {
public:
    DecoderStep(std::vector<StepBlock> blocks, at::Tensor lastNorm, const AttentionShape& shape,
                double epsilon);
    ~DecoderStep();
    DecoderStep(const DecoderStep&) = delete;
    DecoderStep& operator=(const DecoderStep&) = delete;

    at::Tensor run(const at::Tensor& words, const at::Tensor& positions, const RopeTable& table,
                   std::vector<std::vector<KeyValues>>& caches);

private:
    struct Work;
    std::vector<StepBlock> m_blocks;
    at::Tensor m_lastNorm;
    std::unique_ptr<Work> m_work; ///< kept from call to call: nothing is allocated for a token
};

} // namespace luthier::nn
