// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/runs_panel.h"

#include "ui/bridge/run_start.h"
#include "ui/bridge/words.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using State = runs::RunCard::State;

QString stateWord(State state)
{
    switch (state) {
    case State::Running:
        return RunsPanel::tr("running");
    case State::Finished:
        return RunsPanel::tr("finished");
    case State::EarlyStopped:
        return RunsPanel::tr("stopped early");
    case State::Stopped:
        return RunsPanel::tr("stopped");
    case State::Failed:
        return RunsPanel::tr("failed");
    case State::Interrupted:
        break;
    }
    return RunsPanel::tr("interrupted");
}

/// Shows the name and the facts under it; F2 edits the name alone.
class RunItem final : public QListWidgetItem {
public:
    RunItem(const QString& name, const QString& facts, QListWidget* list)
        : QListWidgetItem{list}
        , m_facts{facts}
    {
        setFlags(flags() | Qt::ItemIsEditable);
        QListWidgetItem::setData(Qt::EditRole, name);
    }
    QVariant data(int role) const override
    {
        const QVariant value = QListWidgetItem::data(role);
        return role == Qt::DisplayRole ? value.toString() + '\n' + m_facts : value;
    }

private:
    QString m_facts;
};

bool canGoOn(State state)
{
    return state == State::Interrupted || state == State::Stopped;
}

} // namespace

RunsPanel::RunsPanel(Project& project, RunLibrary& library, Navigator& navigator, QWidget* parent)
    : QWidget{parent}
    , m_project{project}
    , m_library{library}
    , m_navigator{navigator}
    , m_stack{new Stack{this}}
    , m_list{new QListWidget}
    , m_open{makeButton(tr("&Open"))}
    , m_resume{makeButton(tr("&Go on"))}
    , m_reuse{makeButton(tr("Use its &recipe"))}
{
    auto* empty = new EmptyState{tr("No run yet."), tr("Go to Train")};
    m_stack->addWidget(empty);
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout{filled};
    setSpace(*column, 4, 12);
    auto* buttons = new QWidget;
    auto* flow = new FlowLayout{0, buttons};
    setSpace(*flow, 0, 8);
    for (QPushButton* button : {m_open, m_resume, m_reuse}) {
        flow->addWidget(button);
    }
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    m_stack->addWidget(filled);
    m_list->setAccessibleName(tr("Runs of this project"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setWordWrap(true);
    markVerbatim(*m_list);
    m_reuse->setToolTip(tr("The draft becomes a copy of this run's recipe"));

    connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_navigator.pageWanted("train"); });
    connect(m_list, &QListWidget::currentRowChanged, this, &RunsPanel::showButtons);
    connect(m_list, &QListWidget::itemActivated, m_open, &QPushButton::click);
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (m_filling) return;
        const auto& card = m_cards[static_cast<std::size_t>(m_list->row(item))];
        m_library.rename(card.dir, item->data(Qt::EditRole).toString().trimmed().toStdString());
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto run = current())
            Q_EMIT m_navigator.pageWanted("train", QString::fromStdString(run->dir));
    });
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const auto run = current()) Q_EMIT m_navigator.resumeWanted(QString::fromStdString(run->dir));
    });
    connect(m_reuse, &QPushButton::clicked, this, &RunsPanel::useRecipe);
    connect(&library, &RunLibrary::changed, this, &RunsPanel::refresh);
    connect(&project, &Project::runsChanged, this, &RunsPanel::refresh);
    refresh();
}

void RunsPanel::refresh()
{
    m_cards = m_library.cardsOf(m_project.runs());
    m_filling = true;
    const int row = m_list->currentRow();
    m_list->clear();
    for (const runs::RunCard& card : m_cards) {
        const QString name = QString::fromStdString(card.name);
        const QString facts = tr("%1 · best step %2 · loss %3 · %4")
                                  .arg(stateWord(card.state), number(card.bestStep), significant(card.loss),
                                       fileSize(card.bytes));
        new RunItem{name, facts, m_list}; // the list owns it
    }
    m_filling = false;
    m_list->setCurrentRow(std::min(std::max(0, row), m_list->count() - 1));
    m_stack->setCurrentIndex(m_cards.empty() ? 0 : 1);
    showButtons();
}

std::optional<runs::RunCard> RunsPanel::current() const
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_cards.size())) return std::nullopt;
    return m_cards[static_cast<std::size_t>(row)];
}

void RunsPanel::showButtons()
{
    const auto run = current();
    m_open->setEnabled(run.has_value());
    m_reuse->setEnabled(run.has_value());
    m_resume->setEnabled(run && canGoOn(run->state));
    m_resume->setToolTip(m_resume->isEnabled() ? tr("Goes on from the newest whole checkpoint")
                                               : tr("Only a stopped or interrupted run can go on"));
    m_resume->setAccessibleDescription(m_resume->toolTip());
}

void RunsPanel::useRecipe()
{
    const auto run = current();
    if (!run) return;
    auto recipe = recipeOfRun(run->dir);
    if (!recipe) {
        Q_EMIT m_navigator.said(messageOf(recipe.error(), "reuse"));
        return;
    }
    m_project.change(tr("Recipe of %1 taken over").arg(QString::fromStdString(run->name)),
                     [&](config::Recipe& draft) {
                         const auto folder = draft.folder;
                         const auto file = draft.file;
                         if (const auto train = recipe->data.find("train"); train != recipe->data.end()) {
                             train->second = recipe->resolve(train->second.text).string();
                         }
                         draft = *recipe;
                         draft.folder = folder;
                         draft.file = file;
                     });
}

} // namespace luthier::ui
