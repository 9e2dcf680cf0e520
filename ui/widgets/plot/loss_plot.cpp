// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/loss_plot.h"

#include "ui/widgets/plot/plot_canvas.h"
#include "ui/widgets/plot/plot_tools.h"
#include "ui/widgets/theme/label.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <QKeyEvent>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using namespace std::chrono_literals;
constexpr auto kPicture = 50ms; // 20 pictures a second

QString axisTitle(PlotX x)
{
    switch (x) {
    case PlotX::Epoch:
        return LossPlot::tr("Round (epoch)");
    case PlotX::Time:
        return LossPlot::tr("Time (s)");
    case PlotX::Step:
        break;
    }
    return LossPlot::tr("Step");
}

} // namespace

LossPlot::LossPlot(const QString& title, const QString& valueTitle, QWidget* parent)
    : Chart{title, new PlotCanvas, parent}
    , m_plot{static_cast<PlotCanvas*>(canvas())}
    , m_tools{new PlotTools}
    , m_empty{new Label}
    , m_valueTitle{valueTitle}
{
    addTools(m_tools);
    setBounds(*m_plot, {.leastHeight = 200});
    m_plot->dress(coloursOf(palette()));
    m_plot->setTitles(axisTitle(m_tools->x()), m_valueTitle);
    (new QVBoxLayout{m_plot})->addWidget(m_empty); // over the empty axes
    m_empty->setTone(Label::Tone::Second);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    listen();
    drawSoon();
}

void LossPlot::listen()
{
    m_drawTimer.setSingleShot(true);
    m_drawTimer.setInterval(kPicture);
    connect(&m_drawTimer, &QTimer::timeout, this, &LossPlot::drawNow);
    connect(m_tools, &PlotTools::changed, this, &LossPlot::applyTools);
    connect(m_tools, &PlotTools::followWanted, this, &LossPlot::showAll);
    connect(m_plot, &PlotCanvas::doubleClicked, this, &LossPlot::showAll);
    connect(m_plot, &PlotCanvas::hovered, this, &LossPlot::placeCursor);
    connect(m_plot, &PlotCanvas::left, this, [this] {
        m_plot->placeCursor(std::nullopt);
        setReadout({});
    });
    connect(m_plot, &QCustomPlot::mousePress, this, [this] { setFocus(Qt::MouseFocusReason); });
    connect(m_plot, &PlotCanvas::rangeTouched, this, [this] {
        m_following = false;
        m_tools->setFollowOffered(true);
    });
}

int LossPlot::addSeries(const PlotSeries& series)
{
    const bool looks = series.shape == PlotSeries::Shape::Looks;
    m_set.entries.push_back({.series = series});
    m_set.entries.back().curve.setSmoothing(looks ? 0 : m_tools->smoothing());
    m_drawn.push_back(0);
    const int id = m_plot->addSeries({.name = series.name, .look = series.look, .looks = looks});
    m_plot->showSeries(id, series.visible);
    return id;
}

void LossPlot::removeAllSeries()
{
    clear();
    m_set.entries.clear();
    m_drawn.clear();
    m_plot->removeSeries();
}

void LossPlot::clear()
{
    m_set.clearPoints();
    std::ranges::fill(m_drawn, 0);
    m_cursorStep.reset();
    m_plot->placeCursor(std::nullopt);
    setReadout({});
    showAll();
}

void LossPlot::append(int series, std::span<const PlotPoint> points)
{
    entry(series).curve.append(points);
    drawSoon();
}

void LossPlot::setNoise(int series, double sigma)
{
    if (std::exchange(entry(series).noise, sigma) == sigma) return;
    drawn(series) = 0; // the whole band has a new width
    drawSoon();
}

void LossPlot::showSeries(int series, bool visible)
{
    entry(series).series.visible = visible;
    m_plot->showSeries(series, visible);
    drawSoon();
}

void LossPlot::setBest(std::optional<double> step)
{
    m_set.best = step;
    drawSoon();
}

void LossPlot::addMark(double step, const QString& what)
{
    m_set.marks.push_back({step, what});
    drawSoon();
}

void LossPlot::setEmptyReason(const QString& reason)
{
    m_empty->setText(reason);
}

void LossPlot::setToolsShown(bool shown)
{
    m_tools->setVisible(shown);
}

QString LossPlot::summary() const
{
    if (m_set.isEmpty()) return m_empty->text();
    if (m_above == 0) return m_set.summary();
    return m_set.summary() + ' ' + tr("%n point(s) above the picture.", nullptr, static_cast<int>(m_above));
}

void LossPlot::applyTools()
{
    std::ranges::fill(m_drawn, 0);
    for (CurveSet::Entry& one : m_set.entries) {
        if (one.series.shape == PlotSeries::Shape::Line) one.curve.setSmoothing(m_tools->smoothing());
    }
    m_plot->setLogarithmic(m_tools->isLogarithmic());
    m_plot->setTitles(axisTitle(m_tools->x()), m_valueTitle);
    m_plot->dress(coloursOf(palette()));
    showAll();
}

void LossPlot::drawSoon()
{
    if (!m_drawTimer.isActive()) m_drawTimer.start();
}

void LossPlot::drawNow()
{
    m_drawTimer.stop();
    const PlotX x = m_tools->x();
    for (int i = 0; i < static_cast<int>(m_set.entries.size()); ++i) {
        const CurveSet::Entry& one = entry(i);
        m_plot->draw(i, one.curve, x, drawn(i), one.noise);
        drawn(i) = one.curve.points().size();
    }
    std::vector<PlotCanvas::Mark> marks;
    for (const CurveSet::Mark& mark : m_set.marks) {
        marks.push_back({m_set.placeOfStep(mark.step, x), mark.what});
    }
    m_plot->placeMarks(marks);
    const auto best = m_set.bestPoint();
    m_plot->placeStar(best ? std::optional{QPointF{placeOf(*best, x), best->value}} : std::nullopt);
    m_empty->setVisible(m_set.isEmpty());
    if (m_following) rescale();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    dataChanged();
}

void LossPlot::rescale()
{
    const auto extents = m_set.extents(m_tools->x(), m_tools->isLogarithmic(), m_tools->spikesCut());
    m_above = extents.above;
    m_plot->setRanges({extents.x.low, extents.x.high}, {extents.y.low, extents.y.high});
}

void LossPlot::showAll()
{
    m_following = true;
    m_tools->setFollowOffered(false);
    drawSoon();
}

void LossPlot::placeCursor(double x)
{
    const Curve* line = m_set.longest();
    if (line == nullptr) return;
    const PlotPoint& point = line->points()[*line->nearest(x, m_tools->x())];
    m_cursorStep = point.step;
    m_plot->placeCursor(placeOf(point, m_tools->x()));
    const QString values = m_set.readout(point.step);
    setReadout(values);
    setAccessibleDescription(values);
    Q_EMIT cursorMoved(point.step);
}

void LossPlot::moveCursorTo(double step)
{
    placeCursor(m_set.placeOfStep(step, m_tools->x()));
}

void LossPlot::moveCursor(int points)
{
    const Curve* line = m_set.longest();
    if (line == nullptr) return;
    const auto last = static_cast<std::ptrdiff_t>(line->points().size()) - 1;
    const auto start = points > 0 ? std::ptrdiff_t{0} : last;
    const auto now = m_cursorStep
        ? static_cast<std::ptrdiff_t>(*line->nearest(*m_cursorStep, PlotX::Step)) + points
        : start;
    const auto at = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(now, 0, last));
    placeCursor(placeOf(line->points()[at], m_tools->x()));
}

bool LossPlot::keyPressed(QKeyEvent& event)
{
    if (event.key() != Qt::Key_B || !m_set.best) return false;
    moveCursorTo(*m_set.best);
    return true;
}

void LossPlot::changeEvent(QEvent* event)
{
    Chart::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
    m_plot->dress(coloursOf(palette()));
    drawSoon();
}

void LossPlot::drawPicture(QPainter& painter, const QRect& rect, const Colours& colours) const
{
    m_plot->dress(colours);
    painter.drawPixmap(rect, m_plot->toPixmap(rect.width(), rect.height(), 2));
    m_plot->dress(coloursOf(palette()));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace luthier::ui
