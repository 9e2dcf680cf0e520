// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/unigram.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace luthier::tokenizer {

/// The best way so far to come to a place in a piece.
struct Unigram::Step {
    double score{0};
    std::size_t from{kNowhere};
    std::int32_t id{0};

    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    bool isReached() const { return from != kNowhere; }
    void offer(double candidate, std::size_t begin, std::int32_t token)
    {
        if (isReached() && !(candidate > score)) return; // the first of equals stays
        *this = {candidate, begin, token};
    }
};

namespace {

/// The number that the reference reads from this one's digits: it divides them by a power of ten and rounds
/// twice. Where two ways are equally likely, the last bit decides.
double asReferenceReads(double exact)
{
    constexpr int kMostPower = 22; // powers of ten up to here are exact
    std::array<char, 32> text{};
    const auto end
        = std::to_chars(text.data(), text.data() + text.size(), std::abs(exact), std::chars_format::fixed)
              .ptr;
    std::uint64_t digits = 0;
    int power = 0;
    bool isBehindPoint = false;
    for (const char* at = text.data(); at != end; ++at) {
        if (*at == '.') {
            isBehindPoint = true;
            continue;
        }
        if (digits > std::numeric_limits<std::uint64_t>::max() / 10 - 1) return exact;
        digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
        power += isBehindPoint ? 1 : 0;
    }
    if (end == text.data() || power > kMostPower) return exact;
    const auto read = static_cast<double>(digits) / std::pow(10.0, power);
    return exact < 0 ? -read : read;
}

} // namespace

std::string nameOfByte(unsigned char byte)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    return {'<', '0', 'x', kDigits[byte >> 4U], kDigits[byte & 15U], '>'};
}

Expected<std::unique_ptr<const Model>> Unigram::fromJson(const Node& node)
{
    std::unique_ptr<Unigram> model{new Unigram};
    LUTHIER_TRY(const auto list, node.member("vocab"));
    LUTHIER_TRY(const auto entries, list.elements());
    double least = std::numeric_limits<double>::infinity();
    for (const Node& entry : entries) {
        LUTHIER_TRY(const auto pair, entry.elements());
        if (pair.size() != 2) {
            return entry.refuse(
                ErrorCode::BadValue,
                {QT_TRANSLATE_NOOP("core", "a token has one score, here are %1 parts"), pair.size()});
        }
        if (!pair[1].json().is_number()) return pair[1].wrongType(QT_TRANSLATE_NOOP("core", "a number"));
        LUTHIER_TRY(const auto token, pair[0].text());
        const auto score = asReferenceReads(pair[1].json().get<double>());
        if (!std::isfinite(score))
            return entry.refuse(ErrorCode::BadNumber, QT_TRANSLATE_NOOP("core", "the score is no number"));
        const auto id = static_cast<std::int32_t>(model->m_scores.size());
        if (model->m_vocabulary.add(token, id) != Vocabulary::Added::Yes) {
            return entry.refuse(
                ErrorCode::DuplicateKey,
                {QT_TRANSLATE_NOOP("core", "token %1, '%2', stands twice in the vocabulary"), id, token});
        }
        if (!token.empty()) model->m_trie.add(token, id);
        model->m_scores.push_back(score);
        least = std::min(least, score);
    }
    LUTHIER_TRY(const auto unknown, node.optional("unk_id"));
    if (unknown) {
        LUTHIER_TRY(const auto id, unknown->number(std::numeric_limits<std::int32_t>::max()));
        if (static_cast<std::size_t>(id) >= model->m_scores.size()) {
            return unknown->refuse(ErrorCode::Inconsistent,
                                   {QT_TRANSLATE_NOOP("core", "the id %1 is beyond the vocabulary"), id});
        }
        model->m_unknown = static_cast<std::int32_t>(id);
    }
    constexpr double kPenalty = 10;
    model->m_unknownScore = (model->m_scores.empty() ? 0 : least) - kPenalty;
    LUTHIER_TRY(model->m_usesBytes, node.boolean("byte_fallback", false));
    for (std::size_t byte = 0; byte < model->m_ofByte.size(); ++byte) {
        model->m_ofByte[byte] = model->m_vocabulary.find(nameOfByte(static_cast<unsigned char>(byte)));
    }
    return std::unique_ptr<const Model>{std::move(model)};
}

void Unigram::tokenize(std::string_view text, std::span<const Piece> pieces, std::vector<Token>& tokens) const
{
    std::vector<Step> steps;
    for (const Piece piece : pieces) {
        tokenizePiece(text, piece, steps, tokens);
    }
}

void Unigram::tokenizePiece(std::string_view text, Piece piece, std::vector<Step>& steps,
                            std::vector<Token>& tokens) const
{
    const auto part = piece.in(text);
    steps.assign(part.size() + 1, {});
    for (std::size_t at = 0; at < part.size();) {
        const auto single = characterAt(part, at).length;
        const auto score = steps[at].score;
        bool hasSingle = false;
        m_trie.each(part.substr(at), [&](std::int32_t id, std::size_t length) {
            steps[at + length].offer(score + m_scores[static_cast<std::size_t>(id)], at, id);
            hasSingle = hasSingle || length == single;
        });
        if (!hasSingle) steps[at + single].offer(score + m_unknownScore, at, m_unknown);
        at += single;
    }
    const auto first = tokens.size();
    for (auto end = part.size(); end > 0;) {
        const Step& step = steps[end];
        const Piece own{piece.begin + step.from, piece.begin + end};
        const bool joins = step.id == m_unknown && tokens.size() > first && tokens.back().id == m_unknown
            && tokens.back().piece.begin == own.end;
        if (joins) {
            tokens.back().piece.begin = own.begin;
        } else {
            tokens.push_back({step.id, own});
        }
        end = step.from;
    }
    std::reverse(tokens.begin() + static_cast<std::ptrdiff_t>(first), tokens.end());
    const bool anyUnknown = std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(first), tokens.end(),
                                        [this](const Token& token) { return token.id == m_unknown; });
    if (!anyUnknown) return;
    const std::vector<Token> found(tokens.begin() + static_cast<std::ptrdiff_t>(first), tokens.end());
    tokens.resize(first);
    for (const Token& token : found) {
        if (token.id == m_unknown) {
            addUnknown(text, token.piece, tokens);
        } else {
            tokens.push_back(token);
        }
    }
}

/// Neighbours that are unknown one by one may be a token together; else all their bytes, or the unknown.
void Unigram::addUnknown(std::string_view text, Piece piece, std::vector<Token>& tokens) const
{
    const auto bytes = piece.in(text);
    if (const auto id = m_vocabulary.find(bytes); id >= 0) return tokens.push_back({id, piece});
    const bool hasBytes = m_usesBytes && std::ranges::all_of(bytes, [this](char byte) {
                              return m_ofByte[static_cast<unsigned char>(byte)] >= 0;
                          });
    if (hasBytes) {
        for (const char byte : bytes) {
            tokens.push_back({m_ofByte[static_cast<unsigned char>(byte)], piece});
        }
    } else if (m_unknown >= 0) {
        tokens.push_back({m_unknown, piece});
    }
}

Expected<std::unique_ptr<const Model>> WordLevel::fromJson(const Node& node)
{
    std::unique_ptr<WordLevel> model{new WordLevel};
    LUTHIER_TRY(const auto list, node.member("vocab"));
    LUTHIER_TRY(model->m_vocabulary, vocabularyFromJson(list));
    LUTHIER_TRY(const auto unknown, node.text("unk_token"));
    model->m_unknown = model->m_vocabulary.find(unknown);
    return std::unique_ptr<const Model>{std::move(model)};
}

void WordLevel::tokenize(std::string_view text, std::span<const Piece> pieces,
                         std::vector<Token>& tokens) const
{
    for (const Piece piece : pieces) {
        const auto id = m_vocabulary.find(piece.in(text));
        if (id >= 0 || m_unknown >= 0) tokens.push_back({id >= 0 ? id : m_unknown, piece});
    }
}

} // namespace luthier::tokenizer
