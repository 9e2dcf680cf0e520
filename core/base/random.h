// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>

namespace luthier {

/// Counter-based random numbers: each is a pure function of what it is for, so that a resumed run draws what
/// an uninterrupted one would have drawn, and packing a batch otherwise changes nothing.
///
/// Source  the finaliser of SplitMix64, Steele et al. 2014, doi:10.1145/2660193.2660195.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

template <class... More>
constexpr std::uint64_t mixed(std::uint64_t x, std::uint64_t y, More... more)
{
    return mixed(mixed(x) ^ y, static_cast<std::uint64_t>(more)...);
}

/// Uniform in [0, 1) with 53 bits.
constexpr double unit(std::uint64_t bits)
{
    return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

__extension__ using Wide = unsigned __int128; // -Wpedantic knows only 64 bits

/// Uniform in [0, n), without the bias of a remainder worth naming for n below 2³².
constexpr std::uint64_t below(std::uint64_t bits, std::uint64_t n)
{
    return static_cast<std::uint64_t>((static_cast<Wide>(bits) * n) >> 64U);
}

/// What a stream of random numbers is for; mixed in first, so that no two purposes share numbers.
enum class RandomPurpose : std::uint64_t { Split = 1, Order, Dropout, Weights, Sampling, Bootstrap, Shuffle };

/// A small generator for code that wants one number after another.
class Random {
public:
    constexpr Random(std::uint64_t seed, RandomPurpose purpose)
        : m_key{mixed(seed, static_cast<std::uint64_t>(purpose))}
    {
    }
    constexpr std::uint64_t next() { return mixed(m_key, ++m_count); }
    constexpr double uniform() { return unit(next()); }
    constexpr std::uint64_t index(std::uint64_t n) { return below(next(), n); }

private:
    std::uint64_t m_key;
    std::uint64_t m_count{0};
};

/// Fisher–Yates; the same order on every platform.
template <class Range>
void shuffle(Range& range, Random random)
{
    for (auto i = range.size(); i > 1; --i) {
        using std::swap;
        swap(range[i - 1], range[random.index(i)]);
    }
}

} // namespace luthier
