// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/plot_canvas.h"

#include "ui/widgets/plot/marker.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>
#include <cmath>

namespace luthier::ui {
namespace {

constexpr int kMostTicks = 6; // product.md §4: seven at most
constexpr const char* kCursorLayer = "cursor";

QColor faint(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

} // namespace

PlotCanvas::PlotCanvas()
{
    setFocusPolicy(Qt::NoFocus); // the chart around it has the focus and the keys
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setNoAntialiasingOnDrag(true);
    addLayer(kCursorLayer, nullptr, limAbove);
    layer(kCursorLayer)->setMode(QCPLayer::lmBuffered); // moving the cursor redraws the cursor only
    axisRect()->setupFullAxesBox(false);
    xAxis2->setVisible(false);
    yAxis2->setVisible(false);
    axisRect()->setAutoMargins(QCP::msLeft | QCP::msTop | QCP::msBottom);

    m_star = addGraph();
    m_star->setLineStyle(QCPGraph::lsNone);
    m_cursor = new QCPItemStraightLine{this}; // the plot owns its items
    m_cursor->setLayer(kCursorLayer);
    m_cursor->setVisible(false);

    connect(this, &QCustomPlot::afterLayout, this, &PlotCanvas::placeLabels);
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() == Qt::NoButton) Q_EMIT hovered(xAxis->pixelToCoord(event->position().x()));
    });
    connect(this, &QCustomPlot::mouseDoubleClick, this, [this] { Q_EMIT doubleClicked(); });
    for (QCPAxis* axis : {xAxis, yAxis}) {
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
            if (!m_settingRanges) Q_EMIT rangeTouched();
        });
    }
}

void PlotCanvas::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    Q_EMIT left();
}

void PlotCanvas::dress(const Colours& colours)
{
    m_colours = &colours;
    setBackground(QBrush{colours.panel});
    setLocale(QLocale{});
    const QColor rule = mixed(colours.panel, colours.border, 0.6);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen{rule});
        axis->setTickPen(QPen{rule});
        axis->setSubTicks(false);
        axis->setTickLabelColor(colours.second);
        axis->setLabelColor(colours.second);
        axis->setTickLabelFont(fontFor(Type::Caption));
        axis->setLabelFont(fontFor(Type::Caption));
        axis->setLabelPadding(space(4));
        axis->ticker()->setTickCount(kMostTicks);
        axis->setNumberFormat("gbc"); // powers of ten as 10²
        axis->setNumberPrecision(4);
    }
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setPen(QPen{mixed(colours.panel, colours.border, 0.3)});
    yAxis->grid()->setZeroLinePen(Qt::NoPen);
    m_cursor->setPen(QPen{colours.second, 1, Qt::DashLine});
    m_star->setScatterStyle(QCPScatterStyle{starPath(space(18)), QPen{colours.panel, 1}, colours.text});
    for (Drawn& drawn : m_drawn) {
        pen(drawn, colours);
    }
    for (QCPItemText* mark : m_marks) {
        mark->setColor(colours.second);
    }
    fitMargin();
}

void PlotCanvas::pen(Drawn& drawn, const Colours& colours)
{
    const int look = drawn.series.look;
    const QColor ink = colours.series[static_cast<std::size_t>(look) % colours.series.size()];
    drawn.raw->setPen(QPen{faint(ink, 0.35), 1});
    drawn.smooth->setPen(dashed(QPen{ink, 2}, look));
    if (drawn.series.looks) {
        drawn.smooth->setScatterStyle(
            QCPScatterStyle{markerPath(look, space(8)), QPen{colours.panel, 1}, QBrush{ink}});
    }
    drawn.upper->setPen(Qt::NoPen);
    drawn.lower->setPen(Qt::NoPen);
    drawn.upper->setBrush(faint(ink, 0.15));
    drawn.label->setColor(ink);
    drawn.label->setFont(fontFor(Type::Caption));
}

void PlotCanvas::setTitles(const QString& x, const QString& y)
{
    xAxis->setLabel(x);
    yAxis->setLabel(y);
}

void PlotCanvas::setLogarithmic(bool on)
{
    yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    yAxis->setTicker(on ? QSharedPointer<QCPAxisTicker>{new QCPAxisTickerLog}
                        : QSharedPointer<QCPAxisTicker>{new QCPAxisTicker});
    yAxis->ticker()->setTickCount(kMostTicks);
}

int PlotCanvas::addSeries(const Series& series)
{
    Drawn drawn{.series = series,
                .raw = addGraph(),
                .smooth = addGraph(),
                .upper = addGraph(),
                .lower = addGraph(),
                .label = new QCPItemText{this}};
    drawn.upper->setChannelFillGraph(drawn.lower);
    drawn.label->setText(series.name);
    drawn.label->setClipToAxisRect(false);
    drawn.label->position->setType(QCPItemPosition::ptAbsolute);
    drawn.label->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    if (m_colours != nullptr) pen(drawn, *m_colours);
    m_drawn.push_back(drawn);
    m_star->setLayer("legend"); // above all lines
    fitMargin();
    return static_cast<int>(m_drawn.size()) - 1;
}

void PlotCanvas::removeSeries()
{
    for (const Drawn& drawn : m_drawn) {
        for (QCPGraph* graph : {drawn.upper, drawn.lower, drawn.raw, drawn.smooth}) {
            removeGraph(graph);
        }
        removeItem(drawn.label);
    }
    m_drawn.clear();
    fitMargin();
}

void PlotCanvas::showSeries(int series, bool visible)
{
    Drawn& drawn = m_drawn[static_cast<std::size_t>(series)];
    drawn.visible = visible;
    for (QCPGraph* graph : {drawn.upper, drawn.lower, drawn.raw, drawn.smooth}) {
        graph->setVisible(visible);
    }
    fitMargin();
}

void PlotCanvas::draw(int series, const Curve& curve, PlotX x, std::size_t first, double noise)
{
    Drawn& drawn = m_drawn[static_cast<std::size_t>(series)];
    const auto& points = curve.points();
    const bool smooth = !drawn.series.looks && curve.smoothing() > 0;
    QVector<QCPGraphData> raw, line, upper, lower;
    for (std::size_t i = first; i < points.size(); ++i) {
        const double at = placeOf(points[i], x);
        const double value = points[i].value;
        if (smooth) raw.append({at, value});
        line.append({at, smooth ? curve.smoothed()[i] : value});
        if (noise <= 0) continue;
        upper.append({at, value + noise});
        lower.append({at, std::max(value - noise, 1e-9)}); // a band stays drawable on a logarithmic axis
    }
    const auto put = [first](QCPGraph* graph, const QVector<QCPGraphData>& fresh) {
        if (first == 0) graph->data()->clear();
        graph->data()->add(fresh, true);
    };
    put(drawn.raw, raw);
    put(drawn.smooth, line);
    put(drawn.upper, upper);
    put(drawn.lower, lower);
}

void PlotCanvas::placeStar(std::optional<QPointF> at)
{
    m_star->data()->clear();
    if (at) m_star->addData(at->x(), at->y());
}

void PlotCanvas::placeMarks(const std::vector<Mark>& marks)
{
    for (QCPItemText* mark : m_marks) {
        removeItem(mark);
    }
    m_marks.clear();
    for (const Mark& mark : marks) {
        auto* item = new QCPItemText{this};
        item->setText(QString{QChar{0x25B2}}); // ▲; what it was is read at the cursor
        item->position->setTypeX(QCPItemPosition::ptPlotCoords);
        item->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        item->position->setCoords(mark.x, 1.0);
        item->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
        item->setFont(fontFor(Type::Caption));
        if (m_colours != nullptr) item->setColor(m_colours->second);
        m_marks.push_back(item);
    }
}

void PlotCanvas::placeCursor(std::optional<double> x)
{
    m_cursor->setVisible(x.has_value());
    if (x) {
        m_cursor->point1->setCoords(*x, yAxis->range().lower);
        m_cursor->point2->setCoords(*x, yAxis->range().upper);
    }
    layer(kCursorLayer)->replot();
}

void PlotCanvas::setRanges(QCPRange x, QCPRange y)
{
    m_settingRanges = true;
    xAxis->setRange(x);
    yAxis->setRange(y);
    m_settingRanges = false;
}

/// The names stand at the ends of their lines, pushed apart where they would lie on each other.
void PlotCanvas::placeLabels()
{
    struct Place {
        QCPItemText* label;
        double y;
    };
    std::vector<Place> places;
    const QRect plot = axisRect()->rect();
    const QFontMetrics metrics{fontFor(Type::Caption)};
    for (const Drawn& drawn : m_drawn) {
        const auto line = drawn.smooth->data();
        const bool shown = drawn.visible && !line->isEmpty();
        drawn.label->setVisible(shown);
        if (!shown) continue;
        const double y = yAxis->coordToPixel((line->constEnd() - 1)->value);
        places.push_back({drawn.label,
                          std::isfinite(y) ? std::clamp(y, double(plot.top()), double(plot.bottom()))
                                           : double(plot.center().y())});
    }
    std::ranges::sort(places, {}, &Place::y);
    const double step = metrics.height();
    for (std::size_t i = 1; i < places.size(); ++i) {
        places[i].y = std::max(places[i].y, places[i - 1].y + step);
    }
    for (std::size_t i = places.size(); i-- > 0;) { // and up again where the bottom pushed back
        const double most = i + 1 == places.size() ? plot.bottom() : places[i + 1].y - step;
        places[i].y = std::min(places[i].y, most);
    }
    for (const Place& place : places) {
        place.label->position->setCoords(plot.right() + space(6), place.y);
    }
}

/// Leaves room for the names at the right.
void PlotCanvas::fitMargin()
{
    const QFontMetrics metrics{fontFor(Type::Caption)};
    int widest = 0;
    for (const Drawn& drawn : m_drawn) {
        if (drawn.visible) widest = std::max(widest, metrics.horizontalAdvance(drawn.series.name));
    }
    QMargins margins = axisRect()->margins();
    margins.setRight(widest + space(16));
    axisRect()->setMargins(margins);
}

} // namespace luthier::ui
