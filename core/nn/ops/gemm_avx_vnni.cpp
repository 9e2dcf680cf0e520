// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/int8_weight.h"

#if defined(__x86_64__)
#include <cstring>

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma,avxvnni")

namespace luthier::nn {
namespace {

/// Processors for laptops and desktops that have no AVX-512.
struct Road {
    static constexpr int kBytes = 32;
    static constexpr int kRows = 6; // times two registers of columns, two of b and one of a
    static constexpr std::int64_t kWholeRows = 24;
    static constexpr int kRestRows = 4;
    using Sums = Lanes<std::int32_t, kBytes>;
    LUTHIER_INLINE static Sums summed(Sums sums, Sums b, Sums a)
    {
        return reinterpret_cast<Sums>(_mm256_dpbusd_avx_epi32(
            reinterpret_cast<__m256i>(sums), reinterpret_cast<__m256i>(b), reinterpret_cast<__m256i>(a)));
    }
};

#include "core/nn/ops/gemm_vnni_loops.h"

} // namespace

const Int8Kernel* avxVnniInt8()
{
    static constexpr Int8Kernel kKernel{.enter = [] {}, .leave = [] {}, .block = &neighbourBlock};
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
