// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/focus_ring.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QFocusFrame>

namespace luthier::ui {
namespace {

/// What a person takes for the control: not the text inside a number field, nor the viewport of a list.
QWidget* controlOf(QWidget* focused)
{
    if (focused == nullptr) return nullptr;
    QWidget* const outer = focused->parentWidget();
    const bool inside
        = qobject_cast<QAbstractSpinBox*>(outer) != nullptr || qobject_cast<QComboBox*>(outer) != nullptr;
    QWidget* const control = inside ? outer : focused;
    const bool popup = control->window()->windowType() == Qt::Popup;
    return control->isWindow() || popup ? nullptr : control;
}

} // namespace

FocusRing::FocusRing(QObject* parent)
    : QObject{parent}
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

QWidget* FocusRing::ringed() const
{
    return m_frame == nullptr ? nullptr : m_frame->widget();
}

void FocusRing::follow(QWidget* now)
{
    QWidget* const control = controlOf(now);
    if (control == nullptr && m_frame == nullptr) return;
    if (m_frame == nullptr) m_frame = new QFocusFrame;
    m_frame->setWidget(control);
}

} // namespace luthier::ui
