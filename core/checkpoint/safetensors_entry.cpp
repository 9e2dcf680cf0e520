// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_entry.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace luthier::checkpoint {
namespace {

constexpr std::size_t kMostNameBytes = 4096;

/// Product of the shape and the bytes that it takes. Offset 0 stands for the first byte after the header.
Expected<TensorInfo> measured(const std::string& name, const Entry& entry)
{
    TensorInfo info{.name = name, .dtype = entry.layout->dtype, .dtypeText = entry.dtypeText};
    const auto overflow = [&] {
        return refused(
            ErrorCode::Overflow,
            {QT_TRANSLATE_NOOP("core", "the shape of tensor '%1' is larger than any file"), shown(name)});
    };
    for (std::size_t i = 0; i < entry.shape.count; ++i) {
        if (!std::in_range<std::int64_t>(entry.shape.values.at(i))) return overflow();
        info.shape.push_back(static_cast<std::int64_t>(entry.shape.values.at(i)));
    }
    const auto count = checkedCount(info.shape);
    if (!count) return overflow();
    std::uint64_t bits = 0;
    if (__builtin_mul_overflow(*count, entry.layout->bits, &bits)) return overflow();
    if (bits % 8 != 0) {
        return refused(ErrorCode::BadShape,
                       {QT_TRANSLATE_NOOP("core", "tensor '%1' takes %2 bits, which are no whole bytes"),
                        shown(name), bits});
    }
    const auto begin = entry.offsets.values[0];
    const auto end = entry.offsets.values[1];
    if (end < begin) {
        return refused(ErrorCode::BadOffset,
                       {QT_TRANSLATE_NOOP("core", "tensor '%1' ends at byte %2, before it begins at %3"),
                        shown(name), end, begin});
    }
    info.offset = begin;
    info.bytes = bits / 8;
    if (end - begin != info.bytes) {
        return refused(
            ErrorCode::Inconsistent,
            {QT_TRANSLATE_NOOP("core", "tensor '%1' has room for %2 bytes, but its shape and type need %3"),
             shown(name), end - begin, info.bytes});
    }
    return info;
}

Expected<void> checkName(const std::string& name)
{
    if (name.find('\0') != std::string::npos) {
        return refused(ErrorCode::BadName, QT_TRANSLATE_NOOP("core", "a tensor has a zero byte in its name"));
    }
    if (name.size() > kMostNameBytes) {
        return refused(
            ErrorCode::Limit,
            {QT_TRANSLATE_NOOP("core", "a tensor's name is %1 bytes long; at most %2 are read: %3"),
             name.size(), kMostNameBytes, shown(name)});
    }
    return {};
}

Expected<void> checkFields(const std::string& name, const Entry& entry)
{
    const auto tensor = shown(name);
    if (!entry.isObject) {
        return refused(ErrorCode::WrongType,
                       {QT_TRANSLATE_NOOP("core", "the entry of tensor '%1' is not an object"), tensor});
    }
    if (entry.hasUnknownField) {
        return refused(ErrorCode::UnknownField,
                       {QT_TRANSLATE_NOOP("core", "tensor '%1' has an unknown field '%2'"), tensor,
                        shown(entry.unknownField)});
    }
    if (!entry.hasDtype || !entry.hasShape || !entry.hasOffsets) {
        return refused(ErrorCode::MissingField,
                       {QT_TRANSLATE_NOOP("core", "tensor '%1' lacks its field '%2'"), tensor,
                        !entry.hasDtype       ? "dtype"
                            : !entry.hasShape ? "shape"
                                              : "data_offsets"});
    }
    if (entry.layout == nullptr) {
        return refused(ErrorCode::BadDtype,
                       {QT_TRANSLATE_NOOP("core", "tensor '%1' has an unknown number type '%2'"), tensor,
                        shown(entry.dtypeText)});
    }
    if (!entry.shape.given || entry.shape.count > kMostRank) {
        return refused(
            ErrorCode::BadShape,
            {QT_TRANSLATE_NOOP("core", "the shape of tensor '%1' is not a list of at most %2 sizes"), tensor,
             kMostRank});
    }
    if (!entry.offsets.given || entry.offsets.count != 2) {
        return refused(
            ErrorCode::BadOffset,
            {QT_TRANSLATE_NOOP("core", "the data_offsets of tensor '%1' are not two numbers"), tensor});
    }
    const auto& notPlain = entry.shape.notPlain ? entry.shape.notPlain : entry.offsets.notPlain;
    if (notPlain) {
        return refused(ErrorCode::BadNumber,
                       {QT_TRANSLATE_NOOP(
                            "core", "the field '%2' of tensor '%1' holds %3, which is no plain whole number"),
                        tensor, entry.shape.notPlain ? "shape" : "data_offsets", shown(*notPlain)});
    }
    return {};
}

} // namespace

Expected<TensorInfo> tensorOf(const std::string& name, const Entry& entry)
{
    LUTHIER_CHECK(checkName(name));
    LUTHIER_CHECK(checkFields(name, entry));
    return measured(name, entry);
}

Expected<void> placeTensors(std::vector<TensorInfo>& tensors, std::uint64_t dataBegin,
                            std::uint64_t fileBytes)
{
    std::vector<std::uint32_t> order(tensors.size());
    std::iota(order.begin(), order.end(), 0U);
    // An empty tensor goes before the one that begins at the same place.
    std::ranges::sort(order, {}, [&](auto i) { return std::pair{tensors[i].offset, tensors[i].bytes}; });
    std::uint64_t end = 0;
    for (const auto i : order) {
        LUTHIER_CHECK(checkPlace(tensors[i].name, tensors[i].offset, end));
        end += tensors[i].bytes;
    }
    const auto dataBytes = fileBytes - dataBegin;
    if (end > dataBytes) {
        return refused(
            ErrorCode::Truncated,
            {QT_TRANSLATE_NOOP("core", "the file ends too early: its tensors need %1 bytes, %2 are there"),
             end, dataBytes});
    }
    if (end < dataBytes) {
        return refused(ErrorCode::TrailingBytes,
                       {QT_TRANSLATE_NOOP("core", "%1 bytes stand after the last tensor"), dataBytes - end});
    }
    for (auto& tensor : tensors) {
        tensor.offset += dataBegin;
    }
    return {};
}

} // namespace luthier::checkpoint
