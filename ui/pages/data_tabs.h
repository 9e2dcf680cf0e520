// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/datasets.h"
#include "ui/bridge/project.h"

#include <QWidget>

namespace luthier::ui {

class BarChart;
class Histogram;
class Label;

/// How long the rows are in tokens, and what happens to the long ones.
class LengthTab final : public QWidget {
    Q_OBJECT
public:
    explicit LengthTab(Project& project);

    void setLengths(const data::Lengths& lengths, std::int64_t rows);

Q_SIGNALS:
    void revealing(); ///< somebody wants to see one of its settings

private:
    Histogram* m_chart;
    Label* m_words;
};

/// How many rows are learned from, held back and kept for the test, and how that is chosen.
class SplitTab final : public QWidget {
    Q_OBJECT
public:
    explicit SplitTab(Project& project);

    void setSplit(const data::Split& split);

Q_SIGNALS:
    void revealing(); ///< somebody wants to see one of its settings

private:
    BarChart* m_chart;
    Label* m_words;
};

} // namespace luthier::ui
