// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/linear.h"
#include "core/nn/norms.h"
#include "core/nn/ops/arena.h"
#include "core/nn/ops/rope.h"
#include "core/nn/packed.h"

#include <cstdint>
#include <memory>

namespace luthier::nn {

/// One block of a decoder whose norms stand before each half and whose feed-forward layer has a gate.
///
///     x = x + O attention(rope(Q n), rope(K n), V n),   n = rmsNorm(x)
///     x = x + D (silu(G m) · U m),                      m = rmsNorm(x)
struct DecoderBlock {
    std::shared_ptr<RmsNorm> inputNorm, mlpNorm;
    std::shared_ptr<Linear> q, k, v, o, gate, up, down;
};

/// What all blocks of one pass over a network share.
struct DecoderPass {
    const Packed& batch;
    const RopeTable& table;
    AttentionShape attention;
    double attentionDropout{0};
    std::shared_ptr<Arena>
        arena{}; ///< for what forward leaves to backward, and for what both need in between
    bool remakes{false}; ///< Network::remakesInBackward()
    std::vector<KeyValues>* caches{nullptr}; ///< while text is read: those of this layer, one a sequence
};

/// The block by hand: forward and backward each in one parallel region, adapters folded into the products,
/// norms and the gate's product made again in backward instead of kept. Keeps for a token: x, q, k, v, the
/// attention's output, the middle of the stream, gate and up.
///
/// Gradients of the block's parameters go straight to their grad(), see GradientSinks; x gets its own through
/// autograd, and none is made where x needs none.
///
/// With caches, new tokens look at what is in them, and their keys and values are added. No gradient then.
///
/// Shapes  x [T, d] -> [T, d]; `site` is the attention's place for dropout.
/// REQUIRES: canRunByHand(block, x).
at::Tensor decoderBlock(const at::Tensor& x, const DecoderBlock& block, const DecoderPass& pass,
                        std::uint32_t site);

/// On the processor, contiguous, of one type, and no adapter but low-rank ones without dropout.
bool canRunByHand(const DecoderBlock& block, const at::Tensor& x);

} // namespace luthier::nn
