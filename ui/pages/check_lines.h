// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/training.h"

#include <QWidget>

namespace luthier::ui {

/// Where what a check found can be changed.
struct FaultPlace {
    QString page; ///< its stem; empty: nowhere in particular
    QString detail{};
    QString button{};
};
FaultPlace placeOf(const engine::CheckLine& line);

/// The lines of a check, each with its finding, what helps, and a button that goes to the place.
class CheckLines final : public QWidget {
    Q_OBJECT
public:
    explicit CheckLines(QWidget* parent = nullptr);

    void setLines(const std::vector<engine::CheckLine>& lines);

Q_SIGNALS:
    void placeWanted(const QString& page, const QString& detail);
};

} // namespace luthier::ui
