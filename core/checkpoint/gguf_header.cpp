// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/gguf_cursor.h"

#include <bit>
#include <unordered_set>
#include <utility>

namespace luthier::checkpoint {
namespace {

constexpr std::uint32_t kMagic = 0x46554747; // "GGUF"
constexpr std::uint32_t kBigEndianVersion3 = 0x03000000;
constexpr std::size_t kMostKeyBytes = 65535;
constexpr std::uint32_t kMostAlignment = 65536;
constexpr std::size_t kMostTensorNameBytes = 63;
constexpr std::uint32_t kMostRank = 4;
constexpr std::uint64_t kLeastKeyBytes = 13; // length of the name, type, one byte
constexpr std::uint64_t kLeastTensorBytes = 24; // length of the name, rank, type, offset

/// Reads a GGUF file's front from the first byte on.
class GgufReader {
public:
    explicit GgufReader(std::span<const std::byte> file)
        : m_cursor{file}
    {
    }
    Expected<Header> header();

private:
    Expected<void> front();
    Expected<void> pairs();
    Expected<void> alignment(GgufType type, const Json& value);
    Expected<TensorInfo> tensor();
    Expected<std::uint64_t> shape(TensorInfo& info, std::uint32_t rank);
    Expected<void> typed(TensorInfo& info, std::uint64_t count);
    Expected<void> placed(std::vector<TensorInfo>& tensors) const;
    Unexpected tooLarge(const TensorInfo& info) const
    {
        return m_cursor.fail(
            ErrorCode::Overflow,
            {QT_TRANSLATE_NOOP("core", "the shape of tensor '%1' is larger than any file"), info.name});
    }

    GgufCursor m_cursor;
    std::uint64_t m_pairCount{0};
    std::uint64_t m_tensorCount{0};
    std::uint64_t m_alignment{32};
    Header m_header;
};

Expected<void> GgufReader::front()
{
    LUTHIER_TRY(const auto magic, m_cursor.number<std::uint32_t>());
    if (magic != kMagic) {
        return refused(ErrorCode::BadMagic, QT_TRANSLATE_NOOP("core", "this is not a GGUF file"));
    }
    LUTHIER_TRY(const auto version, m_cursor.number<std::uint32_t>());
    if (version == kBigEndianVersion3) {
        return m_cursor.fail(ErrorCode::BadVersion,
                             QT_TRANSLATE_NOOP("core", "big-endian GGUF is not supported"));
    }
    if (version != 2 && version != 3) {
        return m_cursor.fail(
            ErrorCode::BadVersion,
            {QT_TRANSLATE_NOOP("core", "GGUF of version %1 is not supported, only 2 and 3"), version});
    }
    LUTHIER_TRY(const auto tensors, m_cursor.number<std::int64_t>());
    LUTHIER_TRY(const auto pairs, m_cursor.number<std::int64_t>());
    if (tensors < 0 || pairs < 0) {
        return m_cursor.fail(
            ErrorCode::BadNumber,
            {QT_TRANSLATE_NOOP("core", "the file announces %1 tensors and %2 keys"), tensors, pairs});
    }
    m_tensorCount = static_cast<std::uint64_t>(tensors);
    m_pairCount = static_cast<std::uint64_t>(pairs);
    if (m_pairCount > m_cursor.fileBytes() / kLeastKeyBytes
        || m_tensorCount > m_cursor.fileBytes() / kLeastTensorBytes) {
        return m_cursor.fail(
            ErrorCode::Truncated,
            {QT_TRANSLATE_NOOP("core", "the file is too short for the %1 tensors and %2 keys it announces"),
             tensors, pairs});
    }
    if (m_tensorCount > kMostTensors || m_pairCount > kMostMetadataKeys) {
        return m_cursor.fail(
            ErrorCode::Limit,
            {QT_TRANSLATE_NOOP("core", "the file holds %1 tensors and %2 keys; at most %3 and %4 are read"),
             tensors, pairs, kMostTensors, kMostMetadataKeys});
    }
    return {};
}

Expected<void> GgufReader::pairs()
{
    std::unordered_set<std::string_view> keys;
    auto& pairs = m_header.metadata.get_ref<Json::object_t&>();
    for (std::uint64_t i = 0; i < m_pairCount; ++i) {
        LUTHIER_TRY(const auto key, m_cursor.name(kMostKeyBytes));
        if (key.empty()) {
            return m_cursor.fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("core", "a key has no name"));
        }
        if (!keys.insert(key).second) {
            return m_cursor.fail(ErrorCode::DuplicateKey,
                                 {QT_TRANSLATE_NOOP("core", "the key '%1' stands there twice"), shown(key)});
        }
        LUTHIER_TRY(const auto type, m_cursor.number<std::uint32_t>());
        LUTHIER_TRY(auto value, m_cursor.value(static_cast<GgufType>(type), key));
        if (key == "general.alignment") {
            LUTHIER_CHECK(alignment(static_cast<GgufType>(type), value));
        }
        pairs.emplace_back(std::string{key}, std::move(value)); // a vector: this does not search
    }
    return {};
}

Expected<void> GgufReader::alignment(GgufType type, const Json& value)
{
    if (type != GgufType::U32) {
        return m_cursor.fail(ErrorCode::BadType,
                             {QT_TRANSLATE_NOOP("core", "'general.alignment' has the type %1 instead of 4"),
                              static_cast<std::uint32_t>(type)});
    }
    m_alignment = value.get<std::uint32_t>();
    if (std::has_single_bit(m_alignment) && m_alignment <= kMostAlignment) return {};
    return m_cursor.fail(
        ErrorCode::BadValue,
        {QT_TRANSLATE_NOOP("core", "'general.alignment' is %1; it should be a power of two up to %2"),
         m_alignment, kMostAlignment});
}

Expected<TensorInfo> GgufReader::tensor()
{
    LUTHIER_TRY(const auto name, m_cursor.name(kMostKeyBytes + 1));
    if (name.empty() || name.size() > kMostTensorNameBytes) {
        return m_cursor.fail(
            ErrorCode::BadName,
            {QT_TRANSLATE_NOOP("core", "a tensor's name has %1 bytes instead of 1 to %2: '%3'"), name.size(),
             kMostTensorNameBytes, shown(name)});
    }
    TensorInfo info{.name = std::string{name}};
    LUTHIER_TRY(const auto rank, m_cursor.number<std::uint32_t>());
    if (rank > kMostRank) {
        return m_cursor.fail(ErrorCode::BadShape,
                             {QT_TRANSLATE_NOOP("core", "tensor '%1' has %2 dimensions; at most %3 are read"),
                              info.name, rank, kMostRank});
    }
    LUTHIER_TRY(const auto count, shape(info, rank));
    LUTHIER_CHECK(typed(info, count));
    LUTHIER_TRY(info.offset, m_cursor.number<std::uint64_t>());
    return info;
}

/// Reads the sizes, and returns how many numbers they make.
Expected<std::uint64_t> GgufReader::shape(TensorInfo& info, std::uint32_t rank)
{
    for (std::uint32_t i = 0; i < rank; ++i) {
        LUTHIER_TRY(const auto size, m_cursor.number<std::int64_t>());
        if (size < 0) {
            return m_cursor.fail(
                ErrorCode::BadShape,
                {QT_TRANSLATE_NOOP("core", "tensor '%1' has a dimension of %2"), info.name, size});
        }
        info.shape.insert(info.shape.begin(), size); // listed fastest first
    }
    const auto count = checkedCount(info.shape);
    if (!count) return tooLarge(info);
    return static_cast<std::uint64_t>(*count);
}

/// Reads the type of the numbers, and measures what `count` of them take.
Expected<void> GgufReader::typed(TensorInfo& info, std::uint64_t count)
{
    LUTHIER_TRY(const auto type, m_cursor.number<std::uint32_t>());
    const auto* layout = ggmlLayout(type);
    if (layout == nullptr) {
        const auto name = unreadGgmlType(type);
        if (name.empty()) {
            return m_cursor.fail(
                ErrorCode::BadDtype,
                {QT_TRANSLATE_NOOP("core", "tensor '%1' has an unknown number type %2"), info.name, type});
        }
        return m_cursor.fail(
            ErrorCode::Unsupported,
            {QT_TRANSLATE_NOOP("core", "tensor '%1' is stored as %2, which is not supported"), info.name,
             name});
    }
    info.dtype = layout->dtype;
    info.dtypeText = layout->text;
    const auto rowLength = info.shape.empty() ? 1 : static_cast<std::uint64_t>(info.shape.back());
    if (rowLength % layout->numbers != 0) {
        return m_cursor.fail(
            ErrorCode::BadShape,
            {QT_TRANSLATE_NOOP("core", "the rows of tensor '%1' have %2 numbers, which is no multiple of %3"),
             info.name, rowLength, layout->numbers});
    }
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(count / layout->numbers, layout->bits / 8, &bytes)) return tooLarge(info);
    info.bytes = static_cast<std::uint64_t>(bytes);
    return {};
}

/// Every offset is the running sum of the padded sizes; then offsets count from the file's first byte.
Expected<void> GgufReader::placed(std::vector<TensorInfo>& tensors) const
{
    const auto padded
        = [this](std::uint64_t bytes) { return (bytes + m_alignment - 1) / m_alignment * m_alignment; };
    const auto dataBegin = padded(m_cursor.at());
    std::uint64_t end = 0;
    for (auto& tensor : tensors) {
        if (tensor.offset % m_alignment != 0) {
            return refused(
                ErrorCode::BadOffset,
                {QT_TRANSLATE_NOOP("core", "tensor '%1' begins at byte %2, which is no multiple of %3"),
                 tensor.name, tensor.offset, m_alignment});
        }
        LUTHIER_CHECK(checkPlace(tensor.name, tensor.offset, end));
        const auto begin = dataBegin + end; // both within the file, but for the last padding
        if (begin > m_cursor.fileBytes() || tensor.bytes > m_cursor.fileBytes() - begin) {
            return refused(
                ErrorCode::Truncated,
                {QT_TRANSLATE_NOOP("core", "the file ends in the middle of tensor '%1'"), tensor.name});
        }
        tensor.offset = begin;
        end = padded(end + tensor.bytes);
    }
    return {};
}

Expected<Header> GgufReader::header()
{
    LUTHIER_CHECK(front());
    LUTHIER_CHECK(pairs());
    auto& tensors = m_header.tensors;
    tensors.reserve(m_tensorCount);
    for (std::uint64_t i = 0; i < m_tensorCount; ++i) {
        LUTHIER_TRY(auto info, tensor());
        tensors.push_back(std::move(info));
    }
    LUTHIER_TRY(m_header.index, indexByName(tensors));
    LUTHIER_CHECK(placed(tensors));
    return std::move(m_header);
}

} // namespace

Expected<Header> readGgufHeader(std::span<const std::byte> file)
{
    return GgufReader{file}.header();
}

} // namespace luthier::checkpoint
