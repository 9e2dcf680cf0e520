// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sight_view.h"

#include "ui/bridge/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/token_view.h"

#include <QVBoxLayout>

namespace luthier::ui {
namespace {

ViewToken::Kind kindOf(data::SeenToken::Kind kind)
{
    switch (kind) {
    case data::SeenToken::Kind::Learned:
        return ViewToken::Kind::Learned;
    case data::SeenToken::Kind::Special:
        return ViewToken::Kind::Special;
    case data::SeenToken::Kind::CutOff:
        return ViewToken::Kind::CutOff;
    case data::SeenToken::Kind::ReadOnly:
        break;
    }
    return ViewToken::Kind::ReadOnly;
}

} // namespace

SightView::SightView(QWidget* parent)
    : QWidget{parent}
    , m_heading{new Label{Type::Section}}
    , m_counts{new Label}
    , m_ground{new Panel}
    , m_tokens{new TokenView}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 8);
    m_counts->setTone(Label::Tone::Second);
    auto* inside = new QVBoxLayout{m_ground};
    setSpace(*inside, 4, 0);
    inside->addWidget(m_tokens);
    column->addWidget(m_heading);
    column->addWidget(m_ground);
    column->addWidget(m_counts);
}

void SightView::setSight(const data::Sight& sight)
{
    std::vector<ViewToken> tokens;
    tokens.reserve(sight.tokens.size());
    for (const data::SeenToken& token : sight.tokens) {
        tokens.push_back({QString::fromStdString(token.text), kindOf(token.kind), token.id});
    }
    m_tokens->setTokens(std::move(tokens));
    m_heading->setText(sight.label.empty()
                           ? tr("Row %1").arg(number(sight.row + 1))
                           : tr("Row %1, to be learned: %2")
                                 .arg(number(sight.row + 1), QString::fromStdString(sight.label)));
    const auto count = static_cast<std::int64_t>(sight.tokens.size());
    m_counts->setText(sight.label.empty()
                          ? tr("%1 tokens: %2.").arg(number(count), m_tokens->summary())
                          : tr("%1 tokens are read, and the label is learned. %2 more are cut off.")
                                .arg(number(count - sight.cutOff), number(sight.cutOff)));
    m_heading->show();
    m_ground->show();
}

void SightView::setReason(const QString& reason)
{
    m_heading->hide();
    m_ground->hide();
    m_tokens->setTokens({});
    m_counts->setText(reason);
}

QWidget* makeTokenLegend()
{
    using Kind = ViewToken::Kind;
    auto* legend = new TokenView;
    legend->setTokens({{SightView::tr("learned"), Kind::Learned},
                       {SightView::tr("read only"), Kind::ReadOnly},
                       {SightView::tr("special"), Kind::Special},
                       {SightView::tr("cut off"), Kind::CutOff}});
    legend->setFocusPolicy(Qt::NoFocus);
    legend->setAttribute(Qt::WA_TransparentForMouseEvents);
    legend->setAccessibleName(SightView::tr("Kinds of tokens"));
    legend->setAccessibleDescription({});
    return legend;
}

} // namespace luthier::ui
