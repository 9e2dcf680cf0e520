// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/printf.h"

#include "core/tokenizer/jinja/python_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace luthier::jinja {
namespace {

constexpr std::size_t kWidest = 1'000;
constexpr int kMostDecimals = 100;

/// %-08.3f
struct Conversion {
    bool left{false};
    bool zeros{false};
    std::size_t width{0};
    int decimals{-1}; ///< −1: not said
    char type{'\0'};
};

class Formatter {
public:
    Formatter(const Value& text, const Value& values, Budget& budget)
        : m_text{text.text()}
        , m_values{values.is(Value::Kind::Tuple) ? values.items() : Values{values}}
        , m_budget{budget}
    {
    }

    Expected<std::string> run()
    {
        std::string result;
        while (m_at < m_text.size()) {
            const auto percent = std::min(m_text.find('%', m_at), m_text.size());
            result += m_text.substr(m_at, percent - m_at);
            m_at = percent + 1;
            if (percent == m_text.size()) break;
            LUTHIER_TRY(const auto piece, convert(parse()));
            result += piece;
        }
        if (m_next < m_values.size() && !m_values[m_next].is(Value::Kind::Dict)) {
            return failure(QT_TRANSLATE_NOOP("core", "there are more values than the text has places for"));
        }
        m_budget.spendBytes(result.size());
        return result;
    }

private:
    std::size_t number(std::size_t most)
    {
        std::size_t value = 0;
        const char* const begin = m_text.data() + std::min(m_at, m_text.size());
        const auto read = std::from_chars(begin, m_text.data() + m_text.size(), value);
        m_at += static_cast<std::size_t>(read.ptr - begin);
        return std::min(value, most);
    }

    Conversion parse()
    {
        Conversion result;
        for (; m_at < m_text.size() && (m_text[m_at] == '-' || m_text[m_at] == '0'); ++m_at) {
            (m_text[m_at] == '-' ? result.left : result.zeros) = true;
        }
        result.width = number(kWidest);
        if (m_at < m_text.size() && m_text[m_at] == '.') {
            ++m_at;
            result.decimals = static_cast<int>(number(kMostDecimals));
        }
        if (m_at < m_text.size()) result.type = m_text[m_at++];
        return result;
    }

    Expected<std::string> convert(const Conversion& how)
    {
        if (how.type == '%') return std::string{"%"};
        if (m_next >= m_values.size()) {
            return failure(QT_TRANSLATE_NOOP("core", "there are fewer values than the text has places for"));
        }
        const Value& value = m_values[m_next++];
        std::string text;
        bool isNumber = true;
        if (how.type == 's' || how.type == 'r') {
            text = how.type == 's' ? str(value, m_budget) : repr(value, m_budget);
            isNumber = false;
        } else if ((how.type == 'd' || how.type == 'i') && value.isWhole()) {
            text = std::to_string(value.whole());
        } else if (how.type == 'f' && value.isNumber() && std::isfinite(value.number())) {
            std::array<char, 512> buffer{}; // 309 digits, the point, and the decimals
            const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.number(),
                                               std::chars_format::fixed, how.decimals < 0 ? 6 : how.decimals);
            text.assign(buffer.data(), written.ptr);
        } else {
            return failure({QT_TRANSLATE_NOOP("core", "'%1%2' does not fit a value of type %3"), "%",
                            how.type, value.typeName()});
        }
        const auto size = length(text);
        if (size >= how.width) return text;
        const auto missing = how.width - size;
        if (how.left) return text + std::string(missing, ' ');
        const bool isNegative = text.starts_with('-');
        if (how.zeros && isNumber) return text.insert(isNegative ? 1 : 0, std::string(missing, '0'));
        return std::string(missing, ' ') + text;
    }

    std::string_view m_text;
    Values m_values;
    Budget& m_budget;
    std::size_t m_at{0};
    std::size_t m_next{0};
};

} // namespace

Expected<Value> formatted(const Value& text, const Value& values, Budget& budget)
{
    LUTHIER_TRY(auto result, Formatter(text, values, budget).run());
    return Value::text(std::move(result));
}

} // namespace luthier::jinja
