// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/task.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace luthier::tasks {

#define TASK(stem) const Task& stem();
#include "core/tasks/tasks.def"
#undef TASK

std::span<const Task* const> all()
{
    static const std::array table{
#define TASK(stem) &stem(),
#include "core/tasks/tasks.def"
#undef TASK
    };
    return table;
}

double meanLoss(std::span<const SampleOutcome> outcomes)
{
    double sum = 0;
    double count = 0;
    for (const SampleOutcome& outcome : outcomes) {
        sum += outcome.loss * static_cast<double>(outcome.learned);
        count += static_cast<double>(outcome.learned);
    }
    return count > 0 ? sum / count : 0;
}

double chanceLoss(std::int64_t outcomes)
{
    return std::log(static_cast<double>(std::max<std::int64_t>(2, outcomes)));
}

} // namespace luthier::tasks
