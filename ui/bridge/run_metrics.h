// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/comparison.h"

#include <string_view>

#include <QString>

namespace luthier::ui {

/// A metric's name ("token_accuracy") for a person; the name itself where it is a later version's.
QString metricWord(std::string_view name);
/// Whether it is a share, shown in percent.
bool isShare(std::string_view name);
/// "88.3 % (82.5–94.1)", "0.41 (0.38–0.44)"
QString measuredText(std::string_view name, const runs::Measured& measured);
/// A difference in points or in the metric's unit, signed: "+10.0 (+2.6 to +17.4)"
QString differenceText(std::string_view name, const runs::Measured& difference);

} // namespace luthier::ui
