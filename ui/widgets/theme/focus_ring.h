// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;

namespace luthier::ui {

/// Draws the focus ring of product.md §4 around whatever control has the focus, in every window.
class FocusRing final : public QObject {
    Q_OBJECT
public:
    explicit FocusRing(QObject* parent = nullptr);

    /// The control that the ring is around; null without one.
    QWidget* ringed() const;

private:
    void follow(QWidget* now);

    QPointer<QFocusFrame> m_frame; // lies in the window of the control, and goes with it
};

} // namespace luthier::ui
