// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/bert_normalizer.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <utility>

namespace luthier::tokenizer {

BertNormalizer::BertNormalizer(Options options)
    : m_options{options}
{
    const auto& table = characters();
    for (std::size_t i = 0; i < m_ascii.size(); ++i) {
        const auto character = static_cast<char32_t>(i);
        m_ascii[i] = static_cast<char>(i);
        if (options.clean && table.is(character, Character::Unprintable)) {
            m_ascii[i] = '\0';
        } else if (options.clean && table.is(character, Character::Space)) {
            m_ascii[i] = ' ';
        } else if (options.lower) {
            m_ascii[i] = static_cast<char>(table.lower(character).characters[0]);
        }
    }
}

/// One pass over one text.
class BertNormalizer::Rewriting {
public:
    Rewriting(const BertNormalizer& rules, const AlignedText& from)
        : m_options{rules.m_options}
        , m_ascii{rules.m_ascii}
        , m_from{from}
    {
        m_to.keepsOrigins = from.keepsOrigins;
        m_to.bytes.reserve(from.bytes.size());
        if (from.keepsOrigins) m_to.origins.reserve(from.bytes.size());
    }

    AlignedText done() &&
    {
        const std::string_view bytes = m_from.bytes;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto byte = static_cast<unsigned char>(bytes[at]);
            if (byte < m_ascii.size() && m_ascii[byte] != '\0') {
                addAscii(m_ascii[byte], m_from.originAt(at));
                ++at;
                continue;
            }
            const auto [character, length] = characterAt(bytes, at);
            clean(character, m_from.originAt(at));
            at += length;
        }
        settleMarks();
        return std::move(m_to);
    }

private:
    /// A combining mark that waits for its place among its neighbours.
    struct Mark {
        char32_t character;
        std::uint8_t combiningClass;
        bool follows; ///< not the first that its character decomposes into
    };

    void addAscii(char character, Origin origin)
    {
        settleMarks();
        m_to.bytes.push_back(character);
        if (m_to.keepsOrigins) m_to.origins.push_back(origin);
        m_last = origin;
    }

    void clean(char32_t character, Origin origin)
    {
        const auto& table = characters();
        if (m_options.clean) {
            if (character == kReplacementCharacter || table.is(character, Character::Unprintable)) return;
            if (table.is(character, Character::Space)) character = U' ';
        }
        if (m_options.spaceIdeographs && table.is(character, Character::Ideograph)) {
            decompose(U' ', origin);
            decompose(character, origin);
            decompose(U' ', origin);
        } else {
            decompose(character, origin);
        }
    }

    void decompose(char32_t character, Origin origin)
    {
        const auto& table = characters();
        if (!m_options.stripAccents || !table.is(character, Character::Decomposes)) {
            place(character, origin, false);
            return;
        }
        bool follows = false;
        for (const char32_t part : table.decomposed(character)) {
            place(part, origin, follows);
            follows = true;
        }
    }

    void place(char32_t character, Origin origin, bool follows)
    {
        if (m_options.stripAccents && characters().is(character, Character::Combines)) {
            m_marks.push_back({character, characters().combiningClass(character), follows});
            if (!follows) m_markOrigins.push_back(origin);
            return;
        }
        settleMarks();
        m_last = origin;
        lower(character, origin);
    }

    /// Puts the waiting marks into canonical order. Their places stay where they were: the reference hands
    /// the origins out in the order of the text, not of the marks.
    void settleMarks()
    {
        if (m_marks.empty()) return;
        std::stable_sort(m_marks.begin(), m_marks.end(),
                         [](const Mark& a, const Mark& b) { return a.combiningClass < b.combiningClass; });
        auto next = m_markOrigins.begin();
        for (const Mark& mark : m_marks) {
            if (!mark.follows) m_last = *next++;
            lower(mark.character, m_last);
        }
        m_marks.clear();
        m_markOrigins.clear();
    }

    void lower(char32_t character, Origin origin)
    {
        const auto& table = characters();
        if (m_options.stripAccents && table.is(character, Character::Accent)) return;
        if (!m_options.lower || !table.is(character, Character::Lowers)) {
            m_to.add(character, origin);
            return;
        }
        for (const char32_t part : table.lower(character)) {
            m_to.add(part, origin);
        }
    }

    const Options& m_options;
    const std::array<char, 128>& m_ascii;
    const AlignedText& m_from;
    AlignedText m_to{};
    std::vector<Mark> m_marks{};
    std::vector<Origin> m_markOrigins{};
    Origin m_last{}; ///< of the last character that went through
};

Expected<std::unique_ptr<const Normalizer>> BertNormalizer::fromJson(const Node& node)
{
    Options options;
    LUTHIER_TRY(options.clean, node.boolean("clean_text"));
    LUTHIER_TRY(options.spaceIdeographs, node.boolean("handle_chinese_chars"));
    LUTHIER_TRY(options.lower, node.boolean("lowercase"));
    LUTHIER_TRY(options.stripAccents, node.boolean("strip_accents", options.lower));
    return std::make_unique<const BertNormalizer>(options);
}

void BertNormalizer::apply(AlignedText& text) const
{
    text = Rewriting{*this, text}.done();
}

} // namespace luthier::tokenizer
