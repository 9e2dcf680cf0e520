// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/utf8.h"
#include "core/tokenizer/tokenizer.h"

namespace luthier::tokenizer {

std::string TextStream::add(std::int32_t id)
{
    if (m_skipSpecial && m_tokenizer->isSpecial(id)) return {};
    if (m_tokenizer->token(id).empty()) return {};
    m_ids.push_back(id);
    if (m_tokenizer->needsNext(id)) return {};
    const auto text = m_tokenizer->decode(m_ids, m_skipSpecial);
    // A last U+FFFD may be a character whose other bytes are still to come.
    static const std::string kBroken = [] {
        std::string bytes;
        appendUtf8(bytes, kReplacementCharacter);
        return bytes;
    }();
    const bool isWhole = !text.ends_with(kBroken);
    const auto readable = isWhole ? text.size() : text.size() - kBroken.size();
    std::string news = text.substr(m_shown, readable - m_shown);
    m_shown = readable;
    if (isWhole) {
        // The newest id alone is context enough for the next: whether it is the first of a text, and whether
        // it is part of a word.
        m_ids.assign(1, id);
        m_shown = m_tokenizer->decode(m_ids, m_skipSpecial).size();
    }
    return news;
}

std::string TextStream::finish()
{
    const auto text = m_tokenizer->decode(m_ids, m_skipSpecial);
    std::string rest = text.substr(m_shown);
    m_ids.clear();
    m_shown = 0;
    return rest;
}

} // namespace luthier::tokenizer
