// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"
#include "core/checkpoint/tensor_file.h"
#include "core/nn/network.h"
#include "core/nn/ops/adamw.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::train {

/// What `trained` says of one parameter before the run.
struct Choice {
    bool train{false};
    double stepMultiplier{1};
};

/// Everything that changes while training: the weights that learn, with their optimizer state.
///
/// Weights that keep their type in the network are updated in place; exact values (float32) exist for all of
/// them. Thread  the training thread.
class Trained {
public:
    struct Item {
        std::string name; ///< the network's parameter
        nn::AdamTensor adam;
    };

    /// Sets requires_grad on the chosen parameters of `network` and off on the others. `exactOf` gives the
    /// float32 values of a parameter where the file has more digits than the network's type; undefined: the
    /// network's own. It is asked again at each saving, for the words that are not kept. `keptWords` narrows
    /// the table of word vectors (see nn::Embedding) where that table is trained and not tied.
    static Expected<Trained> of(nn::Network& network,
                                const std::function<Choice(const std::string& name)>& choice,
                                const std::function<Expected<at::Tensor>(const std::string& name)>& exactOf,
                                const std::vector<std::int32_t>& keptWords);

    std::vector<Item>& items() { return m_items; }
    const std::vector<Item>& items() const { return m_items; }
    std::int64_t parameters() const; ///< that learn
    std::int64_t stateBytes() const; ///< of a snapshot

    /// Applies one optimizer step. `gradients` in the order of items(); undefined ones are skipped as zero.
    void step(const std::vector<at::Tensor>& gradients, nn::AdamSettings settings);

    /// The state at one moment, apart from the network; on the processor.
    struct Snapshot {
        std::vector<at::Tensor> exact, m, v; ///< float32
        double restFactor{1};
    };
    Snapshot snapshot() const; ///< copies
    Snapshot view() const; ///< shares what it can: for saving at once
    void restore(const Snapshot& state); ///< of this same Trained

    /// Saves a state: weights under their names in `weights` (whole tables), moments in `optimizer`.
    Expected<void> save(const Snapshot& state, const std::filesystem::path& weights,
                        const std::filesystem::path& optimizer,
                        const std::function<std::string(const std::string& name)>& fileName) const;
    /// Loads both again. Without `optimizer` this is a start from another run's weights: all of them, the
    /// words that are not kept too. Errors  MissingTensor, BadShape; Inconsistent where a start would leave
    /// weights of the file out; the faults of the files.
    Expected<void> load(const std::filesystem::path& weights, const std::filesystem::path& optimizer,
                        const std::function<std::string(const std::string& name)>& fileName);

    /// What weight decay has made of the words that never occur; a saved state carries it in trainer.json.
    double restFactor() const;
    void setRestFactor(double factor);

private:
    Expected<void> refuseOthers(const checkpoint::TensorFile& file,
                                const std::function<std::string(const std::string& name)>& fileName) const;

    nn::Network* m_network{nullptr};
    std::vector<Item> m_items;
    std::string m_wordsName; ///< of the narrowed table; empty: none
    std::vector<std::int32_t> m_keptWords;
    std::function<Expected<at::Tensor>(const std::string&)>
        m_exactRest; ///< empty: the network has all digits
};

} // namespace luthier::train
