// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <c10/core/Device.h>

namespace luthier::test {

/// A graphics card of paper, in the place of a device that LibTorch knows and nobody built in. The processor
/// computes for it, but its memory is closed to everybody else: who reads a tensor of it as if it lay in the
/// processor's memory is stopped by the system. So the rooms that work on a card are tested on a machine that
/// has none.
///
/// Thread  any.
class PaperCard {
public:
    static c10::Device device() { return {c10::DeviceType::MTIA, 0}; }

    /// Bytes of all tensors there.
    static std::int64_t heldBytes();
    /// The most since resetPeak().
    static std::int64_t peakBytes();
    static void resetPeak();
    /// Numbers that were asked for one at a time (item()), each of which waits for a real card.
    static std::int64_t questions();
};

} // namespace luthier::test
