// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/nn/rotary.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::nn {

/// What the parts of a decoder are called in files; those of a block without what all of its parts begin
/// with. A part that has no name is not there: its names say how a block is put together.
struct DecoderNames {
    std::string words{}, positions{}, wordNorm{}, lastNorm{}, head{}; ///< whole names
    std::string headInFiles{}; ///< where files call the head otherwise
    std::string blocks{}; ///< "model.layers."; a number and a dot follow

    std::string q{}, k{}, v{}; ///< or all in one layer:
    std::string qkv{};
    std::string qNorm{}, kNorm{}, o{};
    std::string gate{}, up{}; ///< or both in one layer:
    std::string gateUp{};
    std::string down{};
    /// Before attention and the feed-forward layer, and behind each.
    std::string inputNorm{}, mlpNorm{}, attentionOutNorm{}, mlpOutNorm{};
    std::string classifier{"score"};
};

/// What a family of decoders, and one size of it, is made of.
///
///     a = drop(norm(O attention(Q n, K n, V n))),   n = norm(x)
///     x = x + r a;   x = x + r drop(norm(D act(U m))),   m = norm(x)
///
/// with the norms that are there; act(U m) is act(G m) · U m where there is a gate. Where both halves are
/// parallel m is made of the block's x, or is n where that has no norm of its own.
struct DecoderShape {
    enum class Norm { Rms, RmsPlusOne, Layer }; ///< weights of RmsPlusOne are stored less one
    enum class Activation { Silu, Gelu, GeluTanh, Relu };
    enum class QueryKeyNorm { Head, All }; ///< of each head, or of all in one
    /// How rows of `qkv` follow each other: all queries, all keys, all values; or for each key head its
    /// queries, its key and its value.
    enum class Fusion { Rows, Groups };

    std::int64_t width{}, blocks{}, heads{}, keyHeads{}, headWidth{}, mlpWidth{}, vocabulary{}, context{};
    double epsilon{};
    Norm norm{Norm::Rms};
    Activation activation{Activation::Silu};
    QueryKeyNorm queryKeyNorm{QueryKeyNorm::Head};
    Fusion fusion{Fusion::Rows};
    bool parallel{false};
    bool causal{true}; ///< a token sees nothing behind itself
    bool tied{false};
    bool qkvBias{false}, outputBias{false}, mlpBias{false}, headBias{false}, normBias{true},
        classifierBias{false};
    bool firstNorm{true}; ///< block 0 has an inputNorm like the others
    bool inputsFirst{false}; ///< files have the matrices of blocks as [in, out]
    std::int64_t positions{0}; ///< learned ones

    double scale{}; ///< of attention's scores
    double cap{0}; ///< of attention's scores, see AttentionShape
    double wordFactor{1}, residualFactor{1};
    LogitForm logits{}; ///< without its bias
    DropoutRates dropout{};

    struct Layer {
        std::int64_t window{0}; ///< see AttentionShape
        int rotary{0}; ///< which of `rotaries`; −1: none
    };
    std::vector<Layer> layers{}; ///< one a block
    std::vector<Rotary> rotaries{};
    DecoderNames names{};
};

} // namespace luthier::nn
