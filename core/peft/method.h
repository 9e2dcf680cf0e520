// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/config/entry.h"
#include "core/config/values.h"
#include "core/nn/linear.h"
#include "core/nn/network.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace luthier::peft {

/// How much of the model changes; the Method page and the forgetting rule of thumb read it.
enum class Reach { Head, Adapter, Part, Everything };

/// One way to choose what is trained.
struct Method {
    config::Entry entry;
    Reach reach{Reach::Everything};
    bool needsClassifier{false}; ///< there is nothing for it to train in a task without one

    /// The layers.train that stands for this method where the recipe says "all"; empty: really all.
    std::string_view layers{};

    /// An adapter for `layer` called `name`, or why it cannot have one. Null: no adapters; the layers of the
    /// recipe are trained themselves. `seed` is the run's, `site` unique among the layers.
    Expected<std::shared_ptr<nn::Adapter>> (*adapt)(const nn::Linear& layer, const std::string& name,
                                                    const config::Values& values, std::uint64_t seed,
                                                    std::uint32_t site)
        = nullptr;

    /// Whether a layer of that name gets one.
    bool (*targets)(const std::string& name, const config::Values& values) = nullptr;

    /// Parameters that an adapter for a layer of that shape adds: for estimates, without building it.
    std::int64_t (*parametersFor)(std::int64_t in, std::int64_t out, const config::Values& values) = nullptr;

    /// Whether blocks by hand fold its adapters into their own products: see nn::Adapter::lowRank().
    bool (*folds)(const config::Values& values) = nullptr;

    /// Whether the blocks' own weights are held in 8 bits while its adapters learn.
    bool (*holdsBaseInInt8)(const config::Values& values) = nullptr;

    /// adapter_config.json as the Python stack reads it; `targetNames` as targetModules() gives them.
    Json (*fileConfig)(const config::Values& values, const std::vector<std::string>& targetNames) = nullptr;

    /// The settings that such a file stands for. Errors  Unsupported for a switch that changes behaviour and
    /// is not known here.
    Expected<config::Settings> (*settingsOf)(const Json& fileConfig) = nullptr;
};

/// Every method, in the order of methods.def.
std::span<const Method* const> all();

/// Gives each targeted linear layer of `network` for which `may` says yes an adapter of `method`, in the
/// network's own type, and freezes everything that is there already. Does nothing for a method without
/// adapters.
///
/// Errors  what adapt() says; InvalidInput at "method.targets" where no layer was targeted.
Expected<void> apply(const Method& method, nn::Network& network, const config::Values& values,
                     std::uint64_t seed, const std::function<bool(const std::string& layer)>& may);

/// Names that tell the layers with an adapter from those without: the last part of the name where all layers
/// with that part have one ("q_proj"), else the whole name.
std::vector<std::string> targetModules(nn::Network& network);

/// The layers that have an adapter, with their names. The language head is never among them.
std::vector<std::pair<std::string, std::shared_ptr<nn::Linear>>> adapted(nn::Network& network);

} // namespace luthier::peft
