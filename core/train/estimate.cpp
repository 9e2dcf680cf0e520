// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/estimate.h"

#include "core/data/batcher.h"
#include "core/nn/ops/adamw.h"
#include "core/nn/ops/int8_weight.h"
#include "core/nn/ops/vocabulary_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace luthier::train {
namespace {

using models::Outline;
using models::TensorSpec;

constexpr std::int64_t kMiB = std::int64_t{1} << 20U;
constexpr std::int64_t kFixedBytes = 190 * kMiB; // LibTorch, Arrow and the runtime, measured
constexpr std::int64_t kCardFixedBytes
    = 256 * kMiB; // workspaces of cuBLAS, and what the allocator cannot use
constexpr std::int64_t kHeldBestBytes = 512 * kMiB; // above it the best state goes straight to the disk

bool isWords(const TensorSpec& tensor, const Outline& outline)
{
    return tensor.place == TensorSpec::Place::Embeddings && !tensor.shape.empty()
        && tensor.shape.front() == outline.vocabulary;
}

/// Numbers of the trained tensors that have a gradient and optimizer state.
std::int64_t statefulNumbers(const Load& load)
{
    const Outline& outline = *load.outline;
    std::int64_t sum = load.adapterParameters;
    for (std::size_t i = 0; i < outline.tensors.size(); ++i) {
        if (!load.trained[i]) continue;
        const TensorSpec& tensor = outline.tensors[i];
        const bool narrowed = isWords(tensor, outline) && !outline.tied && load.keptWords > 0;
        sum += narrowed ? load.keptWords * outline.width : tensor.count();
    }
    for (const TensorSpec& tensor : outline.classifierTensors(load.labels)) {
        sum += load.labels > 0 ? tensor.count() : 0;
    }
    return sum;
}

bool isInInt8(const Load& load, const TensorSpec& tensor)
{
    return load.blocksInInt8 && tensor.linear && tensor.place == TensorSpec::Place::Block;
}

std::int64_t weightBytes(const Load& load)
{
    const std::int64_t bytes = load.bf16 ? 2 : 4;
    std::int64_t sum = (load.outline->parameters() + load.adapterParameters) * bytes;
    for (const TensorSpec& tensor : load.outline->tensors) {
        if (!isInInt8(load, tensor)) continue;
        sum += nn::int8Bytes(tensor.shape[0], tensor.shape[1]) - tensor.count() * bytes;
    }
    return sum;
}

/// Bytes of the layers in 8 bits once more, in rows: nn::Linear::readable().
std::int64_t answerBytes(const Load& load)
{
    std::int64_t sum = 0;
    for (const TensorSpec& tensor : load.outline->tensors) {
        if (load.writesAnswers && isInInt8(load, tensor)) sum += tensor.count() + tensor.shape[0] * 4;
    }
    return sum;
}

/// Blocks whose activations backward needs: from the lowest one with something to learn.
std::int64_t blocksInBackward(const Load& load)
{
    const Outline& outline = *load.outline;
    std::int64_t lowest = load.adapterParameters > 0 ? load.lowestAdaptedBlock : outline.blocks;
    for (std::size_t i = 0; i < outline.tensors.size(); ++i) {
        if (!load.trained[i]) continue;
        if (outline.tensors[i].place == TensorSpec::Place::Embeddings) return outline.blocks;
        if (outline.tensors[i].place == TensorSpec::Place::Block)
            lowest = std::min(lowest, outline.tensors[i].block);
    }
    return outline.blocks - lowest;
}

/// Numbers that one token leaves behind in one block, for its backward.
std::int64_t numbersPerToken(const Outline& outline)
{
    const auto d = outline.width;
    const auto heads = outline.heads * outline.headWidth;
    const auto keys = outline.keyHeads * outline.headWidth;
    if (outline.mlpInputs == 2) { // x and the middle, q, k, v and what they see, gate and up
        return 2 * d + 2 * heads + 2 * keys + 2 * outline.mlpWidth;
    }
    return 8 * d + outline.mlpWidth; // x, q, k, v, what they see, both sums and the middle, and up
}

/// Numbers that one token needs while one block is in work, besides.
std::int64_t workPerToken(const Load& load)
{
    const Outline& outline = *load.outline;
    const auto d = outline.width;
    const auto f = std::max(d, outline.mlpWidth);
    const auto heads = outline.heads * outline.headWidth;
    const auto keys = outline.keyHeads * outline.headWidth;
    // Where weights learn, a layer's output gradients are brought into another order, all of one product.
    const auto mirrored = std::ranges::any_of(load.trained, [](bool trained) { return trained; })
        ? outline.mlpInputs * outline.mlpWidth
        : 0;
    if (outline.mlpInputs == 2) return 2 * f + 3 * d + 2 * heads + 2 * keys + mirrored;
    return 2 * f + 8 * d + mirrored;
}

/// Places where that many tokens stand, side by side.
std::int64_t placesOf(const Load& load, std::int64_t tokens)
{
    return static_cast<std::int64_t>(std::max(1.0, load.padding) * static_cast<double>(tokens));
}

/// Bytes that one token leaves behind in one block op by op: what autograd keeps for each operation.
std::int64_t opByOpBytesPerToken(const Load& load)
{
    const Outline& outline = *load.outline;
    const std::int64_t bytes = load.bf16 ? 2 : 4;
    const auto d = outline.width;
    const auto heads = outline.heads * outline.headWidth;
    // For each place q, k, v and what they see, of each head; softmax, masks and their product, of which the
    // first two are float32. For each token what it sees once more.
    const auto place = 4 * heads * bytes + outline.heads * load.droppedKeys * (8 + bytes);
    const auto rows = outline.mlpInputs == 2 ? 4 * d + 3 * outline.mlpWidth : 5 * d + 2 * outline.mlpWidth;
    return (rows + heads) * bytes + placesOf(load, place);
}

/// What lies in the card's memory.
std::vector<Part> cardParts(const Load& load, std::int64_t tokens, bool severalParts)
{
    const Outline& outline = *load.outline;
    const std::int64_t bytes = load.bf16 ? 2 : 4;
    const auto stateful = statefulNumbers(load);
    const auto learned = static_cast<std::int64_t>(load.learnedShare * static_cast<double>(tokens));
    const auto logits = std::min(nn::kCardLogitBytes / bytes, learned * outline.vocabulary);
    const auto inWork = std::min(stateful, nn::kCardStepNumbers) * 4 * (load.bf16 ? 3 : 1);
    const bool isTiedAndLearns = outline.tied && load.labels == 0 && load.trained.front();
    const auto words
        = isTiedAndLearns ? outline.vocabulary * outline.width : 0; // their gradient has two ends
    constexpr std::int64_t kMaskBytes = 24; // of a number whose mask is in work, in 64 bits
    const auto masks = placesOf(load, tokens) * outline.heads * load.droppedKeys * kMaskBytes;
    return {{"weights", weightBytes(load)},
            {"optimizer", stateful * (8 + (load.bf16 ? 2 : 0)) + inWork},
            {"gradients", stateful * (bytes + (severalParts ? 4 : 0)) + words * bytes},
            {"activations", tokens * activationBytesPerToken(load) + masks},
            {"head", load.labels > 0 ? 0 : logits * (12 + 2 * bytes)}, // and in float32, twice; slopes
            {"fixed", kCardFixedBytes}};
}

} // namespace

std::int64_t frozenBlocks(const Load& load)
{
    return load.outline->blocks - blocksInBackward(load);
}

bool onlyClassifierLearns(const Load& load)
{
    return load.labels > 0 && load.adapterParameters == 0
        && std::ranges::none_of(load.trained, [](bool trained) { return trained; });
}

std::int64_t activationBytesPerToken(const Load& load)
{
    const std::int64_t bytes = load.bf16 ? 2 : 4;
    const Outline& outline = *load.outline;
    const auto blocks = blocksInBackward(load);
    if (load.onCard || !outline.byHand) {
        const auto kept = blocks * opByOpBytesPerToken(load) + load.adapterRanks * bytes;
        return kept + (workPerToken(load) + 2 * outline.width) * bytes;
    }
    // What goes into the adapters' second halves; and in float32 what attention and both norms divide by.
    const auto thin = load.adapterRanks * bytes + blocks * (outline.heads + 2) * 4;
    const auto whole = blocks * numbersPerToken(outline) * bytes + thin;
    const auto kept
        = load.remakes && blocks > 0 ? (blocks - 1) * outline.width * bytes + whole / blocks : whole;
    return kept + (workPerToken(load) + 2 * outline.width) * bytes;
}

std::int64_t trainableParameters(const Load& load)
{
    auto everyWord = load;
    everyWord.keptWords = 0;
    return statefulNumbers(everyWord);
}

std::vector<Part> memoryParts(const Load& load)
{
    const Outline& outline = *load.outline;
    const std::int64_t bytes = load.bf16 ? 2 : 4;
    const auto stateful = statefulNumbers(load);
    const auto largest = std::max({load.largestBatchTokens, load.batchTokens, std::int64_t{1}});
    const auto tokens = std::min(load.microBatchTokens, largest);
    const bool severalParts = largest > load.microBatchTokens;
    if (load.onCard) return cardParts(load, tokens, severalParts);
    const auto head = load.labels > 0
        ? 0
        : nn::vocabularyLossBytes(static_cast<std::int64_t>(load.learnedShare * static_cast<double>(tokens)),
                                  outline.width, outline.vocabulary, bytes);
    std::vector<Part> parts;
    parts.push_back({"weights", weightBytes(load)});
    parts.push_back(
        {"optimizer", stateful * (8 + (load.bf16 ? 2 : 0))}); // both moments, and the masters' lower halves
    parts.push_back({"gradients", stateful * (bytes + (severalParts ? 4 : 0))});
    parts.push_back({"activations", tokens * activationBytesPerToken(load)});
    parts.push_back({"head", head});
    parts.push_back({"answers", answerBytes(load)});
    const auto best = stateful * 12 > kHeldBestBytes ? stateful * 4 : stateful * 12;
    parts.push_back({"best", load.holdsBest ? best : 0});
    parts.push_back({"data", load.datasetTokens * 4});
    parts.push_back({"fixed", kFixedBytes});
    return parts;
}

std::vector<Part> partsBesideTheCard(const Load& load)
{
    return {{"weights", weightBytes(load)}, // while they are read
            {"best", load.holdsBest ? statefulNumbers(load) * 12 : 0},
            {"data", load.datasetTokens * 4},
            {"fixed", kFixedBytes}};
}

std::int64_t totalBytes(const std::vector<Part>& parts)
{
    std::int64_t sum = 0;
    for (const Part& part : parts) {
        sum += part.bytes;
    }
    return sum;
}

std::int64_t expectedLargestBatch(const data::SampleSet& samples, std::int64_t batchSize, std::int64_t steps)
{
    const auto count = static_cast<std::int64_t>(samples.size());
    if (count == 0) return 0;
    double squares = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        squares += std::pow(static_cast<double>(samples.length(i)), 2);
    }
    const double mean = static_cast<double>(samples.tokens()) / static_cast<double>(count);
    const double deviation = std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean * mean));
    // The largest of n numbers of a normal distribution, on average (Gumbel's limit), in deviations.
    double most = 0;
    if (steps > 1) {
        constexpr double kEuler = 0.5772;
        const double wide = std::sqrt(2 * std::log(static_cast<double>(steps)));
        most = wide + kEuler / wide
            - (std::log(std::log(static_cast<double>(steps))) + std::log(4 * std::numbers::pi)) / (2 * wide);
    }
    const auto together = static_cast<double>(std::min(batchSize, count));
    const double largest = together * mean + std::max(0.0, most) * deviation * std::sqrt(together);
    return static_cast<std::int64_t>(std::min(largest, together * static_cast<double>(samples.longest())));
}

double sharedTokens(const data::SampleSet& samples, std::int64_t batchSize, std::uint64_t seed, bool shuffle)
{
    constexpr std::int64_t kSteps = 32; // what rows have in common is much the same in all of them
    if (samples.size() == 0) return 0;
    data::Batcher batcher{samples, batchSize, seed, shuffle, data::Prefixes::Shared};
    const auto steps = std::min(kSteps, batcher.stepsPerEpoch());
    double shared = 0;
    for (std::int64_t step = 0; step < steps; ++step) {
        for (const auto& batch : batcher.batchesOf(step, samples.tokens())) {
            shared += static_cast<double>(batch.tokens - batch.rows());
        }
    }
    return shared / static_cast<double>(steps);
}

bool mustRemake(const Load& load, std::int64_t usable)
{
    return load.byHand && load.outline->byHand && !load.onCard && totalBytes(memoryParts(load)) > usable;
}

double operationsPerStep(const Load& load)
{
    const Outline& outline = *load.outline;
    double linear = 0; // multiplications of one token in all blocks, forward
    double learning = 0; // of those, in weights that learn
    for (std::size_t i = 0; i < outline.tensors.size(); ++i) {
        const TensorSpec& tensor = outline.tensors[i];
        if (!tensor.linear || tensor.place != TensorSpec::Place::Block) continue;
        linear += static_cast<double>(tensor.count());
        if (load.trained[i]) learning += static_cast<double>(tensor.count());
    }
    const double back
        = linear * static_cast<double>(blocksInBackward(load)) / static_cast<double>(outline.blocks);
    const double again = load.remakes ? back : 0;
    const double head = load.labels > 0 ? 0
                                        : static_cast<double>(outline.vocabulary * outline.width)
            * load.learnedShare * (outline.tied && load.trained[0] ? 3 : 2);
    const double adapters = 3 * static_cast<double>(load.adapterParameters);
    return 2 * (linear + back + again + learning + head + adapters) * static_cast<double>(load.batchTokens);
}

} // namespace luthier::train
