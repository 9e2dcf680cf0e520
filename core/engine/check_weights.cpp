// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/places.h"
#include "core/base/text.h"
#include "core/engine/dry_run.h"
#include "core/nn/ops/stored_matrix.h"
#include "core/train/looks.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

#include <ATen/TensorOperators.h>

#include <unistd.h>

namespace luthier::engine {
namespace {

namespace fs = std::filesystem;
using Level = CheckLine::Level;

Expected<bool> frozenIsUntouched(const DryRun& run)
{
    constexpr int kMostCompared = 8; // reading the whole file again would double the time of the check
    int compared = 0;
    for (const auto& item : run.work.network().named_parameters()) {
        if (item.value().requires_grad() || !run.work.model().has(item.key())) continue;
        if (nn::isPlace(item.value())) continue; // in 8 bits, which nothing can write
        if (item.value().numel() > (1 << 22) || ++compared > kMostCompared) continue;
        LUTHIER_TRY(const auto original, run.work.model().read(item.key()));
        if (!at::equal(original.to(item.value().scalar_type()), item.value().cpu())) return false;
    }
    return true;
}

} // namespace

Expected<void> rightPartsMove(DryRun& run, const train::Trained::Snapshot& fresh)
{
    std::int64_t moved = 0;
    for (std::size_t i = 0; i < fresh.exact.size(); ++i) {
        if (!at::equal(fresh.exact[i], nn::masterOf(run.work.trained().items()[i].adam).cpu())) ++moved;
    }
    // A frozen parameter is in no optimizer; that it kept its bits shows in the file.
    LUTHIER_TRY(const bool frozen, frozenIsUntouched(run));
    const Text title = QT_TRANSLATE_NOOP("core", "Frozen stays frozen, the rest learns");
    if (!frozen || moved == 0) {
        run.line("right-parts-move", title, Level::Fix,
                 QT_TRANSLATE_NOOP("core", "A part that should stay was changed, or nothing moved."));
    } else {
        run.line(
            "right-parts-move", title, Level::Good,
            Text{QT_TRANSLATE_NOOP("core", "%1 of %2 trained tensors moved, frozen ones kept every bit."),
                 moved, fresh.exact.size()});
    }
    return run.goOn();
}

Expected<void> savesAndReloads(DryRun& run)
{
    run.job.report(0.9, QT_TRANSLATE_NOOP("core", "Saving and reloading"));
    const auto samples
        = train::drawnSamples(run.work.train().size(), kByHeartRows, run.work.settings().seed + 3);
    const auto losses = [&] {
        std::vector<double> values;
        for (const auto& outcome :
             train::measured(run.work.network(), *run.work.order().task, run.work.train(), samples,
                             run.work.settings().microBatchTokens, train::rowRounding(run.work.settings()))) {
            values.push_back(outcome.loss);
        }
        return values;
    };
    const auto before = losses();
    const auto folder = cacheFolder() / ("check-" + std::to_string(::getpid()));
    LUTHIER_CHECK(makeFolder(folder));
    auto saved = run.work.saveInto(folder, run.work.trained().view());
    if (saved) saved = run.work.loadFrom(folder, false);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    LUTHIER_CHECK(std::move(saved));
    const auto after = losses();
    double worst = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        worst = std::max(worst, std::abs(before[i] - after[i]));
    }
    const double allowed = run.work.settings().bf16 ? 1e-2 : 1e-5;
    run.line("saves", QT_TRANSLATE_NOOP("core", "Saves and reloads to the same answers"),
             worst <= allowed ? Level::Good : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "Largest difference of a row's loss: %1."), worst});
    return {};
}

} // namespace luthier::engine
