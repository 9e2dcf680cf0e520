// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/config/values.h"
#include "core/data/samples.h"
#include "core/models/outline.h"
#include "core/peft/method.h"
#include "core/tasks/task.h"
#include "core/train/estimate.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::engine {

/// The words of the recipe's `layers` section with the method's own meaning of "all" put in.
struct LayerWords {
    std::vector<std::string> train, freeze;
};

/// Errors  InvalidInput at "method.name" for a method that trains a head where there is none, and at
/// "layers.train" for
///         layers that such a method does not train.
Expected<LayerWords> layersOf(const peft::Method& method, const config::Values& layers, std::int64_t blocks,
                              bool hasClassifier);

/// What the chosen tensors and adapters come to. `labels` 0: no classifier.
train::Load loadOf(const models::Outline& outline, const peft::Method& method, const config::Values& settings,
                   const std::vector<bool>& selected, std::int64_t labels);

/// `train.class_weights`: balanced, or a map from label to weight; labels that it does not name count 1.
tasks::LabelWeights labelWeights(const config::Values& train, const std::vector<std::string>& labels,
                                 const data::SampleSet& samples);

} // namespace luthier::engine
