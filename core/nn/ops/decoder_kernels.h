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

/// Some of the keys that one token sees, for the heads that share them.
struct AttendedPart {
    float* scores; ///< [heads, stride]: scores in, exponentials out
    std::int64_t stride;
    std::int64_t heads;
    const float* values; ///< row 0 belongs to score 0
    std::int64_t valueStride;
    std::int64_t count; ///< of keys, at least 1
    std::int64_t width;
    float* results; ///< [heads, resultStride]: largest score, Σ e^(s − largest), then Σ e^(s − largest) v
    std::int64_t resultStride;
};
void attendPart(const AttendedPart& part);

/// The parts of one head put together: Σ_p e^(m_p − M) o_p / Σ_p e^(m_p − M) s_p.
/// parts [count, stride] as attendPart leaves them; to [width]
void mergeParts(const float* parts, std::int64_t count, std::int64_t stride, std::int64_t width, float* to);

/// The first place of the largest number; 0 where none is a number. REQUIRES: count > 0.
std::int64_t placeOfLargest(const float* numbers, std::int64_t count);

/// to_i = e^(factor (logit_i − largest)), and their sum.
double exponentialsOf(const float* logits, std::int64_t count, float largest, float factor, float* to);

} // namespace luthier::nn
