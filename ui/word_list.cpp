// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/word_list.h"

#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace luthier::ui {

std::vector<KnownWord> knownWords()
{
    return {
        {WordList::tr("Rows"),
         WordList::tr("Your examples. One row is one text with its label or its answer.")},
        {WordList::tr("Held-back rows (validation set)"),
         WordList::tr("Rows that are never learned from. On them one sees whether the model understands or "
                      "memorises.")},
        {WordList::tr("Test rows"), WordList::tr("Rows that only the final comparison opens.")},
        {WordList::tr("Recipe"),
         WordList::tr("Everything a run depends on, as a file: data, model, method and settings.")},
        {WordList::tr("Run"),
         WordList::tr("One training from its first step to its last. It keeps its own copy of the recipe.")},
        {WordList::tr("Step"), WordList::tr("The model looks at some rows and changes a little.")},
        {WordList::tr("Round (epoch)"), WordList::tr("Every row was learned from once.")},
        {WordList::tr("Loss"), WordList::tr("How wrong the model is, as a number. Lower is better.")},
        {WordList::tr("Checkpoint"), WordList::tr("The state of a model at one step, saved to the disk.")},
        {WordList::tr("Weights"), WordList::tr("The numbers in a model. Learning changes them.")},
        {WordList::tr("Add-on (adapter)"),
         WordList::tr(
             "A few new weights beside those of the model. They are trained, the model stays as it is.")},
        {WordList::tr("Token"),
         WordList::tr("A piece of text that a model reads at once: a word or a part of one.")},
        {WordList::tr("Overfitting"),
         WordList::tr("The model learns your rows by heart and gets worse on new ones.")},
    };
}

WordList::WordList(QWidget* parent)
    : QDialog{parent}
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Word list"));
    auto* body = new QWidget;
    auto* lines = new QVBoxLayout{body};
    setSpace(*lines, 12, 4);
    for (const KnownWord& known : knownWords()) {
        lines->addWidget(new Label{Type::Section, known.word});
        lines->addWidget(new Label{known.meaning});
        lines->addSpacing(space(8));
    }
    lines->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(windowTitle());
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 12, 12);
    column->addWidget(scroll, 1);
    QPushButton* close = makeButton(tr("&Close"), ButtonKind::Primary);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    resize(space(520), space(560));
}

} // namespace luthier::ui
