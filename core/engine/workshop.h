// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"
#include "core/config/sections.h"
#include "core/data/prepare.h"
#include "core/engine/model_words.h"
#include "core/peft/method.h"
#include "core/tasks/task.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace luthier::engine {

/// A recipe whose names and settings are all known and in range.
struct Order {
    config::CheckedRecipe checked;
    const tasks::Task* task{nullptr};
    const peft::Method* method{nullptr};

    const config::Recipe& recipe() const { return checked.recipe; }
    std::uint64_t seed() const { return static_cast<std::uint64_t>(checked.train.integers("seed").front()); }
    std::string device() const; ///< as asked for: auto, cpu, cuda, cuda:0
    Text whyProcessor() const; ///< what asks for it, whatever the device; empty: nothing
};

/// The rows of a recipe, in their parts.
struct DataWork {
    data::Tables tables;
    data::Prepared prepared;
};

/// What the panes share: tables, tokenizers and splits, each made once and remembered while it is in use.
///
/// Thread  any; what it hands out does not change.
class Workshop {
public:
    /// What the task, method and format of `recipe` say; an unknown name says nothing.
    static config::Registered registered(const config::Recipe& recipe);

    /// Errors  unknown names and all faults of config::checked together.
    static Expected<Order> order(const config::Recipe& recipe);

    Expected<std::shared_ptr<const ModelWords>> words(const std::filesystem::path& model);
    Expected<std::shared_ptr<const DataWork>> data(const Order& order, const Job& job);

private:
    std::mutex m_mutex;
    std::map<std::filesystem::path, std::shared_ptr<const ModelWords>> m_words; // guarded by m_mutex
    std::string m_dataKey; // guarded by m_mutex: what m_data was made from
    std::shared_ptr<const DataWork> m_data; // guarded by m_mutex
};

} // namespace luthier::engine
