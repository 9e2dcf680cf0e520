// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dates.h"

#include <charconv>

namespace luthier::data {
namespace {

/// Takes numbers and separators from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text)
        : m_text{text}
    {
    }

    std::optional<std::int64_t> number(std::size_t least, std::size_t most)
    {
        std::size_t digits = 0;
        while (digits < most && digits < m_text.size() && m_text[digits] >= '0' && m_text[digits] <= '9') {
            ++digits;
        }
        if (digits < least) return std::nullopt;
        std::int64_t value = 0;
        std::from_chars(m_text.data(), m_text.data() + digits, value);
        m_text.remove_prefix(digits);
        return value;
    }
    bool take(std::string_view any)
    {
        if (m_text.empty() || any.find(m_text.front()) == std::string_view::npos) return false;
        m_text.remove_prefix(1);
        return true;
    }
    bool atEnd() const { return m_text.empty(); }

private:
    std::string_view m_text;
};

std::optional<std::int64_t> moment(std::int64_t year, std::int64_t month, std::int64_t day,
                                   std::int64_t second)
{
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    return ((year * 12 + month - 1) * 31 + day - 1) * 86'400 + second;
}

/// Seconds of "14:05:07.123+01:00" behind a date; the zone is not looked at.
std::optional<std::int64_t> timeOfDay(Cursor& text)
{
    if (text.atEnd()) return 0;
    if (!text.take("T ")) return std::nullopt;
    const auto hour = text.number(1, 2);
    if (!hour || *hour > 24 || !text.take(":")) return std::nullopt;
    const auto minute = text.number(2, 2);
    if (!minute || *minute > 59) return std::nullopt;
    const auto second = text.take(":") ? text.number(2, 2) : 0;
    if (!second || *second > 60) return std::nullopt;
    return *hour * 3600 + *minute * 60 + *second;
}

} // namespace

std::optional<std::int64_t> dateOf(std::string_view text)
{
    Cursor year{text};
    if (const auto y = year.number(4, 4)) {
        const bool separated = year.take("-/");
        const auto month = separated ? year.number(1, 2) : year.number(2, 2);
        if (month && (!separated || year.take("-/"))) {
            const auto day = separated ? year.number(1, 2) : year.number(2, 2);
            const auto time = day ? timeOfDay(year) : std::nullopt;
            if (time) return moment(*y, *month, *day, *time);
        }
    }
    Cursor day{text};
    if (const auto d = day.number(1, 2); d && day.take(".")) {
        const auto month = day.number(1, 2);
        const auto y = month && day.take(".") ? day.number(4, 4) : std::nullopt;
        const auto time = y ? timeOfDay(day) : std::nullopt;
        if (time) return moment(*y, *month, *d, *time);
    }
    Cursor seconds{text};
    if (const auto s = seconds.number(10, 10); s && seconds.atEnd()) {
        return moment(1970, 1, 1, 0).value() + *s; // only ever compared with others of its column
    }
    return std::nullopt;
}

} // namespace luthier::data
