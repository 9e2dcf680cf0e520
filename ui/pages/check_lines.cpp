// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/check_lines.h"

#include "ui/bridge/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/state.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <array>

#include <QGridLayout>
#include <QPushButton>

namespace luthier::ui {
namespace {

using Level = engine::CheckLine::Level;

State stateOf(Level level)
{
    switch (level) {
    case Level::Good:
        return State::Ready;
    case Level::Note:
        return State::NeedsALook;
    case Level::Fix:
        break;
    }
    return State::Blocked;
}

struct Place {
    const char* line; ///< a name of engine::CheckLine
    const char* page;
    const char* detail;
    const char* button;
};
constexpr std::array kPlaces{
    Place{"fits", "method", "setting:micro_batch_tokens",
          QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Change tokens held at once")},
    Place{"time", "method", "setting:epochs",
          QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Change the rounds")},
    Place{"first-loss", "data", "sight", QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Look at a row")},
    Place{"learns-right-part", "data", "length",
          QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Change the longest row")},
    Place{"one-batch", "method", "setting:learning_rate",
          QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Change the learning rate")},
    Place{"right-parts-move", "method", "layers",
          QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Look at the layers")},
    Place{"frozen-part", "method", "setting:dropout",
          QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Change the dropout")},
    Place{"same-rows", "data", "split", QT_TRANSLATE_NOOP("luthier::ui::CheckLines", "Look at the split")},
};

} // namespace

FaultPlace placeOf(const engine::CheckLine& line)
{
    const auto found = std::ranges::find(kPlaces, line.name, &Place::line);
    if (found == kPlaces.end()) return {};
    return {found->page, found->detail, CheckLines::tr(found->button)};
}

CheckLines::CheckLines(QWidget* parent)
    : QWidget{parent}
{
    setSpace(*new QVBoxLayout{this}, 0, 8);
}

void CheckLines::setLines(const std::vector<engine::CheckLine>& lines)
{
    clearLayout(*layout());
    for (const engine::CheckLine& line : lines) {
        const State state = stateOf(line.level);
        auto* panel = new Panel;
        auto* grid = new QGridLayout{panel};
        setSpace(*grid, 16, 12, 8);
        auto* mark = new StateMark{state};
        auto* title = new Label{Type::Section, words(line.title)};
        title->setAccessibleName(tr("%1: %2").arg(words(line.title), wordOf(state)));
        setBounds(*title, {.leastWidth = 220});
        grid->addWidget(mark, 0, 0, Qt::AlignTop);
        grid->addWidget(title, 0, 1, Qt::AlignTop);
        grid->addWidget(new Label{words(line.text)}, 0, 2, Qt::AlignTop);
        grid->setColumnStretch(1, 2);
        grid->setColumnStretch(2, 5);
        int row = 1;
        for (const Text& remedy : line.remedies) {
            auto* help = new Label{QStringLiteral("•  ") + words(remedy)};
            help->setTone(Label::Tone::Second);
            grid->addWidget(help, row++, 2);
        }
        const FaultPlace place = placeOf(line);
        if (line.level != Level::Good && !place.page.isEmpty()) {
            auto* go = makeButton(place.button);
            grid->addWidget(go, row, 2, Qt::AlignLeft);
            connect(go, &QPushButton::clicked, this,
                    [this, place] { Q_EMIT placeWanted(place.page, place.detail); });
        }
        layout()->addWidget(panel);
    }
}

} // namespace luthier::ui
