// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/data/tokenise.h"
#include "core/engine/frozen_work.h"
#include "core/engine/placing.h"
#include "core/engine/workshop.h"
#include "core/models/model_files.h"
#include "core/train/estimate.h"
#include "core/train/settings.h"
#include "core/train/trained.h"
#include "core/train/trainer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace luthier::engine {

/// Everything a run needs, in the order in which it becomes known. What is called in vain costs nothing: each
/// step checks before it works.
class RunWork {
public:
    /// Opens model and data, tokenises, resolves every `auto`. No weight is read.
    ///
    /// Errors  of the recipe, the model, the data; NotUsable for blocking problems of the data; Unsupported
    /// where the
    ///         model cannot serve the task.
    static Expected<RunWork> open(Workshop& workshop, const config::Recipe& recipe, const Job& job);

    /// Reads the weights, attaches adapters, chooses what learns. Errors  OutOfMemory where the estimate is
    /// above what this machine has free, with the arithmetic.
    Expected<void> build(const Job& job);

    const Order& order() const { return m_order; }
    const DataWork& data() const { return *m_data; }
    const models::ModelFiles& model() const { return *m_model; }
    const std::shared_ptr<const ModelWords>& words() const { return m_words; }
    const data::SampleSet& train() const { return m_train; }
    const data::SampleSet& validation() const { return m_validation; }
    const std::vector<std::string>& labels() const { return m_data->prepared.labels; }
    const train::Settings& settings() const { return m_placing.settings; }
    const train::Load& load() const { return m_load; }
    /// As is to be expected of so many steps.
    std::int64_t largestBatchRows(std::int64_t steps) const { return largestBatchRows(settings(), steps); }
    /// Null where the run computes on the processor.
    const GraphicsCard* card() const { return m_placing.card ? &*m_placing.card : nullptr; }
    /// Why it computes on the processor though there is a card that it might have had; else empty.
    const Text& whyNoCard() const { return m_placing.whyNoCard; }
    const data::Cuts& cuts() const { return m_cuts; }
    std::int64_t maxTokens() const { return m_maxTokens; }
    data::LongRows longRows() const;

    /// REQUIRES: build().
    nn::Network& network() { return *m_network; }
    train::Trained& trained() { return *m_trained; }
    train::Setup setup();
    /// What does not learn; made at the first call. This must not be moved any more then.
    FrozenWork& frozen();

    /// The recipe with every `auto` resolved, as the run directory keeps it.
    config::Recipe resolvedRecipe() const;
    /// True where the head starts from nothing.
    bool hasNewHead() const { return m_hasNewHead; }

    /// Writes weights, adapter configuration and moments of `state` into a checkpoint folder.
    Expected<void> saveInto(const std::filesystem::path& folder, const train::Trained::Snapshot& state) const;
    /// Loads the weights of a checkpoint, with `moments` to go on training. REQUIRES: build().
    Expected<void> loadFrom(const std::filesystem::path& folder, bool moments);
    std::uint64_t checkpointBytes() const;
    /// Of model, adapters and a fresh head.
    std::int64_t totalParameters() const;

private:
    RunWork() = default;
    Expected<void> openModel(Workshop& workshop);
    Expected<void> tokenise(const Job& job);
    Expected<void> selectLayers();
    Expected<void> freezeInInt8(); ///< the blocks' own weights, by how the first rows go through them
    Expected<void> startFrom();
    Expected<void> resolveSettings();
    void completeLoad(const train::Settings& settings);
    double sharedTokens(const train::Settings& settings) const;
    std::int64_t largestBatchRows(const train::Settings& settings, std::int64_t steps) const;
    train::Choice choiceOf(const std::string& parameter) const;

    Order m_order;
    std::shared_ptr<const DataWork> m_data;
    std::unique_ptr<models::ModelFiles> m_model; // m_load points into it
    std::filesystem::path m_modelPath;
    std::shared_ptr<const ModelWords> m_words;
    data::SampleSet m_train, m_validation;
    data::Cuts m_cuts;
    std::int64_t m_maxTokens{0};
    std::vector<bool> m_selected; ///< one a tensor of the outline: may change, or take an adapter
    bool m_hasNewHead{false};
    Placing m_placing;
    train::Load m_load;
    std::shared_ptr<nn::Network> m_network;
    std::optional<train::Trained> m_trained;
    std::unique_ptr<FrozenWork> m_frozen; ///< points to this and to m_network
};

/// The weight file of a checkpoint folder: model.safetensors or adapter_model.safetensors.
std::filesystem::path weightFileOf(const std::filesystem::path& checkpoint, const peft::Method& method);

/// What a network's parameter is called in that file.
std::string fileNameOf(const std::string& parameter, const peft::Method& method);

} // namespace luthier::engine
