// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/nn/rotary.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::models {

/// One tensor of a network before it is built.
struct TensorSpec {
    enum class Place { Embeddings, Block, FinalNorm, Pooler, Head };
    enum class Part { None, Attention, Mlp, Norm };

    std::string name; ///< as the network's parameter: "model.layers.0.self_attn.q_proj.weight"
    std::vector<std::int64_t> shape{};
    Place place{Place::Block};
    std::int64_t block{-1};
    Part part{Part::None};
    bool linear{false}; ///< the weight of a linear layer: an adapter may sit there
    std::vector<std::string> otherNames{}; ///< under which files may have it
    std::int64_t rotaryHeads{
        0}; ///< above 0: a GGUF file of a Llama has its rows in the order of pairs (formats.md §3.2)
    bool inputsFirst{false}; ///< files of the Python stack have it as [in, out]
    std::string fileName{}; ///< what such files call it, where the network's name is another

    std::int64_t count() const;
};

/// What a network of some family is made of, known from its configuration alone.
struct Outline {
    std::int64_t width{}, blocks{}, heads{}, keyHeads{}, headWidth{}, mlpWidth{}, vocabulary{}, context{};
    bool writes{false}; ///< it has a language head
    bool tied{false}; ///< which is the table of word vectors
    bool byHand{true}; ///< its blocks are of a kind that is computed by hand
    std::int64_t mlpInputs{1}; ///< matrices from the stream into the feed-forward layer: 2 with a gate
    std::string classifier; ///< the name of a classifier's layer in this family
    bool classifierHasBias{true};
    nn::DropoutRates dropout{};
    double epsilon{0}; ///< of its norms
    std::vector<nn::Rotary> rotaries{}; ///< kinds of rotary positions
    std::vector<TensorSpec> tensors{}; ///< without a classifier; embedding first

    std::int64_t parameters() const;
    const TensorSpec* find(const std::string& name) const; ///< null where there is no such parameter
    /// Whether it belongs to the classifier's side, in front of its last layer, and not to the base model: it
    /// learns and is saved together with the classifier, for a base model's file has no numbers for it.
    bool isInHead(const TensorSpec& tensor) const;
    /// The tensors of a classifier for so many labels.
    std::vector<TensorSpec> classifierTensors(std::int64_t labels) const;
};

} // namespace luthier::models
