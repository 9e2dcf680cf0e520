// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/pooling.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <system_error>

namespace luthier::engine {
namespace fs = std::filesystem;

Expected<infer::Pooling> poolingOf(const fs::path& folder)
{
    infer::Pooling pooling;
    std::error_code failure;
    const auto file = folder / "1_Pooling" / "config.json";
    if (!fs::exists(file, failure)) return pooling;
    LUTHIER_TRY(const auto config, readJson(file));
    const auto isOn = [&](const char* key) {
        const auto found = config.find(key);
        return found != config.end() && found->is_boolean() && found->get<bool>();
    };
    if (isOn("pooling_mode_cls_token")) {
        pooling.kind = infer::Pooling::Kind::First;
    } else if (isOn("pooling_mode_lasttoken")) {
        pooling.kind = infer::Pooling::Kind::Last;
    } else if (!isOn("pooling_mode_mean_tokens")) {
        return Unexpected{
            {.code = ErrorCode::Unsupported,
             .message = QT_TRANSLATE_NOOP("core", "this way of pooling tokens is not known here"),
             .where = file.string()}};
    }
    if (fs::exists(folder / "modules.json", failure)) {
        LUTHIER_TRY(const auto modules, readJson(folder / "modules.json"));
        for (const auto& module : modules) {
            if (!module.is_object() || !module.contains("type") || !module["type"].is_string()) continue;
            pooling.normalised
                = pooling.normalised || module["type"].get<std::string>().ends_with("Normalize");
        }
    }
    return pooling;
}

} // namespace luthier::engine
