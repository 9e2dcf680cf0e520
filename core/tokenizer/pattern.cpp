// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/pattern.h"

#include "core/tokenizer/unicode_tables.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace luthier::tokenizer {
namespace {

constexpr std::size_t kMostPatternBytes = std::size_t{64} << 10U;
constexpr std::uint32_t kMostSteps = 5'000'000; // of one match: well below a second
constexpr char32_t kLastCharacter = 0x10FFFF;

/// What is not in there.
Ranges without(const Ranges& ranges)
{
    Ranges rest;
    char32_t next = 0;
    for (const auto& [first, last] : ranges) {
        if (first > next) rest.emplace_back(next, first - 1);
        next = last + 1;
    }
    if (next <= kLastCharacter) rest.emplace_back(next, kLastCharacter);
    return rest;
}

/// Writes an expression for Oniguruma as one for PCRE2: its classes become the ranges of the reference's
/// tables.
class Translation {
public:
    explicit Translation(std::string_view from)
        : m_from{from}
    {
    }

    std::string done()
    {
        while (m_at < m_from.size()) {
            const char letter = m_from[m_at];
            if (letter == '\\' && m_at + 1 < m_from.size()) {
                escape();
                continue;
            }
            if (letter == '[' && m_depth > 0 && m_from.substr(m_at).starts_with("[:")) {
                named();
                continue;
            }
            if (letter == '[') ++m_depth;
            if (letter == ']' && m_depth > 0) --m_depth;
            m_to += letter;
            ++m_at;
            // A bracket right behind the beginning of a class is a letter of it.
            if (letter == '[' && m_from.substr(m_at).starts_with("^")) m_to += m_from[m_at++];
            if (letter == '[' && m_from.substr(m_at).starts_with("]")) {
                m_to += "\\]";
                ++m_at;
            }
        }
        return std::move(m_to);
    }

private:
    void escape()
    {
        const char kind = m_from[m_at + 1];
        if (kind == 'p' || kind == 'P') {
            if (property(kind == 'P')) return;
        } else if (std::string_view{"sdwSDW"}.find(kind) != std::string_view::npos) {
            const bool isNegated = kind < 'a';
            const std::array<char, 1> name{isNegated ? static_cast<char>(kind - 'A' + 'a') : kind};
            write(rangesOf({name.data(), 1}), isNegated);
            m_at += 2;
            return;
        }
        m_to += m_from.substr(m_at, 2);
        m_at += 2;
    }
    /// \p{L}, \p{^L}, \pL; false where the tables have no such class: PCRE2 knows it, perhaps.
    bool property(bool isNegated)
    {
        auto at = m_at + 2;
        std::string_view name;
        std::size_t end = at + 1;
        if (at < m_from.size() && m_from[at] == '{') {
            const auto close = m_from.find('}', at);
            if (close == std::string_view::npos) return false;
            name = m_from.substr(at + 1, close - at - 1);
            end = close + 1;
        } else if (at < m_from.size()) {
            name = m_from.substr(at, 1);
        }
        if (name.starts_with('^')) {
            isNegated = !isNegated;
            name.remove_prefix(1);
        }
        const auto ranges = rangesOf(name);
        if (ranges.empty()) return false;
        write(ranges, isNegated);
        m_at = end;
        return true;
    }
    /// [:punct:] inside a class
    void named()
    {
        const auto close = m_from.find(":]", m_at);
        const auto name = close == std::string_view::npos ? std::string_view{}
                                                          : m_from.substr(m_at + 2, close - m_at - 2);
        const auto ranges = rangesOf(name);
        if (ranges.empty()) {
            m_to += m_from[m_at++];
            m_to += m_from[m_at++];
            return;
        }
        write(ranges, false);
        m_at = close + 2;
    }
    void write(const Ranges& ranges, bool isNegated)
    {
        if (m_depth == 0) m_to += isNegated ? "[^" : "[";
        for (const auto& [first, last] : m_depth > 0 && isNegated ? without(ranges) : ranges) {
            std::array<char, 32> text{};
            std::snprintf(text.data(), text.size(), first == last ? "\\x{%X}" : "\\x{%X}-\\x{%X}",
                          static_cast<unsigned>(first), static_cast<unsigned>(last));
            m_to += text.data();
        }
        if (m_depth == 0) m_to += ']';
    }

    std::string_view m_from;
    std::string m_to{};
    std::size_t m_at{0};
    int m_depth{0}; ///< of brackets
};

struct FreeMatch {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

} // namespace

Ranges rangesOf(std::string_view name)
{
    const auto found = std::ranges::find(kRangeNames, name);
    if (found == kRangeNames.end()) return {};
    const auto index = static_cast<std::size_t>(found - kRangeNames.begin());
    Ranges ranges;
    char32_t end = 0;
    for (auto i = kRangeStarts[index]; i < kRangeStarts[index + 1]; i += 2) {
        const char32_t first = end + kRanges[i];
        end = first + kRanges[i + 1];
        ranges.emplace_back(first, end - 1);
    }
    return ranges;
}

struct Pattern::Compiled {
    explicit Compiled(pcre2_code* made)
        : code{made}
        , context{pcre2_match_context_create(nullptr)}
    {
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); // where that is not possible, it is only slower
        pcre2_set_match_limit(context, kMostSteps);
        pcre2_set_heap_limit(context, 64U << 10U); // KiB
    }
    ~Compiled()
    {
        pcre2_match_context_free(context);
        pcre2_code_free(code);
    }
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;

    pcre2_code* code;
    pcre2_match_context* context;
};

Expected<Pattern> Pattern::fromJson(const Node& node)
{
    LUTHIER_TRY(const auto text, node.optional("String"));
    if (text) {
        LUTHIER_TRY(auto plainText, text->text());
        return plain(std::move(plainText));
    }
    LUTHIER_TRY(const auto expression, node.optional("Regex"));
    if (!expression) {
        return node.refuse(ErrorCode::BadType,
                           QT_TRANSLATE_NOOP("core", "a pattern is a 'String' or a 'Regex'"));
    }
    LUTHIER_TRY(const auto written, expression->text());
    return regex(written, *expression);
}

Pattern Pattern::plain(std::string text)
{
    Pattern pattern;
    pattern.m_text = std::move(text);
    return pattern;
}

Expected<Pattern> Pattern::regex(std::string_view expression, const Node& place)
{
    if (expression.size() > kMostPatternBytes) {
        return place.refuse(ErrorCode::Limit,
                            QT_TRANSLATE_NOOP("core", "the regular expression is too long"));
    }
    const auto translated = Translation{expression}.done();
    int error = 0;
    PCRE2_SIZE at = 0;
    auto* const code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                                     PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C,
                                     &error, &at, nullptr);
    if (code == nullptr) {
        std::array<PCRE2_UCHAR, 256> words{};
        pcre2_get_error_message(error, words.data(), words.size());
        return place.refuse(ErrorCode::BadRegex,
                            {QT_TRANSLATE_NOOP("core", "the regular expression '%1' cannot be read: %2"),
                             std::string{expression.substr(0, 200)},
                             reinterpret_cast<const char*>(words.data())});
    }
    Pattern pattern;
    pattern.m_compiled = std::make_shared<const Compiled>(code);
    return pattern;
}

void Pattern::each(std::string_view text, Piece within, const std::function<void(Piece)>& f) const
{
    const auto part = within.in(text);
    if (!m_compiled) {
        if (m_text.empty()) return;
        for (auto at = part.find(m_text); at != std::string_view::npos;
             at = part.find(m_text, at + m_text.size())) {
            f({within.begin + at, within.begin + at + m_text.size()});
        }
        return;
    }
    const std::unique_ptr<pcre2_match_data, FreeMatch> data{pcre2_match_data_create(1, nullptr)};
    for (std::size_t at = 0; at < part.size();) {
        const int found = pcre2_match(m_compiled->code, reinterpret_cast<PCRE2_SPTR>(part.data()),
                                      part.size(), at, 0, data.get(), m_compiled->context);
        if (found < 0) return;
        const auto* const place = pcre2_get_ovector_pointer(data.get());
        if (place[1] > place[0]) f({within.begin + place[0], within.begin + place[1]});
        at = std::max<std::size_t>(place[1], at);
        if (place[1] == place[0]) at += at < part.size() ? characterAt(part, at).length : 1;
    }
}

Expected<SplitBehaviour> splitBehaviour(const Node& node, std::string_view key)
{
    LUTHIER_TRY(const auto name, node.text(key));
    constexpr std::array<std::pair<std::string_view, SplitBehaviour>, 5> kKnown{{
        {"Removed", SplitBehaviour::Removed},
        {"Isolated", SplitBehaviour::Isolated},
        {"MergedWithPrevious", SplitBehaviour::MergedWithPrevious},
        {"MergedWithNext", SplitBehaviour::MergedWithNext},
        {"Contiguous", SplitBehaviour::Contiguous},
    }};
    const auto* const found = std::ranges::find(kKnown, std::string_view{name},
                                                &std::pair<std::string_view, SplitBehaviour>::first);
    if (found != kKnown.end()) return found->second;
    return node.refuse(ErrorCode::BadValue,
                       {QT_TRANSLATE_NOOP("core", "'%1' is not known for '%2'"), name, key});
}

std::vector<Part> partsOf(const Pattern& pattern, std::string_view text, Piece within)
{
    std::vector<Part> parts;
    auto begin = within.begin;
    pattern.each(text, within, [&](Piece match) {
        if (match.begin > begin) parts.push_back({{begin, match.begin}, false});
        parts.push_back({match, true});
        begin = match.end;
    });
    if (begin < within.end) parts.push_back({{begin, within.end}, false});
    return parts;
}

void addPieces(const std::vector<Part>& parts, SplitBehaviour behaviour, std::vector<Piece>& pieces)
{
    const auto first = pieces.size();
    bool wasMatch = false;
    bool isTaken = false; // by the match before it
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& [piece, matched] = parts[i];
        const bool hasBefore = pieces.size() > first;
        switch (behaviour) {
        case SplitBehaviour::Removed:
            if (!matched) pieces.push_back(piece);
            break;
        case SplitBehaviour::Isolated:
            pieces.push_back(piece);
            break;
        case SplitBehaviour::MergedWithPrevious:
            if (matched && !wasMatch && hasBefore) {
                pieces.back().end = piece.end;
            } else {
                pieces.push_back(piece);
            }
            break;
        case SplitBehaviour::MergedWithNext:
            // Of several matches side by side only the last takes what follows.
            if (isTaken) {
                pieces.back().end = piece.end;
            } else {
                pieces.push_back(piece);
            }
            isTaken = matched && i + 1 < parts.size() && !parts[i + 1].matched;
            break;
        case SplitBehaviour::Contiguous:
            if (i > 0 && matched == wasMatch && hasBefore) {
                pieces.back().end = piece.end;
            } else {
                pieces.push_back(piece);
            }
            break;
        }
        wasMatch = matched;
    }
}

} // namespace luthier::tokenizer
