// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_vector.h"
#include "core/data/clusters.h"
#include "core/data/prepare.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::data {

enum class RowState : std::uint8_t { Usable, Empty, Unlabelled, Unreadable };

/// All rows of a recipe's tables one after the other, and what is known of each. Rows are numbered through:
/// the training file's, the validation file's, the test file's.
class RowFacts {
public:
    /// Errors  InvalidInput where a table lacks a role's column; Limit for too many rows or labels;
    /// Interrupted.
    static Expected<RowFacts> of(const Tables& tables, Form form, const Roles& roles, const Job& job);

    std::uint32_t rows() const { return m_begins.back(); }
    std::uint32_t trainRows() const { return m_begins[1]; } ///< of the training file: the first
    Part fileOf(std::uint32_t row) const; ///< of which file's part it is: Train, Validation, Test
    std::int64_t inFile(std::uint32_t row) const; ///< its number there
    std::string_view cell(std::uint32_t row, std::string_view role) const;
    /// The text by which copies are told, normalised.
    void comparable(std::uint32_t row, std::string& into) const;

    /// A Problem of these rows. It shows the first of those that the training file holds.
    Problem problem(std::string_view code, Text message, std::span<const std::uint32_t> rows) const;

    LargeVector<RowState> states{};
    LargeVector<std::uint64_t> keys{}; ///< of comparable(); 0 where the row cannot be used
    LargeVector<std::int32_t> labels{}; ///< index into labelNames, -1 without one; empty for Form::Answers
    std::vector<std::string> labelNames{}; ///< sorted; of the training file

private:
    std::pair<std::size_t, std::int64_t> place(std::uint32_t row) const;
    void look(std::uint32_t row, std::string& words);
    Expected<void> nameLabels();

    Form m_form{};
    std::vector<Rows> m_files; ///< training, validation, test; those that are there
    std::vector<Part> m_parts; ///< of each file
    std::vector<std::uint32_t> m_begins{0}; ///< first row of each file, and the number of all
};

} // namespace luthier::data
