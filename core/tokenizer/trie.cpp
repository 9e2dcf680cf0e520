// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/trie.h"

namespace luthier::tokenizer {

void Trie::add(std::string_view text, std::int32_t value)
{
    std::uint32_t node = 0;
    for (const char byte : text) {
        std::uint32_t& next = m_next[step(node, byte)];
        if (next == 0) {
            next = static_cast<std::uint32_t>(m_values.size());
            m_values.push_back(-1);
        }
        node = next;
    }
    m_values[node] = value;
}

Trie::Match Trie::longest(std::string_view text) const
{
    Match best{.value = m_values.front()};
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto* const next = m_next.find(step(node, text[i]));
        if (next == nullptr) break;
        node = *next;
        if (m_values[node] >= 0) best = {m_values[node], i + 1};
    }
    return best;
}

} // namespace luthier::tokenizer
