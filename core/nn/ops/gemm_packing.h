// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/gemm_kernels.h"

#if defined(__x86_64__)
namespace luthier::nn {

/// The order that both bfloat16 roads read: b in steps of 32 of the depth, each two tiles of 16 columns, each
/// tile 16 rows of (k, k + 1) pairs; a in plain rows. Needs AVX-512 with bf16.
void packBPairs(const Bf16* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
                std::byte* to);
void packARows(const Bf16* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth,
               std::byte* to, std::int64_t toStride);

/// b for products in float32: 32 columns a step, as plainGemm() reads it. Needs AVX-512.
void packBFloats(const float* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
                 std::byte* to);

/// finish() where the processor rounds to bfloat16 itself.
void finishPairs(const Finishing<Bf16>& args, std::int64_t begin, std::int64_t end);

inline constexpr std::int64_t kPairDepth = 32; ///< of a step
inline constexpr std::int64_t kPairStepBytes = 2048; ///< 32 columns of it

/// A road on this order, which differs from the other in its innermost loops alone.
inline GemmKernel<Bf16> pairKernel(decltype(GemmKernel<Bf16>::block) block,
                                   decltype(GemmKernel<Bf16>::spin) spin, void (*enter)(), void (*leave)())
{
    return {.depthUnit = kPairDepth,
            .depthBytes = kPairStepBytes / kPairDepth,
            .aBytes = sizeof(Bf16),
            .takesRows = true,
            .enter = enter,
            .leave = leave,
            .packB = &packBPairs,
            .packA = &packARows,
            .block = block,
            .finish = &finishPairs,
            .spin = spin};
}

} // namespace luthier::nn
#endif
