// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/trend.h"

#include "core/verdict/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace luthier::verdict {
namespace {

constexpr std::size_t kLeastBlocks = 5; // three for the reference, two to compare with it; also for a slope
constexpr std::size_t kMostBlocks = 19; // of 19 looks; 20 looks make blocks of two
constexpr std::size_t kDifferences = 8; // of looks, while each is a block
constexpr std::size_t kLookDifferences = 16; // of looks, where a block has several
constexpr double kResemblance = 0.4; // of a look to the one before, beyond the curve
constexpr double kAutocorrelation = 1.25; // neighbouring looks resemble each other: differences are too small
constexpr double kLeastJitter = 0.003; // of the loss
constexpr double kLeastOfFirst
    = 0.05; // a loss below that share of the first counts as that: it is nearly zero
constexpr double kPickedLowest = 0.8; // σ
constexpr double kLeastRise = 1.02;
constexpr double kNowVariance = 1.2; // of a mean of two resembling blocks against the reference, in σ²
// Of five equally spaced values with σ 1; 1/√10 of least squares over Theil-Sen's efficiency, by simulation.
constexpr double kSlopeError = 0.3375;
constexpr double kSureErrors = 2; // standard errors
constexpr double kTiny = 1e-12; // nats; keeps a loss of exactly 0 from dividing

struct Blocks {
    std::array<double, kMostBlocks> level{};
    std::size_t count{0};
    std::size_t looks{1}; ///< of each block
    std::size_t first{0}; ///< the looks before it fill no block

    LookRange range(std::size_t block) const { return {first + block * looks, first + (block + 1) * looks}; }
    std::span<const double> levels() const { return {level.data(), count}; }
};

Blocks blocksOf(std::span<const double> losses)
{
    Blocks blocks;
    blocks.looks = std::max<std::size_t>(1, losses.size() / 10);
    blocks.count = losses.size() / blocks.looks;
    blocks.first = losses.size() - blocks.count * blocks.looks;
    for (std::size_t b = 0; b < blocks.count; ++b) {
        blocks.level[b] = meanOver(losses, blocks.range(b));
    }
    return blocks;
}

/// σ of the mean of `looks` neighbours of σ 1, each of which resembles the one before (AR(1)).
double shareOfMean(std::size_t looks)
{
    const auto n = static_cast<double>(looks);
    double variance = 1 / n;
    double resemblance = 1;
    for (std::size_t k = 1; k < looks; ++k) {
        resemblance *= kResemblance;
        variance += 2 * (1 - static_cast<double>(k) / n) * resemblance / n;
    }
    return std::sqrt(variance);
}

/// σ of a block. From the looks, not the blocks: differences of blocks reach so far back that the bend of the
/// first fall is taken for jitter.
double jitterOfBlocks(std::span<const double> losses, const Blocks& blocks)
{
    const auto differences = blocks.looks == 1 ? kDifferences : kLookDifferences;
    const double jitter = kAutocorrelation * jitterOf(losses, differences) * shareOfMean(blocks.looks);
    const double level = std::max(blocks.levels().back(), kLeastOfFirst * losses.front());
    return std::max({jitter, kLeastJitter * level, kTiny});
}

/// Which of the blocks i - 1, i and i + 1 has the middle level.
std::size_t middleAround(std::span<const double> x, std::size_t i)
{
    const bool leftBelow = x[i - 1] < x[i];
    const bool rightBelow = x[i + 1] < x[i];
    if (leftBelow != rightBelow) return i;
    const bool leftHigher = x[i - 1] > x[i + 1];
    return leftBelow == leftHigher ? i - 1 : i + 1; // above both: the higher neighbour, below both: the lower
}

std::size_t lowestMiddle(std::span<const double> x)
{
    std::size_t lowest = middleAround(x, 1);
    for (std::size_t i = 2; i + 1 < x.size(); ++i) {
        const auto middle = middleAround(x, i);
        if (x[middle] < x[lowest]) lowest = middle;
    }
    return lowest;
}

/// Over the last five of the blocks x.
Slope slopeOf(std::span<const double> x, double jitter)
{
    const auto newest = x.last(kLeastBlocks);
    const double scale = (kLeastBlocks - 1) / std::max(meanOver(newest, {0, kLeastBlocks}), kTiny);
    return {scale * theilSenSlope(newest), scale * kSlopeError * jitter};
}

} // namespace

double meanOver(std::span<const double> losses, LookRange range)
{
    const auto part = losses.subspan(range.first, range.count());
    return std::accumulate(part.begin(), part.end(), 0.0) / static_cast<double>(part.size());
}

Trend trendOf(std::span<const double> losses, const PairedError& pairedError)
{
    const auto blocks = blocksOf(losses);
    const auto x = blocks.levels();
    Trend trend;
    if (x.size() < kLeastBlocks) return trend;

    const auto earlier = x.first(x.size() - 2);
    const double before = x[x.size() - 2];
    const double last = x.back();
    const auto reference = lowestMiddle(earlier);
    trend.known = true;
    trend.newest = blocks.range(x.size() - 1);
    trend.stretch = {losses.size() - kLeastBlocks * blocks.looks, losses.size()};
    trend.referenceBlock = blocks.range(reference);
    trend.jitter = jitterOfBlocks(losses, blocks);
    trend.reference = x[reference];
    trend.now = (before + last) / 2;
    trend.rise = trend.now / std::max(trend.reference, kTiny) - 1;

    const double bar = trend.reference + kPickedLowest * trend.jitter;
    const double variance = kNowVariance * trend.jitter * trend.jitter;
    trend.above = trend.now > kLeastRise * bar && before > bar && last > bar;
    trend.z = (trend.now - bar) / std::sqrt(variance);
    if (trend.isWatched()) { // what the rows did can only lower z, and is dear to work out
        const LookRange lastTwo{trend.newest.first - blocks.looks, trend.newest.end};
        const double error = pairedError(lastTwo, trend.referenceBlock);
        trend.z = (trend.now - bar) / std::sqrt(variance + error * error);
    }

    trend.slope = slopeOf(x, trend.jitter);
    const double lowest = *std::min_element(earlier.begin(), earlier.end());
    trend.improving
        = trend.slope.change < -kSureErrors * trend.slope.error || trend.now < lowest - trend.jitter;
    return trend;
}

Slope slopeOf(std::span<const double> losses)
{
    const auto blocks = blocksOf(losses);
    return slopeOf(blocks.levels(), jitterOfBlocks(losses, blocks));
}

} // namespace luthier::verdict
