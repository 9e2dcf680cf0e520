// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/statistics.h"

#include "core/base/assert.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace luthier::runs {
namespace {

constexpr double kZ = 1.959963984540054; // 97.5 % of a normal distribution lie below
constexpr std::size_t kDraws = 2000; // product.md §2.6
constexpr std::size_t kTail = 50; // ⌊0.025 · (kDraws + 1)⌋ draws lie outside on each side

double share(std::int64_t part, std::int64_t all)
{
    return static_cast<double>(part) / static_cast<double>(all);
}

/// The limits among `draws`, which are sorted.
Measured percentiles(double value, std::vector<double>& draws)
{
    std::ranges::sort(draws);
    return {value, draws[kTail - 1], draws[kDraws - kTail]};
}

double mean(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.) / static_cast<double>(values.size());
}

/// How often a label was expected, answered, and both.
struct Counts {
    std::int64_t expected{}, answered{}, hits{};
    std::int64_t concerned() const { return expected + answered - hits; }
};

double meanF1(std::span<const Counts> counts)
{
    double sum = 0;
    std::int64_t seen = 0;
    for (const Counts& one : counts) {
        if (one.concerned() == 0) continue;
        sum += share(2 * one.hits, one.expected + one.answered);
        ++seen;
    }
    return seen == 0 ? 0 : sum / static_cast<double>(seen);
}

std::vector<Counts> countsOf(std::size_t labels, std::span<const std::int64_t> confusion)
{
    LUTHIER_ASSERT(confusion.size() == labels * labels);
    std::vector<Counts> counts(labels);
    for (std::size_t cell = 0; cell < confusion.size(); ++cell) {
        counts[cell / labels].expected += confusion[cell];
        counts[cell % labels].answered += confusion[cell];
        if (cell / labels == cell % labels) counts[cell / labels].hits += confusion[cell];
    }
    return counts;
}

} // namespace

Measured wilson(std::int64_t hits, std::int64_t all)
{
    if (all <= 0) return {0, 0, 1};
    const auto n = static_cast<double>(all);
    const double p = share(hits, all);
    const double middle = p + kZ * kZ / (2 * n);
    const double reach = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
    const double scale = 1 + kZ * kZ / n;
    // At no or all hits one limit is p itself; rounding must not put it beyond.
    return {p, std::clamp((middle - reach) / scale, 0., p), std::clamp((middle + reach) / scale, p, 1.)};
}

double signTest(std::int64_t wins, std::int64_t losses)
{
    const auto n = wins + losses;
    const auto k = std::min(wins, losses);
    if (n <= 0) return 1;
    const auto logFactorial = [](std::int64_t x) {
        int sign = 0; // lgamma() keeps it in a global
        return ::lgamma_r(static_cast<double>(x) + 1, &sign);
    };
    // P(X <= k) = Σ C(n, i) / 2ⁿ, from the largest term down
    double term = std::exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k)
                           - static_cast<double>(n) * std::log(2.));
    double sum = 0;
    for (auto i = k; i >= 0 && term > sum * 1e-17; --i) {
        sum += term;
        term *= share(i, n - i + 1);
    }
    return std::min(1., 2 * sum);
}

Measured pairedDifference(const RightTable& t)
{
    const auto n = t.both + t.onlyFirst + t.onlySecond + t.neither;
    if (n <= 0) return {0, -1, 1};
    const auto first = wilson(t.both + t.onlyFirst, n);
    const auto second = wilson(t.both + t.onlySecond, n);
    const auto real = [](std::int64_t count) { return static_cast<double>(count); };
    const double margins = real(t.both + t.onlyFirst) * real(t.onlySecond + t.neither)
        * real(t.both + t.onlySecond) * real(t.onlyFirst + t.neither);
    double cross = real(t.both) * real(t.neither) - real(t.onlyFirst) * real(t.onlySecond);
    if (cross > 0) cross = std::max(cross - real(n) / 2, 0.); // method 10's correction for continuity
    const double phi = margins > 0 ? cross / std::sqrt(margins) : 0;
    const auto reach
        = [phi](double a, double b) { return std::sqrt(std::max(0., a * a - 2 * phi * a * b + b * b)); };
    const double value = share(t.onlySecond - t.onlyFirst, n);
    return {value, value - reach(second.value - second.low, first.high - first.value),
            value + reach(second.high - second.value, first.value - first.low)};
}

PairedTest pairedBootstrap(std::span<const double> differences, std::uint64_t seed)
{
    if (differences.empty()) return {};
    Random random{seed, RandomPurpose::Bootstrap};
    std::vector<double> draws(kDraws);
    std::size_t below = 0; // draws at or below zero
    std::size_t above = 0;
    for (double& draw : draws) {
        double sum = 0;
        for (std::size_t i = 0; i < differences.size(); ++i) {
            sum += differences[random.index(differences.size())];
        }
        draw = sum / static_cast<double>(differences.size());
        below += draw <= 0 ? 1U : 0U;
        above += draw >= 0 ? 1U : 0U;
    }
    // + 1: the rows as they are count as a draw, so that no probability is zero
    const double tail = static_cast<double>(std::min(below, above) + 1) / static_cast<double>(kDraws + 1);
    return {percentiles(mean(differences), draws), std::min(1., 2 * tail)};
}

std::vector<double> holm(std::span<const double> probabilities)
{
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return probabilities[i]; });
    std::vector<double> corrected(probabilities.size());
    double least = 0; // none may become surer than one that was surer before
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const auto factor = static_cast<double>(order.size() - rank);
        least = std::max(least, std::min(1., factor * probabilities[order[rank]]));
        corrected[order[rank]] = least;
    }
    return corrected;
}

std::vector<ClassScore> classScores(std::span<const std::string> labels,
                                    std::span<const std::int64_t> confusion)
{
    const auto counts = countsOf(labels.size(), confusion);
    const auto f1Of = [](double p) { return 2 * p / (1 + p); };
    std::vector<ClassScore> scores;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Counts& one = counts[i];
        const auto concerned = wilson(one.hits, one.concerned());
        scores.push_back({.label = labels[i],
                          .rows = one.expected,
                          .precision = wilson(one.hits, one.answered),
                          .recall = wilson(one.hits, one.expected),
                          .f1 = {f1Of(concerned.value), f1Of(concerned.low), f1Of(concerned.high)}});
    }
    return scores;
}

Measured macroF1(std::size_t labels, std::span<const std::int64_t> confusion, std::uint64_t seed)
{
    const auto value = meanF1(countsOf(labels, confusion));
    std::vector<std::size_t> cells; // of each row
    for (std::size_t cell = 0; cell < confusion.size(); ++cell) {
        cells.insert(cells.end(), static_cast<std::size_t>(confusion[cell]), cell);
    }
    if (cells.empty()) return {0, 0, 1};
    Random random{seed, RandomPurpose::Bootstrap};
    std::vector<double> draws(kDraws);
    for (double& draw : draws) {
        std::vector<Counts> counts(labels);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto cell = cells[random.index(cells.size())];
            ++counts[cell / labels].expected;
            ++counts[cell % labels].answered;
            if (cell / labels == cell % labels) ++counts[cell / labels].hits;
        }
        draw = meanF1(counts);
    }
    auto result = percentiles(value, draws);
    return {value, std::min(result.low, value), std::max(result.high, value)};
}

} // namespace luthier::runs
