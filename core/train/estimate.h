// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/samples.h"
#include "core/models/outline.h"

#include <cstdint>
#include <vector>

namespace luthier::train {

/// What a run is made of, as far as its cost depends on it.
struct Load {
    const models::Outline* outline{nullptr};
    std::vector<bool> trained{}; ///< one a tensor of the outline
    std::int64_t adapterParameters{0};
    std::int64_t adapterRanks{0}; ///< of all adapters together
    std::int64_t lowestAdaptedBlock{0};
    bool blocksInInt8{false}; ///< their linear layers are frozen in 8 bits
    bool writesAnswers{false}; ///< at each look, from a copy of such layers in rows
    std::int64_t labels{0}; ///< of a new classifier; 0: the network's own language head
    std::int64_t keptWords{0}; ///< rows of the word table that occur; 0: not known, all of them
    bool bf16{false};
    // Tokens that have a row: without those that another sample has already.
    std::int64_t microBatchTokens{0};
    std::int64_t batchTokens{0}; ///< of an optimizer step, on average
    std::int64_t largestBatchTokens{0}; ///< of all steps, as is to be expected; 0: not known
    double learnedShare{1}; ///< rows of the language head for each
    std::int64_t datasetTokens{0};
    bool holdsBest{true}; ///< there are checkpoints
    bool byHand{true}; ///< all blocks can run by hand, on the processor
    bool onCard{false}; ///< on a graphics card, op by op
    // On a card only: places for each token where sequences lie side by side, and the length of the longest
    // sample where attention has dropout.
    double padding{1};
    std::int64_t droppedKeys{0};
    bool remakes{false}; ///< Network::remakesInBackward()
};

struct Part {
    const char* name; ///< weights, optimizer, gradients, activations, head, answers, best, data, fixed
    std::int64_t bytes;
};

/// What the run will hold at its peak, part by part (engine.md §5, with what this engine keeps); in the
/// card's memory where it runs there.
std::vector<Part> memoryParts(const Load& load);
/// What a run on a card holds in the processor's memory meanwhile.
std::vector<Part> partsBesideTheCard(const Load& load);
std::int64_t totalBytes(const std::vector<Part>& parts);

/// Whether the run fits into `usable` bytes, if at all, only with blocks that run again in backward.
bool mustRemake(const Load& load, std::int64_t usable);

/// The most tokens that one of `steps` batches of `batchSize` samples in random order is to be expected to
/// have.
std::int64_t expectedLargestBatch(const data::SampleSet& samples, std::int64_t batchSize, std::int64_t steps);

/// Tokens of a step of `batchSize` samples that need no row of their own because others of the step begin
/// with the same, on average.
double sharedTokens(const data::SampleSet& samples, std::int64_t batchSize, std::uint64_t seed, bool shuffle);

/// Bytes of activations that one token of a micro-batch keeps until backward.
std::int64_t activationBytesPerToken(const Load& load);

/// The lowest blocks in which nothing learns, and below which nothing does.
std::int64_t frozenBlocks(const Load& load);
/// Nothing learns but the classifier.
bool onlyClassifierLearns(const Load& load);

/// Floating-point operations of one optimizer step that the result needs.
double operationsPerStep(const Load& load);

/// Parameters that learn: chosen tensors, adapters, classifier.
std::int64_t trainableParameters(const Load& load);

} // namespace luthier::train
