// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/linear.h"
#include "core/nn/ops/vocabulary_loss.h"
#include "core/nn/packed.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <torch/nn/module.h>

namespace luthier::nn {

class Embedding;

/// How strongly signals are switched off while training. Probabilities.
struct DropoutRates {
    double hidden{0};
    double attention{0};
    double classifier{0};
};

/// A pre-trained network of any family, as tasks, methods, the loop and inference see it.
///
/// Its parameters carry the names that the Python stack gives them, so files and adapters need no
/// translation. Thread  one at a time.
class Network : public torch::nn::Module {
public:
    /// The last hidden state of every token, after the last norm. [T, d]
    virtual at::Tensor hidden(const Packed& batch) = 0;

    /// What stands for a whole sample in front of a classifier; computes no more than that needs. [B, d]
    virtual at::Tensor pooled(const Packed& batch) = 0;

    /// What the `blocks` lowest blocks make of a batch, without what stands above them. [T, d]
    ///
    /// `onlyPooled`: of the rows that pooled() reads, one a sample, and in its order. [B, d]
    /// REQUIRES: then `blocks` is layers(), and the batch is for pooled().
    virtual at::Tensor prefix(const Packed& batch, std::int64_t blocks, bool onlyPooled) = 0;

    /// The matrix from hidden states to the vocabulary, [V, d]; undefined where the network writes no text.
    /// Without numbers where they are stored: see wordLogits().
    virtual at::Tensor vocabulary() const = 0;

    /// What products with vocabulary() become: logits.
    virtual LogitForm logitForm() const { return {}; }

    /// How well each word fits behind each of these hidden states [T, d] -> [T, V]; float32 where the weights
    /// are stored, and for a few rows without gradients.
    at::Tensor wordLogits(const at::Tensor& hidden);
    /// Between these two calls the weights stay as they are, so that what is made of them serves many tokens.
    virtual void beginWriting() { }
    virtual void endWriting() { }
    /// The vocabulary's numbers where they are only read; null where vocabulary() has them.
    std::shared_ptr<const StoredMatrix> storedVocabulary();

    /// The table of word vectors; it may be narrowed while it is trained and nothing else uses it.
    virtual Embedding& words() = 0;
    virtual bool wordsAreTied() const = 0; ///< the vocabulary matrix is the table of word vectors

    /// Where it computes: batches come from the processor, states and gradients lie there.
    at::Device device();

    virtual std::int64_t width() const = 0;
    virtual std::int64_t layers() const = 0;
    virtual std::int64_t keyValueWidth() const = 0; ///< of a token's keys in one layer
    virtual DropoutRates& dropout() = 0;
    virtual bool isCausal() const = 0; ///< a token sees nothing but itself and what stands before it
    bool dropsAtRandom(); ///< in training something is switched off, in the blocks or the adapters

    /// From now on blocks by hand leave nothing to backward but their input and are run again there: the same
    /// bits from far less memory, in a third to a half more time.
    void remakeInBackward(bool on) { m_remakesInBackward = on; }
    bool remakesInBackward() const { return m_remakesInBackward; }

    /// Where weights are stored: what a text's many tokens are read in before the first new one is written,
    /// float32 unless it is said here. Keys and values are kept in float32, and writing itself is in float32.
    void readTextsIn(at::ScalarType type) { m_readingType = type; }

    /// A classifier on top of pooled(): logits = classify(pooled). Its weights are for the caller to fill.
    void addClassifier(std::int64_t labels);
    const std::shared_ptr<Linear>& classifier() const { return m_classifier; }
    at::Tensor classify(const Packed& batch, const at::Tensor& pooled);

    /// Every linear layer with its name, in the order of the network; the classifier is not among them.
    std::vector<std::pair<std::string, std::shared_ptr<Linear>>> linears();

protected:
    at::ScalarType readingType() const { return m_readingType; }

    /// `classifierName` and whether it has a bias: as the Python stack has it for this family.
    Network(std::string classifierName, bool classifierHasBias);

private:
    std::string m_classifierName;
    bool m_classifierHasBias;
    bool m_remakesInBackward{false};
    at::ScalarType m_readingType{at::kFloat};
    std::shared_ptr<Linear> m_classifier;
};

} // namespace luthier::nn
