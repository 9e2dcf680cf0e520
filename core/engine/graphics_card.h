// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/text.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::engine {

/// A graphics card that this build can compute on.
struct GraphicsCard {
    std::string device{}; ///< LibTorch's name: cuda:0
    std::string name{}; ///< for people; empty where it is not known
    std::int64_t memoryBytes{0}; ///< 0: not asked yet, see measure()
    std::int64_t freeBytes{0}; ///< with what this process holds of it and does not use
    bool prefersBf16{false};
};

/// All that there are now, without their memory. Empty, too, where LibTorch was built without its part for
/// them.
///
/// Thread  any. The first call starts the driver: some tenths of a second.
std::vector<GraphicsCard> graphicsCards();

/// Asks the card for its memory. It takes a part of that by itself at the first time, which is why no other
/// card is asked. One that does not answer has none.
void measure(GraphicsCard& card);

/// The card that a recipe means by train.device: none for cpu, the first one for cuda, cuda:N by its number;
/// for auto the first one, if there is one. `whyProcessor`: what of the recipe is computed on the processor
/// only; empty: nothing.
///
/// Errors  InvalidInput at train.device where the recipe wants a card that is not there, or that cannot do
/// it.
Expected<std::optional<GraphicsCard>> cardFor(std::string_view device, std::span<const GraphicsCard> cards,
                                              const Text& whyProcessor);

/// The most of the card's memory that this process held since resetPeak(), as LibTorch took it from the
/// driver.
std::int64_t peakBytes(const GraphicsCard& card);
void resetPeak(const GraphicsCard& card);

/// What a run may take of a card's memory: 95 % of what is free.
std::int64_t usableBytes(const GraphicsCard& card);

} // namespace luthier::engine
