// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace luthier {

/// "out/" as "out": a path with a last part, which is the folder's name and can have others beside it.
inline std::filesystem::path withoutSlash(const std::filesystem::path& folder)
{
    return folder.has_filename() ? folder : folder.parent_path();
}

} // namespace luthier
