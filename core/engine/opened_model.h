// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/samples.h"
#include "core/engine/answers.h"
#include "core/engine/workshop.h"
#include "core/models/model_files.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace luthier::engine {

/// A model with its weights, as it is or as a run left it, in float32 unless it was opened to answer only:
/// answers and exports are measured against it.
struct OpenedModel {
    models::ModelFiles files;
    std::filesystem::path path{}; ///< of the base model
    std::shared_ptr<const ModelWords> words{};
    std::shared_ptr<nn::Network> network{};
    const tasks::Task* task{nullptr}; ///< what it answers
    const peft::Method* method{nullptr}; ///< of the run; null: the base model
    std::vector<std::string> labels{}; ///< of its classifier
    std::int64_t maxTokens{}; ///< longer texts are cut at their end
    std::optional<Order> order{}; ///< of the run
    std::int64_t step{0}; ///< of the checkpoint
};

/// What a model is opened for.
struct Opening {
    /// Nothing but answers: the weights of a model that writes stay as the file stores them (or `form`), a
    /// fraction of the memory. Each token is written as the float32 network would, up to rounding; the text
    /// before is read in bfloat16 where the weights are rounded themselves and the processor is faster with
    /// it. Nothing can be trained, merged or written.
    bool onlyAnswers{false};
    std::optional<nn::StoredAs> form{}; ///< Float32, Bfloat16 or Int8, made from the exact numbers
};

/// The base model. A classifier of its own comes along.
Expected<OpenedModel> openBase(Workshop& workshop, const std::filesystem::path& model,
                               const Opening& opening = {});

/// A run's model with the weights of a checkpoint (best, last, a step). Needs the run directory and the base
/// model, not the data. Errors  NotFound; what is wrong with either.
Expected<OpenedModel> openRun(Workshop& workshop, const std::filesystem::path& run,
                              const std::string& checkpoint, const Opening& opening = {});

/// Beside the head of an exported adapter: what its labels are called, for which the Python stack has no
/// place.
inline constexpr const char* kLabelFile = "labels.json";

/// Puts a PEFT adapter folder on a base model. Errors  its files'; Unsupported for a kind that is not known
/// here.
Expected<void> putAdapter(OpenedModel& model, const std::filesystem::path& adapter);

/// Where the numbers of a classifier are.
enum class HeadFrom { File, Base };

/// Fills the network's parameters from a file written by Trained::save or by the Python stack.
/// Errors  MissingTensor where a tensor of the file is nobody's, and where it lacks one of an adapter or of a
///         head that only it can fill: neither stack leaves out a bias of zeros.
Expected<void> loadTensors(nn::Network& network, const std::filesystem::path& file,
                           const peft::Method& method, HeadFrom head);

/// A text, a pair or ids as a sample for the network; cut at maxTokens. label −1.
Expected<data::Sample> sampleOf(const OpenedModel& model, const Question& question);

/// The ids of a question to a model that writes: messages, or its text as one user's message (as it is, if
/// plain).
Expected<std::vector<std::int32_t>> promptOf(const OpenedModel& model, const Question& question);

} // namespace luthier::engine
