// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/header.h"

#include <bit>
#include <cstring>

namespace luthier::checkpoint {

static_assert(std::endian::native == std::endian::little, "GGUF is read as it lies in memory");

enum class GgufType : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

/// A place in a GGUF file that moves on with each value read.
///
/// Errors  Truncated where the file ends before the value does, Limit, BadUtf8, BadType, BadValue, at "byte
/// N".
class GgufCursor {
public:
    explicit GgufCursor(std::span<const std::byte> file)
        : m_file{file}
    {
    }
    std::size_t at() const { return m_at; }
    std::uint64_t fileBytes() const { return m_file.size(); }

    template <class T>
    Expected<T> number()
    {
        if (left() < sizeof(T)) return cut();
        T value{};
        std::memcpy(&value, m_file.data() + m_at, sizeof(T));
        m_at += sizeof(T);
        return value;
    }
    /// The name of a key or a tensor: strict UTF-8.
    Expected<std::string_view> name(std::uint64_t mostBytes);
    /// The value of `key`. A text keeps its bytes, whatever they are; an array beyond what all arrays may
    /// hold together is passed over and null.
    Expected<Json> value(GgufType type, std::string_view key);

    Unexpected fail(ErrorCode code, Text message) const
    {
        return {{.code = code, .message = std::move(message), .where = "byte " + std::to_string(m_at)}};
    }

private:
    std::uint64_t left() const { return m_file.size() - m_at; }
    Unexpected cut() const
    {
        return fail(ErrorCode::Truncated,
                    QT_TRANSLATE_NOOP("core", "the file ends in the middle of its header"));
    }
    Expected<std::string_view> string(std::uint64_t mostBytes);
    Expected<Json> element(GgufType type, std::string_view key);
    Expected<Json> array(std::string_view key);
    Expected<Json> passOver(GgufType type, std::uint64_t length); ///< REQUIRES: at least that much is left

    std::span<const std::byte> m_file;
    std::size_t m_at{0};
    std::uint64_t m_arrayElements{0}; ///< kept so far, of all arrays
};

} // namespace luthier::checkpoint
