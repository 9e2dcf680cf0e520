// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/verdict/trend.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace luthier::verdict {

/// The looks at held-back rows so far, and which of them is the best.
///
/// Units  losses in nats.
class Looks {
public:
    /// `stepSize`: the learning rate of the step before. REQUIRES: both losses are finite.
    void add(const LookDone& look, double stepSize);

    std::size_t count() const { return m_held.size(); }
    std::span<const double> held() const { return m_held; }
    std::span<const double> train() const { return m_train; }
    std::span<const std::int64_t> steps() const { return m_steps; }

    /// The standard error of V - T at the newest look, rows being drawn from each kind by chance.
    double gapError() const { return m_gapError; }
    /// By how many standard errors the two kinds of rows differed before training; 0 where nobody looked.
    double firstDifference() const { return m_firstDifference; }
    /// As `PairedError` says; 0 where the rows are not known.
    double pairedError(LookRange now, LookRange before) const;
    /// The jitter σ of a single look as a share of the loss, from the newest 16. Of logarithms: a loss that
    /// falls by the same share at each look does not jump.
    double jitter() const { return m_jitter; }
    /// The same without the looks before `from`.
    double jitterSince(std::size_t from) const;

    /// The look whose checkpoint is to be kept. It moves only to a look that has just been added, so that its
    /// checkpoint still exists: to one that is better by more than σ; and among those that differ by chance
    /// alone to the one after the smallest steps, whose weights jitter least. After equal steps the earliest
    /// stays.
    std::size_t best() const { return m_best; }
    /// The newest look was better by more than σ.
    bool improves() const { return m_improves; }

private:
    double levelAround(std::size_t look) const;
    void moveBest(double stepSize);

    std::vector<double> m_held;
    std::vector<double> m_logarithms; ///< of m_held
    std::vector<double> m_train;
    std::vector<std::int64_t> m_steps;
    std::vector<std::vector<float>> m_rows; ///< held-back; empty where there were not as many as at first
    double m_jitter{0};
    double m_gapError{0};
    double m_firstDifference{0};
    double m_lowest{std::numeric_limits<double>::infinity()};
    std::size_t m_best{0};
    double m_bestStepSize{std::numeric_limits<double>::infinity()};
    bool m_improves{false};
};

} // namespace luthier::verdict
