// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/data/report.h"
#include "core/data/samples.h"
#include "core/data/table.h"

#include <string_view>
#include <vector>

namespace luthier::data {

/// What a table could be used for.
struct FormGuess {
    Form form{};
    Roles roles{};
    Text reason{};
};

/// The forms that have their columns in the table, likeliest first. Of several conventions the more special
/// one counts: messages, then prompt and completion, instruction and output, question and answer, then text
/// and label.
std::vector<FormGuess> guessForms(const Table& table);

/// What each column is for, by name first and by content second; columns of `given` are taken as said. One
/// guess a column, in the table's order.
std::vector<RoleGuess> guessRoles(const Table& table, Form form, const Roles& given = {});

/// `given` (a recipe's data.columns), completed by guesses. Every role that the form needs is there.
///
/// Errors  InvalidInput at "data.columns.<role>" for a column that the table has not, a role that the form
/// has
///         not, or a column with two roles; at "data.columns" where a needed role has no column.
Expected<Roles> rolesFor(const Table& table, Form form, const Roles& given);

} // namespace luthier::data
