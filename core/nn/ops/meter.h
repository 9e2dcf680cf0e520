// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace luthier::nn {

/// What the time of a step goes into.
enum class StepPart { Products, Attention, Rows, Head, Optimizer };
inline constexpr std::array kStepParts{StepPart::Products, StepPart::Attention, StepPart::Rows,
                                       StepPart::Head, StepPart::Optimizer};
const char* nameOf(StepPart part); ///< "products"

/// Where the time of steps went. What reads the clock is off unless a Metering is there.
///
/// Thread  the one that trains; of a parallel region only the first thread reads the clock, at its stages'
/// ends.
class Meter {
public:
    struct Reading {
        double seconds{0};
        double operations{0}; ///< of floating point
        double bytes{0}; ///< of what a part must read and write at least once
    };
    using Clock = std::chrono::steady_clock;

    void add(StepPart part, Clock::time_point start, double operations, double bytes)
    {
        auto& reading = m_readings[static_cast<std::size_t>(part)];
        reading.seconds += std::chrono::duration<double>(Clock::now() - start).count();
        reading.operations += operations;
        reading.bytes += bytes;
    }
    const Reading& of(StepPart part) const { return m_readings[static_cast<std::size_t>(part)]; }

    static Meter* current(); ///< of this thread's Metering; null: none

private:
    std::array<Reading, kStepParts.size()> m_readings{};
};

/// While it lives, what this thread computes is read into `meter`.
class Metering {
public:
    explicit Metering(Meter& meter);
    ~Metering();
    Metering(const Metering&) = delete;
    Metering& operator=(const Metering&) = delete;

private:
    Meter* m_before;
};

/// f(), read into this thread's meter.
template <class F>
void metered(StepPart part, double operations, double bytes, F f)
{
    auto* const meter = Meter::current();
    const auto start = meter == nullptr ? Meter::Clock::time_point{} : Meter::Clock::now();
    f();
    if (meter != nullptr) meter->add(part, start, operations, bytes);
}

} // namespace luthier::nn
