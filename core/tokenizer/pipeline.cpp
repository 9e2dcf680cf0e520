// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/pipeline.h"

#include "core/base/assert.h"

#include <utility>

namespace luthier::tokenizer {

/// The buffers of one call.
struct Pipeline::Work {
    Encoding encoding{};
    AlignedText original{}; ///< with origins only where somebody asked for offsets
    AlignedText text{}; ///< the segment being worked on
    std::vector<Piece> pieces{};
    std::vector<Token> tokens{};
};

Pipeline::Pipeline(Steps steps)
    : m_steps{std::move(steps)}
{
    LUTHIER_ASSERT(m_steps.model != nullptr);
}

Encoding Pipeline::encode(std::string_view text, bool special, bool withOffsets) const
{
    return m_steps.postProcessor.process(encodeOne(text, withOffsets), nullptr, special, withOffsets);
}

Encoding Pipeline::encodePair(std::string_view first, std::string_view second, bool special,
                              bool withOffsets) const
{
    const auto encodedSecond = encodeOne(second, withOffsets);
    return m_steps.postProcessor.process(encodeOne(first, withOffsets), &encodedSecond, special, withOffsets);
}

Encoding Pipeline::encodeOne(std::string_view text, bool withOffsets) const
{
    Work work;
    work.original.bytes.assign(text);
    work.original.keepsOrigins = withOffsets;
    work.original.isFirst = true;
    if (withOffsets) work.original.origins = characterOrigins(text);
    work.encoding.ids.reserve(text.size() / 4); // an English token and its space are longer
    encodeAround(work.original, false, work);
    return std::move(work.encoding);
}

/// Cuts the added tokens out of `text` and goes on with what is between them.
void Pipeline::encodeAround(const AlignedText& text, bool normalized, Work& work) const
{
    std::vector<Segment> segments;
    m_steps.added.split(text.bytes, normalized, segments);
    for (const Segment& segment : segments) {
        if (segment.id >= 0) {
            add(segment.id, segment.piece.in(text.bytes), text, segment.piece, work);
            continue;
        }
        work.text.clear();
        work.text.keepsOrigins = text.keepsOrigins;
        work.text.isFirst = text.isFirst && segment.piece.begin == 0;
        work.text.add(text, segment.piece);
        if (normalized) {
            encodeWords(work);
        } else {
            encodeSegment(work);
        }
    }
}

/// Tokenises work.text, a part of the original text.
void Pipeline::encodeSegment(Work& work) const
{
    if (m_steps.normalizer) m_steps.normalizer->apply(work.text);
    if (m_steps.added.anyNormalized()) {
        encodeAround(AlignedText{std::move(work.text)}, true, work);
    } else {
        encodeWords(work);
    }
}

/// Tokenises work.text, in which there is no added token.
void Pipeline::encodeWords(Work& work) const
{
    if (work.text.bytes.empty()) return;
    work.pieces.assign(1, {0, work.text.bytes.size()});
    if (m_steps.preTokenizer) m_steps.preTokenizer->split(work.text, work.pieces);
    work.tokens.clear();
    const Model& model = *m_steps.model;
    model.tokenize(work.text.bytes, work.pieces, work.tokens);
    const bool trims = work.text.keepsOrigins && m_steps.postProcessor.trimsSpaces;
    for (const Token& token : work.tokens) {
        const auto written = trims ? model.vocabulary().text(token.id) : std::string_view{};
        add(token.id, written, work.text, token.piece, work);
    }
}

/// `written`: the token as the trimming of offsets looks at it.
void Pipeline::add(std::int32_t id, std::string_view written, const AlignedText& text, Piece piece,
                   Work& work) const
{
    if (text.keepsOrigins) {
        auto origin = text.originOf(piece);
        if (m_steps.postProcessor.trimsSpaces) {
            origin = m_steps.postProcessor.trimmed(origin, written, work.encoding.ids.empty());
        }
        work.encoding.offsets.emplace_back(origin.begin, origin.end);
    }
    work.encoding.ids.push_back(id);
}

std::string Pipeline::decode(std::span<const std::int32_t> ids, bool skipSpecial) const
{
    std::vector<std::string> tokens;
    tokens.reserve(ids.size());
    for (const std::int32_t id : ids) {
        if (skipSpecial && isSpecial(id)) continue;
        const auto* const added = m_steps.added.find(id);
        auto text = added != nullptr ? added->decoded : token(id);
        if (!text.empty()) tokens.push_back(std::move(text));
    }
    if (m_steps.decoder) m_steps.decoder->apply(tokens);
    std::string result;
    for (const std::string& part : tokens) {
        if (!m_steps.decoder && !result.empty()) result += ' ';
        result += part;
    }
    return result;
}

std::string Pipeline::token(std::int32_t id) const
{
    if (const auto* const added = m_steps.added.find(id)) return added->text;
    return std::string{m_steps.model->vocabulary().text(id)};
}

std::optional<std::int32_t> Pipeline::id(std::string_view token) const
{
    const auto known = m_steps.model->vocabulary().id(token);
    return known ? known : m_steps.added.id(token);
}

bool Pipeline::isSpecial(std::int32_t id) const
{
    const auto* const added = m_steps.added.find(id);
    return added != nullptr && added->special;
}

} // namespace luthier::tokenizer
