// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/nn/norms.h"
#include "core/nn/ops/arena.h"
#include "core/nn/ops/gelu_kernels.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace luthier::nn {

/// One block of an encoder whose norms stand behind each half.
///
///     a = attention(x);   x = LN(x + dropout(O a));   x = LN(x + dropout(D bend(U x)))
struct EncoderBlock {
    std::shared_ptr<Linear> query, key, value, output, up, down;
    std::shared_ptr<LayerNorm> attentionNorm, outputNorm;
};

/// What all blocks of one pass over a network share.
struct EncoderPass {
    const Packed& batch;
    AttentionShape attention;
    DropoutRates dropout;
    Bend bend{Bend::Gelu};
    std::shared_ptr<Arena>
        arena{}; ///< for what forward leaves to backward, and for what both need in between
    bool remakes{false}; ///< Network::remakesInBackward()
};

/// The block by hand: forward and backward each in one parallel region, adapters folded into the products,
/// the bend made again in backward instead of kept. Keeps for a token: x, q, k, v, the attention's output,
/// the sums before both norms, the middle of the stream and the feed-forward layer's numbers before the bend.
///
/// `asking`: the rows whose outcome is wanted, one a sample, where the next reader reads no others; keys and
/// values are still computed for all. Empty: all rows.
///
/// Gradients go as in decoderBlock().
///
/// Shapes  x [T, d] -> [T, d], or [asking, d]; `site` and the two numbers behind it are the block's places
/// for
///         dropout: attention, behind attention, behind the feed-forward layer.
/// REQUIRES: canRunByHand(block, x).
at::Tensor encoderBlock(const at::Tensor& x, const EncoderBlock& block, const EncoderPass& pass,
                        std::uint32_t site, const std::vector<std::int32_t>& asking = {});

/// On the processor, contiguous, of one type, and no adapter but low-rank ones without dropout.
bool canRunByHand(const EncoderBlock& block, const at::Tensor& x);

} // namespace luthier::nn
