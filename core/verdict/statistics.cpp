// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/statistics.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace luthier::verdict {

double median(std::span<double> values)
{
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double jitterOf(std::span<const double> series, std::size_t differences)
{
    std::array<double, 32> sizes{};
    LUTHIER_ASSERT(differences <= sizes.size());
    if (series.size() < 3) return 0;
    const auto count = std::min(differences, series.size() - 2);
    const auto newest = series.last(count + 2);
    for (std::size_t i = 0; i < count; ++i) {
        sizes[i] = std::abs(newest[i] - 2 * newest[i + 1] + newest[i + 2]);
    }
    return 1.4826 * median({sizes.data(), count}) / std::sqrt(6.0);
}

double theilSenSlope(std::span<const double> series)
{
    std::array<double, 10> slopes{};
    LUTHIER_ASSERT(series.size() <= 5);
    std::size_t count = 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        for (std::size_t j = i + 1; j < series.size(); ++j) {
            slopes[count++] = (series[j] - series[i]) / static_cast<double>(j - i);
        }
    }
    return median({slopes.data(), count});
}

Mean meanOf(std::span<const float> values)
{
    const std::size_t count = values.size();
    if (count == 0) return {};
    const float* const x = values.data(); // omp simd counts only with an index
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i) {
        sum += static_cast<double>(x[i]);
    }
    const double mean = sum / static_cast<double>(count);
    if (count == 1) return {mean, 0};
    double squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::size_t i = 0; i < count; ++i) {
        const double difference = static_cast<double>(x[i]) - mean;
        squares += difference * difference;
    }
    return {mean, std::sqrt(squares / static_cast<double>(count - 1) / static_cast<double>(count))};
}

} // namespace luthier::verdict
