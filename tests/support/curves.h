// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

/// Runs that never happened, with known truth: a shape × (1 + jitter) × what each row does.
///
/// Jitter is AR(1) with ρ 0.4 from look to look, its own for held-back and for training rows. A row has its
/// own difficulty, kept over the run (log-normal, spread 0.5), and its own noise at each look (15.6 %, which
/// is 1.1 % of a mean over 200 rows).
namespace luthier::curves {

/// The true losses at x, the share of the run that is done, 0 … 1.
struct Shape {
    std::function<double(double x)> held;
    std::function<double(double x)> train;
};

constexpr double kStart = 2.0; // nats, before training
constexpr double kFloor = 0.35; // of that
constexpr double kFastFall = 0.05; // of the run, for a fall by e; a slower one hides a rise longer

/// From 1 down to `floor` with time constant `fall`.
inline double decay(double x, double fall, double floor)
{
    return floor + (1 - floor) * std::exp(-x / fall);
}

/// V is T: nothing is memorised.
inline Shape same(std::function<double(double)> loss)
{
    return {loss, loss};
}

inline Shape exponentialFall()
{
    return same([](double x) { return kStart * decay(x, 0.5, 0.2); });
}

inline Shape fallThenFlat(double fall)
{
    return same([fall](double x) { return kStart * decay(x, fall, kFloor); });
}

inline Shape slowFall()
{
    return same([](double x) { return kStart * (1 - 0.4 * x); });
}

/// Hardly anything is learned: 2 % in the whole run.
inline Shape hardlyAnyFall()
{
    return same([](double x) { return kStart * (1 - 0.02 * x); });
}

/// V falls slowly to the end, T so fast that V / T reaches `ratio`.
inline Shape growingGap(double ratio)
{
    const auto held = [](double x) { return kStart * decay(x, 0.4, 0.3); };
    return {held, [=](double x) { return held(x) / (1 + (ratio - 1) * std::sqrt(x)); }};
}

/// V falls until `onset`, then rises in a line, by `rise` of its lowest at the end. T keeps falling.
inline Shape fallThenRise(double onset, double rise, double slowestFall)
{
    const double fall = std::min(slowestFall, onset / 4); // has come down by the onset
    const double end = std::exp(-onset / fall);
    const auto before = [=](double x) { return x < onset ? (std::exp(-x / fall) - end) / (1 - end) : 0; };
    const auto after = [=](double x) { return std::max(0.0, (x - onset) / (1 - onset)); };
    return {[=](double x) { return kStart * (kFloor + (1 - kFloor) * before(x)) * (1 + rise * after(x)); },
            [=](double x) { return kStart * decay(x, fall, kFloor) * (1 - 0.5 * x); }};
}

/// T drops at each of three epochs, whose rows it has seen before, and creeps up by `depth` within it.
inline Shape sawtooth(double depth)
{
    const auto held = exponentialFall().held;
    const auto epoch = [](double x) { return std::min(2.0, std::floor(3 * x)); };
    return {held, [=](double x) {
                return held(x) * std::pow(0.85, epoch(x)) * (1 + depth * (3 * x - epoch(x) - 0.5));
            }};
}

/// Both losses of `shape`, times `factor(x)`.
inline Shape times(Shape shape, std::function<double(double)> factor)
{
    return {[=](double x) { return shape.held(x) * factor(x); },
            [=](double x) { return shape.train(x) * factor(x); }};
}

inline Shape warmupBump()
{
    return times(exponentialFall(),
                 [](double x) { return 1 + 0.2 * std::exp(-std::pow((x - 0.05) / 0.03, 2)); });
}

/// Five times the loss for one step, and at a look only where that falls upon it.
inline Shape spike(double at, double stepLength)
{
    return times(exponentialFall(), [=](double x) { return x >= at && x < at + stepLength ? 5.0 : 1.0; });
}

/// 30 % up at once, and back within a few hundredths of the run.
inline Shape restart(double at)
{
    return times(exponentialFall(),
                 [=](double x) { return x < at ? 1 : 1 + 0.3 * std::exp((at - x) / 0.02); });
}

inline Shape stepSizeDrop(double at)
{
    return times(exponentialFall(), [=](double x) { return x < at ? 1.0 : 0.8; });
}

/// The loss doubles within 1 % of the run.
inline Shape suddenDivergence(double at)
{
    return times(exponentialFall(), [=](double x) { return 1 + std::clamp((x - at) / 0.01, 0.0, 1.0); });
}

/// From `at` on the loss grows by `growth` a hundredth of the run.
inline Shape creepingDivergence(double at, double growth)
{
    const auto loss = exponentialFall().held;
    return same([=](double x) {
        return loss(std::min(x, at)) * std::pow(1 + growth, std::max(0.0, 100 * (x - at)));
    });
}

/// Held-back rows are `factor` times as hard from the start.
inline Shape unlike(double factor)
{
    const auto train = exponentialFall().held;
    return {[=](double x) { return factor * train(x); }, train};
}

/// Held-back rows become `factor` times as hard as training rows at once, but did not begin so.
inline Shape tooGood(double factor)
{
    const auto train = exponentialFall().held;
    return {[=](double x) { return x > 0 ? factor * train(x) : train(x); }, train};
}

/// Everything is learned: a thousandth of the start is left, of training loss a third of that.
inline Shape nearZero()
{
    return {[](double x) { return kStart * decay(x, kFastFall, 0.001); },
            [](double x) { return kStart * decay(x, kFastFall, 0.0003); }};
}

/// Most rows are known and the loss comes from few that are not, as of classes that are nearly learned.
inline Shape nearlyLearned()
{
    return same([](double x) { return kStart * decay(x, 0.15, 0.08); });
}

struct Noise {
    double jitter{0.01};
    int rows{200};
    int batch{16}; ///< rows a step
    double failure{0}; ///< nats; where set, a row of a batch costs a multiple of that, or nothing
};

/// Tells a run of this shape, look by look and step by step.
class Teller {
public:
    Teller(std::uint64_t seed, Shape shape, const Noise& noise, int looks, int steps)
        : m_random{seed, RandomPurpose::Sampling}
        , m_shape{std::move(shape)}
        , m_noise{noise}
        , m_looks{looks}
        , m_steps{steps}
        , m_held(difficulties())
        , m_train(difficulties())
    {
    }

    int looks() const { return m_looks; }

    /// Looks 0 … looks - 1, one after another. Jitter begins with training. The reference is good until the
    /// next.
    const LookDone& look(int i)
    {
        const double x = static_cast<double>(i) / (m_looks - 1);
        const double held = i == 0 ? 1 : jitter(m_heldJitter);
        const double train = i == 0 ? 1 : jitter(m_trainJitter);
        m_look.step = std::lround(x * m_steps);
        m_look.loss = rowsOf(m_look.rowLosses, m_held, m_shape.held(x) * held);
        m_look.trainSampleLoss = rowsOf(m_look.trainRowLosses, m_train, m_shape.train(x) * train);
        return m_look;
    }

    /// Steps 1 … steps, one after another: the mean of a batch of rows.
    StepDone step(int i)
    {
        const double x = static_cast<double>(i) / m_steps;
        const double loss = m_shape.train(x) * jitter(m_stepJitter);
        if (m_noise.failure > 0) return {i, 0, failures(loss), 1e-4, 1, 0, 0, 0};
        const double spread = std::hypot(kSpread, kRowNoise) / std::sqrt(m_noise.batch);
        const double rows = std::exp(spread * nearlyNormal() - spread * spread / 2);
        return {i, 0, loss * rows, 1e-4, 1, 0, 0, 0};
    }

    /// V / T at which `rows` rows of each kind are `errors` standard errors apart, above 1 and below it.
    static double above(double errors, int rows) { return apart(errors, rows, 1); }
    static double below(double errors, int rows) { return apart(errors, rows, -1); }

private:
    static constexpr double kSpread = 0.5; // of the rows' difficulties
    static constexpr double kRowNoise = 0.156;

    static double apart(double errors, int rows, int sign)
    {
        // |v - 1| = k √(v² + 1)
        const double k = errors * std::hypot(kSpread, kRowNoise) / std::sqrt(rows);
        return (1 + sign * k * std::sqrt(2 - k * k)) / (1 - k * k);
    }

    /// The mean of a batch in which each row fails or not, so that it is `loss` on average. A failure costs
    /// between a half and one and a half times the usual.
    double failures(double loss)
    {
        const double share = std::min(1.0, loss / m_noise.failure);
        double sum = 0;
        for (int row = 0; row < m_noise.batch; ++row) {
            if (m_random.uniform() < share) sum += m_noise.failure * (0.5 + m_random.uniform());
        }
        return std::max(sum / m_noise.batch, 0.01 * loss); // the rows that are known cost a little, too
    }

    double normal()
    {
        const double u = m_random.uniform();
        return std::sqrt(-2 * std::log(1 - u)) * std::cos(2 * std::numbers::pi * m_random.uniform());
    }

    /// Uniform numbers of 16 bits added up: near enough to normal for what is averaged, and quick.
    double nearlyNormal()
    {
        const auto bits = m_random.next();
        return (sumOfTwo(bits) + sumOfTwo(bits >> 32U)) / std::numbers::sqrt2;
    }

    /// Of the lowest 32 bits; mean 0, variance 1.
    static double sumOfTwo(std::uint64_t bits)
    {
        const auto sum = static_cast<std::int32_t>((bits & 0xffffU) + (bits >> 16U & 0xffffU));
        constexpr double kScale
            = std::numbers::sqrt2 * std::numbers::sqrt3 / 65535; // a uniform's variance is 1/12
        return (sum - 65535) * kScale;
    }

    std::vector<float> difficulties()
    {
        const double sigma = std::sqrt(std::log(1 + kSpread * kSpread));
        std::vector<float> rows(static_cast<std::size_t>(m_noise.rows));
        for (float& row : rows) {
            row = static_cast<float>(std::exp(sigma * nearlyNormal() - sigma * sigma / 2));
        }
        return rows;
    }

    double jitter(double& state)
    {
        constexpr double kRho = 0.4;
        state = std::isnan(state) ? normal() : kRho * state + std::sqrt(1 - kRho * kRho) * normal();
        return 1 + m_noise.jitter * state;
    }

    /// Fills `rows` and returns their mean.
    double rowsOf(std::vector<float>& rows, const std::vector<float>& difficulties, double loss)
    {
        rows.resize(difficulties.size());
        double sum = 0;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            bits = i % 2 == 0 ? m_random.next() : bits >> 32U;
            const double row = loss * static_cast<double>(difficulties[i]) * (1 + kRowNoise * sumOfTwo(bits));
            rows[i] = static_cast<float>(row);
            sum += row;
        }
        return sum / static_cast<double>(rows.size());
    }

    Random m_random;
    Shape m_shape;
    Noise m_noise;
    int m_looks;
    int m_steps;
    std::vector<float> m_held;
    std::vector<float> m_train;
    double m_heldJitter{std::nan("")};
    double m_trainJitter{std::nan("")};
    double m_stepJitter{std::nan("")};
    LookDone m_look{};
};

} // namespace luthier::curves
