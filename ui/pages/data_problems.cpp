// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data_problems.h"

#include "ui/bridge/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/state.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>

#include <QGridLayout>
#include <QPushButton>

namespace luthier::ui {
namespace {

constexpr std::size_t kExamples = 3; // rows a problem: enough to see what is meant
constexpr int kExampleLength = 110; // letters: about one line

} // namespace

/// "Row 12: play some jazz", one a line. Not in the nameless namespace, where lupdate mistakes its context.
static QString examplesOf(const data::Problem& problem, const data::Table* table, const data::Roles& roles)
{
    if (table == nullptr) return {};
    const std::string text = tellingColumn(roles);
    const auto column = table->column(text);
    QStringList lines;
    for (const std::int64_t row : problem.rows) {
        if (lines.size() == static_cast<qsizetype>(kExamples)) break;
        if (row < 0 || row >= table->rows()) continue;
        const auto cell = column ? table->cell(row, *column) : std::nullopt;
        QString words = cell
            ? QString::fromUtf8(cell->data(), static_cast<qsizetype>(cell->size())).simplified()
            : QString{};
        if (words.size() > kExampleLength) words = words.left(kExampleLength) + QChar{0x2026};
        lines << ProblemList::tr("Row %1: %2")
                     .arg(number(row + 1), words.isEmpty() ? ProblemList::tr("empty") : words);
    }
    return lines.join('\n');
}

std::string tellingColumn(const data::Roles& roles)
{
    for (const char* role : {"text", "prompt", "messages"}) {
        if (const auto found = roles.find(role); found != roles.end()) return found->second;
    }
    return {};
}

ProblemList::ProblemList(QWidget* parent)
    : QWidget{parent}
{
    setSpace(*new QVBoxLayout{this}, 0, 8);
}

void ProblemList::setProblems(const std::vector<data::Problem>& problems, const data::Table* table,
                              const data::Roles& roles)
{
    clearLayout(*layout());
    if (problems.empty()) {
        layout()->addWidget(new Label{tr("Nothing was found that would spoil training.")});
        return;
    }
    for (const data::Problem& problem : problems) {
        auto* panel = new Panel;
        auto* grid = new QGridLayout{panel};
        setSpace(*grid, 16, 12, 8);
        grid->setColumnStretch(1, 1);
        const State state = problem.blocking ? State::Blocked : State::NeedsALook;
        const QString what = words(problem.message);
        grid->addWidget(new StateMark{state}, 0, 0, Qt::AlignTop);
        auto* message = new Label{what};
        grid->addWidget(message, 0, 1);
        const QString examples = examplesOf(problem, table, roles);
        QString below = problem.where.empty()
            ? examples
            : QString::fromStdString(problem.where) + (examples.isEmpty() ? "" : "\n") + examples;
        if (problem.blocking)
            message->setAccessibleName(tr("Training is refused until this is solved: %1").arg(what));
        if (!below.isEmpty()) {
            auto* rows = new Label{Type::Caption, below};
            rows->setTone(Label::Tone::Second);
            rows->setVerbatim();
            grid->addWidget(rows, 1, 1);
        }
        if (!problem.rows.empty() && !examples.isEmpty()) {
            auto* show = makeButton(tr("Show rows"));
            show->setAccessibleName(tr("Show rows: %1").arg(what));
            connect(show, &QPushButton::clicked, this,
                    [this, problem, what] { Q_EMIT rowsWanted(problem.rows, problem.count, what); });
            grid->addWidget(show, 0, 2, 2, 1, Qt::AlignTop);
        }
        layout()->addWidget(panel);
    }
}

} // namespace luthier::ui
