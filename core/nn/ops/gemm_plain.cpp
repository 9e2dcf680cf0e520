// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_kernels.h"
#include "core/nn/ops/gemm_packing.h"

#include <algorithm>
#include <utility>

namespace luthier::nn {
namespace {

/// A segment of a block, and where its sums go.
template <class A>
struct BlockOf {
    const A* a;
    std::int64_t stride;
    const A* b;
    std::int64_t panelStride; ///< numbers from one of b's panels to the next
    std::int64_t depth;
    std::int64_t rows;
    A* sums;
    bool add;
};

/// R rows from `row` on times P panels of C registers, from `column` on. Across: a is [depth, 32].
template <int W, bool Across, std::int64_t P, std::int64_t R, std::int64_t C, class A>
LUTHIER_INLINE void tile(const BlockOf<A>& x, std::int64_t row, std::int64_t column)
{
    constexpr auto kWide = kLanes<A, W>;
    const auto* const a = x.a + row * (Across ? 1 : x.stride);
    const auto* const b = x.b + column;
    auto* const sums = x.sums + row * kGemmColumns + column;
    Lanes<A, W> acc[R][P * C];
    LUTHIER_UNROLL
    for (std::int64_t r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < P * C; ++c) {
            if (x.add) {
                load(sums + c / C * kBlockSums + r * kGemmColumns + c % C * kWide, acc[r][c]);
            } else {
                acc[r][c] = Lanes<A, W>{};
            }
        }
    }
    for (std::int64_t k = 0; k < x.depth; ++k) {
        Lanes<A, W> columns[P * C];
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < P * C; ++c) {
            load(b + c / C * x.panelStride + k * kGemmColumns + c % C * kWide, columns[c]);
        }
        LUTHIER_UNROLL
        for (std::int64_t r = 0; r < R; ++r) {
            const A factor = Across ? a[k * kGemmRows + r] : a[r * x.stride + k];
            LUTHIER_UNROLL
            for (std::int64_t c = 0; c < P * C; ++c) {
                acc[r][c] += columns[c] * factor;
            }
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < P * C; ++c) {
            store(sums + c / C * kBlockSums + r * kGemmColumns + c % C * kWide, acc[r][c]);
        }
    }
}

/// Rows from `first` on up to `last`, in tiles of R rows and two registers of each panel. `between`: called
/// before each.
template <int W, bool Across, std::int64_t P, std::int64_t R, class A, class F>
LUTHIER_INLINE void tilesOf(const BlockOf<A>& x, std::int64_t first, std::int64_t last, F between)
{
    constexpr std::int64_t kRegisters = 2;
    for (std::int64_t c = 0; c < kGemmColumns; c += kRegisters * kLanes<A, W>) {
        for (std::int64_t r = first; r < std::min(last, x.rows); r += R) {
            between();
            tile<W, Across, P, R, kRegisters>(x, r, c);
        }
    }
}
/// The 32 x 32 sums of each panel: as many rows at once as there are registers for, beside those of b and one
/// of a.
template <int W, bool Across, std::int64_t P, class A, class F>
LUTHIER_INLINE void blockOf(const BlockOf<A>& x, F between)
{
    if constexpr (W == 64 && P == 3) {
        tilesOf<W, Across, P, 4>(x, 0, kGemmRows, between);
    } else if constexpr (W == 64 && P == 2) { // 6 + 5 + 5 and again, so that half a block is whole tiles
        for (std::int64_t half = 0; half < kGemmRows; half += kGemmRows / 2) {
            tilesOf<W, Across, P, 6>(x, half, half + 6, between);
            tilesOf<W, Across, P, 5>(x, half + 6, half + kGemmRows / 2, between);
        }
    } else if constexpr (W == 64) {
        tilesOf<W, Across, P, 8>(x, 0, kGemmRows, between);
    } else if constexpr (W == 32) {
        tilesOf<W, Across, P, 6>(x, 0, 24, between);
        tilesOf<W, Across, P, 4>(x, 24, kGemmRows, between); // two alone would wait for their own sums
    } else {
        tilesOf<W, Across, P, 4>(x, 0, kGemmRows, between);
    }
}
template <int W, std::int64_t P, class A, class F>
LUTHIER_INLINE void blockOf(const BlockOf<A>& x, bool across, F between)
{
    if (across) {
        blockOf<W, true, P>(x, between);
    } else {
        blockOf<W, false, P>(x, between);
    }
}
template <int W, class A>
LUTHIER_INLINE void oneBlock(const BlockOf<A>& x, bool across)
{
    blockOf<W, 1>(x, across, []() __attribute__((always_inline)){});
}

LUTHIER_KERNEL(void, blockOn, (const BlockOf<float>& x, bool across), (x, across), oneBlock<W>(x, across))
LUTHIER_KERNEL(void, blockOn, (const BlockOf<double>& x, bool across), (x, across), oneBlock<W>(x, across))

template <class A>
BlockOf<A> blockIn(const Segment& segment, std::int64_t panelBytes, A* sums, bool add)
{
    return {reinterpret_cast<const A*>(segment.a),
            segment.stride,
            reinterpret_cast<const A*>(segment.b),
            panelBytes / static_cast<std::int64_t>(sizeof(A)),
            segment.depth,
            segment.rows,
            sums,
            add};
}
template <class A>
void block(std::span<const Segment> segments, A* sums, bool add)
{
    for (const auto& segment : segments) {
        blockOn(blockIn(segment, 0, sums, add), segment.across);
        add = true;
    }
}

LUTHIER_AVX512 void wideBlock(std::span<const Segment> segments, const Panels& panels, float* sums, bool add)
{
    constexpr std::int64_t kTiles = 6; // of two panels
    auto lines = panels.lines;
    const auto each = (lines + kTiles - 1) / kTiles;
    const auto between = [&]() __attribute__((always_inline))
    {
        panels.ahead.fetch(std::min(each, lines));
        lines -= std::min(each, lines);
    };
    for (const auto& segment : segments) {
        const auto x = blockIn(segment, panels.bytes, sums, add);
        if (panels.count == 2) {
            blockOf<64, 2>(x, segment.across, between);
        } else {
            blockOf<64, 3>(x, segment.across, between);
        }
        add = true;
    }
}

template <int W, class A, std::int64_t N>
LUTHIER_INLINE double spun(std::int64_t rounds)
{
    constexpr std::int64_t kRepeats = 16; // between two looks at memory, where the sums may go
    Lanes<A, W> sums[N] = {};
    A factor = A{1};
    for (std::int64_t i = 0; i < rounds; ++i) {
        Lanes<A, W> one{};
        one += factor;
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < kRepeats; ++k) {
            LUTHIER_UNROLL
            for (std::int64_t n = 0; n < N; ++n) {
                sums[n] += sums[n] * one;
            }
        }
        __asm__ volatile("" : "+m"(factor));
    }
    A total = 0;
    for (const auto& sum : sums) {
        total += sumOf(sum);
    }
    __asm__ volatile("" ::"m"(total)); // it has been computed
    return static_cast<double>(rounds * kRepeats * N * kLanes<A, W> * 2);
}

template <int W>
LUTHIER_INLINE double spunFloats(std::int64_t rounds)
{
    constexpr std::int64_t kSums = W == 16 ? 8 : 12; // more than a processor has on their way
    return spun<W, float, kSums>(rounds);
}
LUTHIER_KERNEL(double, spin, (std::int64_t rounds), (rounds), spunFloats<W>(rounds))

/// Four rows of each lane of 16 bytes, turned: lane l of r[j] becomes what column 4 l + j had.
template <class V, int... I>
LUTHIER_INLINE void turnFour(V& a, V& b, V& c, V& d, std::integer_sequence<int, I...>)
{
    constexpr int n = sizeof...(I);
    const V low = __builtin_shufflevector(a, b, (I / 4 * 4 + I % 4 / 2 + I % 2 * n)...); // a0 b0 a1 b1
    const V high = __builtin_shufflevector(a, b, (I / 4 * 4 + I % 4 / 2 + 2 + I % 2 * n)...); // a2 b2 a3 b3
    const V nextLow = __builtin_shufflevector(c, d, (I / 4 * 4 + I % 4 / 2 + I % 2 * n)...);
    const V nextHigh = __builtin_shufflevector(c, d, (I / 4 * 4 + I % 4 / 2 + 2 + I % 2 * n)...);
    a = __builtin_shufflevector(low, nextLow, (I / 4 * 4 + I % 2 + I % 4 / 2 * n)...);
    b = __builtin_shufflevector(low, nextLow, (I / 4 * 4 + I % 2 + 2 + I % 4 / 2 * n)...);
    c = __builtin_shufflevector(high, nextHigh, (I / 4 * 4 + I % 2 + I % 4 / 2 * n)...);
    d = __builtin_shufflevector(high, nextHigh, (I / 4 * 4 + I % 2 + 2 + I % 4 / 2 * n)...);
}
LUTHIER_INLINE void mirror(Lanes<float, 16> (&r)[4])
{
    turnFour(r[0], r[1], r[2], r[3], std::make_integer_sequence<int, 4>{});
}
LUTHIER_INLINE void mirror(Lanes<float, 32> (&r)[8])
{
    turnFour(r[0], r[1], r[2], r[3], std::make_integer_sequence<int, 8>{});
    turnFour(r[4], r[5], r[6], r[7], std::make_integer_sequence<int, 8>{});
    LUTHIER_UNROLL
    for (std::int64_t j = 0; j < 4; ++j) {
        const auto first = __builtin_shufflevector(r[j], r[4 + j], 0, 1, 2, 3, 8, 9, 10, 11);
        r[4 + j] = __builtin_shufflevector(r[j], r[4 + j], 4, 5, 6, 7, 12, 13, 14, 15);
        r[j] = first;
    }
}

/// to[k][column]
template <int W, class S>
LUTHIER_INLINE void packBRows(const S* b, std::int64_t stride, bool across, std::int64_t columns,
                              std::int64_t depth, Sum<S>* to)
{
    using A = Sum<S>;
    if (across) {
        for (std::int64_t k = 0; k < depth; ++k) {
            eachPiece<A, W>(
                columns, [&](auto i, auto n) __attribute__((always_inline)) {
                    Lanes<A, W> v;
                    loadPiece(b + k * stride + i, n, v);
                    store(to + k * kGemmColumns + i, v);
                });
            for (std::int64_t n = columns; n < kGemmColumns; ++n) {
                to[k * kGemmColumns + n] = 0;
            }
        }
        return;
    }
    constexpr int kSquare = W == 64 ? 32 : W; // bytes of a row of numbers that is turned at once
    constexpr auto kSide = kLanes<A, kSquare>;
    std::int64_t k = 0;
    if constexpr (std::is_same_v<A, float>) {
        for (; k + kSide <= depth; k += kSide) {
            for (std::int64_t n = 0; n < kGemmColumns; n += kSide) {
                Lanes<A, kSquare> square[kSide];
                LUTHIER_UNROLL
                for (std::int64_t i = 0; i < kSide; ++i) {
                    square[i] = Lanes<A, kSquare>{};
                    if (n + i < columns) load(b + (n + i) * stride + k, square[i]);
                }
                mirror(square);
                LUTHIER_UNROLL
                for (std::int64_t i = 0; i < kSide; ++i) {
                    store(to + (k + i) * kGemmColumns + n, square[i]);
                }
            }
        }
    }
    for (; k < depth; ++k) {
        for (std::int64_t n = 0; n < kGemmColumns; ++n) {
            to[k * kGemmColumns + n] = n < columns ? number(b[n * stride + k]) : A{0};
        }
    }
}

/// a in rows, or [depth, rows] as it lies.
template <int W, class S>
LUTHIER_INLINE void packARows(const S* a, std::int64_t stride, bool across, std::int64_t rows,
                              std::int64_t depth, Sum<S>* to, std::int64_t toStride)
{
    if (across) return packBRows<W>(a, stride, true, rows, depth, to);
    using A = Sum<S>;
    for (std::int64_t m = 0; m < rows; ++m) {
        eachPiece<A, W>(
            depth, [&](auto k, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(a + m * stride + k, n, v);
                storePiece(to + m * toStride + k, n, v);
            });
    }
    for (std::int64_t m = rows; m < kGemmRows; ++m) {
        __builtin_memset(to + m * toStride, 0, static_cast<std::size_t>(depth) * sizeof(A));
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
                   packBRows<W>(b, stride, across, columns, depth, to))                                      \
    LUTHIER_KERNEL(void, packAOf,                                                                            \
                   (const S* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth,     \
                    Sum<S>* to, std::int64_t toStride),                                                      \
                   (a, stride, across, rows, depth, to, toStride),                                           \
                   packARows<W>(a, stride, across, rows, depth, to, toStride))
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
    constexpr auto kWide = [] {
        if constexpr (std::is_same_v<A, float>) return &wideBlock;
        return static_cast<decltype(GemmKernel<S>::wideBlock)>(nullptr);
    }();
    static const GemmKernel<S> kernel{.depthUnit = 1,
                                      .depthBytes = kGemmColumns * static_cast<std::int64_t>(sizeof(A)),
                                      .aBytes = sizeof(A),
                                      .takesRows = std::is_same_v<S, A>,
                                      .takesAcross = true,
                                      .enter = [] {},
                                      .leave = [] {},
                                      .packB = &packB<S>,
                                      .packA = &packA<S>,
                                      .block = &block<A>,
                                      .wideBlock = cpuFeatures().isa() >= Isa::Avx512 ? kWide : nullptr,
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
