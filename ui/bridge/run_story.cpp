// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_story.h"

#include <system_error>

namespace luthier::ui {

void RunStory::add(const Event& event)
{
    if (const auto* start = std::get_if<RunStarted>(&event)) {
        if (!started) started = *start; // of a resumed run the first one counts
        ended.reset();
    } else if (const auto* step = std::get_if<StepDone>(&event)) {
        lastStep = step->step;
        if (!step->rows.empty()) brokenRows[step->step] = step->rows;
    } else if (const auto* look = std::get_if<LookDone>(&event)) {
        heldLosses[look->step] = look->loss;
    } else if (const auto* sample = std::get_if<SampleShown>(&event)) {
        samples.push_back(*sample);
    } else if (const auto* given = std::get_if<VerdictGiven>(&event)) {
        verdict = *given;
    } else if (const auto* saved = std::get_if<CheckpointSaved>(&event)) {
        checkpoints[saved->step] = saved->path;
        if (saved->best) bestStep = saved->step;
    } else if (const auto* end = std::get_if<RunEnded>(&event)) {
        ended = *end;
    }
}

Expected<std::filesystem::path> RunStory::checkpointAt(std::int64_t step) const
{
    auto at = checkpoints.upper_bound(step);
    while (at != checkpoints.begin()) {
        --at;
        const auto folder = std::filesystem::path{dir} / at->second;
        std::error_code none;
        if (std::filesystem::is_directory(folder, none)) return folder;
    }
    return Unexpected{
        {.code = ErrorCode::NotFound,
         .message = Text{QT_TRANSLATE_NOOP("core", "the run keeps no checkpoint up to step %1"), step},
         .where = dir}};
}

} // namespace luthier::ui
