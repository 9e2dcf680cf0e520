// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/looks.h"

#include "core/verdict/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace luthier::verdict {
namespace {

constexpr std::size_t kJitterLooks = 16;
constexpr double kTiny = 1e-12; // nats; a loss of exactly 0 has no logarithm
constexpr double kMostMargin = 0.05; // of the loss; a steep fall is no jitter

} // namespace

void Looks::add(const LookDone& look, double stepSize)
{
    m_held.push_back(look.loss);
    m_logarithms.push_back(std::log(std::max(look.loss, kTiny)));
    m_train.push_back(look.trainSampleLoss);
    m_jitter = jitterSince(0);
    m_steps.push_back(look.step);
    const bool paired = m_rows.empty() || look.rowLosses.size() == m_rows.front().size();
    m_rows.push_back(paired ? look.rowLosses : std::vector<float>{});

    const bool rowsKnown = look.rowLosses.size() > 1 && look.trainRowLosses.size() > 1;
    m_gapError = rowsKnown ? std::hypot(meanOf(look.rowLosses).error, meanOf(look.trainRowLosses).error)
                           : std::sqrt(2.0) * jitter() * look.loss;
    if (count() == 1 && look.step == 0 && rowsKnown && m_gapError > 0) {
        m_firstDifference = (look.loss - look.trainSampleLoss) / m_gapError;
    }
    moveBest(stepSize);
}

double Looks::pairedError(LookRange now, LookRange before) const
{
    std::vector<float> differences(m_rows.front().size());
    const auto addMean = [&](LookRange range, float sign) {
        const float share = sign / static_cast<float>(range.count());
        for (auto look = range.first; look < range.end; ++look) {
            const auto& rows = m_rows[look];
            if (rows.size() != differences.size()) return false;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                differences[i] += share * rows[i];
            }
        }
        return true;
    };
    return addMean(now, 1) && addMean(before, -1) ? meanOf(differences).error : 0;
}

double Looks::jitterSince(std::size_t from) const
{
    const auto looks = std::span{m_logarithms}.subspan(std::min(from, count()));
    const auto newest = looks.last(std::min(looks.size(), kJitterLooks));
    return jitterOf(newest, kJitterLooks - 2);
}

/// The middle of a look and its neighbours, so that one lucky look is not taken for a good model. The newest
/// look has to be believed.
double Looks::levelAround(std::size_t look) const
{
    std::array<double, 3> three{m_held[look == 0 ? 0 : look - 1], m_held[look],
                                m_held[std::min(look + 1, count() - 1)]};
    return median(three);
}

void Looks::moveBest(double stepSize)
{
    const double newest = m_held.back();
    const double margin = std::min(jitter(), kMostMargin) * newest;
    m_improves = newest < m_lowest && newest < levelAround(m_best) - margin;
    m_lowest = std::min(m_lowest, newest);
    const bool isEqual = newest <= m_lowest + margin;
    if (!m_improves && !(isEqual && stepSize < m_bestStepSize)) return;
    m_best = count() - 1;
    m_bestStepSize = stepSize;
}

} // namespace luthier::verdict
