// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/header.h"

#include <utility>

namespace luthier::checkpoint {
namespace {

bool take(const Json& value, bool& result)
{
    if (!value.is_boolean()) return false;
    result = value.get<bool>();
    return true;
}

template <std::integral T>
bool take(const Json& value, T& result)
{
    if (!value.is_number_integer()) return false;
    const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                 : std::in_range<T>(value.get<std::int64_t>());
    if (fits) result = value.get<T>();
    return fits;
}

bool take(const Json& value, double& result)
{
    if (!value.is_number()) return false;
    result = value.get<double>();
    return true;
}

bool take(const Json& value, std::string& result)
{
    if (!value.is_string()) return false;
    result = value.get_ref<const std::string&>();
    return true;
}

template <class T>
bool take(const Json& value, std::vector<T>& result)
{
    if (!value.is_array()) return false;
    result.reserve(value.size());
    for (const auto& element : value) {
        if (!take(element, result.emplace_back())) return false;
    }
    return true;
}

} // namespace

template <class T>
Expected<T> metadataValue(const TensorFile& file, std::string_view key)
{
    for (const auto& [name, value] : file.metadata().get_ref<const Json::object_t&>()) {
        if (name != key) continue;
        T result{};
        if (take(value, result)) return result;
        return Unexpected{
            {.code = ErrorCode::WrongType,
             .message = {QT_TRANSLATE_NOOP("core", "'%1' holds a value of another type than it should"),
                         std::string{key}},
             .where = file.path().string()}};
    }
    return Unexpected{{.code = ErrorCode::MissingField,
                       .message = {QT_TRANSLATE_NOOP("core", "the key '%1' is missing"), std::string{key}},
                       .where = file.path().string()}};
}

template Expected<bool> metadataValue(const TensorFile&, std::string_view);
template Expected<std::int64_t> metadataValue(const TensorFile&, std::string_view);
template Expected<double> metadataValue(const TensorFile&, std::string_view);
template Expected<std::string> metadataValue(const TensorFile&, std::string_view);
template Expected<std::vector<std::int32_t>> metadataValue(const TensorFile&, std::string_view);
template Expected<std::vector<std::string>> metadataValue(const TensorFile&, std::string_view);

} // namespace luthier::checkpoint
