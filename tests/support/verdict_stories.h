// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verdict/verdict.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Runs told by hand, for the tests of `Judge`.
namespace luthier::tests {

using verdict::Judge;
using verdict::Trial;

/// Held-back and training loss, look by look.
struct Curves {
    std::vector<double> held;
    std::vector<double> train;
};

inline Curves together(std::vector<double> losses)
{
    return {losses, losses};
}

/// A run of 1,000 steps that is looked at every 50, so at most 21 times; 200 rows, whose losses differ by
/// half.
struct Run {
    Trial trial{1000, true, 7, true, 0.2, 200};
    std::int64_t stride{50};

    LookDone look(const Curves& curves, std::size_t i) const
    {
        LookDone look;
        look.step = static_cast<std::int64_t>(i) * stride;
        look.loss = curves.held[i];
        look.trainSampleLoss = curves.train[i];
        const auto rows = static_cast<std::size_t>(trial.heldBackRows);
        for (std::size_t row = 0; row < rows; ++row) {
            const double difficulty = 0.5 + static_cast<double>(row) / static_cast<double>(rows - 1);
            look.rowLosses.push_back(static_cast<float>(look.loss * difficulty));
            look.trainRowLosses.push_back(static_cast<float>(look.trainSampleLoss * difficulty));
        }
        return look;
    }

    std::vector<VerdictGiven> tell(Judge& judge, const Curves& curves) const
    {
        std::vector<VerdictGiven> verdicts;
        for (std::size_t i = 0; i < curves.held.size(); ++i) {
            verdicts.push_back(judge.onLook(look(curves, i)));
        }
        return verdicts;
    }

    std::vector<VerdictGiven> verdicts(const Curves& curves) const
    {
        Judge judge{trial};
        return tell(judge, curves);
    }
};

/// `count` looks that fall by the same share from 2 on.
inline std::vector<double> fall(std::size_t count, double share = 0.1)
{
    std::vector<double> losses{2};
    while (losses.size() < count) {
        losses.push_back(losses.back() * (1 - share));
    }
    return losses;
}

/// The same with `more` looks after it, each so much of the one before.
inline std::vector<double> then(std::vector<double> losses, std::size_t more, double factor)
{
    for (std::size_t i = 0; i < more; ++i) {
        losses.push_back(losses.back() * factor);
    }
    return losses;
}

/// Falls to 0.7 at step 500 and rises from there, while training loss falls on.
inline Curves overfitted(std::size_t rising, double factor = 1.03)
{
    return {then(fall(11), rising, factor), fall(11 + rising)};
}

inline std::vector<Curves> stories()
{
    return {overfitted(10),
            {fall(21, 0.05), fall(21, 0.09)}, // memorising
            together(then(fall(8), 13, 1)), // flattening
            together(then({2}, 20, 0.999)), // barely learning
            together(fall(21, 0.05)), // learning
            {then({2.6}, 20, 0.9), then({2}, 20, 0.9)}, // unlike
            {then({2, 1.2}, 19, 0.9), then({2, 1.8}, 19, 0.9)}}; // too good
}

inline StepDone step(std::int64_t number, double loss, double gradNorm = 1)
{
    StepDone done;
    done.step = number;
    done.loss = loss;
    done.gradNorm = gradNorm;
    return done;
}

inline bool says(const VerdictGiven& verdict, const std::string& words)
{
    return verdict.text.english().find(words) != std::string::npos;
}

inline bool also(const VerdictGiven& verdict, const std::string& kind)
{
    const auto& kinds = verdict.alsoKinds;
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

inline bool same(const VerdictGiven& a, const VerdictGiven& b)
{
    return a.step == b.step && a.kind == b.kind && a.severity == b.severity && a.confidence == b.confidence
        && a.text == b.text && a.evidence == b.evidence && a.advice == b.advice && a.actions == b.actions
        && a.alsoKinds == b.alsoKinds && a.bestStep == b.bestStep;
}

} // namespace luthier::tests
