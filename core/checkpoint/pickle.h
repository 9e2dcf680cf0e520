// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace luthier::checkpoint {

/// Whether a file's bytes begin like what PyTorch's save() writes: a zip archive with data.pkl, or the older
/// bare stream. Nothing of it is ever read beyond that: a pickle is a program.
bool isPickle(std::string_view file);
/// .bin, .pt, .pth, .ckpt
bool hasPickleName(const std::filesystem::path& path);

/// Unsupported: why, and what to do instead.
Error pickleRefused(const std::filesystem::path& path);

/// ".safetensors" also for "MODEL.SAFETENSORS".
std::string lowerExtension(const std::filesystem::path& path);

} // namespace luthier::checkpoint
