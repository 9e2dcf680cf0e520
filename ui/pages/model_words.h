// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/models.h"
#include "ui/widgets/card.h"

namespace luthier::ui {

/// What a model is judged by on its card.
struct ModelFit {
    std::string task{}; ///< the goal; empty: none yet
    std::int64_t freeBytes{};
    std::string chosen{}; ///< the draft's model

    bool serves(const engine::ModelCard& model) const;
    bool fits(const engine::ModelCard& model) const { return model.memoryBytes <= freeBytes; }
    bool usable(const engine::ModelCard& model) const { return model.trainable && serves(model); }
};

/// What may be done with a model under its licence: "Apache 2.0: free to use".
QString licenceWords(const std::string& licence);
CardFace faceOf(const engine::ModelCard& model, const ModelFit& fit);
/// All that is known of it, one fact a line: what it is, and the value.
std::vector<std::pair<QString, QString>> factsOf(const engine::ModelCard& model);
/// Those that suit come first, then those that fit, then the smaller ones.
void sortBySuit(std::vector<engine::ModelCard>& models, const ModelFit& fit);

} // namespace luthier::ui
