// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"
#include "core/models/model_files.h"
#include "core/nn/network.h"
#include "core/peft/method.h"

#include <filesystem>
#include <string>
#include <vector>

namespace luthier::exporting {

/// Puts every adapter into the weight it stands beside, and takes it away: the plain network gives the same
/// answers. REQUIRES: float32 weights.
void merge(nn::Network& network);

/// config.json of `network`: the base model's, with the labels of its classifier and the class that the
/// Python stack loads it with.
Json configFor(const models::ModelFiles& base, const std::vector<std::string>& labels);

/// model.safetensors and config.json in the Python stack's layout, float32.
/// REQUIRES: no adapters. Errors  DiskFull, Io.
Expected<void> writeMerged(const std::filesystem::path& folder, nn::Network& network,
                           const models::ModelFiles& base, const std::vector<std::string>& labels);

/// A model card: what people must know before they use the files.
struct Card {
    std::string name, base, licence, task, method;
    std::vector<std::pair<std::string, std::string>> facts{}; ///< data, split, results
};
Expected<void> writeCard(const std::filesystem::path& folder, const Card& card);

} // namespace luthier::exporting
