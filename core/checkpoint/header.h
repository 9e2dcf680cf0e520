// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace luthier::checkpoint {

/// A number's place in a file. Blocks: `numbers` of them share `bits`.
struct DtypeLayout {
    Dtype dtype;
    std::string_view text; ///< as the file's format calls it
    std::uint64_t numbers;
    std::uint64_t bits;
};

/// nullptr for what safetensors does not know.
const DtypeLayout* safetensorsLayout(std::string_view text);
/// nullptr for a number that was never given out, or given back.
const DtypeLayout* ggmlLayout(std::uint32_t type);
/// The other way round. REQUIRES: GGUF has that type.
std::uint32_t ggmlNumber(Dtype dtype);
/// The name of a type of GGUF that exists but is not read here; empty for any other number.
std::string_view unreadGgmlType(std::uint32_t type);

constexpr std::size_t kMostTensors = 1'000'000;
constexpr std::size_t kMostMetadataKeys = 100'000; // real files have some dozens

using NameIndex = std::unordered_map<std::string_view, std::uint32_t>; ///< the names are the tensors' own

/// What stands in front of the numbers.
struct Header {
    std::vector<TensorInfo> tensors{}; ///< in the file's order
    NameIndex index{};
    Json metadata = Json::object();
};

/// Every rule of formats.md §2 and §3, on the bytes of a whole file. Nothing is allocated for a length that
/// was not compared with the bytes that are there.
///
/// Errors  `where` is empty or "byte N"; the message names the tensor or the key.
Expected<Header> readSafetensorsHeader(std::span<const std::byte> file);
Expected<Header> readGgufHeader(std::span<const std::byte> file);

/// How many numbers a tensor of that shape holds. Nothing where the sizes that are not 0 already make more
/// than 63 bits: whoever multiplies them later, in whatever order, stays within std::int64_t.
std::optional<std::int64_t> checkedCount(std::span<const std::int64_t> shape);

/// Errors  DuplicateKey.
Expected<NameIndex> indexByName(std::span<const TensorInfo> tensors);

/// Errors  Overlap, Hole where a tensor begins elsewhere than where the one before it ended.
Expected<void> checkPlace(std::string_view name, std::uint64_t begin, std::uint64_t expected);

inline Unexpected refused(ErrorCode code, Text message)
{
    return {{.code = code, .message = std::move(message)}};
}

/// A name out of a file, fit for a sentence: an endless one is cut.
std::string shown(std::string_view name);

} // namespace luthier::checkpoint
