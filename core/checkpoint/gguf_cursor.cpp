// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/gguf_cursor.h"

#include <utility>

namespace luthier::checkpoint {
namespace {

constexpr std::uint64_t kMostStringBytes = std::uint64_t{1} << 30U;
constexpr std::uint64_t kMostArrayLength = std::uint64_t{1} << 30U;

/// All arrays of a file together. Real vocabularies stay below 2^20; as Json an element takes up to 64 bytes,
/// so that a file of nothing but arrays cannot fill the memory.
constexpr std::uint64_t kMostArrayElements = std::uint64_t{1} << 21U;

/// Least bytes of a value; 0 for what is no value's type.
std::uint64_t leastBytes(GgufType type)
{
    switch (type) {
    case GgufType::U8:
    case GgufType::I8:
    case GgufType::Bool:
        return 1;
    case GgufType::U16:
    case GgufType::I16:
        return 2;
    case GgufType::U32:
    case GgufType::I32:
    case GgufType::F32:
        return 4;
    case GgufType::U64:
    case GgufType::I64:
    case GgufType::F64:
    case GgufType::String:
        return 8;
    case GgufType::Array:
        break;
    }
    return 0;
}

template <class T>
Expected<Json> asJson(Expected<T> number)
{
    LUTHIER_TRY(const auto value, std::move(number));
    return Json(value);
}

} // namespace

Expected<std::string_view> GgufCursor::string(std::uint64_t mostBytes)
{
    LUTHIER_TRY(const auto length, number<std::uint64_t>());
    if (length > mostBytes) {
        return fail(ErrorCode::Limit,
                    {QT_TRANSLATE_NOOP("core", "a text would be %1 bytes long; at most %2 are read"), length,
                     mostBytes});
    }
    if (length > left()) return cut();
    const std::string_view text{reinterpret_cast<const char*>(m_file.data()) + m_at, length};
    m_at += length;
    return text;
}

Expected<std::string_view> GgufCursor::name(std::uint64_t mostBytes)
{
    LUTHIER_TRY(const auto text, string(mostBytes));
    if (invalidUtf8(text) == std::string_view::npos) return text;
    return fail(ErrorCode::BadUtf8, QT_TRANSLATE_NOOP("core", "the name of a key or tensor is no UTF-8"));
}

Expected<Json> GgufCursor::value(GgufType type, std::string_view key)
{
    return type == GgufType::Array ? array(key) : element(type, key);
}

Expected<Json> GgufCursor::element(GgufType type, std::string_view key)
{
    switch (type) {
    case GgufType::U8:
        return asJson(number<std::uint8_t>());
    case GgufType::I8:
        return asJson(number<std::int8_t>());
    case GgufType::U16:
        return asJson(number<std::uint16_t>());
    case GgufType::I16:
        return asJson(number<std::int16_t>());
    case GgufType::U32:
        return asJson(number<std::uint32_t>());
    case GgufType::I32:
        return asJson(number<std::int32_t>());
    case GgufType::F32:
        return asJson(number<float>());
    case GgufType::U64:
        return asJson(number<std::uint64_t>());
    case GgufType::I64:
        return asJson(number<std::int64_t>());
    case GgufType::F64:
        return asJson(number<double>());
    case GgufType::Bool: {
        LUTHIER_TRY(const auto flag, number<std::uint8_t>());
        if (flag <= 1) return Json(flag == 1);
        return fail(ErrorCode::BadValue,
                    {QT_TRANSLATE_NOOP("core", "'%1' should be true or false, but is %2"), shown(key), flag});
    }
    case GgufType::String: {
        LUTHIER_TRY(const auto text, string(kMostStringBytes));
        return Json(std::string{text});
    }
    case GgufType::Array:
        break; // an array of arrays
    }
    return fail(ErrorCode::BadType,
                {QT_TRANSLATE_NOOP("core", "'%1' holds values of the type %2, which is not read there"),
                 shown(key), static_cast<std::uint32_t>(type)});
}

Expected<Json> GgufCursor::array(std::string_view key)
{
    LUTHIER_TRY(const auto typeNumber, number<std::uint32_t>());
    LUTHIER_TRY(const auto length, number<std::uint64_t>());
    const auto type = static_cast<GgufType>(typeNumber);
    const auto least = leastBytes(type);
    if (least == 0) return element(type, key); // its error
    if (length > kMostArrayLength) {
        return fail(ErrorCode::Limit,
                    {QT_TRANSLATE_NOOP("core", "'%1' would hold %2 values; at most %3 are read"), shown(key),
                     length, kMostArrayLength});
    }
    if (length > left() / least) return cut();
    if (length > kMostArrayElements - m_arrayElements) return passOver(type, length);
    m_arrayElements += length;
    Json::array_t list;
    list.reserve(length);
    for (std::uint64_t i = 0; i < length; ++i) {
        LUTHIER_TRY(list.emplace_back(), element(type, key));
    }
    return Json(std::move(list));
}

Expected<Json> GgufCursor::passOver(GgufType type, std::uint64_t length)
{
    if (type != GgufType::String) {
        m_at += length * leastBytes(type);
        return Json{};
    }
    for (std::uint64_t i = 0; i < length; ++i) {
        LUTHIER_CHECK(string(kMostStringBytes));
    }
    return Json{};
}

} // namespace luthier::checkpoint
