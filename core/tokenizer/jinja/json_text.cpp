// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/json_text.h"

#include "core/base/utf8.h"
#include "core/tokenizer/jinja/python_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace luthier::jinja {
namespace {

void appendJsonText(std::string& result, std::string_view text, bool asciiOnly)
{
    result += '"';
    for (std::size_t at = 0; at < text.size();) {
        const auto [character, size] = characterAt(text, at);
        at += size;
        static constexpr std::u32string_view kEscaped{U"\"\\\n\r\t\b\f"};
        static constexpr std::string_view kLetters{"\"\\nrtbf"};
        if (const auto known = kEscaped.find(character); known != std::u32string_view::npos) {
            result += '\\';
            result += kLetters[known];
        } else if (character < 0x20U || (asciiOnly && character > 0x7EU && character < 0x10000U)) {
            result += "\\u" + hex(character, 4);
        } else if (asciiOnly && character >= 0x10000U) {
            const char32_t offset = character - 0x10000U; // a pair of surrogates
            result += "\\u" + hex(0xD800U + (offset >> 10U), 4) + "\\u" + hex(0xDC00U + (offset & 0x3FFU), 4);
        } else {
            appendUtf8(result, character);
        }
    }
    result += '"';
}

class JsonWriter {
public:
    JsonWriter(const JsonStyle& style, Budget& budget)
        : m_style{style}
        , m_budget{budget}
    {
    }

    Expected<void> write(const Value& value, int level)
    {
        m_budget.spend(1);
        if (m_budget.isSpent()) return {};
        switch (value.kind()) {
        case Value::Kind::None:
            result += "null";
            return {};
        case Value::Kind::Boolean:
            result += value.isTrue() ? "true" : "false";
            return {};
        case Value::Kind::Integer:
            result += std::to_string(value.whole());
            return {};
        case Value::Kind::Float:
            result += number(value.number());
            return {};
        case Value::Kind::Text:
            m_budget.spendBytes(value.text().size());
            appendJsonText(result, value.text(), m_style.asciiOnly);
            return {};
        case Value::Kind::List:
        case Value::Kind::Tuple:
            return list(value.items(), level);
        case Value::Kind::Dict:
            return dict(value.entries(), level);
        default:
            return failure(
                {QT_TRANSLATE_NOOP("core", "a value of type %1 cannot become JSON"), value.typeName()});
        }
    }

    std::string result{};

private:
    static std::string number(double value)
    {
        if (std::isnan(value)) return "NaN";
        if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
        return floatText(value);
    }

    void newLine(int level)
    {
        if (!m_style.indent) return;
        result += '\n';
        for (int i = 0; i < level; ++i) {
            result += *m_style.indent;
        }
        m_budget.spendBytes(m_style.indent->size() * static_cast<std::size_t>(level));
    }

    Expected<void> list(const Values& items, int level)
    {
        result += '[';
        bool isFirst = true;
        for (const Value& item : items) {
            if (!std::exchange(isFirst, false)) result += m_style.itemSeparator;
            newLine(level + 1);
            LUTHIER_CHECK(write(item, level + 1));
        }
        if (!items.empty()) newLine(level);
        result += ']';
        return {};
    }

    Expected<void> dict(Entries entries, int level)
    {
        if (m_style.sortsKeys) {
            std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
                return a.first.isText() && b.first.isText() && a.first.text() < b.first.text();
            });
        }
        result += '{';
        bool isFirst = true;
        for (const auto& [key, value] : entries) {
            if (!std::exchange(isFirst, false)) result += m_style.itemSeparator;
            newLine(level + 1);
            const bool isPlain = key.isNone() || key.isNumber();
            if (isPlain) result += '"';
            LUTHIER_CHECK(write(key, level + 1));
            if (isPlain) result += '"';
            result += m_style.keySeparator;
            LUTHIER_CHECK(write(value, level + 1));
        }
        if (!entries.empty()) newLine(level);
        result += '}';
        return {};
    }

    const JsonStyle& m_style;
    Budget& m_budget;
};

} // namespace

Expected<std::string> json(const Value& value, const JsonStyle& style, Budget& budget)
{
    JsonWriter writer{style, budget};
    LUTHIER_CHECK(writer.write(value, 0));
    return std::move(writer.result);
}

} // namespace luthier::jinja
