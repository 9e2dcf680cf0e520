// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/tensor_file.h"

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace luthier::checkpoint {

/// A tensor to be written. `bytes` must stay alive until then.
struct Tensor {
    std::string name;
    Dtype dtype{Dtype::F32};
    std::vector<std::int64_t> shape{};
    std::span<const std::byte> bytes{};
};

/// Writes one .safetensors file (formats.md §2: sorted by alignment then name, header padded, format=pt),
/// whole or not at all, and flushed. Errors  DiskFull, Io. REQUIRES: each tensor's bytes fit its shape and
/// dtype; names are unique.
Expected<void> writeSafetensors(const std::filesystem::path& path, std::vector<Tensor> tensors,
                                const std::map<std::string, std::string>& metadata = {});

} // namespace luthier::checkpoint
