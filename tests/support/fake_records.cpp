// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/places.h"
#include "core/runs/checkpoints.h"
#include "core/runs/history.h"
#include "tests/support/fake_parts.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

namespace luthier::tests {
namespace {

using runs::RunCard;

using EarlierRun = std::pair<std::string_view, RunCard::State>;
constexpr std::array<EarlierRun, 4> kEarlier{{{"Earlier 1", RunCard::State::Finished},
                                              {"Earlier 2", RunCard::State::EarlyStopped},
                                              {"Earlier 3", RunCard::State::Stopped},
                                              {"Earlier 4", RunCard::State::Interrupted}}};

RunCard cardOf(const std::filesystem::path& dir, RunCard::State state)
{
    RunCard card;
    card.dir = dir.string();
    card.name = dir.filename().string();
    card.state = state;
    card.started = "2026-11-21T10:00:00Z";
    card.task = "text-classification";
    card.model = "all-MiniLM-L6-v2";
    card.method = "lora";
    const bool isFirst
        = card.name.ends_with('1'); // the first run of a desk, with other settings than the rest
    card.recipe = {{"train.epochs", "3"},   {"train.learning_rate", "0.0002"},     {"train.batch_size", "16"},
                   {"method.name", "lora"}, {"method.rank", isFirst ? "16" : "8"}, {"method.alpha", "32"}};
    card.dataHash = "6f1c";
    card.steps = state == RunCard::State::Interrupted ? 180 : 300;
    card.plannedSteps = 300;
    card.bestStep = 180;
    card.seconds = 63;
    card.loss = 0.27;
    card.metrics = {{"accuracy", 0.951}};
    card.trainRows = 1600;
    card.trainableParameters = 790'000;
    card.bytes = 19'600'000;
    card.verdict = "learning";
    return card;
}

runs::Evaluation evaluation(double accuracy)
{
    runs::Evaluation result;
    result.part = "test";
    result.checkpoint = "best";
    result.rows = 199;
    result.loss = 1.4 * (1 - accuracy) + 0.2;
    result.metrics = {{"accuracy", {accuracy, accuracy - 0.04, accuracy + 0.03}},
                      {"macro_f1", {accuracy - 0.02, accuracy - 0.07, accuracy + 0.02}}};
    for (const auto& [label, rows] : fakeLabels()) {
        result.labels.push_back(label);
        const double f1 = accuracy - (rows < 100 ? 0.2 : 0.0);
        result.classes.push_back({label,
                                  rows / 10,
                                  {f1, f1 - 0.06, f1 + 0.05},
                                  {f1, f1 - 0.06, f1 + 0.05},
                                  {f1, f1 - 0.06, f1 + 0.05}});
    }
    const auto labels = result.labels.size();
    for (std::size_t i = 0; i < labels * labels; ++i) {
        result.confusion.push_back(i % (labels + 1) == 0 ? 27 : i % 5 == 0 ? 1 : 0);
    }
    for (const auto& [label, rows] : fakeLabels()) { // the better the model, the more of the rows are right
        for (std::int64_t i = 0; i < 10; ++i) {
            const bool right = static_cast<double>(i) < accuracy * 10;
            const auto row = static_cast<std::int64_t>(100 + result.answers.size());
            result.answers.push_back({row, "a request, number " + std::to_string(row), label,
                                      right ? label : "RateBook", right ? 0.1 : 1.7,
                                      right || label == "RateBook"});
        }
    }
    result.answers.insert(result.answers.end(),
                          {{12, "play some jazz", "PlayMusic", "PlayMusic", 0.08, true},
                           {77, "add this song", "AddToPlaylist", "PlayMusic", 1.9, false}});
    return result;
}

/// Runs that are on the disk, and those that a script invents.
class FakeRecords final : public engine::Records {
public:
    explicit FakeRecords(bool any)
        : m_any{any}
    {
    }

    Expected<std::vector<RunCard>> list() override
    {
        if (m_any) {
            for (const auto& [name, state] : kEarlier) {
                LUTHIER_CHECK(makeFolder(runsFolder() / name / runs::checkpointName(180)));
            }
        }
        std::vector<RunCard> cards;
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator{runsFolder(), none}) {
            if (!entry.is_directory()) continue;
            const auto earlier
                = std::ranges::find(kEarlier, entry.path().filename().string(), &EarlierRun::first);
            cards.push_back(
                cardOf(entry.path(), earlier == kEarlier.end() ? RunCard::State::Finished : earlier->second));
        }
        const std::scoped_lock lock{m_mutex};
        std::erase_if(cards, [this](const RunCard& card) {
            const auto kept = m_kept.find(card.dir);
            return kept != m_kept.end() && kept->second == engine::Keep::Nothing;
        });
        for (RunCard& card : cards) {
            if (const auto name = m_names.find(card.dir); name != m_names.end()) card.name = name->second;
            if (m_kept.contains(card.dir)) card.state = RunCard::State::Stopped;
        }
        std::ranges::sort(cards, std::greater{}, &RunCard::dir);
        return cards;
    }

    Expected<std::vector<Event>> history(const std::string& run) override
    {
        auto told = runs::readHistory(run);
        if (!told || !told->empty()) return told;
        return fakeRun(std::filesystem::path{run}.filename().string(), 300, true);
    }

    Expected<runs::Evaluation> evaluate(const std::string&, const engine::EvaluateOptions&,
                                        const Job&) override
    {
        return evaluation(0.951);
    }

    Expected<runs::Comparison> compare(const std::vector<std::string>& runs, bool baselines,
                                       const Job&) override
    {
        runs::Comparison result{.metric = "accuracy"};
        if (baselines) {
            for (const auto& [name, accuracy] :
                 {std::pair{QT_TRANSLATE_NOOP("core", "most frequent class"), 0.2},
                  std::pair{QT_TRANSLATE_NOOP("core", "base model, prompted"), 0.61}}) {
                runs::Compared row{
                    .name = name, .dir = {}, .baseline = true, .evaluation = evaluation(accuracy)};
                row.word = runs::Compared::Word::Baseline;
                result.rows.push_back(row);
            }
        }
        double accuracy = 0.951;
        for (const auto& run : runs) {
            runs::Compared row{.name = std::filesystem::path{run}.filename().string(), .dir = run};
            row.evaluation = evaluation(accuracy);
            row.difference = {accuracy - 0.61, accuracy - 0.68, accuracy - 0.54};
            row.probability = 0.001;
            row.word = runs::Compared::Word::Better;
            result.rows.push_back(row);
            accuracy -= 0.008;
        }
        result.differences = {{"method.rank", std::vector<std::string>(runs.size(), "16")}};
        result.changed = {{12, "play some jazz", "PlayMusic", "RateBook", "PlayMusic", true}};
        if (result.rows.empty()) return result;
        result.answer = Text{QT_TRANSLATE_NOOP("core", "'%1' beats '%2' by %3 points (±%4) on %5 rows."),
                             result.rows.back().name,
                             Text{result.rows.front().name.c_str()},
                             Rounded{34.1, 1},
                             Rounded{7, 1},
                             199};
        return result;
    }

    Expected<void> keep(const std::string& run, engine::Keep what) override
    {
        const std::scoped_lock lock{m_mutex};
        m_kept[run] = what;
        return {};
    }

    Expected<void> rename(const std::string& run, const std::string& name) override
    {
        const std::scoped_lock lock{m_mutex};
        m_names[run] = name;
        return {};
    }

private:
    bool m_any;
    std::mutex m_mutex;
    std::map<std::string, std::string> m_names; // guarded by m_mutex
    std::map<std::string, engine::Keep> m_kept; // guarded by m_mutex
};

class FakeExporting final : public engine::Exporting {
public:
    Expected<std::vector<engine::ExportChoice>> choices(const std::string&, const std::string&) override
    {
        return std::vector<engine::ExportChoice>{
            {.format = "peft",
             .title = QT_TRANSLATE_NOOP("core", "Add-on only"),
             .summary = QT_TRANSLATE_NOOP("core", "A small folder that is loaded on top of the base model."),
             .bytes = 9'800'000},
            {.format = "safetensors",
             .title = QT_TRANSLATE_NOOP("core", "Merged model"),
             .summary = QT_TRANSLATE_NOOP("core", "A whole model folder that other programs load as it is."),
             .bytes = 91'000'000},
            {.format = "gguf-q8_0",
             .title = QT_TRANSLATE_NOOP("core", "GGUF, 8 bits"),
             .summary
             = QT_TRANSLATE_NOOP("core", "Half the size, nearly the same answers; they are compared."),
             .possible = false,
             .whyNot = QT_TRANSLATE_NOOP("core", "GGUF files hold models that write, not those that sort.")}};
    }

    Expected<engine::ExportReport> write(const std::string&, const std::string&, const std::string& format,
                                         const std::filesystem::path& folder, const Job& job) override
    {
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        LUTHIER_CHECK(makeFolder(folder));
        LUTHIER_CHECK(writeFile(folder / "adapter_config.json", "{}"));
        return engine::ExportReport{
            .folder = folder,
            .format = format,
            .bytes = 9'800'000,
            .files = {"adapter_config.json"},
            .rows = 199,
            .agreeing = 199,
            .largestDifference = 0.0004,
            .changedFromBase = 3.2,
            .verified = true,
            .answer = Text{QT_TRANSLATE_NOOP("core",
                                             "Verified. The exported model answered %1 of %2 held-back rows "
                                             "as the run does (largest difference %3)."),
                           199, 199, Rounded{0.0004, 4}}};
    }
};

} // namespace

std::unique_ptr<engine::Records> makeFakeRecords(const FakeScript& script)
{
    return std::make_unique<FakeRecords>(script.hasRuns);
}

std::unique_ptr<engine::Exporting> makeFakeExporting()
{
    return std::make_unique<FakeExporting>();
}

} // namespace luthier::tests
