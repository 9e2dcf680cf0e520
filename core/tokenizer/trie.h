// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/number_map.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// A set of texts with a number each, asked for the longest that a text begins with.
class Trie {
public:
    struct Match {
        std::int32_t value{-1}; ///< −1: none
        std::size_t length{0}; ///< in bytes
    };

    void add(std::string_view text, std::int32_t value);
    Match longest(std::string_view text) const;
    /// Calls f(value, length in bytes) for each that `text` begins with, the shortest first.
    template <class F>
    void each(std::string_view text, F f) const
    {
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto* const next = m_next.find(step(node, text[i]));
            if (next == nullptr) return;
            node = *next;
            if (m_values[node] >= 0) f(m_values[node], i + 1);
        }
    }
    bool empty() const { return m_values.size() == 1 && m_values.front() < 0; }

private:
    static std::uint64_t step(std::uint32_t node, char byte)
    {
        return std::uint64_t{node} << 8U | static_cast<unsigned char>(byte);
    }

    NumberMap<std::uint32_t> m_next; ///< node and byte → node
    std::vector<std::int32_t> m_values{-1}; ///< by node; the first is the root
};

} // namespace luthier::tokenizer
