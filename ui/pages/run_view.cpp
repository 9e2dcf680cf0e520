// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_view.h"

#include "core/verdict/verdict.h"
#include "ui/bridge/run_metrics.h"
#include "ui/bridge/run_verdict.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/cell_table.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/plot/loss_plot.h"
#include "ui/widgets/plot/plot_tools.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/verdict_panel.h"

#include <algorithm>
#include <array>
#include <set>

#include <QCheckBox>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

namespace actions = verdict::actions;

constexpr double kSmoothing = 0.6;
constexpr std::size_t kAnswersShown = 4; // of a sample row, from first to newest
constexpr int kMostSampleRows = 8;

/// First and newest step and some between them, evenly.
std::vector<std::int64_t> stepsToShow(const std::vector<SampleShown>& samples)
{
    std::set<std::int64_t> all;
    for (const SampleShown& sample : samples) {
        all.insert(sample.step);
    }
    const std::vector<std::int64_t> steps{all.begin(), all.end()};
    if (steps.size() <= kAnswersShown) return steps;
    std::vector<std::int64_t> shown;
    for (std::size_t i = 0; i < kAnswersShown; ++i) {
        shown.push_back(steps[i * (steps.size() - 1) / (kAnswersShown - 1)]);
    }
    return shown;
}

Cell textCell(const QString& whole)
{
    return {.text = whole.simplified(), .tip = whole};
}

/// A class with its probability: "PlayMusic 0.92".
QRegularExpressionMatch classIn(const SampleShown& sample)
{
    static const QRegularExpression kClass{R"(^(.*) ([01]\.\d\d)$)",
                                           QRegularExpression::DotMatchesEverythingOption};
    return kClass.match(QString::fromStdString(sample.output));
}

/// Only where every answer of a run looks so: what a model wrote itself is shown as it wrote it.
bool areClasses(const std::vector<SampleShown>& samples)
{
    return std::ranges::all_of(samples, [](const SampleShown& one) { return classIn(one).hasMatch(); });
}

/// A class has its probability as the person's language writes it.
QString answerOf(const SampleShown& sample, bool isClass)
{
    if (!isClass) return QString::fromStdString(sample.output);
    const auto found = classIn(sample);
    return found.captured(1) + ' ' + number(found.captured(2).toDouble(), 2);
}

} // namespace

Cells sampleCells(const std::vector<SampleShown>& samples)
{
    const auto steps = stepsToShow(samples);
    Cells cells;
    cells.columns = {{.title = RunView::tr("Text"), .wide = true}, {.title = RunView::tr("Right answer")}};
    for (const std::int64_t step : steps) {
        cells.columns.push_back({.title = RunView::tr("Step %1").arg(number(step)), .wide = true});
    }
    const bool classes = areClasses(samples);
    std::map<std::string, std::size_t> places; // of each text in cells.rows
    for (const SampleShown& sample : samples) {
        const auto [place, isNew] = places.try_emplace(sample.input, cells.rows.size());
        if (isNew) {
            CellRow row{.key = QString::fromStdString(sample.input)};
            row.cells.resize(cells.columns.size());
            row.cells[0] = textCell(QString::fromStdString(sample.input));
            row.cells[1] = textCell(QString::fromStdString(sample.expected));
            cells.rows.push_back(std::move(row));
        }
        const auto at = std::ranges::find(steps, sample.step);
        if (at == steps.end()) continue;
        Cell cell = textCell(answerOf(sample, classes));
        cell.strong = !sample.expected.empty() && sample.output.starts_with(sample.expected);
        if (cell.strong) cell.text += QStringLiteral(" ✓");
        cells.rows[place->second].cells[2 + static_cast<std::size_t>(at - steps.begin())] = cell;
    }
    return cells;
}

RunView::RunView(QWidget* parent)
    : QWidget{parent}
    , m_losses{new LossPlot{tr("Loss"), tr("Loss (nats)")}}
    , m_metrics{new LossPlot{tr("Right answers on held-back rows"), tr("Share (%)")}}
    , m_probe{new LossPlot{tr("Still remembers: loss on general texts"), tr("Loss (nats)")}}
    , m_verdict{new VerdictPanel}
    , m_sampleBox{new QWidget}
    , m_samples{new CellTable{tr("The same rows over time"), kMostSampleRows}}
    , m_sampleText{new Label}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 16);
    column->addWidget(new SideBySide{buildPlots(), m_verdict, 480, 328});
    auto* samples = new QVBoxLayout{m_sampleBox};
    setSpace(*samples, 0, 8);
    samples->addWidget(new Label{Type::Section, tr("The same rows over time")});
    samples->addWidget(m_samples);
    samples->addWidget(m_sampleText);
    m_sampleText->setVerbatim();
    m_sampleText->setTextFormat(Qt::PlainText); // a model may write anything
    m_sampleText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sampleText->hide();
    connect(m_samples, &CellTable::currentKeyChanged, this, &RunView::showSampleText);
    column->addWidget(m_sampleBox);
    column->addStretch(1);
    connect(m_verdict, &VerdictPanel::acted, this, [this](const QString& action) {
        if (action.toStdString() != actions::kContinue) {
            Q_EMIT acted(action);
            return;
        }
        m_watched = QString::fromStdString(m_story.verdict->kind);
        showVerdict();
    });
    addSeries();
    m_sampleBox->hide();
}

QWidget* RunView::buildPlots()
{
    auto* plots = new QWidget;
    auto* column = new QVBoxLayout{plots};
    setSpace(*column, 0, 16);
    m_losses->tools().setSmoothing(kSmoothing);
    m_losses->setEmptyReason(tr("The first point comes after the first step."));
    m_metrics->setEmptyReason(tr("The first point comes with the first look at held-back rows."));
    setBounds(*m_losses, {.leastHeight = 340});
    auto* alike = new QCheckBox{tr("Training rows, measured &alike")};
    alike->setToolTip(
        tr("Loss on as many training rows as are held back, without dropout: the fair comparison"));
    m_losses->tools().layout()->addWidget(alike);
    connect(alike, &QCheckBox::toggled, this, [this](bool on) { m_losses->showSeries(m_alike, on); });
    column->addWidget(m_losses, 3);
    for (LossPlot* plot : {m_metrics, m_probe}) {
        plot->setToolsShown(false);
        setBounds(*plot, {.leastHeight = 220});
        column->addWidget(plot, 2);
    }
    m_probe->hide();
    return plots;
}

void RunView::addSeries()
{
    using Shape = PlotSeries::Shape;
    m_train = m_losses->addSeries({.name = tr("training"), .shape = Shape::Line, .look = 0});
    m_held = m_losses->addSeries({.name = tr("held-back"), .shape = Shape::Looks, .look = 1});
    m_alike = m_losses->addSeries(
        {.name = tr("training, alike"), .shape = Shape::Looks, .look = 2, .visible = false});
    m_general = m_probe->addSeries({.name = tr("general texts"), .shape = Shape::Looks, .look = 3});
}

void RunView::begin(const QString& name)
{
    m_story = {};
    m_active = false;
    m_watched.clear();
    m_seconds = 0;
    m_losses->clear();
    m_probe->clear();
    m_metrics->removeAllSeries();
    m_metricSeries.clear();
    for (LossPlot* plot : {m_losses, m_metrics, m_probe}) {
        plot->setPictureNote(name);
    }
    m_verdict->clear();
    m_probe->hide();
    m_sampleBox->hide();
}

void RunView::setActive(bool active)
{
    m_active = active;
    if (m_story.verdict) showVerdict();
}

void RunView::show(const std::vector<Event>& events)
{
    Points steps, held, alike, probe;
    const std::size_t samples = m_story.samples.size();
    bool judged = false;
    for (const Event& event : events) {
        m_story.add(event);
        if (const auto* step = std::get_if<StepDone>(&event)) {
            if (step->tokensPerSecond > 0) m_seconds += double(step->tokens) / step->tokensPerSecond;
            steps.push_back({double(step->step), step->epoch, m_seconds, step->loss});
        } else if (const auto* look = std::get_if<LookDone>(&event)) {
            showLook(*look, held, alike, probe);
        } else if (const auto* noted = std::get_if<Noted>(&event)) {
            m_losses->addMark(double(noted->step), words(noted->text));
        } else {
            judged = judged || std::holds_alternative<VerdictGiven>(event);
        }
    }
    m_losses->append(m_train, steps);
    m_losses->append(m_held, held);
    m_losses->append(m_alike, alike);
    m_probe->append(m_general, probe);
    if (!probe.empty()) m_probe->setVisible(true);
    if (m_story.bestStep > 0) m_losses->setBest(double(m_story.bestStep));
    if (judged) showVerdict();
    if (m_story.samples.size() > samples) showSamples();
}

void RunView::showLook(const LookDone& look, Points& held, Points& alike, Points& probe)
{
    PlotPoint place{double(look.step), look.epoch, m_seconds, look.loss};
    held.push_back(place);
    place.value = look.trainSampleLoss;
    alike.push_back(place);
    if (look.probeLoss) {
        place.value = *look.probeLoss;
        probe.push_back(place);
    }
    showMetrics(look, place);
}

void RunView::showMetrics(const LookDone& look, const PlotPoint& place)
{
    for (const auto& [name, value] : look.metrics) {
        if (!isShare(name)) continue; // perplexity says what the loss says
        auto found = m_metricSeries.find(name);
        if (found == m_metricSeries.end()) {
            const int series = static_cast<int>(m_metricSeries.size());
            found = m_metricSeries
                        .emplace(name,
                                 m_metrics->addSeries({.name = metricWord(name),
                                                       .shape = PlotSeries::Shape::Looks,
                                                       .look = series + 1}))
                        .first;
        }
        PlotPoint point = place;
        point.value = value * 100;
        m_metrics->append(found->second, std::array{point});
    }
}

void RunView::showVerdict()
{
    const VerdictGiven& given = *m_story.verdict;
    const auto noise = given.evidence.find("noise");
    if (noise != given.evidence.end()) m_losses->setNoise(m_held, noise->second);
    VerdictWords said = wordsOf(given);
    const bool watched = m_watched == QString::fromStdString(given.kind);
    std::erase_if(said.offers, [&](const VerdictWords::Offer& offer) {
        const std::string action = offer.action.toStdString();
        const bool needsARun = action == actions::kStopKeepBest || action == actions::kContinue;
        return watched || (!m_active && needsARun);
    });
    m_verdict->setVerdict(stateOf(given), said);
}

void RunView::showSamples()
{
    m_samples->setCells(sampleCells(m_story.samples));
    showSampleText();
    m_sampleBox->show();
}

void RunView::showSampleText()
{
    const std::string input = m_samples->currentKey().toStdString();
    const auto newest
        = std::ranges::find(m_story.samples.rbegin(), m_story.samples.rend(), input, &SampleShown::input);
    m_sampleText->setVisible(newest != m_story.samples.rend());
    if (newest == m_story.samples.rend()) return;
    m_sampleText->setText(
        tr("Step %1: %2")
            .arg(number(newest->step), answerOf(*newest, areClasses(m_story.samples)).trimmed()));
}

} // namespace luthier::ui
