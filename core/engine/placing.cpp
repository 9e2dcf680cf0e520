// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/placing.h"

#include "core/engine/machine.h"
#include "core/nn/ops/cpu_features.h"

#include <utility>
#include <vector>

namespace luthier::engine {
namespace {

train::Settings settingsOn(const GraphicsCard* card, const Order& order, const Amount& amount,
                           train::Load& load)
{
    const auto& features = nn::cpuFeatures();
    const auto& values = order.checked.train;
    const bool prefersBf16 = card != nullptr ? card->prefersBf16 : features.prefersBf16();
    const double dropout
        = values.is("dropout", "model") ? load.outline->dropout.attention : values.real("dropout");
    load.onCard = card != nullptr;
    load.bf16 = values.is("precision", "bf16") || (values.is("precision", "auto") && prefersBf16);
    load.droppedKeys = dropout > 0 ? amount.longestSample : 0;
    auto settings = train::settingsFrom(values,
                                        {.trainSamples = amount.trainSamples,
                                         .hasValidation = amount.hasValidation,
                                         .activationBytesPerToken = train::activationBytesPerToken(load),
                                         .memoryBytes = card != nullptr ? card->memoryBytes : totalMemory(),
                                         .longestSample = amount.longestSample,
                                         .prefersBf16 = prefersBf16,
                                         .device = card != nullptr ? card->device : "cpu",
                                         .physicalCores = features.physicalCores});
    load.microBatchTokens = settings.microBatchTokens;
    return settings;
}

} // namespace

Expected<void> refuseMissingCard(const Order& order)
{
    const auto asked = order.device();
    if (asked == "auto" || asked == "cpu") return {};
    LUTHIER_CHECK(cardFor(asked, graphicsCards(), order.whyProcessor()));
    return {};
}

config::Recipe withCardThatIsHere(config::Recipe recipe)
{
    const auto device = recipe.train.find("device");
    if (device == recipe.train.end() || !device->second.text.starts_with("cuda")) return recipe;
    if (!cardFor(device->second.text, graphicsCards(), {})) device->second.text = "auto";
    return recipe;
}

Expected<Placing> placed(const Order& order, const Amount& amount, train::Load& load,
                         const std::function<void(const train::Settings&)>& complete)
{
    const auto cards = order.device() == "cpu" ? std::vector<GraphicsCard>{} : graphicsCards();
    return placed(order, amount, load, complete, cards);
}

Expected<Placing> placed(const Order& order, const Amount& amount, train::Load& load,
                         const std::function<void(const train::Settings&)>& complete,
                         std::span<const GraphicsCard> cards)
{
    Placing placing;
    LUTHIER_TRY(placing.card, cardFor(order.device(), cards, order.whyProcessor()));
    if (placing.card && placing.card->memoryBytes == 0) measure(*placing.card);
    const auto settle = [&] {
        placing.settings = settingsOn(placing.card ? &*placing.card : nullptr, order, amount, load);
        complete(placing.settings);
    };
    settle();
    if (placing.card && order.device() == "auto") {
        const auto needed = train::totalBytes(train::memoryParts(load));
        if (needed > usableBytes(*placing.card)) {
            constexpr std::int64_t kMegabyte = 1'000'000;
            placing.whyNoCard
                = Text{QT_TRANSLATE_NOOP(
                           "core",
                           "The graphics card has %1 MB free and this run needs about %2 MB there, so the "
                           "processor computes."),
                       placing.card->freeBytes / kMegabyte, needed / kMegabyte};
            placing.card.reset();
            settle();
        }
    }
    // The bits are the same either way, so it may depend on what is free now.
    load.remakes = train::mustRemake(load, usableMemory());
    return placing;
}

} // namespace luthier::engine
