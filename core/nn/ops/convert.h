// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/simd.h"

#include <cstdint>

namespace luthier::nn {

/// `count` numbers in another type; to bfloat16 they are rounded to nearest, ties to even.
void convert(const float* from, float* to, std::int64_t count);
void convert(const float* from, Bf16* to, std::int64_t count);
void convert(const Bf16* from, float* to, std::int64_t count);
void convert(const float* from, double* to, std::int64_t count);
void convert(const double* from, float* to, std::int64_t count);

} // namespace luthier::nn
