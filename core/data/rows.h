// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"
#include "core/data/report.h"
#include "core/data/samples.h"
#include "core/data/table.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace luthier::data {

/// A row of Form::Classes. Views into the table.
struct RowText {
    std::string_view text{};
    std::optional<std::string_view> text2{}; ///< nothing where no column has that role
    std::string_view label{}; ///< empty: none
};

/// A row of Form::Answers.
struct Conversation {
    std::string system{};
    Json messages = Json::array(); ///< {"role", "content", …} before the answer, without the system's
    std::string completion{}; ///< the assistant's last answer
};

/// A table seen through the roles of its columns.
///
/// Thread  any, at the same time.
class Rows {
public:
    /// Errors  InvalidInput where the table lacks a column of `roles`.
    static Expected<Rows> of(const Table& table, const Roles& roles);

    const Table& table() const { return *m_table; }
    bool has(std::string_view role) const { return m_columns.contains(role); }
    /// The cell of a role; empty where there is none.
    std::string_view cell(std::int64_t row, std::string_view role) const;

    RowText text(std::int64_t row) const;
    /// A prompt and its further text are joined with a blank line. Messages may be OpenAI's (role, content)
    /// or ShareGPT's (from, value).
    ///
    /// Errors  BadJson, WrongType, MissingField, BadValue for messages that are none; NotUsable where there
    /// is
    ///         no answer, or nothing that it answers to.
    Expected<Conversation> conversation(std::int64_t row) const;
    /// What the row asks: the same without the answer, which may be missing. Errors  as above.
    Expected<Conversation> question(std::int64_t row) const;

private:
    explicit Rows(const Table& table)
        : m_table{&table}
    {
    }
    Expected<Json> messages(std::string_view json) const;
    Expected<Json> asked(std::int64_t row) const;

    const Table* m_table;
    std::map<std::string, std::size_t, std::less<>> m_columns; ///< by role
};

/// How much a row counts: a number from 0 on. Nothing where the cell says something else; 1 where it is
/// empty.
std::optional<float> weightOf(std::string_view cell);

/// The text of a message's content: a text, or a list of parts of which some are text.
std::string contentText(const Json& content);

/// Everything that is said in a conversation, one after the other.
std::string saidIn(const Conversation& conversation);

} // namespace luthier::data
