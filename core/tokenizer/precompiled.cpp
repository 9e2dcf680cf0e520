// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/normalizers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

namespace luthier::tokenizer {
namespace {

/// Base64 with its padding; nothing for anything else.
std::optional<std::string> fromBase64(std::string_view text)
{
    std::array<int, 256> values{};
    values.fill(-1);
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < kLetters.size(); ++i) {
        values[static_cast<unsigned char>(kLetters[i])] = static_cast<int>(i);
    }
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t held = 0;
    int bits = 0;
    for (const char letter : text) {
        const int value = values[static_cast<unsigned char>(letter)];
        if (value < 0) return std::nullopt;
        held = (held << 6U) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<char>(held >> static_cast<unsigned>(bits)));
    }
    return bytes;
}

/// SentencePiece's table: a double-array trie (Aoe 1989) from texts to places in a list of replacements.
class Precompiled final : public Normalizer {
public:
    Precompiled(std::vector<std::uint32_t> trie, std::string replacements)
        : m_trie{std::move(trie)}
        , m_replacements{std::move(replacements)}
    {
    }

    void apply(AlignedText& text) const override
    {
        AlignedText result{.keepsOrigins = text.keepsOrigins, .isFirst = text.isFirst};
        result.bytes.reserve(text.bytes.size());
        eachCluster(text.bytes, [&](Piece cluster) {
            constexpr std::size_t kLongestCluster = 6; // bytes; longer ones go character by character
            if (cluster.size() < kLongestCluster) {
                if (const auto found = replacementOf(cluster.in(text.bytes)))
                    return replace(text, cluster, *found, result);
            }
            for (auto at = cluster.begin; at < cluster.end;) {
                const Piece character{at, at + characterAt(text.bytes, at).length};
                if (const auto found = replacementOf(character.in(text.bytes))) {
                    replace(text, character, *found, result);
                } else {
                    result.add(text, character);
                }
                at = character.end;
            }
        });
        text = std::move(result);
    }

private:
    template <class F>
    static void eachCluster(const std::string& bytes, F f)
    {
        const bool isAscii
            = std::ranges::all_of(bytes, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
        if (isAscii) {
            for (std::size_t at = 0; at < bytes.size();) {
                const auto end = at + (bytes.compare(at, 2, "\r\n") == 0 ? 2 : 1);
                f(Piece{at, end});
                at = end;
            }
            return;
        }
        UErrorCode status = U_ZERO_ERROR;
        UText* const text
            = utext_openUTF8(nullptr, bytes.data(), static_cast<std::int64_t>(bytes.size()), &status);
        UBreakIterator* const breaks = ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status);
        if (U_SUCCESS(status)) ubrk_setUText(breaks, text, &status);
        std::size_t begin = 0;
        for (auto next = U_SUCCESS(status) ? ubrk_next(breaks) : UBRK_DONE; next != UBRK_DONE;
             next = ubrk_next(breaks)) {
            f(Piece{begin, static_cast<std::size_t>(next)});
            begin = static_cast<std::size_t>(next);
        }
        if (begin < bytes.size()) f(Piece{begin, bytes.size()});
        ubrk_close(breaks);
        utext_close(text);
    }

    /// What the shortest beginning of `text` that the table knows becomes.
    std::optional<std::string_view> replacementOf(std::string_view text) const
    {
        const auto at = [this](std::size_t place) { return place < m_trie.size() ? m_trie[place] : 0U; };
        const auto offset = [](std::uint32_t unit) { return (unit >> 10U) << ((unit & (1U << 9U)) >> 6U); };
        std::size_t node = offset(at(0));
        for (const char letter : text) {
            const auto byte = static_cast<unsigned char>(letter);
            if (byte == 0) break;
            node ^= byte;
            const auto unit = at(node);
            if ((unit & ((1U << 31U) | 0xFFU)) != byte) return std::nullopt;
            node ^= offset(unit);
            if ((unit >> 8U & 1U) == 0) continue;
            const std::size_t begin = at(node) & ((1U << 31U) - 1);
            if (begin >= m_replacements.size()) return std::nullopt;
            return std::string_view{m_replacements}.substr(begin, m_replacements.find('\0', begin) - begin);
        }
        return std::nullopt;
    }

    /// Each new character comes from the old one in its place, further ones from the last.
    static void replace(const AlignedText& text, Piece old, std::string_view with, AlignedText& result)
    {
        auto from = old.begin;
        for (std::size_t at = 0; at < with.size();) {
            const auto [character, length] = characterAt(with, at);
            result.add(character, text.originAt(from));
            at += length;
            const auto next = from + characterAt(text.bytes, from).length;
            if (next < old.end) from = next;
        }
        result.isFirst = result.isFirst && !result.bytes.empty(); // what the original begins with may be gone
    }

    std::vector<std::uint32_t> m_trie;
    std::string m_replacements;
};

} // namespace

Expected<std::unique_ptr<const Normalizer>> makePrecompiled(const Node& node)
{
    LUTHIER_TRY(const auto text, node.text("precompiled_charsmap"));
    const auto bytes = fromBase64(text);
    std::uint32_t size = 0;
    if (bytes && bytes->size() >= sizeof size) std::memcpy(&size, bytes->data(), sizeof size);
    if (!bytes || bytes->size() < sizeof size || size > bytes->size() - sizeof size || size % 4 != 0
        || size == 0) {
        return node.refuse(ErrorCode::BadValue,
                           QT_TRANSLATE_NOOP("core", "the table of replacements is damaged"));
    }
    std::vector<std::uint32_t> trie(size / 4);
    std::memcpy(trie.data(), bytes->data() + sizeof size, size);
    return std::make_unique<const Precompiled>(std::move(trie), bytes->substr(sizeof size + size));
}

} // namespace luthier::tokenizer
