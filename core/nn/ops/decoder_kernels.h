// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace luthier::nn {

/// y = x / √(mean(x²) + epsilon) · weight. One row of d numbers.
void normRow(const float* x, const float* weight, double epsilon, float* y, std::int64_t d);

/// to_i = silu(gate_i) · up_i, silu(z) = z / (1 + e⁻ᶻ)
void gateRow(const float* gate, const float* up, float* to, std::int64_t count);

/// y_n += scale · Σ_r b[n, r] low_r for n in [begin, end).
void addLowRank(const float* b, const float* low, std::int64_t rank, float scale, float* y,
                std::int64_t begin, std::int64_t end);

/// Scores become e^(s − largest); result[0] = largest, result[1] = their sum. count at least 1
void weighScores(float* scores, std::int64_t count, float* result);

/// scores[h, j] = queries_h · keys_j, for the heads that share these keys.
struct ScoredKeys {
    const float* queries; ///< [heads, queryStride], of which `width` count
    std::int64_t queryStride;
    std::int64_t heads;
    const float* keys; ///< [count, keyStride], of which `width` belong to these heads
    std::int64_t keyStride;
    std::int64_t count;
    std::int64_t width;
    float* scores;
    std::int64_t scoreStride;
};
void scoreKeys(const ScoredKeys& a);

/// sums_h += Σ_j weights[h, j] values_j, for the heads that share these values.
struct WeighedValues {
    const float* weights;
    std::int64_t weightStride;
    std::int64_t heads;
    const float* values; ///< [count, valueStride], of which `width` belong to these heads
    std::int64_t valueStride;
    std::int64_t count;
    std::int64_t width;
    float* sums;
    std::int64_t sumStride;
};
void addValues(const WeighedValues& a);

/// The parts of one head put together: Σ_p e^(m_p − M) o_p / Σ_p e^(m_p − M) s_p.
/// parts [count, stride]: largest score m, sum s, then the sums o of values; to [width]
void mergeParts(const float* parts, std::int64_t count, std::int64_t stride, std::int64_t width, float* to);

/// The first place of the largest number; 0 where none is a number. REQUIRES: count > 0.
std::int64_t placeOfLargest(const float* numbers, std::int64_t count);

/// to_i = e^(factor (logit_i − largest)), and their sum.
double exponentialsOf(const float* logits, std::int64_t count, float largest, float factor, float* to);

} // namespace luthier::nn
