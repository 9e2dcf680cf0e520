// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace luthier {

std::string english(const Text::Argument& argument)
{
    if (const auto* words = std::get_if<std::string>(&argument)) return *words;
    if (const auto* whole = std::get_if<std::int64_t>(&argument)) return std::to_string(*whole);
    if (const auto* inner = std::get_if<Text>(&argument)) return inner->english();
    const auto& number = std::get<Rounded>(argument);
    std::array<char, 512> text{}; // the largest double has 309 digits before the point
    if (number.decimals == Rounded::kExact) {
        return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number.value).ptr};
    }
    const int length = number.decimals < 0
        ? std::snprintf(text.data(), text.size(), "%.6g", number.value)
        : std::snprintf(text.data(), text.size(), "%.*f", number.decimals, number.value);
    return {text.data(), std::min(static_cast<std::size_t>(length), text.size() - 1)};
}

Text Text::verbatim(std::string words)
{
    return Text{"%1", std::move(words)};
}

Text Text::recorded(std::string source, std::vector<Argument> arguments)
{
    Text text;
    text.m_source = std::move(source);
    text.m_arguments = std::move(arguments);
    return text;
}

std::string Text::english() const
{
    std::string result;
    for (std::size_t i = 0; i < m_source.size(); ++i) {
        const bool marked = m_source[i] == '%' && i + 1 < m_source.size() && m_source[i + 1] >= '1'
            && m_source[i + 1] <= '9';
        const auto index = marked ? static_cast<std::size_t>(m_source[i + 1] - '1') : m_arguments.size();
        if (index < m_arguments.size()) {
            result += luthier::english(m_arguments[index]);
            ++i;
        } else {
            result += m_source[i];
        }
    }
    return result;
}

} // namespace luthier
