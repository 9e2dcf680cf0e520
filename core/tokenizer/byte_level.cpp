// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/byte_level.h"

#include "core/tokenizer/characters.h"

#include <array>
#include <utility>

namespace luthier::tokenizer {
namespace {

constexpr char32_t kFirstStandIn = 0x100;
constexpr std::size_t kBytes = 256;

constexpr bool standsForItself(std::size_t byte)
{
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

constexpr std::array<char32_t, kBytes> makeLetters()
{
    std::array<char32_t, kBytes> letters{};
    char32_t standIn = kFirstStandIn;
    for (std::size_t byte = 0; byte < kBytes; ++byte) {
        letters[byte] = standsForItself(byte) ? static_cast<char32_t>(byte) : standIn++;
    }
    return letters;
}

constexpr auto kLetters = makeLetters();
constexpr std::size_t kStandIns = kBytes - 94 - 12 - 82; // all but the three ranges of standsForItself()

constexpr std::array<unsigned char, kStandIns> makeBytesOfStandIns()
{
    std::array<unsigned char, kStandIns> bytes{};
    for (std::size_t byte = 0; byte < kBytes; ++byte) {
        if (!standsForItself(byte)) bytes[kLetters[byte] - kFirstStandIn] = static_cast<unsigned char>(byte);
    }
    return bytes;
}

constexpr auto kBytesOfStandIns = makeBytesOfStandIns();

/// What GPT-2's expression tells apart.
enum class Kind : unsigned char { Other, Letter, Number, Space };

Kind kindOf(char32_t character)
{
    const auto bits = characters().bits(character);
    const auto has = [bits](Character kind) { return (bits & static_cast<std::uint16_t>(kind)) != 0; };
    if (has(Character::Letter)) return Kind::Letter;
    if (has(Character::Number)) return Kind::Number;
    return has(Character::Space) ? Kind::Space : Kind::Other;
}

const std::array<Kind, 128>& asciiKinds()
{
    static const auto kinds = [] {
        std::array<Kind, 128> table{};
        for (std::size_t i = 0; i < table.size(); ++i) {
            table[i] = kindOf(static_cast<char32_t>(i));
        }
        return table;
    }();
    return kinds;
}

/// Walks over one piece.
class Gpt2Scanner {
public:
    Gpt2Scanner(std::string_view text, std::size_t end)
        : m_text{text.substr(0, end)}
    {
    }

    /// Where the match that begins at `at` ends.
    std::size_t next(std::size_t at) const
    {
        if (const auto length = contraction(at); length > 0) return at + length;
        const bool afterSpace = m_text[at] == ' ' && at + 1 < m_text.size();
        const auto first = look(afterSpace ? at + 1 : at);
        if (first.kind != Kind::Space) return run(first.end, first.kind).end;
        const auto spaces = run(at, Kind::Space);
        // The last space stays for the word behind it, unless it is the only one.
        return spaces.end == m_text.size() || spaces.last == at ? spaces.end : spaces.last;
    }

private:
    struct Seen {
        Kind kind;
        std::size_t end;
    };
    struct Run {
        std::size_t last; ///< where its last character begins
        std::size_t end;
    };

    Seen look(std::size_t at) const
    {
        const auto byte = static_cast<unsigned char>(m_text[at]);
        if (byte < m_ascii.size()) return {m_ascii[byte], at + 1};
        const auto [character, length] = characterAt(m_text, at);
        return {kindOf(character), at + length};
    }

    Run run(std::size_t at, Kind kind) const
    {
        Run found{at, at};
        while (found.end < m_text.size()) {
            const auto seen = look(found.end);
            if (seen.kind != kind) break;
            found = {found.end, seen.end};
        }
        return found;
    }

    std::size_t contraction(std::size_t at) const
    {
        if (m_text[at] != '\'') return 0;
        const auto rest = m_text.substr(at + 1, 2);
        if (rest == "re" || rest == "ve" || rest == "ll") return 3;
        return !rest.empty() && std::string_view{"stmd"}.find(rest.front()) != std::string_view::npos ? 2 : 0;
    }

    const std::array<Kind, 128>& m_ascii{asciiKinds()};
    std::string_view m_text;
};

/// A space before each piece that does not begin with one; it comes from nowhere, so from its first
/// character.
void addPrefixSpaces(AlignedText& text, std::vector<Piece>& pieces)
{
    AlignedText result{.keepsOrigins = text.keepsOrigins};
    for (Piece& piece : pieces) {
        const auto begin = result.bytes.size();
        if (piece.size() > 0 && text.bytes[piece.begin] != ' ') result.add(U' ', text.originAt(piece.begin));
        result.add(text, piece);
        piece = {begin, result.bytes.size()};
    }
    text = std::move(result);
}

void writeLetters(AlignedText& text, std::vector<Piece>& pieces)
{
    AlignedText result{.keepsOrigins = text.keepsOrigins};
    for (Piece& piece : pieces) {
        const auto begin = result.bytes.size();
        for (std::size_t at = piece.begin; at < piece.end; ++at) {
            result.add(letterOfByte(static_cast<unsigned char>(text.bytes[at])), text.originAt(at));
        }
        piece = {begin, result.bytes.size()};
    }
    text = std::move(result);
}

} // namespace

char32_t letterOfByte(unsigned char byte)
{
    return kLetters[byte];
}

std::optional<unsigned char> byteOfLetter(char32_t letter)
{
    if (letter < kBytes) {
        return standsForItself(letter) ? std::optional{static_cast<unsigned char>(letter)} : std::nullopt;
    }
    const std::size_t index = letter - kFirstStandIn;
    return index < kStandIns ? std::optional{kBytesOfStandIns[index]} : std::nullopt;
}

std::optional<std::string> bytesOfToken(std::string_view token)
{
    std::string bytes;
    for (std::size_t at = 0; at < token.size();) {
        const auto [letter, length] = characterAt(token, at);
        const auto byte = byteOfLetter(letter);
        if (!byte) return std::nullopt;
        bytes.push_back(static_cast<char>(*byte));
        at += length;
    }
    return bytes;
}

void splitAsGpt2(std::string_view text, Piece piece, std::vector<Piece>& result)
{
    const Gpt2Scanner scanner{text, piece.end};
    for (std::size_t at = piece.begin; at < piece.end;) {
        const auto end = scanner.next(at);
        result.push_back({at, end});
        at = end;
    }
}

Expected<ByteLevel::Options> ByteLevel::fromJson(const Node& node)
{
    Options options;
    LUTHIER_TRY(options.prefixSpace, node.boolean("add_prefix_space"));
    LUTHIER_TRY(options.split, node.boolean("use_regex", true));
    LUTHIER_CHECK(node.boolean("trim_offsets")); // of no effect here, but the reference wants it
    return options;
}

void ByteLevel::split(AlignedText& text, std::vector<Piece>& pieces) const
{
    if (m_options.prefixSpace) addPrefixSpaces(text, pieces);
    if (m_options.split) {
        std::vector<Piece> result;
        result.reserve(text.bytes.size() / 4 + pieces.size()); // an English word and its space are longer
        for (const Piece piece : pieces) {
            splitAsGpt2(text.bytes, piece, result);
        }
        pieces = std::move(result);
    }
    if (m_options.writeLetters) writeLetters(text, pieces);
}

} // namespace luthier::tokenizer
