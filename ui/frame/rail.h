// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state.h"

#include <vector>

#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace luthier::ui {

/// The map of the work: number, name and state of each page, as shape and word. Tab reaches the page that is
/// open, arrows go to the others.
class Rail final : public QWidget {
    Q_OBJECT
public:
    explicit Rail(const QStringList& titles, QWidget* parent = nullptr);

    void setState(int page, State state, const QString& reason);
    void setCurrent(int page);
    void setRunCount(int runs);
    void setCompact(bool compact); ///< numbers and shapes only

Q_SIGNALS:
    void pageWanted(int page);
    void runsWanted();

private:
    QButtonGroup* m_pages;
    QAbstractButton* m_runs;
};

} // namespace luthier::ui
