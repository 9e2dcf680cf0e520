// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start.h"

#include <cstdlib>

#include <unistd.h>

namespace luthier::app {

void restartWithPassiveWaiting(char** argv)
{
    constexpr const char* kVariable = "OMP_WAIT_POLICY";
    if (std::getenv(kVariable) != nullptr || ::setenv(kVariable, "passive", 1) != 0) return;
    ::execv("/proc/self/exe", argv); // returns only where it failed; then things are merely slower
}

} // namespace luthier::app
