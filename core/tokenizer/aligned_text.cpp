// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/aligned_text.h"

namespace luthier::tokenizer {

void AlignedText::add(const AlignedText& other, Piece piece)
{
    bytes.append(piece.in(other.bytes));
    if (!keepsOrigins) return;
    const auto first = other.origins.begin();
    origins.insert(origins.end(), first + static_cast<std::ptrdiff_t>(piece.begin),
                   first + static_cast<std::ptrdiff_t>(piece.end));
}

std::vector<Origin> characterOrigins(std::string_view text)
{
    std::vector<Origin> origins;
    origins.reserve(text.size());
    std::int32_t character = 0;
    for (std::size_t at = 0; at < text.size(); ++character) {
        at += characterAt(text, at).length;
        origins.resize(at, {character, character + 1});
    }
    return origins;
}

} // namespace luthier::tokenizer
