// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

/// A model on this computer.
struct ModelCard {
    std::string name; ///< as a recipe names it
    std::filesystem::path path;
    std::string architecture{}; ///< an entry of the registry; empty where it is unknown
    std::string family{}; ///< as the model calls its own kind: "bert", "llama"
    Text purpose{}; ///< in plain words
    std::vector<std::string> tasks{}; ///< that it can learn
    std::int64_t parameters{};
    std::int64_t bytes{}; ///< on the disk
    std::string licence{}; ///< "apache-2.0"; empty where the model does not say
    std::string languages{};
    std::int64_t contextLength{}; ///< tokens
    std::string quantisation{}; ///< "Q4_1"; empty for full precision
    bool trainable{true};
    Text whyNot{}; ///< where it is not trainable
    std::int64_t memoryBytes{}; ///< needed for LoRA with ordinary rows: a guess
    bool bundled{false};
};

/// A part of the model on the layer map.
struct LayerNode {
    enum class Kind { Head, Pooler, Norm, Block, Attention, Mlp, Linear, Embedding };
    enum class State { Frozen, Trained, Adapter, Mixed };
    std::string id; ///< unique: "blocks.3.attention"; what layersWith() takes
    Text label{};
    Kind kind{};
    State state{};
    std::int64_t parameters{};
    std::int64_t trainable{};
    std::int64_t adapterParameters{};
    double stepMultiplier{1};
    std::vector<LayerNode> children{};
};

struct MemoryPart {
    std::string name; ///< weights, adapter, optimizer, gradients, activations, fixed
    Text label{};
    std::int64_t bytes{};
};

enum class Risk { Low, Medium, High };

/// The picture of the model under a recipe, and what the recipe costs: a guess until Check has measured it.
struct Plan {
    std::vector<LayerNode> layers{}; ///< head on top, embedding at the bottom
    std::int64_t totalParameters{};
    std::int64_t trainableParameters{};
    std::vector<MemoryPart> memory{};
    std::int64_t memoryBytes{};
    std::int64_t freeMemoryBytes{};
    std::int64_t steps{};
    double secondsPerStep{}; ///< 0: no guess possible
    double totalSeconds{};
    std::int64_t resultBytes{}; ///< of what is saved
    Risk forgetting{Risk::Low};
    Text forgettingReason{};
    std::string precision; ///< resolved
};

/// What is known of the data when a plan is made; zero: not known yet.
struct DataFacts {
    std::int64_t trainRows{};
    std::int64_t labels{};
    std::int64_t tokensPerRow{}; ///< mean, after cutting
    std::int64_t longestRow{}; ///< tokens, after cutting
};

/// Base models: what there is, what they are made of, what training them costs.
///
/// Thread  any. plan() is fast enough to be called at each change of a setting: it reads no weights.
class Models {
public:
    virtual ~Models() = default;

    virtual std::vector<ModelCard> installed() = 0;
    /// The card of an installed name, a folder, or a .gguf file. Errors  what is wrong with it, all at once.
    virtual Expected<ModelCard> inspect(const std::string& nameOrPath) = 0;
    /// Links a folder or a .gguf file into the list of installed models; nothing is copied.
    virtual Expected<ModelCard> import(const std::filesystem::path& path) = 0;
    virtual Expected<Plan> plan(const config::Recipe& recipe, const DataFacts& facts) = 0;
    /// `recipe` with the named parts of the layer map frozen or trained.
    virtual Expected<config::Recipe> layersWith(const config::Recipe& recipe,
                                                const std::vector<std::string>& ids, bool trained)
        = 0;
};

} // namespace luthier::engine
