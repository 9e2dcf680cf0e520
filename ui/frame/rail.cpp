// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/rail.h"

#include "ui/bridge/words.h"
#include "ui/widgets/theme/measure.h"
#include "ui/widgets/theme/style_paint.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

/// One line of the rail, in two rows: number and name, and the word of its state.
class RailButton final : public QAbstractButton {
public:
    RailButton(int at, const QString& title)
        : m_number{at == 0 ? QString{} : number(std::int64_t{at})}
    {
        setText(title);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        tell();
    }

    void setState(State state, const QString& reason)
    {
        m_state = state;
        m_reason = reason;
        tell();
    }
    void setCompact(bool compact)
    {
        m_compact = compact;
        updateGeometry();
        tell();
    }

    QSize sizeHint() const override
    {
        const QFontMetrics name{fontFor(Type::Body)};
        const QFontMetrics word{fontFor(Type::Caption)};
        const int height = m_compact ? name.height() + space(16) : name.height() + word.height() + space(14);
        return {m_compact ? space(56) : space(152), height};
    }

private:
    void tell()
    {
        const QString word = m_number.isEmpty() ? QString{} : wordOf(m_state);
        setAccessibleName(m_number.isEmpty() ? text() : Rail::tr("%1 %2, %3").arg(m_number, text(), word));
        setAccessibleDescription(m_reason);
        const QString tip = m_reason.isEmpty() ? word : m_reason;
        setToolTip(m_compact ? text() + (tip.isEmpty() ? QString{} : ": " + tip) : tip);
        update();
    }

    void paintEvent(QPaintEvent*) override
    {
        const Colours& colours = coloursOf(palette());
        QPainter painter{this};
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse()) {
            const QColor ground = isChecked() ? colours.panel : mixed(colours.window, colours.text, 0.05);
            painter.setPen(Qt::NoPen);
            painter.setBrush(ground);
            painter.drawRoundedRect(rect(), paint::kRadius, paint::kRadius);
        }
        const auto place
            = [this](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
        if (isChecked()) painter.fillRect(place({0, space(6), 3, height() - space(12)}), colours.accent);

        const int mark = space(12);
        const int left = space(12);
        const QFontMetrics name{fontFor(Type::Body)};
        const int top = (height() - (m_compact ? name.height() : sizeHint().height() - space(14))) / 2;
        if (!m_number.isEmpty()) {
            drawState(painter, place({left, top + (name.height() - mark) / 2, mark, mark}), m_state, colours);
        }
        const int words = left + mark + space(8);
        const QRect first = place({words, top, width() - words - space(4), name.height()});
        QFont font = fontFor(Type::Body);
        if (isChecked()) font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(colours.text);
        const QString line = m_compact ? (m_number.isEmpty() ? QString{QChar{0x25B8}} : m_number)
                                       : m_number + (m_number.isEmpty() ? "" : "  ") + text();
        painter.drawText(first, Qt::AlignVCenter | Qt::AlignLeading, line);
        if (m_compact || m_number.isEmpty()) return;
        painter.setFont(fontFor(Type::Caption));
        painter.setPen(m_state == State::NotStarted ? colours.second : colourOf(m_state, colours));
        const QRect second
            = place({words, top + name.height(), width() - words, QFontMetrics{painter.font()}.height()});
        painter.drawText(second, Qt::AlignVCenter | Qt::AlignLeading, wordOf(m_state));
    }

    QString m_number;
    QString m_reason;
    State m_state{State::NotStarted};
    bool m_compact{false};
};

RailButton* railButton(QAbstractButton* button)
{
    return static_cast<RailButton*>(button);
}

} // namespace

Rail::Rail(const QStringList& titles, QWidget* parent)
    : QWidget{parent}
    , m_pages{new QButtonGroup{this}}
    , m_runs{new RailButton{0, {}}}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 8, 4);
    for (int i = 0; i < titles.size(); ++i) {
        auto* button = new RailButton{i + 1, titles[i]};
        button->setCheckable(true);
        m_pages->addButton(button, i);
        column->addWidget(button);
    }
    column->addSpacing(space(8));
    column->addWidget(m_runs);
    column->addStretch(1);
    setRunCount(0);
    setAccessibleName(tr("Steps of the work"));
    connect(m_pages, &QButtonGroup::idClicked, this, &Rail::pageWanted);
    connect(m_runs, &QAbstractButton::clicked, this, &Rail::runsWanted);
}

void Rail::setState(int page, State state, const QString& reason)
{
    railButton(m_pages->button(page))->setState(state, reason);
}

void Rail::setCurrent(int page)
{
    m_pages->button(page)->setChecked(true);
}

void Rail::setRunCount(int runs)
{
    m_runs->setText(tr("Runs (%1)").arg(number(std::int64_t{runs})));
    railButton(m_runs)->setState(State::NotStarted, tr("The list of runs (Ctrl+L)"));
}

void Rail::setCompact(bool compact)
{
    for (QAbstractButton* button : m_pages->buttons()) {
        railButton(button)->setCompact(compact);
    }
    railButton(m_runs)->setCompact(compact);
}

} // namespace luthier::ui
