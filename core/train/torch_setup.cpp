// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/torch_setup.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/ones.h>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace luthier::train {

void prepareTorch(int threads, bool deterministic)
{
    // Buffers of a step come back in the next one. By itself the C library gives them to the system and takes
    // new ones, whose pages must be cleared: that was a tenth of the time, and no less memory at the peak.
    constexpr int kMiB = 1 << 20;
    ::mallopt(M_MMAP_THRESHOLD, 32 * kMiB); // the most that it accepts
    ::mallopt(M_TRIM_THRESHOLD, 256 * kMiB);
    at::set_num_threads(threads);
    at::globalContext().setDeterministicAlgorithms(deterministic, /*warn_only=*/true);
    at::globalContext().setFlushDenormal(true);
    // MKL's vector functions choose their code at the first call, without a lock: where two threads make it
    // together, one may take a less exact road, once. One number on one thread makes the choice before them.
    static_cast<void>(at::exp(at::ones(1)));
}

void yieldToTheWindow()
{
    constexpr int kNiceness
        = 10; // a tenth of the window's share while both want to run, all of it while it waits
    // On Linux this holds for one thread; those that it starts later inherit it.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kNiceness);
}

} // namespace luthier::train
