// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/runs/run_card.h"

#include <filesystem>
#include <vector>

namespace luthier::runs {

/// The card of one run, read from its folder. What cannot be read of it stays empty.
RunCard readCard(const std::filesystem::path& run);

/// The runs in the folder `runs`, newest first.
///
/// `database` remembers the cards, so that only folders that changed are read again. It holds nothing that
/// the folders do not: where it is missing, damaged, of another version or cannot be written, it is made anew
/// or done without.
///
/// Errors  Io where `runs` is there but cannot be read.
/// Thread  any, any number of processes.
Expected<std::vector<RunCard>> listRuns(const std::filesystem::path& runs,
                                        const std::filesystem::path& database);

} // namespace luthier::runs
