// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/peft/method.h"

#include <algorithm>
#include <map>
#include <utility>

namespace luthier::peft {

Expected<void> apply(const Method& method, nn::Network& network, const config::Values& values,
                     std::uint64_t seed, const std::function<bool(const std::string& layer)>& may)
{
    if (method.adapt == nullptr) return {};
    for (auto& parameter : network.parameters()) {
        parameter.set_requires_grad(false);
    }
    std::uint32_t site = 1U << 16U; // behind every site of the network itself
    bool any = false;
    for (const auto& [name, layer] : network.linears()) {
        ++site; // also where no adapter goes, so that a choice of layers changes no other layer's numbers
        if (layer->weight.is_same(network.vocabulary())) continue;
        if (!method.targets(name, values) || !may(name)) continue;
        LUTHIER_TRY(auto adapter, method.adapt(*layer, name, values, seed, site));
        adapter->to(layer->weight.scalar_type());
        layer->attach(std::move(adapter));
        any = true;
    }
    if (any) return {};
    return Unexpected{
        {.code = ErrorCode::InvalidInput,
         .message = QT_TRANSLATE_NOOP("core", "no layer of this model gets an add-on"),
         .where = "method.targets",
         .hint = QT_TRANSLATE_NOOP("core",
                                   "choose all-linear, or names that the layer map shows, and leave "
                                   "some of those layers to train")}};
}

std::vector<std::string> targetModules(nn::Network& network)
{
    std::map<std::string, bool> allHaveOne; // by last part
    const auto lastPart = [](const std::string& name) { return name.substr(name.rfind('.') + 1); };
    for (const auto& [name, layer] : network.linears()) {
        const bool has = layer->adapter() != nullptr;
        const auto [at, isNew] = allHaveOne.emplace(lastPart(name), has);
        if (!isNew) at->second = at->second && has;
    }
    std::vector<std::string> names;
    for (const auto& [name, layer] : adapted(network)) {
        auto chosen = allHaveOne[lastPart(name)] ? lastPart(name) : name;
        if (std::ranges::find(names, chosen) == names.end()) names.push_back(std::move(chosen));
    }
    std::ranges::sort(names);
    return names;
}

std::vector<std::pair<std::string, std::shared_ptr<nn::Linear>>> adapted(nn::Network& network)
{
    auto layers = network.linears();
    std::erase_if(layers, [](const auto& item) { return item.second->adapter() == nullptr; });
    return layers;
}

} // namespace luthier::peft
