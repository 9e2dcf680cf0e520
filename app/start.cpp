// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start.h"

#include <cstdlib>
#include <cstring>

#include <unistd.h>

#if defined(__linux__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)                               \
    && !defined(__SANITIZE_THREAD__)
#define LUTHIER_STARTS_EARLY
#include <sys/syscall.h>
#endif

namespace luthier::app {
namespace {

constexpr const char* kVariable = "OMP_WAIT_POLICY";

#if defined(LUTHIER_STARTS_EARLY)
/// Runs when the libraries are in place and nothing of them has run yet, the C library included: nothing but
/// what stands here may be relied on.
void beforeTheLibraries(int /*count*/, char** argv, char** environment)
{
    constexpr std::size_t kMost = 4000; // variables; with more it is done in main()
    static char added[] = "OMP_WAIT_POLICY=passive";
    const auto length = std::strlen(kVariable);
    char* all[kMost + 2];
    std::size_t count = 0;
    for (; environment[count] != nullptr; ++count) {
        const char* const one = environment[count];
        if (count == kMost || (std::strncmp(one, kVariable, length) == 0 && one[length] == '=')) return;
        all[count] = environment[count];
    }
    all[count++] = added;
    all[count] = nullptr;
    ::syscall(SYS_execve, "/proc/self/exe", argv, all); // returns only where it failed
}
[[gnu::section(".preinit_array"), gnu::used]] void (*const kBefore)(int, char**, char**)
    = &beforeTheLibraries;
#endif

} // namespace

void restartWithPassiveWaiting(char** argv)
{
    if (std::getenv(kVariable) != nullptr || ::setenv(kVariable, "passive", 1) != 0) return;
    ::execv("/proc/self/exe", argv); // returns only where it failed; then things are merely slower
}

} // namespace luthier::app
