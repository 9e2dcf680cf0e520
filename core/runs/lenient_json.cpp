// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/lenient_json.h"

#include <cmath>
#include <limits>

namespace luthier::runs {

double realOf(const Json& value)
{
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    return value.is_number() ? value.get<double>() : 0;
}

std::int64_t integerOf(const Json& value)
{
    constexpr double kExact = 0x1p53; // whole numbers below it are exact in a double
    if (value.is_number_unsigned()) {
        const auto whole = value.get<std::uint64_t>();
        return whole <= std::numeric_limits<std::int64_t>::max() ? static_cast<std::int64_t>(whole) : 0;
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    const double number = realOf(value);
    return std::abs(number) < kExact ? static_cast<std::int64_t>(number) : 0;
}

const Json* find(const Json& object, const char* key)
{
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

double real(const Json& object, const char* key)
{
    const Json* const value = find(object, key);
    return value == nullptr ? 0 : realOf(*value);
}

std::int64_t integer(const Json& object, const char* key)
{
    const Json* const value = find(object, key);
    return value == nullptr ? 0 : integerOf(*value);
}

bool flag(const Json& object, const char* key)
{
    const Json* const value = find(object, key);
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::string words(const Json& object, const char* key)
{
    const Json* const value = find(object, key);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

Numbers numbers(const Json& object, const char* key)
{
    Numbers result;
    const Json* const value = find(object, key);
    if (value == nullptr || !value->is_object()) return result;
    for (const auto& [name, number] : value->items()) {
        if (number.is_number() || number.is_null()) result.emplace(name, realOf(number));
    }
    return result;
}

std::vector<std::string> wordList(const Json& object, const char* key)
{
    std::vector<std::string> result;
    for (const Json& element : list(object, key)) {
        result.push_back(element.is_string() ? element.get<std::string>() : std::string{});
    }
    return result;
}

const Json& list(const Json& object, const char* key)
{
    static const Json kNothing = Json::array();
    const Json* const value = find(object, key);
    return value != nullptr && value->is_array() ? *value : kNothing;
}

} // namespace luthier::runs
