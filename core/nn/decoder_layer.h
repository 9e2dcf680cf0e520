// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/decoder_block.h"
#include "core/nn/decoder_shape.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <torch/nn/module.h>

namespace luthier::nn {

/// Any block of any decoder, see DecoderShape: the parts that it has; the others are null.
struct DecoderLayer {
    std::shared_ptr<Norm> inputNorm, mlpNorm, attentionOutNorm, mlpOutNorm, qNorm, kNorm;
    std::shared_ptr<Linear> q, k, v, qkv, o, gate, up, gateUp, down;

    /// The same where decoderBlock() knows such a block.
    std::optional<DecoderBlock> byHand{};
};

/// Whether decoderBlock() knows blocks of this shape.
bool isKnownByHand(const DecoderShape& shape);

/// Makes the parts of block `index` and registers them in `root`.
DecoderLayer decoderLayer(torch::nn::Module& root, const DecoderShape& shape, std::int64_t index);

/// A norm of the shape's kind, registered; null without a name.
std::shared_ptr<Norm> decoderNorm(torch::nn::Module& root, const std::string& name, const DecoderShape& shape,
                                  std::int64_t width);

/// What one pass over a network knows of the layer that it comes to.
struct LayerPass {
    const Packed& batch;
    AttentionShape attention;
    const RopeTable* table{nullptr}; ///< null: positions do not turn
    at::Tensor positions; ///< where the network is
    std::vector<KeyValues>* caches{nullptr}; ///< while text is read: those of this layer, one a sequence
    /// Places for dropout: of attention's probabilities, and the first of two behind the halves.
    std::uint32_t attentionSite{0}, hiddenSite{0};
};

/// The block op by op; autograd goes backward.
///
/// Shapes  x [T, d] -> [T, d].
at::Tensor runLayer(const at::Tensor& x, const DecoderLayer& layer, const DecoderShape& shape,
                    const LayerPass& pass);

} // namespace luthier::nn
