// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "ui/bridge/run_metrics.h"
#include "ui/bridge/words.h"
#include "ui/models/run_tables.h"
#include "ui/pages/page.h"
#include "ui/widgets/cell_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/plot/dot_whisker.h"
#include "ui/widgets/plot/loss_plot.h"
#include "ui/widgets/plot/plot_tools.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"

#include <algorithm>

#include <QCheckBox>
#include <QJsonArray>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr const char* kChosenNote = "compare.runs"; // of the project: folders of the ticked runs
constexpr const char* kAllNote = "compare.all-settings";
constexpr int kChosenAtFirst = 3; // each one has to be measured once
constexpr int kBaselineLook = 5; // the last of the series: runs take the first ones
constexpr int kMostRows = 10, kMostClasses = 12, kMostChanged = 10; // shown without scrolling

using Histories = std::vector<std::pair<std::string, Expected<std::vector<Event>>>>;

class ComparePage final : public Page {
    Q_OBJECT
public:
    explicit ComparePage(const PageContext& context)
        : Page{tr("Compare"), tr("Which is better, and for whom is it worse?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_differences{new QCheckBox{tr("&Differences only")}}
        , m_runs{new CellTable{tr("Runs and baselines"), kMostRows}}
        , m_intervals{new DotWhisker{tr("How sure: value and 95 % interval"), tr("Share (%)")}}
        , m_curves{new LossPlot{tr("Loss on held-back rows"), tr("Loss (nats)")}}
        , m_classTitle{new Label{Type::Section}}
        , m_classes{new CellTable{tr("Classes"), kMostClasses}}
        , m_changedTitle{new Label{Type::Section}}
        , m_changed{new CellTable{tr("Examples that changed"), kMostChanged}}
    {
        auto* empty = new EmptyState{tr("There is no run to compare yet. Each run is held here against "
                                        "simply prompting the base model."),
                                     tr("Go to &Train")};
        m_stack->addWidget(empty);
        m_stack->addWidget(build());
        connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_context.navigator.pageWanted("train"); });
        connect(&context.library, &RunLibrary::changed, this, &ComparePage::showRuns);
        connect(m_runs, &CellTable::ticked, this, &ComparePage::choose);
        connect(m_runs, &CellTable::currentKeyChanged, this, &ComparePage::showDetail);
        connect(m_differences, &QCheckBox::toggled, this, [this](bool on) {
            m_context.project.setNote(kAllNote, !on);
            fillTable();
        });
        nameSettings();
        showRuns();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("try_out"); }

private:
    QWidget* build()
    {
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        m_differences->setChecked(!m_context.project.note(kAllNote).toBool());
        m_differences->setToolTip(tr("Leaves settings out that are the same in all runs"));
        column->addWidget(m_differences);
        column->addWidget(m_runs);
        auto* charts = new QWidget;
        auto* flow = new FlowLayout{420, charts};
        setSpace(*flow, 0, 16);
        m_curves->setToolsShown(false);
        m_curves->setEmptyReason(tr("The curves are being read."));
        m_intervals->setEmptyReason(tr("The runs are being measured."));
        setBounds(*m_curves, {.leastHeight = 260});
        flow->addWidget(m_curves);
        flow->addWidget(m_intervals);
        column->addWidget(charts);
        m_classTitle->setVerbatim(); // with the run's name
        m_changedTitle->setVerbatim();
        for (QWidget* part :
             std::initializer_list<QWidget*>{m_classTitle, m_classes, m_changedTitle, m_changed}) {
            column->addWidget(part);
            part->hide();
        }
        column->addStretch(1);
        return filled;
    }

    /// What settings are called; without one the recipe's key stands in the table.
    void nameSettings()
    {
        const auto name = [this](std::string_view section, std::span<const config::Field> fields) {
            for (const config::Field& field : fields) {
                m_titles.insert(QString::fromStdString(std::string{section} + "." + std::string{field.key}),
                                words(field.label));
            }
        };
        for (const config::Section& section : config::sections()) {
            name(section.key, section.fields);
        }
        for (const config::Entry& method : m_context.engine.catalogue->entries(engine::Registry::Methods)) {
            name("method", method.fields);
        }
    }

    void showEvent(QShowEvent* event) override
    {
        Page::showEvent(event);
        if (m_stale) compare();
    }

    /// The folders of the runs that the person ticked; before that, of the newest that can be compared.
    QStringList ticked() const
    {
        QStringList dirs;
        const QJsonValue noted = m_context.project.note(kChosenNote);
        for (const runs::RunCard& card : m_cards) {
            const QString dir = QString::fromStdString(card.dir);
            const bool is = noted.isArray()
                ? noted.toArray().contains(dir) && card.state != runs::RunCard::State::Running
                : m_context.library.isUsable(card) && dirs.size() < kChosenAtFirst;
            if (is) dirs << dir;
        }
        return dirs;
    }

    void showRuns()
    {
        m_cards = m_context.library.cardsOf(m_context.project.runs());
        std::erase_if(m_cards, [](const runs::RunCard& card) { return card.steps == 0; });
        m_stack->setCurrentIndex(m_cards.empty() ? 0 : 1);
        setPrimary({m_cards.empty() ? tr("Train first") : tr("Next: Try"), !m_cards.empty(),
                    m_cards.empty() ? tr("There is no run to compare yet.") : QString{}});
        if (m_cards.empty()) return setAnswer({State::NotStarted, tr("There is no run to compare yet.")});
        fillTable();
        if (chosenDirs() == m_asked) return;
        m_stale = true;
        if (m_asked.empty()) setAnswer({State::NotStarted, tr("The runs have not been measured yet.")});
        if (isVisible()) compare();
    }

    void choose(const QString& dir, bool on)
    {
        QStringList chosen = ticked();
        chosen.removeAll(dir);
        if (on) chosen << dir;
        m_context.project.setNote(kChosenNote, QJsonArray::fromStringList(chosen));
        compare();
    }

    /// Those of the ticked runs that can be compared, newest first.
    std::vector<std::string> chosenDirs() const
    {
        std::vector<std::string> dirs;
        for (const runs::RunCard& card : m_context.library.usableOf(ticked())) {
            dirs.push_back(card.dir);
        }
        return dirs;
    }

    void sayWhoIsLeftOut()
    {
        QStringList names;
        for (const runs::RunCard& card : m_context.library.cardsOf(ticked())) {
            if (!m_context.library.isUsable(card)) names << QString::fromStdString(card.name);
        }
        if (names.isEmpty()) return m_context.navigator.unsaid("left-out");
        Q_EMIT m_context.navigator.said({.id = "left-out",
                                         .level = Message::Level::Look,
                                         .what = tr("No checkpoint is kept of: %1.").arg(names.join(", ")),
                                         .meaning = tr("The comparison leaves that out.")});
    }

    /// Colour and marker of a compared run: the same in all charts.
    int lookOf(const std::string& dir) const
    {
        return static_cast<int>(std::ranges::find(m_asked, dir) - m_asked.begin());
    }

    void compare()
    {
        m_stale = false;
        m_asked = chosenDirs();
        sayWhoIsLeftOut();
        if (m_asked.empty()) {
            m_comparison = {};
            fillTable();
            return setAnswer({State::NotStarted, tr("Tick the runs that are to be compared.")});
        }
        engine::Records& records = *m_context.engine.records;
        m_context.jobs.start(
            {.name = tr("Comparing runs"), .key = "compare"}, this,
            [&records, dirs = m_asked](const Job& job) { return records.compare(dirs, true, job); },
            [this](Expected<runs::Comparison> comparison) { showComparison(std::move(comparison)); });
        m_context.jobs.start(
            {.name = tr("Reading curves"), .key = "curves"}, this,
            [&records, dirs = m_asked](const Job&) {
                Histories histories;
                for (const std::string& dir : dirs) {
                    histories.emplace_back(dir, records.history(dir));
                }
                return histories;
            },
            [this](const Histories& histories) { showCurves(histories); });
    }

    void showComparison(Expected<runs::Comparison> comparison)
    {
        if (!comparison) {
            m_asked.clear(); // another look at the page asks again
            m_stale = true;
            if (comparison.error().code == ErrorCode::Interrupted) return;
            setAnswer({State::NeedsALook, tr("The runs could not be compared.")});
            return m_context.navigator.said(messageOf(comparison.error(), "compare",
                                                      tr("What each run measured itself is in the table.")));
        }
        Q_EMIT m_context.navigator.unsaid("compare");
        m_comparison = *std::move(comparison);
        using Word = runs::Compared::Word;
        const bool anyBetter = std::ranges::any_of(m_comparison.rows, [](const runs::Compared& row) {
            return !row.baseline && row.word == Word::Better;
        });
        setAnswer({anyBetter ? State::Ready : State::NeedsALook, words(m_comparison.answer)});
        fillTable();
        showIntervals();
        if (m_runs->currentKey().isEmpty()) m_runs->setCurrentKey(QString::fromStdString(m_asked.front()));
        showDetail();
    }

    void showIntervals()
    {
        const std::string metric = shownMetric(m_comparison);
        const double unit = isShare(metric) ? 100 : 1;
        std::vector<Whisker> whiskers;
        for (const runs::Compared& row : m_comparison.rows) {
            const auto found = row.evaluation.metrics.find(metric);
            if (found == row.evaluation.metrics.end()) continue;
            const auto& [value, low, high] = found->second;
            whiskers.push_back({nameOf(row), value * unit, low * unit, high * unit,
                                measuredText(metric, found->second),
                                row.baseline ? kBaselineLook : lookOf(row.dir)});
        }
        m_intervals->setEmptyReason(tr("This comparison has no interval to draw."));
        if (!whiskers.empty()) m_intervals->setReference(whiskers.front().value, whiskers.front().label);
        m_intervals->setWhiskers(std::move(whiskers));
    }

    void fillTable()
    {
        std::vector<RunLine> lines;
        for (const runs::Compared& row : m_comparison.rows) {
            if (row.baseline) lines.push_back({.name = nameOf(row), .compared = row});
        }
        const QStringList chosen = ticked();
        for (const runs::RunCard& card : m_cards) {
            RunLine line{.name = QString::fromStdString(card.name),
                         .card = card,
                         .chosen = chosen.contains(QString::fromStdString(card.dir))};
            const auto found = std::ranges::find(m_comparison.rows, card.dir, &runs::Compared::dir);
            if (found != m_comparison.rows.end()) line.compared = *found;
            lines.push_back(std::move(line));
        }
        m_runs->setCells(runCells(lines,
                                  {.metric = m_comparison.metric,
                                   .shown = shownMetric(m_comparison),
                                   .differencesOnly = m_differences->isChecked(),
                                   .titles = m_titles}));
    }

    void showCurves(const Histories& histories)
    {
        m_curves->removeAllSeries();
        for (const auto& [dir, events] : histories) {
            if (!events) continue; // a run without its events: the table shows its numbers
            const auto card = std::ranges::find(m_cards, dir, &runs::RunCard::dir);
            const int series = m_curves->addSeries(
                {.name = QString::fromStdString(card == m_cards.end() ? dir : card->name),
                 .shape = PlotSeries::Shape::Looks,
                 .look = lookOf(dir)});
            std::vector<PlotPoint> points;
            for (const Event& event : *events) {
                if (const auto* seen = std::get_if<LookDone>(&event)) {
                    points.push_back({double(seen->step), seen->epoch, 0, seen->loss});
                }
            }
            m_curves->append(series, points);
        }
        m_curves->setEmptyReason(tr("None of the runs looked at held-back rows."));
    }

    /// Classes and changed examples of the row that is selected, against the first one.
    void showDetail()
    {
        const QString key = m_runs->currentKey();
        const runs::Compared* row = nullptr;
        for (const runs::Compared& one : m_comparison.rows) {
            if (key == (one.baseline ? nameOf(one) : QString::fromStdString(one.dir))) row = &one;
        }
        const runs::Compared* first = m_comparison.rows.empty() ? nullptr : &m_comparison.rows.front();
        const bool any = row != nullptr && row != first;
        const bool classes = row != nullptr && !row->evaluation.classes.empty();
        m_classTitle->setVisible(classes);
        m_classes->setVisible(classes);
        m_changedTitle->setVisible(any);
        m_changed->setVisible(any);
        if (classes) {
            m_classTitle->setText(tr("Each class: %1").arg(nameOf(*row)));
            m_classes->setCells(classCells(row->evaluation, any ? &first->evaluation : nullptr));
        }
        if (!any) return;
        const Changes changes = changedCells(first->evaluation, row->evaluation);
        const QString pair = tr("%1 against %2").arg(nameOf(*row), nameOf(*first));
        m_changedTitle->setText(classes ? tr("Examples that changed, %1: %2 now right, %3 now wrong")
                                              .arg(pair, number(changes.nowRight), number(changes.nowWrong))
                                        : tr("Examples whose loss changed most, %1").arg(pair));
        m_changed->setCells(changes.cells);
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QCheckBox* m_differences;
    CellTable* m_runs;
    DotWhisker* m_intervals;
    LossPlot* m_curves;
    Label* m_classTitle;
    CellTable* m_classes;
    Label* m_changedTitle;
    CellTable* m_changed;
    QHash<QString, QString> m_titles;
    std::vector<runs::RunCard> m_cards;
    runs::Comparison m_comparison;
    std::vector<std::string> m_asked; ///< runs of the comparison that is shown or on its way
    bool m_stale{true};
};

} // namespace

std::unique_ptr<Page> compare(const PageContext& context);

std::unique_ptr<Page> compare(const PageContext& context)
{
    return std::make_unique<ComparePage>(context);
}

} // namespace luthier::ui

#include "compare.moc"
