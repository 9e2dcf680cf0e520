// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace luthier {

// What is done with an open file. `path` is for the message.

/// Errors  DiskFull, Io.
Expected<void> writeAll(int descriptor, const std::filesystem::path& path, std::span<const std::byte> bytes);
/// Exactly these bytes, from `offset` on. Errors  Io, also where the file ends before.
Expected<void> readAt(int descriptor, const std::filesystem::path& path, std::size_t offset,
                      std::span<std::byte> to);
/// To the disk. Errors  as writeAll.
Expected<void> flush(int descriptor, const std::filesystem::path& path);

} // namespace luthier
