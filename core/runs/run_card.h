// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <cstdint>
#include <map>
#include <string>

namespace luthier::runs {

/// One line of the list of runs.
struct RunCard {
    enum class State { Running, Finished, EarlyStopped, Stopped, Failed, Interrupted };
    std::string dir{}; ///< its folder
    std::string name{};
    State state{State::Finished};
    std::string started{}; ///< UTC, ISO 8601
    std::string task{}, model{}, method{};
    std::map<std::string, std::string, std::less<>> recipe{}; ///< every setting: "train.epochs" -> "3"
    std::string dataHash{}; ///< of sources and split: only runs with the same one are ranked together
    std::int64_t steps{}; ///< done
    std::int64_t plannedSteps{};
    std::int64_t bestStep{};
    double seconds{};
    double loss{}; ///< of the best look
    Numbers metrics{}; ///< of the best look
    std::int64_t trainRows{};
    std::int64_t trainableParameters{};
    std::int64_t bytes{}; ///< on the disk
    std::string verdict{}; ///< the last one's kind
};

} // namespace luthier::runs
