// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/engine/catalogue.h"
#include "core/engine/graphics_card.h"
#include "core/train/estimate.h"

#include <cstdint>
#include <vector>

namespace luthier::engine {

/// Facts about this computer, as they are now.
Machine machineNow();

/// Bytes of the machine, or of the group of processes that this one was confined to.
std::int64_t totalMemory();
/// Bytes that this process may still take without swapping or being stopped: what the system calls available,
/// and what the limits on the process and its group leave.
std::int64_t freeMemory();
/// The most this process ever held, and from now on again after resetPeak().
std::int64_t peakMemory();
void resetPeak();
/// What it holds now.
std::int64_t heldMemory();

/// What a run may take: 95 % of what is free or held already. The rest of the computer wants to live, too.
std::int64_t usableMemory();

/// OutOfMemory with the sum shown part by part, where `parts` are more than usableMemory(), or than the card
/// has free where they are to lie there.
Expected<void> refuseWithoutMemory(const std::vector<train::Part>& parts, const GraphicsCard* card);
/// The same for a run: of what lies on the card, and of what lies beside it.
Expected<void> refuseWithoutMemory(const train::Load& load, const GraphicsCard* card);

/// Why a run that remakes takes longer than it could, for people. See train::mustRemake().
Text remakingWords();

/// A part's name for people.
Text partLabel(const char* name);

} // namespace luthier::engine
