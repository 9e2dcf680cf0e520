// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/chart.h"

#include "ui/widgets/panel.h"
#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/label.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDate>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QStackedLayout>
#include <QTableWidget>
#include <QVBoxLayout>

namespace luthier::ui {

constexpr int kMostTableRows = 5000; // a screen reader's table; the run's files have all of it

Chart::Chart(const QString& title, QWidget* canvas, QWidget* parent)
    : QWidget{parent}
    , m_title{title}
    , m_heading{new Label{Type::Section, title}}
    , m_canvas{canvas}
    , m_table{new QTableWidget}
    , m_stack{new QStackedLayout}
    , m_readout{new Label{Type::Caption}}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 8);
    auto* panel = new Panel;
    setSpace(*new QVBoxLayout{panel}, 12, 0);
    static_cast<QVBoxLayout*>(panel->layout())->addLayout(m_stack);
    column->addWidget(m_heading);
    column->addWidget(panel, 1);
    column->addWidget(m_readout);
    m_stack->addWidget(canvas);
    m_stack->addWidget(m_table);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // it is as high as the chart
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->setTabKeyNavigation(false);
    m_table->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // as large as the chart it stands for
    m_readout->setTone(Label::Tone::Second);
    m_readout->hide();
    setFocusPolicy(Qt::StrongFocus);
    setRole(*this, QAccessible::Chart);
    setTitle(title);
}

void Chart::setTitle(const QString& title)
{
    m_title = title;
    m_heading->setText(title);
    setAccessibleName(title);
    m_table->setAccessibleName(tr("%1 as a table").arg(title));
}

bool Chart::isTableShown() const
{
    return m_stack->currentWidget() == m_table;
}

void Chart::showTable(bool shown)
{
    if (shown) fillTable();
    m_stack->setCurrentWidget(shown ? static_cast<QWidget*>(m_table) : m_canvas);
    shown ? m_table->setFocus() : setFocus();
}

void Chart::fillTable()
{
    const ChartTable numbers = table();
    const int rows = static_cast<int>(std::min<std::size_t>(numbers.rows.size(), kMostTableRows));
    m_table->setColumnCount(static_cast<int>(numbers.columns.size()));
    m_table->setHorizontalHeaderLabels(numbers.columns);
    m_table->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const QStringList& cells = numbers.rows[static_cast<std::size_t>(row)];
        for (int column = 0; column < cells.size(); ++column) {
            auto* cell = new QTableWidgetItem{cells[column]};
            if (column > 0) cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, column, cell);
        }
    }
    m_table->resizeColumnsToContents();
}

void Chart::dataChanged()
{
    if (isTableShown()) fillTable();
    if (QAccessible::isActive()) setAccessibleDescription(summary());
}

QImage Chart::picture() const
{
    constexpr int kScale = 2;
    const Colours& colours = lightColours();
    const int head = QFontMetrics{fontFor(Type::Section)}.height() + 16;
    QImage image{QSize{m_canvas->width(), m_canvas->height() + head} * kScale, QImage::Format_RGB32};
    image.setDevicePixelRatio(kScale);
    image.fill(colours.panel);
    QPainter painter{&image};
    painter.setPen(colours.text);
    painter.setFont(fontFor(Type::Section));
    const QRect line{8, 0, m_canvas->width() - 16, head};
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter.setPen(colours.second);
    painter.setFont(fontFor(Type::Caption));
    const QString date = QLocale{}.toString(QDate::currentDate(), QLocale::ShortFormat);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                     m_note.isEmpty() ? date : m_note + " · " + date);
    drawPicture(painter, QRect{0, head, m_canvas->width(), m_canvas->height()}, colours);
    return image;
}

void Chart::copyPicture() const
{
    QGuiApplication::clipboard()->setImage(picture());
}

void Chart::setReadout(const QString& words)
{
    m_readout->setText(words);
    m_readout->setVerbatim(); // put together from names and numbers
    m_readout->setVisible(!words.isEmpty());
}

QString Chart::readout() const
{
    return m_readout->text();
}

void Chart::say()
{
    setReadout(summary());
    setAccessibleDescription(summary());
    announce(*this);
}

void Chart::addTools(QWidget* tools)
{
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, tools);
}

void Chart::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu;
    menu.addAction(isTableShown() ? tr("Show as a chart (T)") : tr("Show as a table (T)"), this,
                   [this] { showTable(!isTableShown()); });
    menu.addAction(tr("Copy the picture (C)"), this, &Chart::copyPicture);
    menu.addAction(tr("Summary in words (S)"), this, &Chart::say);
    menu.addAction(tr("Show all (Home)"), this, [this] { showAll(); });
    menu.exec(event->globalPos());
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    if (keyPressed(*event)) return;
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        return moveCursor(step);
    case Qt::Key_Left:
    case Qt::Key_Up:
        return moveCursor(-step);
    case Qt::Key_Home:
        return showAll();
    case Qt::Key_T:
        return showTable(!isTableShown());
    case Qt::Key_C:
        return copyPicture();
    case Qt::Key_S:
        return say();
    default:
        QWidget::keyPressEvent(event);
    }
}

void Chart::focusInEvent(QFocusEvent* event)
{
    setAccessibleDescription(summary());
    QWidget::focusInEvent(event);
}

PaintedChart::PaintedChart(const QString& title, QWidget* parent)
    : Chart{title, new QWidget, parent}
{
    canvas()->installEventFilter(this);
    canvas()->setMouseTracking(true);
}

bool PaintedChart::eventFilter(QObject* watched, QEvent* event)
{
    const auto place = [event] { return static_cast<QMouseEvent*>(event)->position().toPoint(); };
    switch (event->type()) {
    case QEvent::Paint: {
        QPainter painter{canvas()};
        painter.setRenderHint(QPainter::Antialiasing);
        paintChart(painter, canvas()->rect(), coloursOf(palette()));
        return true;
    }
    case QEvent::MouseButtonPress:
        setFocus(Qt::MouseFocusReason);
        pressed(place());
        return true;
    case QEvent::MouseMove:
        dragged(place());
        return true;
    case QEvent::MouseButtonRelease:
        released();
        return true;
    default:
        return Chart::eventFilter(watched, event);
    }
}

void PaintedChart::drawPicture(QPainter& painter, const QRect& rect, const Colours& colours) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.translate(rect.topLeft());
    paintChart(painter, QRect{{}, rect.size()}, colours);
    painter.restore();
}

void PaintedChart::repaintChart()
{
    canvas()->update();
}

} // namespace luthier::ui
