// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/questions.h"

#include "ui/bridge/words.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <vector>

#include <QCoreApplication>
#include <QDialog>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

struct Questions {
    Q_DECLARE_TR_FUNCTIONS(Questions)
};

struct Choice {
    QString text;
    std::function<void()> then;
};

/// A sentence or two and one button a choice, the first of them in front.
void ask(QWidget& window, const QString& title, const QString& what, const std::vector<Choice>& choices)
{
    auto* dialog = new QDialog{&window};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setModal(true);
    auto* column = new QVBoxLayout{dialog};
    setSpace(*column, 24, 12);
    auto* words = new Label{Type::Verdict, what};
    setBounds(*words, {.leastWidth = 400});
    column->addWidget(words);
    column->addSpacing(space(8));
    for (const Choice& choice : choices) {
        const bool first = &choice == &choices.front();
        QPushButton* button = makeButton(choice.text, first ? ButtonKind::Primary : ButtonKind::Plain);
        column->addWidget(button);
        QObject::connect(button, &QPushButton::clicked, dialog, [dialog, then = choice.then] {
            dialog->close();
            then();
        });
        if (first) {
            button->setDefault(true);
            button->setFocus();
        }
    }
    dialog->open();
}

QString whereItIs(const RunStatus& status)
{
    const QString place
        = Questions::tr("%1 is at step %2 of %3.")
              .arg(QString::fromStdString(status.run), number(status.step), number(status.steps));
    if (status.etaSeconds <= 0) return place;
    return place + ' ' + Questions::tr("%1 left.").arg(duration(status.etaSeconds));
}

} // namespace

void askBeforeClosing(QWidget& window, const RunStatus& status, const std::function<void(CloseChoice)>& then)
{
    const auto choose = [then](CloseChoice choice) { return [then, choice] { then(choice); }; };
    ask(window, Questions::tr("Close Luthier"), whereItIs(status),
        {{Questions::tr("&Save and close, resume later"), choose(CloseChoice::SaveAndClose)},
         {Questions::tr("Stop and &keep the best"), choose(CloseChoice::StopAndKeepBest)},
         {Questions::tr("&Go back"), choose(CloseChoice::GoBack)}});
}

void askBeforeStopping(QWidget& window, const RunStatus& status,
                       const std::function<void(engine::Keep)>& then)
{
    const auto choose = [then](engine::Keep keep) { return [then, keep] { then(keep); }; };
    const QString now = number(status.step);
    std::vector<Choice> choices;
    if (status.bestStep > 0) {
        choices.push_back(
            {Questions::tr("Keep step %1 (&best)").arg(number(status.bestStep)), choose(engine::Keep::Best)});
        choices.push_back({Questions::tr("Keep &both"), choose(engine::Keep::Both)});
    }
    choices.push_back({Questions::tr("Keep step %1 (&now)").arg(now), choose(engine::Keep::Last)});
    choices.push_back({Questions::tr("&Throw the run away"), choose(engine::Keep::Nothing)});
    choices.push_back({Questions::tr("&Go back"), [] {}});
    ask(window, Questions::tr("Stop the run"), whereItIs(status) + ' ' + Questions::tr("What is kept of it?"),
        choices);
}

} // namespace luthier::ui
