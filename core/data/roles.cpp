// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/roles.h"

#include "core/config/nearest.h"
#include "core/data/column_content.h"
#include "core/data/normal_text.h"
#include "core/data/role_names.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace luthier::data {
namespace {

/// A column's name as the lists above write it.
std::string plainName(std::string_view name)
{
    auto plain = normalised(name);
    std::ranges::replace_if(
        plain, [](char c) { return c == '_' || c == '-' || c == '.'; }, ' ');
    return plain;
}

/// Chooses columns for the roles of a form, one after the other.
class Guesser {
public:
    Guesser(const Table& table, Form form, const Roles& given)
        : m_table{table}
        , m_form{form}
        , m_guesses(table.columns().size())
    {
        for (std::size_t i = 0; i < m_guesses.size(); ++i) {
            m_guesses[i].column = table.columns()[i];
            m_content.push_back(contentOf(table, i));
        }
        for (const auto& [role, name] : given) {
            if (const auto column = table.column(name)) {
                give(*column, role, QT_TRANSLATE_NOOP("core", "chosen by you"));
            }
        }
    }

    std::vector<RoleGuess> guesses()
    {
        byName();
        if (m_form == Form::Classes) {
            textByContent();
            labelByContent();
        } else {
            answersByContent();
        }
        for (RoleGuess& guess : m_guesses) {
            if (!guess.role.empty()) continue;
            guess.role = "ignore";
            guess.reason = QT_TRANSLATE_NOOP("core", "neither name nor content fit what is needed");
        }
        return std::move(m_guesses);
    }

private:
    void give(std::size_t column, std::string_view role, Text reason)
    {
        m_guesses[column].role = role;
        m_guesses[column].reason = std::move(reason);
    }
    bool isFree(std::size_t column) const { return m_guesses[column].role.empty(); }
    bool has(std::string_view role) const
    {
        return std::ranges::find(m_guesses, role, &RoleGuess::role) != m_guesses.end();
    }

    /// Whether the content speaks against the role that the name suggests.
    bool fits(std::string_view role, const ColumnContent& content) const
    {
        if (role == "messages") return content.most(content.lists);
        if (role == "date") return content.most(content.dates);
        if (role == "weight") return content.most(content.numbers);
        // A few large groups could not be kept on one side of a split.
        return role != "group" || content.distinct >= 20 || content.distinct * 5 >= content.filled;
    }
    void byName();
    void textByContent();
    void labelByContent();
    void answersByContent();

    const Table& m_table;
    Form m_form;
    std::vector<RoleGuess> m_guesses;
    std::vector<ColumnContent> m_content;
};

void Guesser::byName()
{
    for (const auto& [role, names] : roleNames(m_form)) {
        const bool spoken = has("messages") && (role == "prompt" || role == "completion" || role == "text2");
        for (std::size_t n = 0; n < names.size() && !spoken && !has(role); ++n) {
            for (std::size_t i = 0; i < m_guesses.size() && !has(role); ++i) {
                if (!isFree(i) || plainName(m_guesses[i].column) != names[n] || !fits(role, m_content[i]))
                    continue;
                give(i, role, {QT_TRANSLATE_NOOP("core", "its name is '%1'"), m_guesses[i].column});
            }
        }
    }
}

/// The column with the longest texts.
void Guesser::textByContent()
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < m_content.size() && !has("text"); ++i) {
        const auto& content = m_content[i];
        if (!isFree(i) || content.filled == 0 || content.most(content.numbers) || content.most(content.dates))
            continue;
        if (!best || content.characters > m_content[*best].characters) best = i;
    }
    if (!best) return;
    give(*best, "text",
         {QT_TRANSLATE_NOOP("core", "its texts are the longest, %1 characters on average"),
          Rounded{m_content[*best].characters, 0}});
}

/// The column whose values come again most.
void Guesser::labelByContent()
{
    constexpr double kLongestLabel = 60; // characters, on average
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < m_content.size() && !has("label"); ++i) {
        const auto& content = m_content[i];
        const bool repeats = content.distinct > 1 && content.distinct * 3 <= content.filled;
        if (!isFree(i) || !repeats || content.characters > kLongestLabel || content.most(content.dates))
            continue;
        if (!best || content.distinct <= m_content[*best].distinct) best = i;
    }
    if (!best) return;
    give(*best, "label",
         {QT_TRANSLATE_NOOP("core", "%1 rows looked at have only %2 different values"),
          m_content[*best].filled, m_content[*best].distinct});
}

/// Two columns of different texts: what is asked stands before what is answered.
void Guesser::answersByContent()
{
    if (has("messages") || has("prompt") || has("completion")) return;
    std::vector<std::size_t> texts;
    for (std::size_t i = 0; i < m_content.size(); ++i) {
        const auto& content = m_content[i];
        const bool differs = content.distinct * 3 > content.filled && content.distinct > 1;
        const bool isLabel = std::ranges::find(kLabel, plainName(m_guesses[i].column)) != kLabel.end();
        const bool isText = !content.most(content.numbers) && !content.most(content.dates) && !isLabel;
        if (isFree(i) && differs && isText) texts.push_back(i);
    }
    if (texts.size() != 2) return;
    const Text reason{QT_TRANSLATE_NOOP("core", "one of the two columns whose texts differ from row to row")};
    give(texts[0], "prompt", reason);
    give(texts[1], "completion", reason);
}

Roles collected(const std::vector<RoleGuess>& guesses)
{
    Roles roles;
    for (const RoleGuess& guess : guesses) {
        if (guess.role != "ignore") roles.emplace(guess.role, guess.column);
    }
    return roles;
}

/// The role that the form needs and `roles` lacks, or empty.
std::string_view missingRole(Form form, const Roles& roles)
{
    if (form == Form::Classes)
        return !roles.contains("text") ? "text" : !roles.contains("label") ? "label" : "";
    return roles.contains("messages") || roles.contains("completion") ? "" : "completion";
}

std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t kMost = 30;
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) {
        list.append(list.empty() ? "" : ", ").append(names[i]);
    }
    return names.size() > kMost ? list + ", …" : list;
}

Unexpected wrong(std::string_view role, Text message, Text hint)
{
    return {{.code = ErrorCode::InvalidInput,
             .message = std::move(message),
             .where = "data.columns" + (role.empty() ? "" : "." + std::string{role}),
             .hint = std::move(hint)}};
}

Expected<void> checkGiven(const Table& table, Form form, const Roles& given)
{
    std::set<std::string_view> columns;
    for (const auto& [role, name] : given) {
        const auto known = roleNames(form);
        if (role != "ignore" && std::ranges::find(known, role, &RoleNames::role) == known.end()) {
            return wrong(role, {QT_TRANSLATE_NOOP("core", "the role '%1' is not used by this task"), role},
                         {});
        }
        if (!table.column(name)) {
            const std::vector<std::string_view> names{table.columns().begin(), table.columns().end()};
            const auto near = config::nearest(name, names);
            const auto list = listed(table.columns());
            return wrong(role, {QT_TRANSLATE_NOOP("core", "there is no column '%1'"), name},
                         near.empty()
                             ? Text{QT_TRANSLATE_NOOP("core", "columns: %1"), list}
                             : Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'? Columns: %2"), near, list});
        }
        if (!columns.insert(name).second) {
            return wrong(role, {QT_TRANSLATE_NOOP("core", "the column '%1' has two roles"), name}, {});
        }
    }
    return {};
}

} // namespace

std::vector<RoleGuess> guessRoles(const Table& table, Form form, const Roles& given)
{
    return Guesser{table, form, given}.guesses();
}

std::vector<FormGuess> guessForms(const Table& table)
{
    const auto named = [](const Roles& roles, std::string_view role,
                          std::span<const std::string_view> names) {
        const auto found = roles.find(role);
        return found != roles.end() && std::ranges::find(names, plainName(found->second)) != names.end();
    };
    std::vector<FormGuess> guesses;
    auto answers = collected(guessRoles(table, Form::Answers));
    auto classes = collected(guessRoles(table, Form::Classes));
    const bool areClasses = missingRole(Form::Classes, classes).empty();
    const bool asks = named(answers, "prompt", kPrompt) && named(answers, "completion", kCompletion);
    if (answers.contains("messages")) {
        guesses.push_back(
            {Form::Answers,
             answers,
             {QT_TRANSLATE_NOOP("core", "the column '%1' holds conversations"), answers["messages"]}});
    } else if (asks || (!areClasses && answers.contains("prompt") && answers.contains("completion"))) {
        guesses.push_back({Form::Answers,
                           answers,
                           {QT_TRANSLATE_NOOP("core", "'%1' asks and '%2' answers"), answers["prompt"],
                            answers["completion"]}});
    }
    if (areClasses) {
        guesses.push_back({Form::Classes,
                           classes,
                           {QT_TRANSLATE_NOOP("core", "'%1' holds texts and '%2' their labels"),
                            classes["text"], classes["label"]}});
    }
    return guesses;
}

Expected<Roles> rolesFor(const Table& table, Form form, const Roles& given)
{
    LUTHIER_CHECK(checkGiven(table, form, given));
    auto roles = collected(guessRoles(table, form, given));
    const auto missing = missingRole(form, roles);
    if (missing.empty()) return roles;
    return wrong(
        "", {QT_TRANSLATE_NOOP("core", "no column was found for the role '%1'"), missing},
        {QT_TRANSLATE_NOOP("core", "choose it under data.columns; there are: %1"), listed(table.columns())});
}

} // namespace luthier::data
