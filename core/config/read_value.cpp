// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/read_value.h"

#include "core/config/nearest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace luthier::config {
namespace {

template <class Number>
std::optional<Number> parsed(std::string_view text)
{
    Number number{};
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(number)) return std::nullopt;
    }
    return number;
}

/// As it would stand in a recipe.
Rounded exact(double number)
{
    return {number, Rounded::kExact};
}

template <class Number>
std::optional<Text> outside(Number number, Number least, Number most)
{
    if (number >= least && number <= most) return std::nullopt;
    return Text{QT_TRANSLATE_NOOP("core", "%1 is outside the allowed range, %2 to %3"),
                exact(static_cast<double>(number)), exact(static_cast<double>(least)),
                exact(static_cast<double>(most))};
}

/// Reads one Setting as what a Field's kind takes.
class Reader {
public:
    explicit Reader(const Setting& setting)
        : m_setting{setting}
    {
    }

    Outcome operator()(const Integer& kind) const
    {
        const auto number = scalar<std::int64_t>();
        if (!number) return Text{QT_TRANSLATE_NOOP("core", "'%1' is no whole number"), shown()};
        if (auto fault = outside(*number, kind.least, kind.most)) return std::move(*fault);
        return Value{*number};
    }
    Outcome operator()(const Real& kind) const
    {
        const auto number = scalar<double>();
        if (!number) return Text{QT_TRANSLATE_NOOP("core", "'%1' is no number"), shown()};
        if (auto fault = outside(*number, kind.least, kind.most)) return std::move(*fault);
        return Value{*number};
    }
    Outcome operator()(const Flag&) const
    {
        if (isText() && m_setting.text == "true") return Value{true};
        if (isText() && m_setting.text == "false") return Value{false};
        return Text{QT_TRANSLATE_NOOP("core", "'%1' is neither true nor false"), shown()};
    }
    Outcome operator()(const Choice&) const
    {
        return Text{QT_TRANSLATE_NOOP("core", "'%1' is none of the allowed words"), shown()};
    }
    Outcome operator()(const Words&) const
    {
        if (!isText()) return Text{QT_TRANSLATE_NOOP("core", "a text is expected here")};
        return Value{m_setting.text};
    }
    Outcome operator()(const Names&) const
    {
        std::vector<std::string> names;
        if (isText()) {
            if (!m_setting.text.empty()) names.push_back(m_setting.text);
            return Value{std::move(names)};
        }
        for (const Setting& item : m_setting.items) {
            if (item.kind != Setting::Kind::Text) {
                return Text{QT_TRANSLATE_NOOP("core", "a list of texts is expected here")};
            }
            names.push_back(item.text);
        }
        if (m_setting.kind == Setting::Kind::Map) {
            return Text{QT_TRANSLATE_NOOP("core", "a list of texts is expected here")};
        }
        return Value{std::move(names)};
    }
    Outcome operator()(const NumberMap& kind) const
    {
        NumberNames numbers;
        for (std::size_t i = 0; i < kind.keys.size(); ++i) {
            if (i < kind.initial.size()) numbers.emplace(kind.keys[i], kind.initial[i]);
        }
        if (m_setting.kind != Setting::Kind::Map) {
            return Text{QT_TRANSLATE_NOOP("core", "named numbers are expected here")};
        }
        for (const auto& [name, item] : m_setting.entries) {
            if (auto fault = unknownName(name, kind.keys)) return std::move(*fault);
            const auto number = item.kind == Setting::Kind::Text ? parsed<double>(item.text) : std::nullopt;
            if (!number) {
                return Text{QT_TRANSLATE_NOOP("core", "'%1: %2' is no number"), name, item.text};
            }
            if (auto fault = outside(*number, kind.least, kind.most)) return std::move(*fault);
            numbers.insert_or_assign(name, *number);
        }
        return Value{std::move(numbers)};
    }
    Outcome operator()(const TextMap& kind) const
    {
        TextNames texts;
        if (m_setting.kind != Setting::Kind::Map) {
            return Text{QT_TRANSLATE_NOOP("core", "named texts are expected here")};
        }
        for (const auto& [name, item] : m_setting.entries) {
            if (auto fault = unknownName(name, kind.keys)) return std::move(*fault);
            if (item.kind != Setting::Kind::Text) {
                return Text{QT_TRANSLATE_NOOP("core", "'%1' must be a text"), name};
            }
            texts.insert_or_assign(name, item.text);
        }
        return Outcome{std::in_place_type<Value>,
                       std::move(texts)}; // g++ 12 mistrusts a temporary Value here
    }
    Outcome operator()(const Part& kind) const
    {
        if (isText()) {
            if (m_setting.text.empty()) return Text{QT_TRANSLATE_NOOP("core", "a path is expected here")};
            return Value{PartSource{.path = m_setting.text}};
        }
        const Setting* const share = m_setting.find("split");
        if (share == nullptr || m_setting.entries.size() != 1) {
            return Text{QT_TRANSLATE_NOOP("core", "a path or {split: share} is expected here")};
        }
        const auto number = parsed<double>(share->text);
        if (!number) return Text{QT_TRANSLATE_NOOP("core", "'split: %1' is no number"), share->text};
        if (auto fault = outside(*number, kind.least, kind.most)) return std::move(*fault);
        return Value{PartSource{.share = *number}};
    }
    Outcome operator()(const Interval&) const
    {
        if (const auto steps = scalar<std::int64_t>()) {
            if (auto fault = outside<std::int64_t>(*steps, 1, 1'000'000'000)) return std::move(*fault);
            return Value{Every{.steps = *steps}};
        }
        const auto space = m_setting.text.find(' ');
        const auto number = parsed<std::int64_t>(std::string_view{m_setting.text}.substr(0, space));
        const auto unit = space == std::string::npos ? "" : m_setting.text.substr(space + 1);
        if (!isText() || !number || *number < 1 || *number > 100'000 || (unit != "min" && unit != "s")) {
            return Text{QT_TRANSLATE_NOOP("core", "'%1' is neither a number of steps nor a time"), shown()};
        }
        return Value{Every{.time = std::chrono::seconds{*number * (unit == "min" ? 60 : 1)}}};
    }
    Outcome operator()(const Integers& kind) const
    {
        std::vector<std::int64_t> numbers;
        const auto add = [&](const Setting& item) -> std::optional<Text> {
            const auto number
                = item.kind == Setting::Kind::Text ? parsed<std::int64_t>(item.text) : std::nullopt;
            if (!number) return Text{QT_TRANSLATE_NOOP("core", "'%1' is no whole number"), item.text};
            numbers.push_back(*number);
            return outside(*number, kind.least, kind.most);
        };
        if (isText()) {
            if (auto fault = add(m_setting)) return std::move(*fault);
        }
        for (const Setting& item : m_setting.items) {
            if (auto fault = add(item)) return std::move(*fault);
        }
        if (numbers.empty()) return Text{QT_TRANSLATE_NOOP("core", "a whole number is expected here")};
        return Value{std::move(numbers)};
    }

private:
    bool isText() const { return m_setting.kind == Setting::Kind::Text; }
    std::string shown() const { return isText() ? m_setting.text : isList() ? "[…]" : "{…}"; }
    bool isList() const { return m_setting.kind == Setting::Kind::List; }

    template <class Number>
    std::optional<Number> scalar() const
    {
        return isText() ? parsed<Number>(m_setting.text) : std::nullopt;
    }

    static std::optional<Text> unknownName(const std::string& name, std::span<const std::string_view> keys)
    {
        if (keys.empty() || std::ranges::find(keys, name) != keys.end()) return std::nullopt;
        std::string known;
        for (const auto key : keys) {
            known.append(known.empty() ? "" : ", ").append(key);
        }
        return Text{QT_TRANSLATE_NOOP("core", "there is no '%1' here; known: %2"), name, known};
    }

    const Setting& m_setting;
};

Text allowed(const Field& field)
{
    std::string words;
    for (const Option& option : field.words) {
        words.append(words.empty() ? "" : ", ").append(option.value);
    }
    Text range;
    if (const auto* integer = std::get_if<Integer>(&field.kind)) {
        range = {"%1 … %2", integer->least, integer->most};
    } else if (const auto* real = std::get_if<Real>(&field.kind)) {
        range = {"%1 … %2", exact(real->least), exact(real->most)};
    }
    if (range.empty() && words.empty()) return {};
    if (range.empty()) return {QT_TRANSLATE_NOOP("core", "allowed: %1"), words};
    if (!words.empty()) range = {"%1, %2", range, words};
    return {QT_TRANSLATE_NOOP("core", "allowed: %1"), range};
}

} // namespace

Outcome valueOf(const Field& field, const Setting& setting)
{
    const bool isWord = setting.kind == Setting::Kind::Text
        && std::ranges::find(field.words, setting.text, &Option::value) != field.words.end();
    if (isWord) return Value{Word{setting.text}};
    return std::visit(Reader{setting}, field.kind);
}

Text hintFor(const Field& field, const Setting& setting)
{
    std::vector<std::string_view> words;
    for (const Option& option : field.words) {
        words.push_back(option.value);
    }
    const auto near = setting.kind == Setting::Kind::Text ? nearest(setting.text, words) : std::string{};
    if (near.empty() || !std::holds_alternative<Choice>(field.kind)) return allowed(field);
    return Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'? %2"), near, allowed(field)};
}

} // namespace luthier::config
