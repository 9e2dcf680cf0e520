// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/recipe_panel.h"

#include "core/config/recipe_yaml.h"
#include "ui/bridge/run_start.h"
#include "ui/bridge/words.h"
#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

/// The keys that stand in a recipe's YAML, "train.epochs", each with its line.
QMap<int, QString> keysByLine(const QStringList& lines)
{
    QMap<int, QString> keys;
    QString section;
    for (int i = 0; i < lines.size(); ++i) {
        const QString key = lines[i].section(':', 0, 0);
        if (key.startsWith(' ')) {
            keys[i] = section + '.' + key.trimmed();
        } else {
            section = key;
            keys[i] = key;
        }
    }
    return keys;
}

QStringList linesOf(const config::Recipe& recipe)
{
    return QString::fromStdString(config::recipeToYaml(recipe)).trimmed().split('\n');
}

} // namespace

RecipePanel::RecipePanel(const engine::Catalogue& catalogue, const Project& project, QWidget* parent)
    : QWidget{parent}
    , m_catalogue{catalogue}
    , m_project{project}
    , m_note{new Label{Type::Caption}}
    , m_yaml{new QPlainTextEdit}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 4, 12);
    QPushButton* copy = makeButton(tr("Copy &command"));
    copy->setToolTip(tr("The command that runs this recipe without the window"));
    m_note->setTone(Label::Tone::Second);
    m_yaml->setReadOnly(true);
    m_yaml->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_yaml->setAccessibleName(tr("Recipe as YAML"));
    m_yaml->setTabChangesFocus(true);
    m_yaml->setFont(fontFor(Type::Fixed));
    markVerbatim(*m_yaml);
    column->addWidget(m_note);
    column->addWidget(m_yaml, 1);
    column->addWidget(copy, 0, Qt::AlignLeft);
    connect(copy, &QPushButton::clicked, this, [this] {
        const QString file = fromPath(m_project.folder() / "recipe.yaml");
        QGuiApplication::clipboard()->setText("luthier-cli run '" + QString{file}.replace("'", "'\\''")
                                              + '\'');
    });
    connect(&project, &Project::recipeChanged, this, &RecipePanel::refresh);
    refresh();
}

void RecipePanel::refresh()
{
    const auto& draft = m_project.recipe();
    const auto whole = runnable(m_catalogue, draft);
    const QStringList lines = linesOf(whole ? *whole : draft);
    const auto given = keysByLine(linesOf(draft)).values();
    m_note->setText(whole ? tr("Marked lines differ from what they start with.")
                          : tr("Not ready to run yet. Marked lines are what was chosen so far."));
    m_yaml->setPlainText(lines.join('\n'));
    QList<QTextEdit::ExtraSelection> marks;
    for (const auto& [line, key] : keysByLine(lines).asKeyValueRange()) {
        if (!given.contains(key) || !lines[line].startsWith(' ')) continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor{m_yaml->document()->findBlockByNumber(line)};
        mark.format.setBackground(mixed(coloursOf(palette()).panel, coloursOf(palette()).accent, 0.16));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << mark;
    }
    m_yaml->setExtraSelections(marks);
}

void RecipePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
    if (event->type() == QEvent::FontChange) m_yaml->setFont(fontFor(Type::Fixed));
}

} // namespace luthier::ui
