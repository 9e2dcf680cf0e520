// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/text.h"
#include "core/engine/graphics_card.h"
#include "core/engine/workshop.h"
#include "core/train/estimate.h"
#include "core/train/settings.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace luthier::engine {

/// The rows of a run, as far as its settings depend on them.
struct Amount {
    std::int64_t trainSamples{};
    bool hasValidation{false};
    std::int64_t longestSample{};
};

/// Where a run computes, and its settings there.
struct Placing {
    train::Settings settings{};
    std::optional<GraphicsCard> card{}; ///< none: the processor
    Text whyNoCard{}; ///< where there is one that an `auto` might have taken
};

/// Before anything is read: errors of cardFor() where the recipe asks for a card. Not for a run's recipe that
/// only says what was: results may be looked at on another machine.
Expected<void> refuseMissingCard(const Order& order);

/// A run that goes on where its card is not may take what there is: its recipe with `auto` instead.
config::Recipe withCardThatIsHere(config::Recipe recipe);

/// Resolves `train.device` and every other `auto`, which may depend on it. `load` becomes that of the place;
/// `complete` sets what of it depends on the settings.
///
/// Errors  of cardFor().
Expected<Placing> placed(const Order& order, const Amount& amount, train::Load& load,
                         const std::function<void(const train::Settings&)>& complete);
/// The same where these cards are.
Expected<Placing> placed(const Order& order, const Amount& amount, train::Load& load,
                         const std::function<void(const train::Settings&)>& complete,
                         std::span<const GraphicsCard> cards);

} // namespace luthier::engine
