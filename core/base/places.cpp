// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/places.h"

#include <cstdlib>
#include <sstream>
#include <system_error>

namespace luthier {
namespace fs = std::filesystem;
namespace {

std::string environment(const char* name)
{
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

fs::path userHome()
{
    const auto folder = environment("HOME");
    return folder.empty() ? fs::path{"."} : fs::path{folder};
}

} // namespace

fs::path home()
{
    if (const auto own = environment("LUTHIER_HOME"); !own.empty()) return own;
    if (const auto data = environment("XDG_DATA_HOME"); !data.empty()) return fs::path{data} / "luthier";
    return userHome() / ".local" / "share" / "luthier";
}

fs::path modelsFolder()
{
    return home() / "models";
}

fs::path runsFolder()
{
    return home() / "runs";
}

fs::path cacheFolder()
{
    return home() / "cache";
}

std::vector<fs::path> foreignModelFolders()
{
    std::vector<fs::path> folders;
    std::istringstream list{environment("LUTHIER_MODELS")};
    for (std::string one; std::getline(list, one, ':');) {
        if (!one.empty()) folders.emplace_back(one);
    }
    if (const auto hub = environment("HF_HUB_CACHE"); !hub.empty()) {
        folders.emplace_back(hub);
    } else if (const auto hf = environment("HF_HOME"); !hf.empty()) {
        folders.push_back(fs::path{hf} / "hub");
    } else {
        folders.push_back(userHome() / ".cache" / "huggingface" / "hub");
    }
    return folders;
}

fs::path resourcesFolder()
{
    if (const auto own = environment("LUTHIER_RESOURCES"); !own.empty()) return own;
    std::error_code failure;
    const auto program = fs::read_symlink("/proc/self/exe", failure);
    if (!failure) {
        for (auto folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
            for (const auto* place : {"share/luthier", "resources"}) {
                if (fs::exists(folder / place / "example", failure)) return folder / place;
            }
        }
    }
    return "resources";
}

} // namespace luthier
