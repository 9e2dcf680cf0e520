// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/access.h"

#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace luthier::ui {
namespace {

constexpr const char* kRole = "luthierRole";

QAccessibleInterface* make(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    const QVariant role = widget == nullptr ? QVariant{} : widget->property(kRole);
    if (!role.isValid()) return nullptr;
    return new QAccessibleWidget{widget, static_cast<QAccessible::Role>(role.toInt())};
}

} // namespace

void setRole(QWidget& widget, QAccessible::Role role)
{
    static const bool installed = [] {
        QAccessible::installFactory(&make);
        return true;
    }();
    Q_UNUSED(installed)
    widget.setProperty(kRole, static_cast<int>(role));
}

void announce(QWidget& widget)
{
    QAccessibleEvent event{&widget, QAccessible::Alert}; // from Qt 6.8 there is an announcement of its own
    QAccessible::updateAccessibility(&event);
}

} // namespace luthier::ui
