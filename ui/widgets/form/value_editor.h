// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/field.h"
#include "core/config/setting.h"

#include <QWidget>

namespace luthier::ui {

/// Shows and takes one value as it stands in a recipe. It does not check: what was typed goes on as it is,
/// and the one check of config says what is wrong with it.
class ValueEditor : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual void show(const config::Setting& value) = 0;
    virtual config::Setting value() const = 0;
    /// Name and description of every control inside.
    virtual void setAccess(const QString& name, const QString& description) = 0;

    using QWidget::show;

Q_SIGNALS:
    void edited(); ///< by the person, and finished: a focus lost, a Return, a choice
};

/// The editor for what `field` takes, its words included. The caller owns it.
ValueEditor* makeEditor(const config::Field& field);

} // namespace luthier::ui
