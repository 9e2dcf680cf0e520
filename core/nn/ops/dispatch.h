// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/rows.h"

#include <algorithm>

#include <ATen/Parallel.h>

#if AT_PARALLEL_OPENMP && !defined(_OPENMP)
#error "Without -fopenmp at::parallel_for runs on one thread, and nothing would tell."
#endif

namespace luthier::nn {

/// Rows that one thread takes at least: below this a parallel region costs more than it saves.
inline std::int64_t rowGrain(std::int64_t columns)
{
    constexpr std::int64_t kNumbers = 16'384;
    return std::max<std::int64_t>(1, kNumbers / std::max<std::int64_t>(1, columns));
}

} // namespace luthier::nn
