// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/models.h"
#include "core/models/outline.h"
#include "core/peft/method.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace luthier::engine {

/// The layer map: head on top, embedding at the bottom. `trained` one a tensor of the outline: those that
/// learn as a whole. `adapterOf` are the parameters that an adapter adds to a layer, by the name of its
/// weight. `labels` 0: no classifier.
std::vector<LayerNode> layerTree(const models::Outline& outline, const std::vector<bool>& trained,
                                 const std::map<std::string, std::int64_t>& adapterOf, std::int64_t labels,
                                 const std::map<std::string, double, std::less<>>& multipliers);

/// Which tensors a node of the map stands for. Empty where there is no such node.
std::vector<std::size_t> tensorsOf(const models::Outline& outline, const std::string& id);

/// A selection in the words of `layers.train`, as short as they get.
std::vector<std::string> wordsFor(const models::Outline& outline, const std::vector<bool>& selected);

} // namespace luthier::engine
