// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace luthier::ui {

/// How busy this computer is.
struct MachineLoad {
    std::int64_t usedBytes{}; ///< by Luthier
    std::int64_t freeBytes{}; ///< that a new process may take without swapping
    std::int64_t totalBytes{};
    double processorShare{}; ///< of all cores, by everybody, since the last sample; 0 … 1
};

/// Reads the kernel's counters. They lie in memory, not on a disk: a sample takes some 50 µs.
class MachineMeter {
public:
    /// Nothing where this system has no such counters.
    std::optional<MachineLoad> sample();

private:
    std::int64_t m_lastBusy{0}, m_lastTotal{0}; ///< ticks
};

} // namespace luthier::ui
