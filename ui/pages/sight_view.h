// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/datasets.h"

#include <QWidget>

namespace luthier::ui {

class Label;
class TokenView;

/// What the model sees of one row: its tokens by what becomes of them, and how many there are of each kind.
class SightView final : public QWidget {
    Q_OBJECT
public:
    explicit SightView(QWidget* parent = nullptr);

    void setSight(const data::Sight& sight);
    void setReason(const QString& reason); ///< why there is nothing to see

private:
    Label* m_heading;
    Label* m_counts;
    QWidget* m_ground;
    TokenView* m_tokens;
};

/// How each kind of token looks.
QWidget* makeTokenLegend();

} // namespace luthier::ui
