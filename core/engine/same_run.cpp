// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/same_run.h"

#include "core/base/text.h"
#include "core/runs/checkpoints.h"
#include "core/runs/index.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace luthier::engine {
namespace {

/// What may be another when a run goes on: it changes no number, or it follows from this machine.
bool mayChange(std::string_view key)
{
    constexpr std::array kFree{"name",
                               "data.train",
                               "data.validation",
                               "data.test",
                               "train.device",
                               "train.threads",
                               "train.micro_batch_tokens",
                               "train.early_stop",
                               "train.keep",
                               "train.checkpoint_every",
                               "export.verify_rows"};
    return std::ranges::find(kFree, key) != kFree.end();
}

} // namespace

Expected<void> isTheSameRun(const std::filesystem::path& run, const runs::FlatRecipe& recipe,
                            const std::string& dataHash)
{
    LUTHIER_TRY(const auto newest, runs::newestCheckpoint(run));
    if (!newest.checkpoint) return {};
    const auto refuse = [&](Text message) {
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = std::move(message),
                           .where = run.string(),
                           .hint = QT_TRANSLATE_NOOP(
                               "core", "go on with the recipe and files of that run, or start a new one")}};
    };
    const auto card = runs::readCard(run);
    if (!card.dataHash.empty() && card.dataHash != dataHash) {
        return refuse(
            QT_TRANSLATE_NOOP("core", "the rows or their split are not those that the run began with"));
    }
    for (const auto& [key, value] : recipe) {
        const auto before = card.recipe.find(key);
        if (before == card.recipe.end() || before->second == value || mayChange(key)) continue;
        return refuse({QT_TRANSLATE_NOOP("core", "'%1' is %2 now and was %3 when the run began"), key, value,
                       before->second});
    }
    return {};
}

} // namespace luthier::engine
