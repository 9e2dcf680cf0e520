// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/nn/ops/gelu_kernels.h"

#include <cstdint>
#include <string>

namespace luthier::nn {

/// What the parts of an encoder are called in files; those of a block without what all of its parts begin
/// with. A part that has no name is not there.
struct EncoderNames {
    std::string words{}, positions{}, types{}, wordNorm{}, projection{}; ///< whole names
    std::string relative{}, relativeNorm{}; ///< table of relative positions, and its norm
    std::string blocks{}; ///< "bert.encoder.layer."; a number and a dot follow
    std::string query{}, key{}, value{}, output{}, attentionNorm{};
    std::string up{}, down{}, outputNorm{};
    std::string pooler{}; ///< the layer in front of a classifier
    std::string poolerOtherwise{}; ///< the same in files of the network alone
    std::string classifier{};
};

/// What a family of encoders whose norms stand behind each half, and one size of it, is made of. Its blocks:
/// see nn::EncoderBlock.
struct EncoderShape {
    /// What is known of how far two tokens are apart, besides their positions: nothing; a number for each
    /// head (MPNet); vectors that queries and keys look at (DeBERTa).
    enum class Relative { None, Bias, Disentangled };
    enum class PoolerBend { Tanh, Relu, Gelu };

    std::int64_t width{}, blocks{}, heads{}, mlpWidth{}, vocabulary{};
    std::int64_t
        wordWidth{}; ///< of the table of words, which a projection brings to `width` where it is another
    std::int64_t positions{}, firstPosition{0}; ///< rows of the table; the one that the first token has
    std::int64_t types{0};
    std::int64_t ownBlocks{}; ///< `blocks`, or fewer where several share their weights
    double epsilon{};
    Bend bend{Bend::Gelu};
    PoolerBend poolerBend{PoolerBend::Tanh};
    Relative relative{Relative::None};
    std::int64_t relativeRows{0}; ///< of the table of relative positions
    std::int64_t relativeReach{0}; ///< Disentangled: beyond it all distances are alike
    DropoutRates dropout{};
    EncoderNames names{};

    std::int64_t context() const { return positions - firstPosition; }
};

} // namespace luthier::nn
