// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace luthier::data {

/// How many parts inParallel makes of that many rows.
inline std::size_t partsOf(std::int64_t rows)
{
    constexpr std::int64_t kWorthAThread = 2000; // rows; fewer are done before a thread has begun
    constexpr unsigned kMost = 16;
    const auto cores = std::clamp(std::thread::hardware_concurrency(), 1U, kMost);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(rows / kWorthAThread, 1, cores));
}

/// Calls work(part, begin, end) for stretches of [0, rows), each on a thread of its own, the first on this
/// one. Returns when all are done.
template <class Work>
void inParallel(std::int64_t rows, Work&& work)
{
    const auto parts = partsOf(rows);
    const auto border = [&](std::size_t part) {
        return rows * static_cast<std::int64_t>(part) / static_cast<std::int64_t>(parts);
    };
    std::vector<std::jthread> threads; // they join when this goes
    for (std::size_t part = 1; part < parts; ++part) {
        threads.emplace_back([&work, &border, part] { work(part, border(part), border(part + 1)); });
    }
    work(std::size_t{0}, border(0), border(1));
}

} // namespace luthier::data
