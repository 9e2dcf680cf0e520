// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state.h"

#include <optional>

#include <QFrame>

class QPushButton;

namespace luthier::ui {

class Label;

/// What a card shows.
struct CardFace {
    QString title; ///< a name; not translated here
    QStringList lines{}; ///< facts, one a line
    std::optional<State> badge{}; ///< with `badgeText`: "needs 9 GB; you have 8"
    QString badgeText{};
    QString button; ///< a verb: "Use"
    QString whyNot{}; ///< why it cannot be chosen; empty: it can
    bool chosen{false};
};

/// One of several things to choose from. It takes the focus as a whole: arrows go to the next card, Return
/// chooses, Space shows details.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(const CardFace& face, QWidget* parent = nullptr);

    const CardFace& face() const { return m_face; }
    void setFace(const CardFace& face);

Q_SIGNALS:
    void chosen();
    void detailsWanted();

private:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void goToNeighbour(int step);
    void build();

    CardFace m_face;
};

} // namespace luthier::ui
