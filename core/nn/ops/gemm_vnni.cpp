// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/int8_weight.h"

#if defined(__x86_64__)
#include <algorithm>
#include <cstring>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")

namespace luthier::nn {
namespace {

struct Road {
    static constexpr int kBytes = 64;
    using Sums = Lanes<std::int32_t, kBytes>;
    using Floats = Lanes<float, kBytes>;
    LUTHIER_INLINE static Floats scaled(Sums sums, Floats rowScale, Floats columnScale, Floats before)
    {
        const __m512 numbers = _mm512_mul_ps(_mm512_cvtepi32_ps(reinterpret_cast<__m512i>(sums)),
                                             reinterpret_cast<__m512>(rowScale));
        return reinterpret_cast<Floats>(_mm512_fmadd_ps(numbers, reinterpret_cast<__m512>(columnScale),
                                                        reinterpret_cast<__m512>(before)));
    }
    LUTHIER_INLINE static Sums summed(Sums sums, Sums b, Sums a)
    {
        return reinterpret_cast<Sums>(_mm512_dpbusd_epi32(
            reinterpret_cast<__m512i>(sums), reinterpret_cast<__m512i>(b), reinterpret_cast<__m512i>(a)));
    }
};

#include "core/nn/ops/gemm_vnni_loops.h"

// As many rows at once as there are registers for, beside those of b and one of a.

void block(const Segment& segment, const float* rowScales, const float* columnScales, float* sums, bool add)
{
    std::int32_t shifts[kGemmRows];
    findShifts(segment, shifts);
    neighbourTiles<1, 8>({segment, 0, rowScales, columnScales, sums, add, shifts}, 0, kGemmRows);
}
void wideBlock(const Segment& segment, const Panels& panels, const float* rowScales,
               const float* columnScales, float* sums, bool add)
{
    std::int32_t shifts[kGemmRows];
    findShifts(segment, shifts);
    panels.ahead.fetch(panels.lines);
    const NeighbourBlock all{segment, panels.bytes, rowScales, columnScales, sums, add, shifts};
    if (panels.count == 2) {
        neighbourTiles<2, 6>(all, 0, 12);
        neighbourTiles<2, 5>(all, 12, kGemmRows);
    } else {
        neighbourTiles<3, 4>(all, 0, kGemmRows);
    }
}

} // namespace

const Int8Kernel* vnniInt8()
{
    static constexpr Int8Kernel kKernel{
        .enter = [] {}, .leave = [] {}, .shifted = true, .block = &block, .wideBlock = &wideBlock};
    return &kKernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const Int8Kernel* vnniInt8()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
