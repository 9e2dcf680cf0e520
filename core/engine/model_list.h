// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

/// A model on this computer, under the name that recipes use.
struct InstalledModel {
    std::string name;
    std::filesystem::path path; ///< a folder with config.json, or a .gguf file
};

/// What lies in modelsFolder() and in foreignModelFolders(), in this order; of two with one name the first. A
/// GGUF file goes by its file name without the quantisation ("SmolLM2-135M-Instruct").
std::vector<InstalledModel> installedModels();

/// The place of an installed model's name, or of a path (relative to `folder`).
/// Errors  InvalidInput at `where`, with the nearest name and all there are.
Expected<std::filesystem::path> findModel(const std::string& nameOrPath, const std::filesystem::path& folder,
                                          const std::string& where);

} // namespace luthier::engine
