// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/catalogue.h"
#include "ui/bridge/project.h"

#include <QWidget>

class QPlainTextEdit;

namespace luthier::ui {

class Label;

/// The draft as the recipe that luthier-cli runs, live. Lines that differ from what they start with are
/// marked.
class RecipePanel final : public QWidget {
    Q_OBJECT
public:
    RecipePanel(const engine::Catalogue& catalogue, const Project& project, QWidget* parent = nullptr);

private:
    void changeEvent(QEvent* event) override;
    void refresh();

    const engine::Catalogue& m_catalogue;
    const Project& m_project;
    Label* m_note;
    QPlainTextEdit* m_yaml;
};

} // namespace luthier::ui
