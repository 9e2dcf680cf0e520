// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/tensor_file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace luthier::checkpoint {

/// A value of a GGUF file's front. Texts may hold any bytes.
using GgufValue = std::variant<bool, std::uint32_t, float, std::string, std::vector<std::int32_t>, std::vector<float>,
                               std::vector<std::string>>;
using GgufFront = std::vector<std::pair<std::string, GgufValue>>; ///< keys are unique

/// A tensor to be written; its bytes are asked for when its turn has come.
struct GgufTensor {
    std::string name;
    Dtype dtype{Dtype::F32};
    std::vector<std::int64_t> shape{}; ///< slowest first
    std::function<Expected<void>(std::span<std::byte> to)> fill;
};

/// Writes one .gguf file of version 3 (formats.md §3), whole or not at all, and flushed. One tensor at a time is in
/// memory.
///
/// Errors  DiskFull, Io; what `fill` says. REQUIRES: names and keys are unique; rows are whole blocks.
Expected<void> writeGguf(const std::filesystem::path& path, const GgufFront& front,
                         const std::vector<GgufTensor>& tensors);

} // namespace luthier::checkpoint
