// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace luthier {

/// Where Luthier keeps its things: LUTHIER_HOME, else the platform's own place for a user's data.
std::filesystem::path home();

std::filesystem::path modelsFolder();
std::filesystem::path runsFolder();
std::filesystem::path cacheFolder();

/// Folders whose models are listed without a copy: LUTHIER_MODELS (colon-separated), and the hub cache of the
/// Python stack.
std::vector<std::filesystem::path> foreignModelFolders();

/// What ships with the program: example data, recipes. LUTHIER_RESOURCES, else beside the program, else the
/// tree.
std::filesystem::path resourcesFolder();

} // namespace luthier
