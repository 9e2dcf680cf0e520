// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/utf8.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// Characters [begin, end) of the original text.
struct Origin {
    std::int32_t begin{0};
    std::int32_t end{0};
};

/// Bytes [begin, end) of a text.
struct Piece {
    std::size_t begin{0};
    std::size_t end{0};

    std::size_t size() const { return end - begin; }
    std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// A text on its way through a pipeline, and the way back to the original.
struct AlignedText {
    std::string bytes{};
    std::vector<Origin> origins{}; ///< of each byte; not kept where nobody asks for offsets
    bool keepsOrigins{false};
    bool isFirst{false}; ///< it begins where the original begins

    /// Where the bytes of `piece` came from. REQUIRES: keepsOrigins.
    Origin originOf(Piece piece) const
    {
        if (piece.size() == 0 || piece.end > origins.size()) return {};
        return {origins[piece.begin].begin, origins[piece.end - 1].end};
    }
    Origin originAt(std::size_t byte) const { return keepsOrigins ? origins[byte] : Origin{}; }

    void clear()
    {
        bytes.clear();
        origins.clear();
    }
    void add(char32_t character, Origin origin)
    {
        appendUtf8(bytes, character);
        if (keepsOrigins) origins.resize(bytes.size(), origin);
    }
    /// Appends the bytes of `other` in `piece`.
    void add(const AlignedText& other, Piece piece);
};

/// Of each byte of `text`, the characters [begin, end) that it stands in: one.
std::vector<Origin> characterOrigins(std::string_view text);

} // namespace luthier::tokenizer
