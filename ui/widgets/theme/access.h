// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

class QWidget;

namespace luthier::ui {

/// What assistive programs take a painted widget for; its accessibleName and accessibleDescription say the
/// rest.
void setRole(QWidget& widget, QAccessible::Role role);

/// Has the widget's name and description read out once, politely.
void announce(QWidget& widget);

} // namespace luthier::ui
