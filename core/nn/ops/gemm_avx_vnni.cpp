// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/int8_weight.h"

#if defined(__x86_64__)
#include <algorithm>
#include <cstring>

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma,avxvnni")

namespace luthier::nn {
namespace {

/// Processors for laptops and desktops that have no AVX-512.
struct Road {
    static constexpr int kBytes = 32;
    using Sums = Lanes<std::int32_t, kBytes>;
    using Floats = Lanes<float, kBytes>;
    LUTHIER_INLINE static Floats scaled(Sums sums, Floats rowScale, Floats columnScale, Floats before)
    {
        const __m256 numbers = _mm256_mul_ps(_mm256_cvtepi32_ps(reinterpret_cast<__m256i>(sums)),
                                             reinterpret_cast<__m256>(rowScale));
        return reinterpret_cast<Floats>(_mm256_fmadd_ps(numbers, reinterpret_cast<__m256>(columnScale),
                                                        reinterpret_cast<__m256>(before)));
    }
    LUTHIER_INLINE static Sums summed(Sums sums, Sums b, Sums a)
    {
        return reinterpret_cast<Sums>(_mm256_dpbusd_avx_epi32(
            reinterpret_cast<__m256i>(sums), reinterpret_cast<__m256i>(b), reinterpret_cast<__m256i>(a)));
    }
};

#include "core/nn/ops/gemm_vnni_loops.h"

void block(const Segment& segment, const float* rowScales, const float* columnScales, float* sums, bool add)
{
    std::int32_t shifts[kGemmRows];
    findShifts(segment, shifts);
    const NeighbourBlock all{segment, 0, rowScales, columnScales, sums, add, shifts};
    neighbourTiles<1, 6>(all, 0, 24); // times two registers of columns, beside two of b and one of a
    neighbourTiles<1, 4>(all, 24, kGemmRows);
}

} // namespace

const Int8Kernel* avxVnniInt8()
{
    static constexpr Int8Kernel kKernel{.enter = [] {}, .leave = [] {}, .shifted = true, .block = &block};
    return &kKernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const Int8Kernel* avxVnniInt8()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
