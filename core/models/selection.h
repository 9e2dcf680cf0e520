// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/models/outline.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace luthier::models {

/// The recipe's `layers` section for one network: which tensors may change, and how large their steps are.
///
/// `train` and `freeze` take: all, none, head, embeddings, blocks, norms, "blocks 4-5", "block 3", "last 2",
/// "first 2", and patterns of tensor names with * ("model.layers.*.mlp.*"). What `freeze` names is taken away
/// from `train`.
///
/// Units   blocks are counted from 0, from the bottom up.
/// Errors  InvalidInput at "layers.train" or "layers.freeze" for a word that names nothing here, with the
/// blocks
///         and words there are.
Expected<std::vector<bool>> selectTensors(const std::vector<TensorSpec>& tensors, std::int64_t blocks,
                                          const std::vector<std::string>& train,
                                          const std::vector<std::string>& freeze);

/// The factor on the learning rate of a tensor: head, blocks, embeddings, times decay per block downwards
/// from the top.
double stepMultiplier(const TensorSpec& tensor, std::int64_t blocks,
                      const std::map<std::string, double, std::less<>>& multipliers);

} // namespace luthier::models
