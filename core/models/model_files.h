// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/tensor_file.h"
#include "core/models/architecture.h"
#include "core/nn/ops/stored_matrix.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::models {

/// A model on the disk: what it is and where each of its tensors lies. No weight is read yet.
///
/// Errors  open(): NotFound; Unsupported for a family, a container or a setting that is not known here, with
/// what is
///         known; the faults of config.json and of the tensor files; MissingTensor and BadShape name the
///         tensors, all at once.
class ModelFiles {
public:
    static Expected<ModelFiles> open(const std::filesystem::path& folderOrFile);
    ModelFiles(ModelFiles&&) = default; // not copied: m_found points into the outline
    ModelFiles& operator=(ModelFiles&&) = default;

    const Architecture& architecture() const { return *m_architecture; }
    const Json& config() const { return m_config; }
    const Outline& outline() const { return m_outline; }
    const checkpoint::TensorStore& store() const { return m_store; }
    const std::filesystem::path& path() const { return m_path; }
    bool isGguf() const { return m_store.first().isGguf(); }
    std::uint64_t bytes() const; ///< of all tensors as they are stored
    std::string quantisation() const; ///< the type most weights have: "Q4_1"; empty for plain numbers

    /// Labels that the file has a classifier for, in order; empty where it has none.
    const std::vector<std::string>& classifierLabels() const { return m_labels; }

    bool has(const std::string& parameter) const;

    /// The parameter's numbers, as exact as the file has them. float32, of the network's shape.
    /// REQUIRES: has(parameter).
    Expected<at::Tensor> read(const std::string& parameter) const;

    /// A network of this family with the file's weights.
    /// `type` float32 or bfloat16. What the file has not (a pooler) starts from small random numbers of
    /// `seed`. Its classifier comes along where it has one and that is wanted.
    Expected<std::shared_ptr<nn::Network>> load(at::ScalarType type, std::uint64_t seed,
                                                bool withClassifier) const;

    /// Freezes the linear layers of a network's blocks in 8 bits, each rounded once, from the file's numbers.
    /// What they have seen while they were observed is made use of.
    Expected<void> freezeInInt8(nn::Network& network) const;

    /// A network that only answers: its matrices stay as the file stores them, mapped and not copied where
    /// their rows lie in the network's order. Types without a kernel become float32. With `form` each is made
    /// Float32, Bfloat16 or Int8 from the exact numbers instead. Everything else is float32.
    Expected<std::shared_ptr<nn::Network>> loadToAnswer(std::optional<nn::StoredAs> form,
                                                        std::uint64_t seed) const;

private:
    ModelFiles() = default;
    struct Found {
        const TensorSpec* spec;
        checkpoint::TensorStore::Entry entry;
    };
    Expected<void> findTensors();
    Expected<void> readRotaryFactors();
    Expected<void> fill(nn::Network& network, std::uint64_t seed) const; ///< all but what is stored
    Expected<void> readInto(const Found& found, at::Tensor target) const;
    Expected<void> readRows(const Found& found, const at::Tensor& target) const; ///< as the file has them
    bool hasPairedRows(const Found& found) const; ///< TensorSpec::rotaryHeads
    Expected<nn::StoredMatrix> matrixOf(const Found& found, std::optional<nn::StoredAs> form) const;
    const Found* find(const std::string& parameter) const;

    std::filesystem::path m_path;
    const Architecture* m_architecture{nullptr};
    Json m_config;
    Outline m_outline;
    checkpoint::TensorStore m_store;
    std::vector<TensorSpec> m_classifier; ///< where the file has one that fits its labels
    std::vector<std::string> m_labels;
    std::vector<Found> m_found;
};

/// Makes every matrix of a loaded network one that is only read, in this form.
void keepToAnswer(nn::Network& network, nn::StoredAs form);

/// The form that answers read this type in as it is; nothing for those without a kernel.
std::optional<nn::StoredAs> storedFormOf(checkpoint::Dtype dtype);

/// Row r of the network's tensor stands at this row of a GGUF file (formats.md §3.2).
std::int64_t ggufRow(std::int64_t row, std::int64_t rows, std::int64_t heads);

/// Small random numbers for a fresh layer: normal with the given deviation, the same for the same seed and
/// name.
void initialise(at::Tensor parameter, const std::string& name, std::uint64_t seed, double deviation);

} // namespace luthier::models
