// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace luthier::verdict {

/// Follows a run step by step for the two faults that cannot wait for a look: R1 and R2 of product.md §3.
class StepWatch {
public:
    /// `outcomes`: the vocabulary's size; none for classes, where a loss at chance is where one begins.
    explicit StepWatch(std::optional<std::int64_t> outcomes);

    void add(const StepDone& step);
    /// A look whose loss was no number says as much as three steps.
    void addBrokenLook(std::int64_t step);

    /// A look at the training sample, which hardly jumps, overrules the steps: where something was learned
    /// and it is near its lowest, nothing has risen. The first one is the loss before any step.
    void addLook(double trainSampleLoss);

    /// Three steps running, ending at the newest, whose loss or gradient was no number.
    bool isNoNumber() const { return m_noNumbers >= kNoNumbers; }
    /// Loss was at or above that of guessing at each of the last 50 steps.
    bool isGuessing() const { return m_guesses >= kGuesses; }
    /// The first step of the newest streak that either spoke of.
    std::int64_t brokeAt() const { return m_brokeAt; }
    /// The rows of that step, from 0, where its numbers broke.
    const std::vector<std::int64_t>& brokenRows() const { return m_brokenRows; }

    /// Smoothed loss was far above its lowest, or above where it began, at each of the last 20 steps.
    bool isRising() const { return m_rises >= kRises; }
    /// Smoothed loss over its lowest, that of the first look among them.
    double riseFactor() const;
    /// The gradient norm was above 100 at five of the last 50 steps.
    bool isSteep() const { return m_steepSteps >= kSteepSteps; }
    int steepSteps() const { return m_steepSteps; }

    static constexpr int kWindow = 50; ///< steps

private:
    void smooth(double loss);
    void closeGroup();
    bool isFarAboveLowest() const;
    bool isFarAboveFirst() const;
    void countSteep(bool steep);

    static constexpr int kNoNumbers = 3;
    static constexpr int kGuesses = 50;
    static constexpr int kRises = 20;
    static constexpr int kSteepSteps = 5;
    static constexpr std::size_t kGroup = 10; ///< steps that are averaged

    std::optional<double> m_chance; ///< loss of guessing
    int m_noNumbers{0};
    int m_guesses{0};
    int m_rises{0};
    int m_steepSteps{0};
    std::int64_t m_noNumbersBegan{0};
    std::int64_t m_guessesBegan{0};
    std::int64_t m_brokeAt{0};
    std::vector<std::int64_t> m_brokenRows; ///< of the step at which the newest streak without numbers began
    std::array<bool, kWindow> m_steep{};
    std::size_t m_steepAt{0};
    std::array<double, kGroup> m_newest{};
    std::size_t m_count{0}; ///< steps whose loss was a number
    double m_smooth{0}; ///< mean loss of the last ten
    std::vector<double> m_groups; ///< mean losses of steps 1-10, 11-20, …; the newest of them
    /// σ of a group before the newest, as a share of the loss, and of its square root. The first stays the
    /// same while losses fall where rows differ by shares, the second where a few failed rows make up the
    /// loss.
    double m_jitter{0};
    double m_rootJitter{0};
    double m_lowest{0}; ///< of the groups
    std::optional<double> m_firstLook;
    double m_lowestLook{0};
    double m_floor{0};
};

} // namespace luthier::verdict
