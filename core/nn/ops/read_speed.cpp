// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/read_speed.h"

#include "core/nn/ops/dispatch.h"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace luthier::nn {
namespace {

template <int W>
LUTHIER_INLINE std::uint64_t sumOfNumbersLoop(const std::uint64_t* from, std::int64_t count)
{
    constexpr std::int64_t kAtOnce = 4 * kLanes<std::uint64_t, W>;
    Lanes<std::uint64_t, W> sums[4] = {};
    for (std::int64_t i = 0; i + kAtOnce <= count; i += kAtOnce) {
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < 4; ++k) {
            Lanes<std::uint64_t, W> v;
            load(from + i + k * kLanes<std::uint64_t, W>, v);
            sums[k] += v;
        }
    }
    return sumOf(sums[0] + sums[1] + sums[2] + sums[3]);
}
LUTHIER_KERNEL(std::uint64_t, sumOfNumbers, (const std::uint64_t* from, std::int64_t count), (from, count),
               sumOfNumbersLoop<W>(from, count))

} // namespace

ReadSpeed::ReadSpeed(std::size_t bytes)
    : m_numbers(bytes / sizeof(std::uint64_t), 1)
{
}

double ReadSpeed::measured() const
{
    constexpr int kPasses = 3;
    double best = 0;
    std::atomic<std::uint64_t> sum{0};
    for (int pass = 0; pass < kPasses; ++pass) {
        const auto start = std::chrono::steady_clock::now();
        const auto threads = at::get_num_threads();
        const auto count = static_cast<std::int64_t>(m_numbers.size());
        at::parallel_for(0, threads, 1, [&](auto begin, auto end) {
            const auto from = count * begin / threads;
            sum += sumOfNumbers(m_numbers.data() + from, count * end / threads - from);
        });
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(m_numbers.size() * sizeof(std::uint64_t)) / time.count());
    }
    return sum == 0 ? 0 : best; // the sum is used, so that it is made
}

} // namespace luthier::nn
