// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace luthier::data {

/// Takes values out of JSON that we wrote earlier. What is not as expected reads as empty, and the first such
/// fault is kept, so that a reader asks once, at its end.
class FieldReader {
public:
    explicit FieldReader(std::string where)
        : m_where{std::move(where)}
    {
    }

    const Json& member(const Json& object, const char* key, Json::value_t kind)
    {
        static const Json kNothing;
        const auto found = object.is_object() ? object.find(key) : object.end();
        if (!object.is_object() || found == object.end()) {
            fail(ErrorCode::MissingField, QT_TRANSLATE_NOOP("core", "'%1' is missing"), key);
            return kNothing;
        }
        const bool whole = kind == Json::value_t::number_integer && found->is_number_integer();
        if (whole || found->type() == kind) return *found;
        fail(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "'%1' is of another type"), key);
        return kNothing;
    }
    std::string words(const Json& object, const char* key)
    {
        const Json& value = member(object, key, Json::value_t::string);
        return value.is_string() ? value.get<std::string>() : std::string{};
    }
    std::int64_t whole(const Json& object, const char* key)
    {
        const Json& value = member(object, key, Json::value_t::number_integer);
        return value.is_number_integer() ? value.get<std::int64_t>() : 0;
    }
    std::vector<std::int64_t> numbers(const Json& object, const char* key)
    {
        std::vector<std::int64_t> result;
        for (const Json& value : member(object, key, Json::value_t::array)) {
            if (value.is_number_integer()) {
                result.push_back(value.get<std::int64_t>());
            } else {
                fail(ErrorCode::WrongType,
                     QT_TRANSLATE_NOOP("core", "'%1' holds something else than numbers"), key);
            }
        }
        return result;
    }

    /// The first fault, or nothing.
    Expected<void> checked() const
    {
        if (m_error) return Unexpected{*m_error};
        return {};
    }

private:
    void fail(ErrorCode code, const char* message, const char* key)
    {
        if (!m_error)
            m_error = Error{.code = code, .message = Text{message, key}, .where = m_where + ": " + key};
    }

    std::string m_where;
    std::optional<Error> m_error;
};

} // namespace luthier::data
