// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_kernels.h"
#include "core/nn/ops/gemm_packing.h"

#include <algorithm>

namespace luthier::nn {
namespace {

/// R rows times C registers of columns.
template <class A, std::int64_t R, std::int64_t C>
LUTHIER_INLINE void tile(const A* a, std::int64_t stride, const A* b, std::int64_t depth, A* sums, bool add)
{
    Lanes<A> acc[R][C];
    LUTHIER_UNROLL
    for (std::int64_t r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < C; ++c) {
            if (add) {
                load(sums + r * kGemmColumns + c * kLanes<A>, acc[r][c]);
            } else {
                acc[r][c] = Lanes<A>{};
            }
        }
    }
    for (std::int64_t k = 0; k < depth; ++k) {
        Lanes<A> column[C];
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < C; ++c) {
            load(b + k * kGemmColumns + c * kLanes<A>, column[c]);
        }
        LUTHIER_UNROLL
        for (std::int64_t r = 0; r < R; ++r) {
            LUTHIER_UNROLL
            for (std::int64_t c = 0; c < C; ++c) {
                acc[r][c] += column[c] * a[r * stride + k];
            }
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < C; ++c) {
            store(sums + r * kGemmColumns + c * kLanes<A>, acc[r][c]);
        }
    }
}

/// The 32 x 32 sums in tiles of R rows and C registers: as many as the road has registers for.
template <class A, std::int64_t R, std::int64_t C>
LUTHIER_INLINE void blockOf(const A* a, std::int64_t stride, const A* b, std::int64_t depth, A* sums,
                            bool add)
{
    for (std::int64_t c = 0; c < kGemmColumns; c += C * kLanes<A>) {
        for (std::int64_t r = 0; r < kGemmRows; r += R) {
            tile<A, R, C>(a + r * stride, stride, b + c, depth, sums + r * kGemmColumns + c, add);
        }
    }
}

LUTHIER_AVX512 void blockAvx512(const float* a, std::int64_t stride, const float* b, std::int64_t depth,
                                float* sums, bool add)
{
    blockOf<float, 8, 2>(a, stride, b, depth, sums, add);
}
LUTHIER_AVX2 void blockAvx2(const float* a, std::int64_t stride, const float* b, std::int64_t depth,
                            float* sums, bool add)
{
    blockOf<float, 4, 1>(a, stride, b, depth, sums, add); // a register of ours is two of AVX2's
}
void blockPlain(const float* a, std::int64_t stride, const float* b, std::int64_t depth, float* sums,
                bool add)
{
    blockOf<float, 2, 1>(a, stride, b, depth, sums, add);
}
void blockDouble(const double* a, std::int64_t stride, const double* b, std::int64_t depth, double* sums,
                 bool add)
{
    blockOf<double, 2, 1>(a, stride, b, depth, sums, add);
}

template <class A>
void block(std::span<const Segment> segments, A* sums, bool add)
{
    for (const auto& [a, stride, b, depth] : segments) {
        const auto* const left = reinterpret_cast<const A*>(a);
        const auto* const right = reinterpret_cast<const A*>(b);
        if constexpr (std::is_same_v<A, double>) {
            blockDouble(left, stride, right, depth, sums, add);
        } else if (cpuFeatures().avx512) {
            blockAvx512(left, stride, right, depth, sums, add);
        } else if (cpuFeatures().avx2) {
            blockAvx2(left, stride, right, depth, sums, add);
        } else {
            blockPlain(left, stride, right, depth, sums, add);
        }
        add = true;
    }
}

template <class A, std::int64_t N>
LUTHIER_INLINE double spun(std::int64_t rounds)
{
    Lanes<A> sums[N] = {};
    A factor = A{1};
    for (std::int64_t i = 0; i < rounds; ++i) {
        Lanes<A> one{};
        one += factor;
        LUTHIER_UNROLL
        for (std::int64_t n = 0; n < N; ++n) {
            sums[n] += sums[n] * one;
        }
        __asm__ volatile("" : "+m"(factor));
    }
    A total = 0;
    for (const auto& sum : sums) {
        total += sumOf<A>(sum);
    }
    __asm__ volatile("" ::"m"(total)); // it has been computed
    return static_cast<double>(rounds * N * kLanes<A> * 2);
}

LUTHIER_AVX512 double spinAvx512(std::int64_t rounds)
{
    return spun<float, 12>(rounds);
}
LUTHIER_AVX2 double spinAvx2(std::int64_t rounds)
{
    return spun<float, 5>(rounds); // ten of AVX2's registers
}
double spinPlain(std::int64_t rounds)
{
    return spun<float, 2>(rounds);
}
double spin(std::int64_t rounds)
{
    if (cpuFeatures().avx512) return spinAvx512(rounds);
    return cpuFeatures().avx2 ? spinAvx2(rounds) : spinPlain(rounds);
}

/// to[k][column]
template <class S>
LUTHIER_INLINE void packBRows(const S* b, std::int64_t stride, bool across, std::int64_t columns,
                              std::int64_t depth, Sum<S>* to)
{
    using A = Sum<S>;
    if (across) {
        for (std::int64_t k = 0; k < depth; ++k) {
            eachPiece<A>(
                columns, [&](auto i, auto n) __attribute__((always_inline)) {
                    Lanes<A> v;
                    loadPiece(b + k * stride + i, n, v);
                    store(to + k * kGemmColumns + i, v);
                });
            for (std::int64_t n = columns; n < kGemmColumns; ++n) {
                to[k * kGemmColumns + n] = 0;
            }
        }
        return;
    }
    for (std::int64_t n = 0; n < kGemmColumns; ++n) {
        for (std::int64_t k = 0; k < depth; ++k) {
            to[k * kGemmColumns + n] = n < columns ? number(b[n * stride + k]) : A{0};
        }
    }
}

template <class S>
LUTHIER_INLINE void packARows(const S* a, std::int64_t stride, bool across, std::int64_t rows,
                              std::int64_t depth, Sum<S>* to, std::int64_t toStride)
{
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        for (std::int64_t k = 0; k < depth; ++k) {
            to[m * toStride + k]
                = m >= rows ? Sum<S>{0} : number(across ? a[k * stride + m] : a[m * stride + k]);
        }
    }
}

template <class S>
void packB(const S* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
           std::byte* to);
template <class S>
void packA(const S* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth, std::byte* to,
           std::int64_t toStride);

#define LUTHIER_PACKING(S)                                                                                   \
    LUTHIER_KERNEL(void, packBOf,                                                                            \
                   (const S* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,  \
                    Sum<S>* to),                                                                             \
                   (b, stride, across, columns, depth, to),                                                  \
                   packBRows(b, stride, across, columns, depth, to))                                         \
    LUTHIER_KERNEL(void, packAOf,                                                                            \
                   (const S* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth,     \
                    Sum<S>* to, std::int64_t toStride),                                                      \
                   (a, stride, across, rows, depth, to, toStride),                                           \
                   packARows(a, stride, across, rows, depth, to, toStride))
LUTHIER_PACKING(float)
LUTHIER_PACKING(double)
LUTHIER_PACKING(Bf16)
#undef LUTHIER_PACKING

template <class S>
void packB(const S* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
           std::byte* to)
{
#if defined(__x86_64__)
    if constexpr (std::is_same_v<S, float>) {
        if (cpuFeatures().avx512) return packBFloats(b, stride, across, columns, depth, to);
    }
#endif
    packBOf(b, stride, across, columns, depth, reinterpret_cast<Sum<S>*>(to));
}
template <class S>
void packA(const S* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth, std::byte* to,
           std::int64_t toStride)
{
    packAOf(a, stride, across, rows, depth, reinterpret_cast<Sum<S>*>(to), toStride);
}

template <class S>
const GemmKernel<S>& kernelOf()
{
    using A = Sum<S>;
    static const GemmKernel<S> kernel{.depthUnit = 1,
                                      .depthBytes = kGemmColumns * static_cast<std::int64_t>(sizeof(A)),
                                      .aBytes = sizeof(A),
                                      .takesRows = std::is_same_v<S, A>,
                                      .enter = [] {},
                                      .leave = [] {},
                                      .packB = &packB<S>,
                                      .packA = &packA<S>,
                                      .block = &block<A>,
                                      .finish = &finish,
                                      .spin = &spin};
    return kernel;
}

} // namespace

const GemmKernel<float>& plainGemm(const float*)
{
    return kernelOf<float>();
}
const GemmKernel<double>& plainGemm(const double*)
{
    return kernelOf<double>();
}
const GemmKernel<Bf16>& plainGemm(const Bf16*)
{
    return kernelOf<Bf16>();
}

} // namespace luthier::nn
