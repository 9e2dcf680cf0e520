// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/engine/opened_model.h"
#include "core/infer/embed.h"

#include <string>
#include <vector>

namespace luthier::engine {

/// Labels with their probabilities, the likeliest first. `probabilities` in the order of `labels`.
Prediction predictionOf(const std::vector<double>& probabilities, const std::vector<std::string>& labels);

/// What a model without a head makes of texts: the label whose description lies nearest to the text. `prompt`
/// describes a label ("%1" stands for it); empty: its name with spaces for its separators ("card_arrival",
/// "PlayMusic").
Expected<std::vector<Prediction>> nearestLabels(const OpenedModel& model, const infer::Pooling& pooling,
                                                const data::SampleSet& texts,
                                                const std::vector<std::string>& labels,
                                                const std::string& prompt, const Job& job);

} // namespace luthier::engine
