// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_writer.h"

#include "core/base/files.h"
#include "core/checkpoint/header.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace luthier::checkpoint {
namespace {

std::uint64_t numbersOf(const Tensor& tensor)
{
    std::uint64_t count = 1;
    for (const auto size : tensor.shape) {
        LUTHIER_ASSERT(size >= 0);
        count *= static_cast<std::uint64_t>(size);
    }
    return count;
}

/// The JSON of the header, built as text: a document of it would be searched for each name.
std::string headerOf(const std::vector<Tensor>& tensors, const std::map<std::string, std::string>& metadata)
{
    Json texts{{"format", "pt"}};
    texts.update(Json(metadata));
    std::string header = R"({"__metadata__":)" + toJson(texts);
    std::uint64_t offset = 0;
    for (const auto& tensor : tensors) {
        const auto end = offset + tensor.bytes.size();
        header += "," + toJson(Json(tensor.name)) + ":"
            + toJson(Json{{"dtype", dtypeName(tensor.dtype)},
                          {"shape", tensor.shape},
                          {"data_offsets", {offset, end}}});
        offset = end;
    }
    header += "}";
    constexpr std::size_t kAlignment = 8;
    header.append((kAlignment - header.size() % kAlignment) % kAlignment, ' ');
    return header;
}

} // namespace

Expected<void> writeSafetensors(const std::filesystem::path& path, std::vector<Tensor> tensors,
                                const std::map<std::string, std::string>& metadata)
{
    std::set<std::string_view> names;
    for (const auto& tensor : tensors) {
        LUTHIER_ASSERT(safetensorsLayout(dtypeName(tensor.dtype)) != nullptr);
        LUTHIER_ASSERT(byteCount(tensor.dtype, numbersOf(tensor)) == tensor.bytes.size());
        LUTHIER_ASSERT(names.insert(tensor.name).second);
    }
    std::ranges::sort(tensors, {}, [](const Tensor& tensor) {
        const auto bytes = static_cast<std::int64_t>(byteCount(tensor.dtype, 1));
        return std::tuple{-bytes, std::string_view{tensor.name}}; // so that every number is aligned
    });
    const auto header = headerOf(tensors, metadata);
    const std::uint64_t length = header.size();
    LUTHIER_TRY(auto file, FileWriter::create(path));
    LUTHIER_CHECK(file.write(std::as_bytes(std::span{&length, 1})));
    LUTHIER_CHECK(file.write(header));
    for (const auto& tensor : tensors) {
        LUTHIER_CHECK(file.write(tensor.bytes));
    }
    return file.publish();
}

} // namespace luthier::checkpoint
