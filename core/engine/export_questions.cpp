// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/export_questions.h"

#include "core/engine/evaluating.h"

#include <array>
#include <utility>

namespace luthier::engine {
namespace {

constexpr std::array kTexts{
    "What is the capital of France? The capital of France is Paris.",
    "Name three colours: red, green and blue.",
    "A week has seven days, and a year has twelve months.",
    "The parcel came two days late and the box was torn.",
    "Play some quiet music in the kitchen.",
    "Will it rain in Lisbon tomorrow?",
    "I could not log in, although my password is right.",
    "Thank you, that was a very pleasant evening.",
};

Expected<data::SampleSet> builtIn(const OpenedModel& model)
{
    data::SampleSet set;
    for (const auto* text : kTexts) {
        LUTHIER_TRY(auto sample, sampleOf(model, {.text = text}));
        sample.row = static_cast<std::int64_t>(set.size());
        sample.label = 0; // nobody knows it
        sample.learnFrom = model.task->needsClassifier ? static_cast<std::int32_t>(sample.ids.size()) : 1;
        set.add(sample);
    }
    return set;
}

} // namespace

Expected<ExportQuestions> exportQuestions(Workshop& workshop, const std::filesystem::path& run,
                                          const OpenedModel& model, const Job& job)
{
    const auto most = model.order->checked.exporting.integer("verify_rows");
    for (const auto* part : {"validation", "train"}) {
        auto rows = rowsFor(workshop, run, {.part = part}, job, most);
        if (rows) return ExportQuestions{.samples = std::move(rows->samples), .from = part};
        if (rows.error().code == ErrorCode::Interrupted) return Unexpected{std::move(rows).error()};
    }
    LUTHIER_TRY(auto samples, builtIn(model));
    return ExportQuestions{.samples = std::move(samples), .from = "built-in"};
}

} // namespace luthier::engine
