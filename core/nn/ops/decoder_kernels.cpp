// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/decoder_kernels.h"

#include "core/nn/ops/simd.h"

#include <algorithm>
#include <cmath>

namespace luthier::nn {

template <int W>
LUTHIER_INLINE void normRowLoop(const float* x, const float* weight, double epsilon, float* y, std::int64_t d)
{
    Lanes<float, W> squares{};
    eachPiece<float, W>(
        d, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> v;
            loadPiece(x + i, n, v);
            squares += v * v;
        });
    const float r = static_cast<float>(
        1 / __builtin_sqrt(static_cast<double>(sumOf(squares)) / static_cast<double>(d) + epsilon));
    eachPiece<float, W>(
        d, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> v;
            Lanes<float, W> w;
            loadPiece(x + i, n, v);
            loadPiece(weight + i, n, w);
            storePiece<float>(y + i, n, v * r * w);
        });
}
LUTHIER_KERNEL(void, normRow, (const float* x, const float* weight, double epsilon, float* y, std::int64_t d),
               (x, weight, epsilon, y, d), normRowLoop<W>(x, weight, epsilon, y, d))

template <int W>
LUTHIER_INLINE void gateRowLoop(const float* gate, const float* up, float* to, std::int64_t count)
{
    eachPiece<float, W>(
        count, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> g;
            Lanes<float, W> u;
            loadPiece(gate + i, n, g);
            loadPiece(up + i, n, u);
            Lanes<float, W> e = -g;
            exponential(e);
            storePiece<float>(to + i, n, g / (1.0F + e) * u);
        });
}
LUTHIER_KERNEL(void, gateRow, (const float* gate, const float* up, float* to, std::int64_t count),
               (gate, up, to, count), gateRowLoop<W>(gate, up, to, count))

template <int W>
LUTHIER_INLINE void addLowRankLoop(const float* b, const float* low, std::int64_t rank, float scale, float* y,
                                   std::int64_t begin, std::int64_t end)
{
    for (std::int64_t row = begin; row < end; ++row) {
        Lanes<float, W> sum{};
        eachPiece<float, W>(
            rank, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<float, W> v;
                Lanes<float, W> w;
                loadPiece(low + i, n, v);
                loadPiece(b + row * rank + i, n, w);
                sum += v * w;
            });
        y[row] += scale * sumOf(sum);
    }
}
LUTHIER_KERNEL(void, addLowRank,
               (const float* b, const float* low, std::int64_t rank, float scale, float* y,
                std::int64_t begin, std::int64_t end),
               (b, low, rank, scale, y, begin, end), addLowRankLoop<W>(b, low, rank, scale, y, begin, end))

template <int W>
LUTHIER_INLINE void weighScoresLoop(float* scores, std::int64_t count, float* result)
{
    Lanes<float, W> best;
    fill(best, scores[0]);
    const auto whole = count - count % kLanes<float, W>;
    for (std::int64_t j = 0; j < whole; j += kLanes<float, W>) {
        Lanes<float, W> s;
        load(scores + j, s);
        best = s > best ? s : best;
    }
    float largest = largestOf(best);
    for (std::int64_t j = whole; j < count; ++j) {
        largest = scores[j] > largest ? scores[j] : largest;
    }
    Lanes<float, W> sum{};
    eachPiece<float, W>(
        count, [&](auto j, auto n) __attribute__((always_inline)) {
            Lanes<float, W> s;
            loadPiece(scores + j, n, s);
            s -= largest;
            exponential(s);
            storePiece<float>(scores + j, n, s);
            if (n < kLanes<float, W>) loadPart(scores + j, n, s); // what stands behind does not count
            sum += s;
        });
    result[0] = largest;
    result[1] = sumOf(sum);
}
LUTHIER_KERNEL(void, weighScores, (float* scores, std::int64_t count, float* result), (scores, count, result),
               weighScoresLoop<W>(scores, count, result))

/// f(how many, first) for all heads, up to four at a time: as many as the registers hold sums for.
template <class F>
LUTHIER_INLINE void byGroups(std::int64_t heads, F f)
{
    std::int64_t h = 0;
    for (; h + 4 <= heads; h += 4) {
        f(std::integral_constant<std::int64_t, 4>{}, h);
    }
    if (heads - h == 3) f(std::integral_constant<std::int64_t, 3>{}, h);
    if (heads - h == 2) f(std::integral_constant<std::int64_t, 2>{}, h);
    if (heads - h == 1) f(std::integral_constant<std::int64_t, 1>{}, h);
}

/// K keys and H heads from (j, h) on: each number of either is read once for all of the other.
template <int W, std::int64_t K, std::int64_t H>
LUTHIER_INLINE void scoreTile(const ScoredKeys& a, std::int64_t j, std::int64_t h)
{
    const float* const query = a.queries + h * a.queryStride;
    const float* const key = a.keys + j * a.keyStride;
    const auto whole = a.width - a.width % kLanes<float, W>;
    Lanes<float, W> sums[K][H];
    LUTHIER_UNROLL
    for (std::int64_t i = 0; i < K * H; ++i) {
        sums[i / H][i % H] = Lanes<float, W>{};
    }
    for (std::int64_t i = 0; i < whole; i += kLanes<float, W>) {
        Lanes<float, W> queries[H];
        LUTHIER_UNROLL
        for (std::int64_t g = 0; g < H; ++g) {
            load(query + g * a.queryStride + i, queries[g]);
        }
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < K; ++k) {
            Lanes<float, W> keys;
            load(key + k * a.keyStride + i, keys);
            LUTHIER_UNROLL
            for (std::int64_t g = 0; g < H; ++g) {
                sums[k][g] += keys * queries[g];
            }
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t g = 0; g < H; ++g) {
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < K; ++k) {
            float sum = sumOf(sums[k][g]);
            for (std::int64_t i = whole; i < a.width; ++i) {
                sum += key[k * a.keyStride + i] * query[g * a.queryStride + i];
            }
            a.scores[(h + g) * a.scoreStride + j + k] = sum;
        }
    }
}

template <int W, std::int64_t H>
LUTHIER_INLINE void scoreHeads(const ScoredKeys& a, std::int64_t h)
{
    constexpr std::int64_t kKeysAtOnce = W == 64 ? 4 : 2; // times up to four heads: registers
    std::int64_t j = 0;
    for (; j + kKeysAtOnce <= a.count; j += kKeysAtOnce) {
        scoreTile<W, kKeysAtOnce, H>(a, j, h);
    }
    for (; j < a.count; ++j) {
        scoreTile<W, 1, H>(a, j, h);
    }
}

template <int W>
LUTHIER_INLINE void scoreKeysLoop(const ScoredKeys& a)
{
    byGroups(
        a.heads, [&](auto group, auto h) __attribute__((always_inline)) {
            scoreHeads<W, decltype(group)::value>(a, h);
        });
}
LUTHIER_KERNEL(void, scoreKeys, (const ScoredKeys& a), (a), scoreKeysLoop<W>(a))

/// H heads and P pieces of their numbers from (h, i) on; a single piece may have only n numbers.
template <int W, std::int64_t H, std::int64_t P>
LUTHIER_INLINE void addValueTile(const WeighedValues& a, std::int64_t h, std::int64_t i, std::int64_t n)
{
    Lanes<float, W> sums[H][P];
    const auto count = P == 1 ? n : kLanes<float, W>;
    LUTHIER_UNROLL
    for (std::int64_t g = 0; g < H; ++g) {
        LUTHIER_UNROLL
        for (std::int64_t p = 0; p < P; ++p) {
            loadPiece(a.sums + (h + g) * a.sumStride + i + p * kLanes<float, W>, count, sums[g][p]);
        }
    }
    for (std::int64_t j = 0; j < a.count; ++j) {
        LUTHIER_UNROLL
        for (std::int64_t p = 0; p < P; ++p) {
            Lanes<float, W> v;
            loadPiece(a.values + j * a.valueStride + i + p * kLanes<float, W>, count, v);
            LUTHIER_UNROLL
            for (std::int64_t g = 0; g < H; ++g) {
                sums[g][p] += a.weights[(h + g) * a.weightStride + j] * v;
            }
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t g = 0; g < H; ++g) {
        LUTHIER_UNROLL
        for (std::int64_t p = 0; p < P; ++p) {
            storePiece<float>(a.sums + (h + g) * a.sumStride + i + p * kLanes<float, W>, count, sums[g][p]);
        }
    }
}

template <int W, std::int64_t H>
LUTHIER_INLINE void addValueHeads(const WeighedValues& a, std::int64_t h)
{
    constexpr std::int64_t kPieces = W == 64 ? 4 : 2; // times up to four heads: registers
    std::int64_t i = 0;
    for (; i + kPieces * kLanes<float, W> <= a.width; i += kPieces * kLanes<float, W>) {
        addValueTile<W, H, kPieces>(a, h, i, kLanes<float, W>);
    }
    for (; i < a.width; i += kLanes<float, W>) {
        addValueTile<W, H, 1>(a, h, i, a.width - i < kLanes<float, W> ? a.width - i : kLanes<float, W>);
    }
}

template <int W>
LUTHIER_INLINE void addValuesLoop(const WeighedValues& a)
{
    byGroups(
        a.heads, [&](auto group, auto h) __attribute__((always_inline)) {
            addValueHeads<W, decltype(group)::value>(a, h);
        });
}
LUTHIER_KERNEL(void, addValues, (const WeighedValues& a), (a), addValuesLoop<W>(a))

LUTHIER_INLINE void mergePartsLoop(const float* parts, std::int64_t count, std::int64_t stride,
                                   std::int64_t width, float* to)
{
    float largest = parts[0];
    for (std::int64_t p = 1; p < count; ++p) {
        largest = parts[p * stride] > largest ? parts[p * stride] : largest;
    }
    float sum = 0;
    __builtin_memset(to, 0, static_cast<std::size_t>(width) * sizeof(float));
    for (std::int64_t p = 0; p < count; ++p) {
        const float* const part = parts + p * stride;
        const float share = __builtin_expf(part[0] - largest);
        sum += share * part[1];
        for (std::int64_t i = 0; i < width; ++i) {
            to[i] += share * part[2 + i];
        }
    }
    for (std::int64_t i = 0; i < width; ++i) {
        to[i] /= sum;
    }
}
LUTHIER_KERNEL(void, mergeParts,
               (const float* parts, std::int64_t count, std::int64_t stride, std::int64_t width, float* to),
               (parts, count, stride, width, to), mergePartsLoop(parts, count, stride, width, to))

template <int W>
LUTHIER_INLINE std::int64_t placeOfLargestLoop(const float* numbers, std::int64_t count)
{
    Lanes<float, W> best;
    fill(best, numbers[0] == numbers[0] ? numbers[0] : -__builtin_inff());
    const auto whole = count - count % kLanes<float, W>;
    for (std::int64_t i = 0; i < whole; i += kLanes<float, W>) {
        Lanes<float, W> v;
        load(numbers + i, v);
        best = v > best ? v : best;
    }
    float largest = largestOf(best);
    for (std::int64_t i = whole; i < count; ++i) {
        largest = numbers[i] > largest ? numbers[i] : largest;
    }
    for (std::int64_t i = 0; i < count; ++i) {
        if (numbers[i] == largest) return i;
    }
    return 0;
}
LUTHIER_KERNEL(std::int64_t, placeOfLargest, (const float* numbers, std::int64_t count), (numbers, count),
               placeOfLargestLoop<W>(numbers, count))

template <int W>
LUTHIER_INLINE double exponentialsOfLoop(const float* logits, std::int64_t count, float largest, float factor,
                                         float* to)
{
    constexpr std::int64_t kAtOnce = 1024; // sums in float32 stay short
    double sum = 0;
    for (std::int64_t first = 0; first < count; first += kAtOnce) {
        const auto rest = count - first < kAtOnce ? count - first : kAtOnce;
        Lanes<float, W> part{};
        eachPiece<float, W>(
            rest, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<float, W> v;
                loadPiece(logits + first + i, n, v);
                v = (v - largest) * factor;
                exponential(v);
                storePiece<float>(to + first + i, n, v);
                if (n < kLanes<float, W>) loadPart(to + first + i, n, v); // what stands behind does not count
                part += v;
            });
        sum += static_cast<double>(sumOf(part));
    }
    return sum;
}
LUTHIER_KERNEL(double, exponentialsOf,
               (const float* logits, std::int64_t count, float largest, float factor, float* to),
               (logits, count, largest, factor, to),
               exponentialsOfLoop<W>(logits, count, largest, factor, to))

} // namespace luthier::nn
