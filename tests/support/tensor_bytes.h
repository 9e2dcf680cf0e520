// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include <QTemporaryDir>

namespace luthier::test {

/// The bytes of a number as they stand in a file.
template <class T>
std::string raw(T number)
{
    std::string bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &number, sizeof(T));
    return bytes;
}

inline std::span<const std::byte> bytesOf(const std::string& file)
{
    return std::as_bytes(std::span{file});
}

/// A .safetensors file: the header's JSON as it is, then the data.
inline std::string safetensorsBytes(std::string_view header, std::string_view data = {})
{
    return raw<std::uint64_t>(header.size()) + std::string{header} + std::string{data};
}

/// A GGUF file put together piece by piece; whatever is asked for is written, right or wrong.
class GgufBytes {
public:
    static std::string text(std::string_view words)
    {
        return raw<std::uint64_t>(words.size()) + std::string{words};
    }
    GgufBytes& key(std::string_view name, std::uint32_t type, std::string_view value)
    {
        ++m_keyCount;
        m_keys += text(name) + raw(type) + std::string{value};
        return *this;
    }
    GgufBytes& array(std::string_view name, std::uint32_t type, std::initializer_list<std::string> elements)
    {
        std::string value = raw(type) + raw<std::uint64_t>(elements.size());
        for (const auto& element : elements) {
            value += element;
        }
        return key(name, kArray, value);
    }
    GgufBytes& tensor(std::string_view name, std::initializer_list<std::int64_t> fastestFirst,
                      std::uint32_t type, std::uint64_t offset)
    {
        ++m_tensorCount;
        m_tensors += text(name) + raw(static_cast<std::uint32_t>(fastestFirst.size()));
        for (const auto size : fastestFirst) {
            m_tensors += raw(size);
        }
        m_tensors += raw(type) + raw(offset);
        return *this;
    }
    std::string bytes(std::string_view data = {}, std::size_t alignment = 32) const
    {
        std::string file
            = "GGUF" + raw<std::uint32_t>(3) + raw(m_tensorCount) + raw(m_keyCount) + m_keys + m_tensors;
        if (m_tensorCount > 0) file.append((alignment - file.size() % alignment) % alignment, '\0');
        return file + std::string{data};
    }

    static constexpr std::uint32_t kU32 = 4;
    static constexpr std::uint32_t kI32 = 5;
    static constexpr std::uint32_t kF32 = 6;
    static constexpr std::uint32_t kBool = 7;
    static constexpr std::uint32_t kString = 8;
    static constexpr std::uint32_t kArray = 9;
    static constexpr std::uint32_t kU64 = 10;

private:
    std::int64_t m_keyCount{0};
    std::int64_t m_tensorCount{0};
    std::string m_keys;
    std::string m_tensors;
};

/// A folder for a test's files that is gone with the test.
class Scratch {
public:
    std::filesystem::path path(std::string_view name = {}) const
    {
        return std::filesystem::path{m_folder.path().toStdString()} / name;
    }
    /// Writes `bytes`, and says where. Not flushed to the disk: a test may do so a thousand times.
    std::filesystem::path file(std::string_view name, std::string_view bytes) const
    {
        auto place = path(name);
        std::filesystem::create_directories(place.parent_path());
        std::ofstream{place, std::ios::binary} << bytes;
        return place;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace luthier::test
