// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/values.h"

#include "core/config/faults.h"
#include "core/config/nearest.h"
#include "core/config/read_value.h"

#include <algorithm>
#include <utility>

namespace luthier::config {
namespace {

Value initialValue(const Field& field)
{
    if (!field.initialWord.empty()) return Word{std::string{field.initialWord}};
    struct Visitor {
        Value operator()(const Integer& kind) const { return kind.initial; }
        Value operator()(const Real& kind) const { return kind.initial; }
        Value operator()(const Flag& kind) const { return kind.initial; }
        Value operator()(const Choice&) const { return Word{}; }
        Value operator()(const Words& kind) const { return std::string{kind.initial}; }
        Value operator()(const Names& kind) const
        {
            return std::vector<std::string>(kind.initial.begin(), kind.initial.end());
        }
        Value operator()(const NumberMap& kind) const
        {
            NumberNames numbers;
            for (std::size_t i = 0; i < kind.initial.size(); ++i) {
                numbers.emplace(kind.keys[i], kind.initial[i]);
            }
            return numbers;
        }
        Value operator()(const TextMap&) const { return TextNames{}; }
        Value operator()(const Part& kind) const { return PartSource{.path = {}, .share = kind.initial}; }
        Value operator()(const Interval&) const { return Every{.steps = 1}; }
        Value operator()(const Integers& kind) const { return std::vector<std::int64_t>{kind.initial}; }
    };
    return std::visit(Visitor{}, field.kind);
}

} // namespace

Expected<Values> Values::checked(std::string_view section, std::span<const Field> fields,
                                 const Settings& given, std::span<const Start> starts)
{
    Values values;
    std::vector<Error> faults;
    const auto prefix = std::string{section} + ".";
    for (const Field& field : fields) {
        const auto path = prefix + std::string{field.key};
        const auto found = given.find(field.key);
        const auto start
            = std::ranges::find(starts, path, [](const Start& one) { return std::string{one.key}; });
        if (found == given.end() && start == starts.end()) {
            values.m_values.emplace(field.key, initialValue(field));
            continue;
        }
        const Setting setting = found != given.end() ? found->second : Setting{std::string{start->value}};
        Outcome outcome = valueOf(field, setting);
        if (auto* fault = std::get_if<Text>(&outcome)) {
            faults.push_back({.code = ErrorCode::InvalidInput,
                              .message = Text{"%1: %2", path, *fault},
                              .where = setting.place.empty() ? path : setting.place,
                              .hint = hintFor(field, setting)});
            continue;
        }
        values.m_values.emplace(field.key, std::get<Value>(std::move(outcome)));
    }
    std::vector<std::string_view> keys;
    for (const Field& field : fields) {
        keys.push_back(field.key);
    }
    for (const auto& [key, setting] : given) {
        if (std::ranges::find(keys, key) != keys.end()) continue;
        const auto near = nearest(key, keys);
        faults.push_back(
            {.code = ErrorCode::UnknownField,
             .message = Text{QT_TRANSLATE_NOOP("core", "there is no setting '%1' in '%2'"), key, section},
             .where = setting.place.empty() ? prefix + key : setting.place,
             .hint = near.empty() ? Text{} : Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'?"), near}});
    }
    if (!faults.empty()) return Unexpected{asOneError(std::move(faults))};
    return values;
}

std::string_view Values::word(std::string_view key) const
{
    const auto found = m_values.find(key);
    LUTHIER_ASSERT(found != m_values.end());
    const auto* word = std::get_if<Word>(&found->second);
    return word == nullptr ? std::string_view{} : std::string_view{word->value};
}

std::optional<std::int64_t> Values::integerOrWord(std::string_view key) const
{
    if (!word(key).empty()) return std::nullopt;
    return integer(key);
}

void Values::set(std::string_view key, Value value)
{
    const auto found = m_values.find(key);
    LUTHIER_ASSERT(found != m_values.end());
    found->second = std::move(value);
}

Settings Values::settings() const
{
    Settings result;
    for (const auto& [key, value] : m_values) {
        result.emplace(key, settingOf(value));
    }
    return result;
}

Setting settingOf(const Value& value)
{
    struct Visitor {
        Setting operator()(const Word& word) const { return word.value; }
        Setting operator()(bool flag) const { return flag ? "true" : "false"; }
        Setting operator()(std::int64_t number) const { return std::to_string(number); }
        Setting operator()(double number) const { return Setting::number(number); }
        Setting operator()(const std::string& text) const { return text; }
        Setting operator()(const std::vector<std::string>& names) const { return Setting::list(names); }
        Setting operator()(const NumberNames& numbers) const
        {
            std::vector<std::pair<std::string, std::string>> entries;
            for (const auto& [name, number] : numbers) {
                entries.emplace_back(name, Setting::number(number).text);
            }
            return Setting::map(std::move(entries));
        }
        Setting operator()(const TextNames& texts) const
        {
            return Setting::map({texts.begin(), texts.end()});
        }
        Setting operator()(const PartSource& part) const
        {
            if (!part.path.empty()) return part.path;
            return Setting::map({{"split", Setting::number(part.share).text}});
        }
        Setting operator()(const Every& every) const
        {
            if (every.steps > 0) return std::to_string(every.steps);
            return std::to_string(every.time.count()) + " s";
        }
        Setting operator()(const std::vector<std::int64_t>& numbers) const
        {
            if (numbers.size() == 1) return std::to_string(numbers.front());
            std::vector<std::string> texts;
            for (const auto number : numbers) {
                texts.push_back(std::to_string(number));
            }
            return Setting::list(std::move(texts));
        }
    };
    return std::visit(Visitor{}, value);
}

Setting initialSetting(const Field& field)
{
    return settingOf(initialValue(field));
}

} // namespace luthier::config
