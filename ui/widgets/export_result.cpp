// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/export_result.h"

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGridLayout>
#include <QGuiApplication>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace luthier::ui {

ExportResult::ExportResult(QWidget* parent)
    : QWidget{parent}
    , m_mark{new StateMark}
    , m_sentence{new Label{Type::Section}}
    , m_facts{new Label}
    , m_folder{new Label{Type::Fixed}}
{
    auto* outer = new QVBoxLayout{this};
    setSpace(*outer, 0, 0);
    auto* panel = new Panel;
    outer->addWidget(panel);
    auto* grid = new QGridLayout{panel};
    setSpace(*grid, 16, 8);
    grid->setColumnStretch(1, 1);
    m_folder->setVerbatim();
    m_folder->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setObjectName("sentence");
    auto* open = makeButton(tr("&Open the folder"));
    auto* copy = makeButton(tr("Cop&y the path"));
    auto* buttons = new QWidget;
    auto* flow = new FlowLayout{0, buttons};
    setSpace(*flow, 0, 8);
    flow->addWidget(open);
    flow->addWidget(copy);
    grid->addWidget(m_mark, 0, 0, Qt::AlignTop);
    grid->addWidget(m_sentence, 0, 1);
    grid->addWidget(m_facts, 1, 1);
    grid->addWidget(m_folder, 2, 1);
    grid->addWidget(buttons, 3, 1);
    connect(open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder->text())); });
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_folder->text()); });
    setRole(*this, QAccessible::AlertMessage);
    hide();
}

void ExportResult::show(State state, const QString& sentence, const QStringList& facts, const QString& folder)
{
    m_mark->setState(state);
    m_sentence->setText(sentence);
    m_facts->setText(facts.join('\n'));
    m_folder->setText(folder);
    setAccessibleName(sentence);
    setAccessibleDescription(facts.join(". "));
    QWidget::show();
    announce(*this);
}

} // namespace luthier::ui
