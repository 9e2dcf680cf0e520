// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme/colours.h"

#include <vector>

#include <QImage>
#include <QStringList>
#include <QWidget>

class QStackedLayout;
class QTableWidget;

namespace luthier::ui {

class Label;

/// The numbers of a chart, for those who cannot or do not want to see it.
struct ChartTable {
    QStringList columns;
    std::vector<QStringList> rows;
};

/// What all charts share. Keys: arrows move a cursor (Shift ten points), Home shows all, T the same data as a
/// table, C copies a picture, S a summary in words. Its name is the title, its description the summary.
class Chart : public QWidget {
    Q_OBJECT
public:
    QString title() const { return m_title; }
    void setTitle(const QString& title);

    virtual QString summary() const = 0; ///< one or two sentences
    virtual ChartTable table() const = 0;

    bool isTableShown() const;
    void showTable(bool shown);
    /// Twice as sharp as the screen, on white, with title, `note` (a run's name) and date.
    QImage picture() const;
    void copyPicture() const;
    void say(); ///< the summary, under the chart and to assistive programs
    void setPictureNote(const QString& note) { m_note = note; }
    QString readout() const; ///< what stands under the chart: the values at the cursor, or the summary

protected:
    /// Takes `canvas`, which draws the chart.
    Chart(const QString& title, QWidget* canvas, QWidget* parent);

    virtual void moveCursor(int points) = 0;
    virtual void showAll() { }
    virtual void drawPicture(QPainter& painter, const QRect& rect, const Colours& colours) const = 0;
    virtual bool keyPressed(QKeyEvent&) { return false; } ///< keys of one kind of chart; true: taken

    void addTools(QWidget* tools); ///< a line between title and chart
    QWidget* canvas() const { return m_canvas; }
    void setReadout(const QString& words); ///< empty: nothing under the chart
    void dataChanged(); ///< brings table and description up to date, when they are looked at

    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void fillTable();

    QString m_title, m_note;
    Label* m_heading;
    QWidget* m_canvas;
    QTableWidget* m_table;
    QStackedLayout* m_stack;
    Label* m_readout;
};

/// A chart that paints itself.
class PaintedChart : public Chart {
    Q_OBJECT
protected:
    PaintedChart(const QString& title, QWidget* parent);

    virtual void paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const = 0;
    void drawPicture(QPainter& painter, const QRect& rect, const Colours& colours) const final;
    bool eventFilter(QObject* watched, QEvent* event) override;
    virtual void pressed(const QPoint&) { } ///< on the canvas
    virtual void dragged(const QPoint&) { }
    virtual void released() { }
    void repaintChart();
};

} // namespace luthier::ui
