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

/// Which tensors the recipe's `layers` section chooses, one a tensor of the outline, with the method's own
/// meaning of "all". What belongs to a new classifier always learns: frozen, it would answer at random.
///
/// Errors  InvalidInput at "method.name" for a method that trains a head where there is none, and at
/// "layers.train" for layers that such a method does not train.
Expected<std::vector<bool>> chosenTensors(const models::Outline& outline, const peft::Method& method,
                                          const config::Values& layers, bool hasClassifier);

/// Whether such a method would put an adapter beside this tensor, if it is chosen: what belongs to the
/// classifier learns as a whole.
bool mayAdapt(const models::Outline& outline, const models::TensorSpec& tensor);
/// Whether it does, for the layer of this name.
bool isAdapted(const models::Outline& outline, const std::vector<bool>& chosen, const std::string& layer);

/// What the chosen tensors and adapters come to. `labels` 0: no classifier.
train::Load loadOf(const models::Outline& outline, const peft::Method& method, const config::Values& settings,
                   const std::vector<bool>& selected, std::int64_t labels);

/// `train.class_weights`: balanced, or a map from label to weight; labels that it does not name count 1.
tasks::LabelWeights labelWeights(const config::Values& train, const std::vector<std::string>& labels,
                                 const data::SampleSet& samples);

} // namespace luthier::engine
