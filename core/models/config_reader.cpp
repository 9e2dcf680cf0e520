// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/config_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace luthier::models {
namespace {

constexpr std::int64_t kLargestSize = std::int64_t{1}
    << 31U; // no model is wider; keeps products inside 64 bits

} // namespace

const Json* ConfigReader::find(const char* key) const
{
    const auto found = m_config.find(key);
    return found == m_config.end() || found->is_null() ? nullptr : &*found;
}

void ConfigReader::fault(ErrorCode code, std::string_view key, Text message)
{
    m_faults.push_back(
        {.code = code, .message = std::move(message), .where = "config.json: " + std::string{key}});
}

std::int64_t ConfigReader::size(const char* key, std::optional<std::int64_t> otherwise)
{
    const Json* const value = find(key);
    if (value == nullptr) {
        if (!otherwise)
            fault(ErrorCode::MissingField, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is missing"), key});
        return otherwise.value_or(1);
    }
    if (!value->is_number_integer()) {
        fault(ErrorCode::WrongType, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is no whole number"), key});
        return 1;
    }
    const bool isHuge = value->is_number_unsigned()
        && value->get<std::uint64_t>() > static_cast<std::uint64_t>(kLargestSize);
    const auto number = isHuge ? 0 : value->get<std::int64_t>();
    if (number >= 1 && number <= kLargestSize) return number;
    fault(ErrorCode::BadValue, key, Text{QT_TRANSLATE_NOOP("core", "%1 is %2"), key, value->dump()});
    return 1;
}

std::int64_t ConfigReader::sizeOrNone(const char* key, std::int64_t otherwise)
{
    const Json* const value = find(key);
    return value != nullptr && *value == 0 ? 0 : size(key, otherwise);
}

double ConfigReader::number(const char* key, std::optional<double> otherwise)
{
    const Json* const value = find(key);
    if (value == nullptr) {
        if (!otherwise)
            fault(ErrorCode::MissingField, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is missing"), key});
        return otherwise.value_or(0);
    }
    if (value->is_number() && std::isfinite(value->get<double>())) return value->get<double>();
    fault(ErrorCode::WrongType, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is no number"), key});
    return 0;
}

bool ConfigReader::flag(const char* key, bool otherwise)
{
    const Json* const value = find(key);
    if (value == nullptr) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    fault(ErrorCode::WrongType, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is neither true nor false"), key});
    return otherwise;
}

std::string ConfigReader::text(const char* key, std::string_view otherwise)
{
    const Json* const value = find(key);
    if (value == nullptr) return std::string{otherwise};
    if (value->is_string()) return value->get<std::string>();
    fault(ErrorCode::WrongType, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is no text"), key});
    return std::string{otherwise};
}

std::string ConfigReader::word(const char* key, std::string_view otherwise,
                               std::initializer_list<std::string_view> known)
{
    auto value = text(key, otherwise);
    if (std::find(known.begin(), known.end(), value) == known.end()) {
        fault(ErrorCode::Unsupported, key,
              Text{QT_TRANSLATE_NOOP("core", "%1 '%2' is not known here"), key, value});
    }
    return value;
}

Expected<void> ConfigReader::done()
{
    if (m_faults.empty()) return {};
    Error first = std::move(m_faults.front());
    first.others.assign(std::make_move_iterator(m_faults.begin() + 1),
                        std::make_move_iterator(m_faults.end()));
    m_faults.clear();
    return Unexpected{std::move(first)};
}

} // namespace luthier::models
