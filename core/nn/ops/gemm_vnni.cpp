// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/int8_weight.h"

#if defined(__x86_64__)
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
    static constexpr int kRows = 8; // times two registers of columns, two of b and one of a
    static constexpr std::int64_t kWholeRows = kGemmRows;
    static constexpr int kRestRows = 8;
    using Sums = Lanes<std::int32_t, kBytes>;
    LUTHIER_INLINE static Sums summed(Sums sums, Sums b, Sums a)
    {
        return reinterpret_cast<Sums>(_mm512_dpbusd_epi32(
            reinterpret_cast<__m512i>(sums), reinterpret_cast<__m512i>(b), reinterpret_cast<__m512i>(a)));
    }
};

#include "core/nn/ops/gemm_vnni_loops.h"

} // namespace

const Int8Kernel* vnniInt8()
{
    static constexpr Int8Kernel kKernel{.enter = [] {}, .leave = [] {}, .block = &neighbourBlock};
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
