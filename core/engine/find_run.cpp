// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/find_run.h"

#include "core/base/folder_path.h"
#include "core/base/places.h"
#include "core/base/text.h"

#include <system_error>

namespace luthier::engine {
namespace fs = std::filesystem;

Expected<fs::path> findRun(const std::string& nameOrPath)
{
    std::error_code failure;
    const fs::path given{nameOrPath};
    for (const auto& folder : {given, runsFolder() / given}) {
        if (!nameOrPath.empty() && fs::exists(folder / "recipe.yaml", failure)) return withoutSlash(folder);
    }
    return Unexpected{
        {.code = ErrorCode::InvalidInput,
         .message = fs::exists(given, failure)
             ? Text{QT_TRANSLATE_NOOP("core", "'%1' is there, but is not the folder of a run"), nameOrPath}
             : Text{QT_TRANSLATE_NOOP("core",
                                      "there is no run '%1', neither at that path nor among the runs"),
                    nameOrPath},
         .where = fs::absolute(given, failure).string(),
         .hint = QT_TRANSLATE_NOOP("core", "this shows all runs and their folders: luthier-cli list runs")}};
}

} // namespace luthier::engine
