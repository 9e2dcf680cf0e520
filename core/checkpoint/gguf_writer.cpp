// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/gguf_writer.h"

#include "core/base/files.h"
#include "core/checkpoint/gguf_cursor.h"
#include "core/checkpoint/header.h"

#include <string_view>
#include <type_traits>

namespace luthier::checkpoint {
namespace {

constexpr std::uint64_t kAlignment = 32;

class Front {
public:
    template <class T>
    void number(T value)
    {
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
    }
    void text(std::string_view value)
    {
        number<std::uint64_t>(value.size());
        m_bytes += value;
    }
    void value(const GgufValue& of)
    {
        std::visit([this](const auto& one) { typed(one); }, of);
    }
    void pad() { m_bytes.append((kAlignment - m_bytes.size() % kAlignment) % kAlignment, '\0'); }
    const std::string& bytes() const { return m_bytes; }

private:
    void type(GgufType which) { number(static_cast<std::uint32_t>(which)); }
    template <class T>
    static constexpr GgufType typeOf()
    {
        if constexpr (std::is_same_v<T, std::int32_t>) return GgufType::I32;
        if constexpr (std::is_same_v<T, float>) return GgufType::F32;
        return GgufType::String;
    }
    void typed(bool one)
    {
        type(GgufType::Bool);
        number<std::uint8_t>(one ? 1 : 0);
    }
    void typed(std::uint32_t one)
    {
        type(GgufType::U32);
        number(one);
    }
    void typed(float one)
    {
        type(GgufType::F32);
        number(one);
    }
    void typed(const std::string& one)
    {
        type(GgufType::String);
        text(one);
    }
    template <class T>
    void typed(const std::vector<T>& list)
    {
        type(GgufType::Array);
        type(typeOf<T>());
        number<std::uint64_t>(list.size());
        for (const T& one : list) {
            if constexpr (std::is_same_v<T, std::string>) {
                text(one);
            } else {
                number(one);
            }
        }
    }

    std::string m_bytes;
};

std::uint64_t bytesOf(const GgufTensor& tensor)
{
    std::uint64_t count = 1;
    for (const auto size : tensor.shape) {
        count *= static_cast<std::uint64_t>(size);
    }
    return byteCount(tensor.dtype, count);
}

std::uint64_t padded(std::uint64_t bytes)
{
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

Expected<void> writeGguf(const std::filesystem::path& path, const GgufFront& values,
                         const std::vector<GgufTensor>& tensors)
{
    constexpr std::uint32_t kMagic = 0x46554747; // "GGUF"
    constexpr std::uint32_t kVersion = 3;
    Front front;
    front.number(kMagic);
    front.number(kVersion);
    front.number<std::uint64_t>(tensors.size());
    front.number<std::uint64_t>(values.size());
    for (const auto& [key, value] : values) {
        front.text(key);
        front.value(value);
    }
    std::uint64_t offset = 0;
    for (const auto& tensor : tensors) {
        LUTHIER_ASSERT(static_cast<std::uint64_t>(tensor.shape.back()) % blockLength(tensor.dtype) == 0);
        front.text(tensor.name);
        front.number(static_cast<std::uint32_t>(tensor.shape.size()));
        for (auto size = tensor.shape.rbegin(); size != tensor.shape.rend(); ++size) { // fastest first
            front.number(*size);
        }
        front.number(ggmlNumber(tensor.dtype));
        front.number(offset);
        offset += padded(bytesOf(tensor));
    }
    front.pad();
    LUTHIER_TRY(auto file, FileWriter::create(path));
    LUTHIER_CHECK(file.write(front.bytes()));
    std::vector<std::byte> bytes;
    for (const auto& tensor : tensors) {
        const auto size = bytesOf(tensor);
        bytes.assign(padded(size), std::byte{0});
        LUTHIER_CHECK(tensor.fill(std::span{bytes}.first(size)));
        LUTHIER_CHECK(file.write(bytes));
    }
    return file.publish();
}

} // namespace luthier::checkpoint
