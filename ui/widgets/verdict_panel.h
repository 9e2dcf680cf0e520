// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/run_verdict.h"
#include "ui/widgets/state.h"

#include <QWidget>

namespace luthier::ui {

class Fold;
class Label;

/// What is judged of a run: light, evidence, confidence, why, and buttons that act on it.
class VerdictPanel final : public QWidget {
    Q_OBJECT
public:
    explicit VerdictPanel(QWidget* parent = nullptr);

    void clear(); ///< nothing was said yet
    void setVerdict(State light, const VerdictWords& verdict);

Q_SIGNALS:
    void acted(const QString& action); ///< of verdict::actions

private:
    void showOffers(const std::vector<VerdictWords::Offer>& offers);

    StateMark* m_light;
    Label* m_kind;
    Label* m_confidence;
    Label* m_evidence;
    Label* m_text;
    Fold* m_why;
    QWidget* m_offers;
    QStringList m_offered; ///< what the buttons are for: a verdict that is said again keeps them
};

} // namespace luthier::ui
