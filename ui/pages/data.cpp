// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"
#include "ui/pages/data_file.h"
#include "ui/pages/data_problems.h"
#include "ui/pages/data_rows.h"
#include "ui/pages/data_tabs.h"
#include "ui/pages/page.h"
#include "ui/pages/sight_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/plot/bar_chart.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTabBar>
#include <QUrl>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr std::int64_t kFewRows = 20; // of a label: product.md §2.1
constexpr double kSmallShare = 0.02;
constexpr std::int64_t kMostRows = 1'000'000'000; // that a spin box can count

class DataPage final : public Page {
    Q_OBJECT
public:
    explicit DataPage(const PageContext& context);

    void act() override { Q_EMIT m_context.navigator.pageWanted("model"); }
    void arrive(const QString& detail) override;

private:
    enum Tab { Rows, Problems, Balance, Lengths, Split, Sight };

    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    QWidget* filled();
    QWidget* sightTab();
    void addTab(Tab tab, const QString& title, QWidget* content);
    void refresh();
    void showTabs(bool all);
    void showFault(const Error& fault);
    void showReport(const data::Report& report);
    void showBalance(const data::Report& report);
    void showSight();

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    DataFile* m_file;
    DataRows* m_rows;
    QTabBar* m_tabs;
    Stack* m_tabStack{};
    ProblemList* m_problems;
    BarChart* m_balance;
    LengthTab* m_lengths;
    SplitTab* m_split;
    QSpinBox* m_row;
    SightView* m_sight;
    QPushButton* m_toModel;
};

DataPage::DataPage(const PageContext& context)
    : Page{tr("Data"), tr("Is my data good enough?")}
    , m_context{context}
    , m_stack{new Stack{this}}
    , m_file{new DataFile{context}}
    , m_rows{new DataRows{context}}
    , m_tabs{new QTabBar}
    , m_problems{new ProblemList}
    , m_balance{new BarChart{tr("Labels"), this}}
    , m_lengths{new LengthTab{context.project}}
    , m_split{new SplitTab{context.project}}
    , m_row{new QSpinBox}
    , m_sight{new SightView}
    , m_toModel{makeButton(tr("Choose a model"))}
{
    setAcceptDrops(true);
    auto* empty = new EmptyState{tr("Drop a file with your examples here."), tr("&Add a file…"),
                                 tr("Try the example")};
    m_stack->addWidget(empty);
    m_stack->addWidget(filled());
    connect(empty, &EmptyState::acted, &context.navigator, &Navigator::openFilesWanted);
    connect(empty, &EmptyState::linkFollowed, &context.navigator, &Navigator::exampleWanted);
    connect(&context.project, &Project::recipeChanged, this, &DataPage::refresh);
    connect(&context.data, &DataWatch::reportChanged, this, &DataPage::refresh);
    connect(&context.data, &DataWatch::tableChanged, m_rows, &DataRows::showTable);
    connect(m_rows, &DataRows::currentChanged, this, &DataPage::showSight);
    connect(m_rows, &DataRows::shownAlone, this, [this] { m_tabs->setCurrentIndex(Rows); });
    connect(m_problems, &ProblemList::rowsWanted, m_rows, &DataRows::showOnly);
    connect(m_balance, &BarChart::activated, this, [this](int bar) {
        const auto* report = m_context.data.report();
        if (report != nullptr) m_rows->showLabel(report->balance[static_cast<std::size_t>(bar)].label);
    });
    connect(m_lengths, &LengthTab::revealing, this, [this] { m_tabs->setCurrentIndex(Lengths); });
    connect(m_split, &SplitTab::revealing, this, [this] { m_tabs->setCurrentIndex(Split); });
    connect(m_toModel, &QPushButton::clicked, this,
            [this] { Q_EMIT m_context.navigator.pageWanted("model"); });
    refresh();
    m_rows->showTable();
}

QWidget* DataPage::filled()
{
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout{filled};
    setSpace(*column, 0, 16);
    m_tabs->setAccessibleName(tr("What was found"));
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    auto* under = new QWidget;
    m_tabStack = new Stack{under};
    column->addWidget(m_file);
    column->addWidget(m_tabs);
    column->addWidget(under);
    column->addStretch(1);
    addTab(Rows, tr("Rows"), m_rows);
    addTab(Problems, tr("Problems"), m_problems);
    addTab(Balance, tr("Balance"), m_balance);
    addTab(Lengths, tr("Length"), m_lengths);
    addTab(Split, tr("Split"), m_split);
    addTab(Sight, tr("What the model sees"), sightTab());
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_tabStack->setCurrentIndex(tab);
        if (tab == Sight) showSight();
    });
    return filled;
}

void DataPage::addTab(Tab tab, const QString& title, QWidget* content)
{
    const int at = m_tabs->addTab(title);
    LUTHIER_ASSERT(at == tab);
    m_tabStack->addWidget(content);
}

QWidget* DataPage::sightTab()
{
    auto* content = new QWidget;
    auto* column = new QVBoxLayout{content};
    setSpace(*column, 0, 8);
    auto* row = new QHBoxLayout;
    setSpace(*row, 0, 8);
    auto* label = new Label{tr("Ro&w")};
    label->setWordWrap(false);
    label->setBuddy(m_row);
    m_row->setAccessibleName(tr("Row that is shown"));
    m_row->setGroupSeparatorShown(true);
    row->addWidget(label);
    row->addWidget(m_row);
    row->addWidget(makeTokenLegend(), 1);
    column->addLayout(row);
    column->addWidget(m_sight);
    column->addWidget(m_toModel, 0, Qt::AlignLeft);
    connect(m_row, &QSpinBox::valueChanged, this, [this](int wanted) { m_rows->goTo(wanted - 1); });
    return content;
}

void DataPage::arrive(const QString& detail)
{
    for (const auto& [name, tab] :
         {std::pair{"rows", Rows}, std::pair{"problems", Problems}, std::pair{"balance", Balance},
          std::pair{"length", Lengths}, std::pair{"split", Split}, std::pair{"sight", Sight}}) {
        if (detail == name) return m_tabs->setCurrentIndex(tab);
    }
    if (!detail.startsWith("rows:")) return;
    std::vector<std::int64_t> rows;
    for (const QString& row : detail.mid(5).split(',', Qt::SkipEmptyParts)) {
        rows.push_back(row.toLongLong());
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    m_rows->showOnly(std::move(rows), count, tr("asked for on another page"));
}

void DataPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void DataPage::dropEvent(QDropEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty() || !urls.front().isLocalFile()) return;
    m_context.project.useData(toPath(urls.front().toLocalFile()),
                              tr("Data chosen: %1").arg(urls.front().fileName()));
}

void DataPage::refresh()
{
    const bool any = m_context.data.hasFile();
    m_stack->setCurrentIndex(any ? 1 : 0);
    if (!any) {
        Q_EMIT m_context.navigator.unsaid("data");
        setAnswer({State::NotStarted, tr("There is no data yet.")});
        setPrimary({tr("Add data first"), false, tr("Drop a file on the page, or press Add a file")});
        return;
    }
    m_file->refresh();
    setPrimary({tr("Next: Model")});
    if (const Error* fault = m_context.data.fault()) return showFault(*fault);
    Q_EMIT m_context.navigator.unsaid("data");
    if (const auto* report = m_context.data.report()) return showReport(*report);
    showTabs(false);
    m_rows->showReport();
    if (m_context.data.isReading()) {
        setAnswer({State::NotStarted, tr("The rows are being read.")});
    } else {
        setAnswer({State::Blocked, tr("Say what the rows are for: choose a goal, and what each column is.")});
    }
}

/// Without a report there are no more than the rows.
void DataPage::showTabs(bool all)
{
    for (const Tab tab : {Problems, Balance, Lengths, Split, Sight}) {
        m_tabs->setTabVisible(tab, all);
    }
    const bool any = m_context.data.table() != nullptr;
    m_tabs->setVisible(any);
    m_tabStack->parentWidget()->setVisible(any);
}

void DataPage::showFault(const Error& fault)
{
    showTabs(false);
    m_rows->showReport();
    setAnswer({State::Blocked, tr("The file cannot be used as it is.")});
    Q_EMIT m_context.navigator.said(messageOf(fault, "data", tr("Nothing can be learned from it yet.")));
}

void DataPage::showReport(const data::Report& report)
{
    setAnswer({stateOf(report.readiness), words(report.answer), words(report.source.reason)});
    showTabs(true);
    const auto problems = static_cast<std::int64_t>(report.problems.size());
    m_tabs->setTabText(Problems, problems == 0 ? tr("Problems") : tr("Problems (%1)").arg(number(problems)));
    m_tabs->setTabText(Rows, tr("Rows (%1)").arg(number(report.rows)));
    m_tabs->setTabVisible(Balance, !report.balance.empty());
    m_rows->showReport();
    m_problems->setProblems(report.problems, m_context.data.table().get(), report.roles);
    showBalance(report);
    m_lengths->setLengths(report.lengths, report.rows);
    m_split->setSplit(report.split);
    showSight();
}

void DataPage::showBalance(const data::Report& report)
{
    std::vector<Bar> bars;
    for (const auto& [label, rows] : report.balance) {
        const double share
            = static_cast<double>(rows) / static_cast<double>(std::max<std::int64_t>(1, report.usable));
        const bool few = rows < kFewRows || share < kSmallShare;
        const QString count = tr("%1 (%2)").arg(number(rows), percent(share));
        bars.push_back({QString::fromStdString(label), static_cast<double>(rows),
                        few ? tr("%1, few").arg(count) : count, few});
    }
    m_balance->setBars(std::move(bars));
}

void DataPage::showSight()
{
    if (m_tabs->currentIndex() != Sight || !m_context.data.report() || !m_context.data.table()) return;
    const auto& recipe = m_context.project.recipe();
    const std::int64_t row = m_rows->currentRow();
    m_toModel->setVisible(recipe.model.name.empty());
    {
        const QSignalBlocker asItIs{m_row};
        m_row->setRange(1,
                        static_cast<int>(std::min<std::int64_t>(m_context.data.table()->rows(), kMostRows)));
        m_row->setValue(static_cast<int>(row) + 1);
    }
    if (recipe.model.name.empty()) {
        return m_sight->setReason(tr("Which tokens a model sees depends on the model. None is chosen yet."));
    }
    if (row < 0) return m_sight->setReason(tr("There are no rows."));
    m_context.jobs.start(
        {.name = tr("Looking at a row"), .key = "sight", .listed = false}, this,
        [&datasets = *m_context.engine.datasets, recipe, row](const Job&) {
            return datasets.sight(recipe, row);
        },
        [this](const Expected<data::Sight>& sight) {
            if (sight) return m_sight->setSight(*sight);
            const QString hint = words(sight.error().hint);
            m_sight->setReason(words(sight.error().message) + (hint.isEmpty() ? "" : ". " + hint));
        });
}

} // namespace

std::unique_ptr<Page> data(const PageContext& context);

std::unique_ptr<Page> data(const PageContext& context)
{
    return std::make_unique<DataPage>(context);
}

} // namespace luthier::ui

#include "data.moc"
