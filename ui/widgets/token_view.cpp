// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_view.h"

#include "ui/bridge/words.h"
#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>
#include <array>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace luthier::ui {
namespace {

constexpr int kPad = 3; ///< pixels left and right of a token's words

/// Line breaks and tabs are shown, or one would not see them.
QString shown(const QString& text)
{
    QString result = text;
    return result.replace('\n', QChar{0x21B5}).replace('\t', QChar{0x21E5});
}

void drawToken(QPainter& painter, const QRect& place, const ViewToken& token, const Colours& colours)
{
    using Kind = ViewToken::Kind;
    const QRect body = place.adjusted(0, 2, 0, -2);
    if (token.kind == Kind::Learned) {
        painter.fillRect(body, mixed(colours.panel, colours.accent, 0.12));
        painter.fillRect(QRect{body.left() + 1, body.bottom() - 1, body.width() - 2, 2}, colours.accent);
    } else if (token.kind == Kind::Special) {
        painter.setPen(colours.border);
        painter.drawRect(body.adjusted(1, 0, -2, -1));
    } else if (token.kind == Kind::CutOff) {
        painter.fillRect(body, QBrush{mixed(colours.panel, colours.border, 0.5), Qt::BDiagPattern});
    }
    painter.setPen(token.kind == Kind::Learned ? colours.text : colours.second);
    QFont font = painter.font();
    font.setStrikeOut(token.kind == Kind::CutOff);
    painter.setFont(font);
    painter.drawText(place.adjusted(kPad, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, shown(token.text));
    font.setStrikeOut(false);
    painter.setFont(font);
}

} // namespace

TokenView::TokenView(QWidget* parent)
    : QWidget{parent}
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setRole(*this, QAccessible::StaticText);
    QSizePolicy policy{QSizePolicy::Preferred, QSizePolicy::Minimum};
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What the model sees, token by token"));
}

void TokenView::setTokens(std::vector<ViewToken> tokens)
{
    m_tokens = std::move(tokens);
    m_current = -1;
    m_places = places(width());
    setAccessibleDescription(summary());
    updateGeometry();
    update();
}

QString TokenView::summary() const
{
    std::array<int, 4> counts{};
    for (const ViewToken& token : m_tokens) {
        ++counts[static_cast<std::size_t>(token.kind)];
    }
    return tr("%1 learned, %2 read only, %3 special, %4 cut off")
        .arg(number(std::int64_t{counts[0]}), number(std::int64_t{counts[1]}),
             number(std::int64_t{counts[2]}), number(std::int64_t{counts[3]}));
}

std::vector<QRect> TokenView::places(int width) const
{
    const QFontMetrics metrics{fontFor(Type::Fixed)};
    const int margin = space(8);
    const int line = metrics.height() + space(10);
    std::vector<QRect> result;
    result.reserve(m_tokens.size());
    int x = margin;
    int y = margin;
    for (const ViewToken& token : m_tokens) {
        const int wide = metrics.horizontalAdvance(shown(token.text)) + 2 * kPad;
        if (x > margin && x + wide > width - margin) {
            x = margin;
            y += line;
        }
        result.emplace_back(x, y, wide, line);
        x += wide + 1;
        if (token.text.endsWith('\n')) {
            x = margin;
            y += line;
        }
    }
    return result;
}

int TokenView::heightForWidth(int width) const
{
    const auto all = places(width);
    return (all.empty() ? 0 : all.back().bottom()) + space(8);
}

QSize TokenView::sizeHint() const
{
    return {space(320), heightForWidth(space(320))};
}

QString TokenView::described(int token) const
{
    static const std::array<const char*, 4> kKinds{QT_TR_NOOP("learned"), QT_TR_NOOP("read only"),
                                                   QT_TR_NOOP("special"), QT_TR_NOOP("cut off")};
    const ViewToken& one = m_tokens[static_cast<std::size_t>(token)];
    return tr("Token %1 of %2: “%3”, %4, number %5 in the vocabulary")
        .arg(number(std::int64_t{token + 1}), number(static_cast<std::int64_t>(m_tokens.size())), one.text,
             tr(kKinds[static_cast<std::size_t>(one.kind)]), number(std::int64_t{one.id}));
}

void TokenView::setCurrent(int token)
{
    if (m_tokens.empty()) return;
    m_current = std::clamp(token, 0, static_cast<int>(m_tokens.size()) - 1);
    setAccessibleDescription(described(m_current));
    QAccessibleEvent changed{this, QAccessible::DescriptionChanged};
    QAccessible::updateAccessibility(&changed);
    update();
    Q_EMIT currentChanged(m_current);
}

int TokenView::tokenAt(const QPoint& point) const
{
    const auto found
        = std::ranges::find_if(m_places, [&](const QRect& place) { return place.contains(point); });
    return found == m_places.end() ? -1 : static_cast<int>(found - m_places.begin());
}

bool TokenView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int token = tokenAt(help->pos());
        token < 0 ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), described(token), this);
        return true;
    }
    return QWidget::event(event);
}

void TokenView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange) return;
    m_places = places(width());
    updateGeometry();
}

void TokenView::resizeEvent(QResizeEvent*)
{
    m_places = places(width());
}

void TokenView::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    QPainter painter{this};
    painter.fillRect(rect(), colours.panel);
    painter.setFont(fontFor(Type::Fixed));
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        drawToken(painter, m_places[i], m_tokens[i], colours);
    }
    if (m_current >= 0) {
        painter.setPen(QPen{colours.accent, 2});
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(m_places[static_cast<std::size_t>(m_current)].adjusted(0, 1, 0, -1));
    }
}

void TokenView::keyPressEvent(QKeyEvent* event)
{
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Right:
        return setCurrent(m_current + step);
    case Qt::Key_Left:
        return setCurrent(m_current - step);
    case Qt::Key_Home:
        return setCurrent(0);
    case Qt::Key_End:
        return setCurrent(static_cast<int>(m_tokens.size()) - 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void TokenView::mousePressEvent(QMouseEvent* event)
{
    if (const int token = tokenAt(event->pos()); token >= 0) setCurrent(token);
}

} // namespace luthier::ui
