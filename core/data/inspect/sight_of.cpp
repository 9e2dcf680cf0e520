// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/inspect/sight_of.h"

#include "core/data/normal_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace luthier::data {
namespace {

using Kind = SeenToken::Kind;

/// Adds tokens to a Sight and counts them.
class Painter {
public:
    explicit Painter(const tokenizer::Tokenizer& tokenizer)
        : m_tokenizer{tokenizer}
    {
    }

    void add(std::int32_t id, Kind kind)
    {
        if (kind == Kind::ReadOnly && m_tokenizer.isSpecial(id)) kind = Kind::Special;
        auto& count = kind == Kind::Learned ? sight.learned
            : kind == Kind::ReadOnly        ? sight.readOnly
            : kind == Kind::Special         ? sight.special
                                            : sight.cutOff;
        ++count;
        sight.tokens.push_back({.text = readable(id), .id = id, .kind = kind});
    }
    void add(std::span<const std::int32_t> ids, Kind kind)
    {
        for (const auto id : ids) {
            add(id, kind);
        }
    }

    Sight sight{};

private:
    /// A token that is a piece of a character is shown as the vocabulary writes it.
    std::string readable(std::int32_t id) const
    {
        auto text = m_tokenizer.decode(std::span{&id, 1}, false);
        return text.empty() || text.find("\xef\xbf\xbd") != std::string::npos ? m_tokenizer.token(id) : text;
    }

    const tokenizer::Tokenizer& m_tokenizer;
};

/// Whether the token at `at` is in the stretches of some piece.
bool isKept(std::span<const Piece> pieces, std::int64_t at)
{
    const auto inside = [at](const Stretch& stretch) { return at >= stretch.begin && at < stretch.end; };
    return std::ranges::any_of(pieces, [&](const Piece& piece) {
        return std::ranges::any_of(piece.first, inside) || std::ranges::any_of(piece.second, inside);
    });
}

} // namespace

Expected<Sight> sightOf(const Tables& tables, const Prepared& prepared, const TextEncoder& encoder,
                        std::int64_t maxTokens, LongRows mode, std::int64_t row)
{
    const auto notUsable
        = [](Text why) { return Unexpected{{.code = ErrorCode::NotUsable, .message = std::move(why)}}; };
    if (row < 0 || row >= tables.train->rows())
        return notUsable(QT_TRANSLATE_NOOP("core", "there is no such row"));
    LUTHIER_TRY(const auto rows, Rows::of(*tables.train, prepared.roles));
    const bool answers = prepared.form == Form::Answers;
    if (!answers && trimmed(rows.text(row).text).empty()) {
        return notUsable(QT_TRANSLATE_NOOP("core", "the row has no text"));
    }
    const std::array numbers{row};
    LUTHIER_TRY(const auto one, tokenise(rows, numbers, prepared, encoder, Keep::Ids));
    if (one.firstFailure) return Unexpected{*one.firstFailure};
    const auto first = static_cast<std::size_t>(one.lengths[0].first);
    if (answers && one.lengths[0].second == 0) {
        return notUsable(QT_TRANSLATE_NOOP("core", "the row has no token to learn from"));
    }
    Painter painter{*encoder.tokenizer};
    if (!answers) painter.sight.label = rows.text(row).label;
    std::vector<Piece> pieces;
    Cuts cuts;
    cutRow(one, 0, maxTokens, mode, pieces, cuts);
    painter.sight.row = row;
    painter.add(one.frame.before, Kind::Special);
    for (std::size_t i = 0; i <= one.ids.size(); ++i) {
        const bool second = i >= first;
        if (i == first) painter.add(one.frame.between, Kind::Special); // also before an empty second text
        if (i == one.ids.size()) break;
        const bool kept = isKept(pieces, static_cast<std::int64_t>(i));
        painter.add(one.ids[i], !kept ? Kind::CutOff : answers && second ? Kind::Learned : Kind::ReadOnly);
    }
    painter.add(one.frame.after, Kind::Special);
    return std::move(painter.sight);
}

} // namespace luthier::data
