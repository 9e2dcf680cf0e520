// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"
#include "core/data/report.h"
#include "core/data/table.h"
#include "core/engine/answers.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace luthier::engine {

/// A task that a table could serve, likeliest first.
struct TaskGuess {
    std::string task;
    data::Roles roles{};
    Text reason{};
    std::vector<std::string> known{}; ///< every role that a column can have for this task
};

/// Files of examples, and what is in them.
///
/// A row of a file, as a question.
struct AskedRow {
    std::int64_t row{-1}; ///< of the table; −1: it could not be read and is not in it
    std::int64_t line{}; ///< of the file on which it begins, from 1
    Expected<Question> question{Question{}};
};

/// Thread  any; long calls look at job.stop and report.
class Datasets {
public:
    virtual ~Datasets() = default;

    /// The rows of one file. The first call for a file reads it whole and writes the cache, the next ones map
    /// it.
    virtual Expected<std::shared_ptr<const data::Table>> open(const std::filesystem::path& file,
                                                              const config::Chosen& format, const Job& job)
        = 0;

    /// What the rows could be used for.
    virtual std::vector<TaskGuess> guess(const data::Table& table) const = 0;

    /// The data report of a recipe's `data` section. Lengths and cuts need its model; without one they stay
    /// empty.
    virtual Expected<data::Report> report(const config::Recipe& recipe, const Job& job) = 0;

    /// What the model sees of one row. Errors  as report(); NotUsable where the row has nothing to learn.
    virtual Expected<data::Sight> sight(const config::Recipe& recipe, std::int64_t row) = 0;

    /// The rows of a file as questions, in the order of its lines: with the roles of the run's recipe, or
    /// guessed where `run` is empty. A row that cannot be read or asks nothing has its error.
    virtual Expected<std::vector<AskedRow>> questions(const std::string& run,
                                                      const std::filesystem::path& file, const Job& job)
        = 0;

    /// A folder (a project) with the bundled example: its recipe and its data, copied to `folder`.
    virtual Expected<config::Recipe> example(const std::filesystem::path& folder) = 0;
};

} // namespace luthier::engine
