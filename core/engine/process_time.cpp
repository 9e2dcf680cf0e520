// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/process_time.h"

#include "core/base/files.h"

#include <sstream>
#include <string>

#include <time.h>
#include <unistd.h>

namespace luthier::engine {

double secondsSinceProcessStart()
{
    const auto text = readFile("/proc/self/stat", 4096);
    if (!text) return 0;
    std::istringstream fields{text->substr(text->rfind(')') + 1)}; // the name may hold anything, spaces too
    constexpr int kFieldsBefore = 19; // of the start time, counted behind the name
    std::string skipped;
    for (int i = 0; i < kFieldsBefore; ++i) {
        fields >> skipped;
    }
    double ticks = 0;
    fields >> ticks;
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    const double seconds = static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
    return seconds - ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace luthier::engine
