// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/run_story.h"
#include "ui/widgets/plot/curve.h"

#include <map>
#include <string>
#include <vector>

#include <QWidget>

namespace luthier::ui {

class CellTable;
struct Cells;
class Label;
class LossPlot;
class VerdictPanel;

/// One run, live or past: its curves, its verdict, its sample rows over time.
class RunView final : public QWidget {
    Q_OBJECT
public:
    explicit RunView(QWidget* parent = nullptr);

    void begin(const QString& name); ///< another run
    void show(const std::vector<Event>& events);
    void setActive(bool active); ///< it is training now: it may be stopped
    void setDir(const std::string& dir) { m_story.dir = dir; }
    const RunStory& story() const { return m_story; }
    LossPlot& losses() { return *m_losses; }

Q_SIGNALS:
    void acted(const QString& action); ///< of verdict::actions

private:
    using Points = std::vector<PlotPoint>;

    QWidget* buildPlots();
    void addSeries();
    void showLook(const LookDone& look, Points& held, Points& alike, Points& probe);
    void showMetrics(const LookDone& look, const PlotPoint& place);
    void showVerdict();
    void showSamples();
    void showSampleText();

    RunStory m_story;
    LossPlot* m_losses; // widgets: owned by this one
    LossPlot* m_metrics;
    LossPlot* m_probe;
    VerdictPanel* m_verdict;
    QWidget* m_sampleBox;
    CellTable* m_samples;
    Label* m_sampleText; ///< the selected row's newest answer as a whole
    int m_train{}, m_held{}, m_alike{}, m_general{};
    std::map<std::string, int, std::less<>> m_metricSeries;
    bool m_active{false};
    QString m_watched; ///< the kind of verdict that the person wants to go on with, and only watch
    double m_seconds{0}; ///< of the steps so far: a run that was read has no clock
};

/// The sample rows, asked again and again: their text, what is right, and at most four answers over time.
Cells sampleCells(const std::vector<SampleShown>& samples);

} // namespace luthier::ui
