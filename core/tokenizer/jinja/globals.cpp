// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/globals.h"

#include "core/tokenizer/jinja/attributes.h"
#include "core/tokenizer/jinja/interpreter.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"

#include <array>
#include <ctime>
#include <utility>

namespace luthier::jinja {
namespace {

constexpr std::int64_t kLongestRange = 100'000;

/// dict(pairs, name=value, …)
Expected<Entries> entriesOf(Interpreter& interpreter, const Arguments& arguments)
{
    Entries entries;
    const auto set
        = [&](const Value& key, const Value& value) { setEntry(entries, key, value, interpreter.budget()); };
    for (const Value& source : arguments.positional) {
        LUTHIER_TRY(const auto items,
                    source.is(Value::Kind::Dict) ? pairsOf(source, interpreter.budget())
                                                 : itemsOf(source, interpreter.budget()));
        for (const Value& item : items) {
            LUTHIER_TRY(const auto pair, itemsOf(item, interpreter.budget()));
            if (pair.size() != 2) return failure(QT_TRANSLATE_NOOP("core", "a dict is made of pairs"));
            set(pair[0], pair[1]);
        }
    }
    for (const auto& [name, value] : arguments.named) {
        set(Value::text(name), value);
    }
    return entries;
}

Expected<Value> dict(Interpreter& interpreter, const Arguments& arguments)
{
    LUTHIER_TRY(auto entries, entriesOf(interpreter, arguments));
    return Value::dict(std::move(entries));
}

Expected<Value> nameSpace(Interpreter& interpreter, const Arguments& arguments)
{
    LUTHIER_TRY(auto entries, entriesOf(interpreter, arguments));
    Value::Attributes attributes;
    for (auto& [name, value] : entries) {
        const auto text = str(name, interpreter.budget());
        if (text.starts_with('_')) {
            return failure({QT_TRANSLATE_NOOP("core", "an attribute may not be called '%1'"), text});
        }
        attributes.emplace_back(text, std::move(value));
    }
    return interpreter.makeNamespace(std::move(attributes));
}

Expected<Value> raiseException(Interpreter& interpreter, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "raise_exception", {"message"}));
    return failure(
        Text::verbatim(given[0] != nullptr ? str(*given[0], interpreter.budget()) : std::string{}));
}

/// range(stop) or range(start, stop, step)
Expected<Value> range(Interpreter& interpreter, const Arguments& arguments)
{
    std::array<std::int64_t, 3> numbers{0, 0, 1};
    const auto count = arguments.positional.size();
    if (count == 0 || count > 3 || !arguments.named.empty()) {
        return failure(QT_TRANSLATE_NOOP("core", "'range' takes one to three whole numbers"));
    }
    for (std::size_t i = 0; i < count; ++i) {
        LUTHIER_TRY(numbers[count == 1 ? 1 : i], wholeArgument(arguments.positional[i], "range"));
    }
    const auto [start, stop, step] = numbers;
    if (step == 0) return failure(QT_TRANSLATE_NOOP("core", "the step of a range cannot be 0"));
    Values items;
    for (auto i = start; step > 0 ? i < stop : i > stop;) {
        if (std::ssize(items) == kLongestRange) {
            return Unexpected{
                {.code = ErrorCode::Limit,
                 .message = {QT_TRANSLATE_NOOP("core", "a range of more than %1 numbers"), kLongestRange}}};
        }
        items.push_back(Value::integer(i));
        if (__builtin_add_overflow(i, step, &i)) break;
    }
    interpreter.budget().spend(items.size());
    return Value::list(std::move(items));
}

Expected<Value> strftimeNow(Interpreter& interpreter, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "strftime_now", {"format"}));
    LUTHIER_TRY(const auto format, textArgument(given[0] != nullptr ? *given[0] : Value{}, "strftime_now"));
    interpreter.budget().spendBytes(16 * format.size());
    return Value::text(dateText(interpreter.now(), format));
}

struct Global {
    std::string_view name;
    Expected<Value> (*call)(Interpreter&, const Arguments&);
};
constexpr std::array<Global, 5> kGlobals{{{"dict", dict},
                                          {"namespace", nameSpace},
                                          {"raise_exception", raiseException},
                                          {"range", range},
                                          {"strftime_now", strftimeNow}}};

std::string digits(int value, std::size_t width)
{
    auto text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

/// What a letter of a date format stands for; with its % where it is not known.
std::string partOfDate(const std::tm& time, char letter)
{
    static constexpr std::array<std::string_view, 12> kMonths{
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    static constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                           "Thursday", "Friday", "Saturday"};
    constexpr int kFirstYear = 1900;
    constexpr std::size_t kShort = 3;
    const auto month = kMonths[static_cast<std::size_t>(time.tm_mon)];
    const auto day = kDays[static_cast<std::size_t>(time.tm_wday)];
    const int hour = time.tm_hour % 12 == 0 ? 12 : time.tm_hour % 12;
    switch (letter) {
    case 'Y':
        return std::to_string(time.tm_year + kFirstYear);
    case 'y':
        return digits(time.tm_year % 100, 2);
    case 'm':
        return digits(time.tm_mon + 1, 2);
    case 'B':
        return std::string{month};
    case 'b':
    case 'h':
        return std::string{month.substr(0, kShort)};
    case 'd':
        return digits(time.tm_mday, 2);
    case 'e':
        return (time.tm_mday < 10 ? " " : "") + std::to_string(time.tm_mday);
    case 'j':
        return digits(time.tm_yday + 1, 3);
    case 'A':
        return std::string{day};
    case 'a':
        return std::string{day.substr(0, kShort)};
    case 'w':
        return std::to_string(time.tm_wday);
    case 'H':
        return digits(time.tm_hour, 2);
    case 'I':
        return digits(hour, 2);
    case 'M':
        return digits(time.tm_min, 2);
    case 'S':
        return digits(time.tm_sec, 2);
    case 'p':
        return time.tm_hour < 12 ? "AM" : "PM";
    case '%':
        return "%";
    default:
        return std::string{'%', letter};
    }
}

} // namespace

std::optional<Value> globalFunction(std::string_view name)
{
    for (const Global& global : kGlobals) {
        if (global.name == name) return Value::function({std::string{name}, global.call});
    }
    return std::nullopt;
}

std::string dateText(std::chrono::system_clock::time_point time, std::string_view format)
{
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    std::string text;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            text += format[i];
            continue;
        }
        const bool isUnpadded = format[i + 1] == '-' && i + 2 < format.size(); // %-d
        i += isUnpadded ? 2 : 1;
        auto part = partOfDate(parts, format[i]);
        while (isUnpadded && part.size() > 1 && (part[0] == '0' || part[0] == ' ')) {
            part.erase(0, 1);
        }
        text += part;
    }
    return text;
}

} // namespace luthier::jinja
