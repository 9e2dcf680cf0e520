// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/config/recipe_yaml.h"
#include "core/data/data_json.h"
#include "core/engine/export_questions.h"
#include "core/engine/find_run.h"
#include "core/engine/fingerprint.h"
#include "core/engine/gguf_export.h"
#include "core/engine/model_list.h"
#include "core/engine/panes.h"
#include "core/engine/run_work.h"
#include "core/export/write_model.h"
#include "core/runs/checkpoints.h"
#include "core/runs/evaluation_json.h"
#include "core/runs/index.h"
#include "core/tokenizer/write_tokenizer.h"
#include "core/train/guard.h"
#include "core/train/looks.h"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

#include <ATen/TensorOperators.h>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

constexpr double kExact = 1e-3; // logits of an export that keeps every digit (product.md §2.8)
constexpr double kLeastSame
    = 0.90; // of the single answers: below it nobody should use the file (product.md §2.8)
constexpr auto kGgufFile = "model.gguf";
constexpr std::array kTokenizerFiles{"tokenizer.json",          "tokenizer_config.json", "vocab.txt",
                                     "special_tokens_map.json", "chat_template.jinja",   "tokenizer.model"};

std::int64_t sizeOf(const fs::path& folder, std::vector<std::string>& files)
{
    std::int64_t bytes = 0;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator{folder, failure}) {
        files.push_back(entry.path().filename().string());
        bytes += static_cast<std::int64_t>(entry.file_size(failure));
    }
    std::ranges::sort(files);
    return bytes;
}

/// How far the trained tensors are from the model before training. 0 would be an export of the base.
Expected<double> changeFromBase(const OpenedModel& model, const fs::path& weights)
{
    LUTHIER_TRY(const auto file, checkpoint::TensorFile::open(weights));
    double largest = 0;
    for (const auto& item : model.network->named_parameters()) {
        if (file->find(fileNameOf(item.key(), *model.method)) == nullptr) continue;
        if (!model.files.has(
                item.key())) { // an adapter or a new head: its output side starts at zero, or it is new
            if (item.key().ends_with("lora_A")) continue;
            largest = std::max(largest, item.value().abs().max().item<double>());
            continue;
        }
        LUTHIER_TRY(const auto before, model.files.read(item.key()));
        largest = std::max(largest, (item.value() - before).abs().max().item<double>());
    }
    return largest;
}

class OurExporting final : public Exporting {
public:
    explicit OurExporting(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    Expected<std::vector<ExportChoice>> choices(const std::string& nameOrPath,
                                                const std::string& checkpoint) override
    {
        return train::guarded([&]() -> Expected<std::vector<ExportChoice>> {
            LUTHIER_TRY(const auto run, findRun(nameOrPath));
            LUTHIER_TRY(const auto recipe, config::readRecipe(run / "recipe.yaml"));
            LUTHIER_TRY(const auto order, Workshop::order(recipe));
            LUTHIER_TRY(const auto found, runs::findCheckpoint(run, checkpoint));
            LUTHIER_TRY(const auto path, findModel(recipe.model.name, recipe.folder, "model"));
            LUTHIER_TRY(const auto files, models::ModelFiles::open(path));
            std::error_code failure;
            const auto trained
                = static_cast<std::int64_t>(fs::file_size(weightFileOf(found.path, *order.method), failure));
            ExportChoice merged{.format = "safetensors",
                                .title = QT_TRANSLATE_NOOP("core", "Merged model"),
                                .summary = QT_TRANSLATE_NOOP(
                                    "core", "A whole model folder that other programs load as it is."),
                                .bytes = files.outline().parameters() * 4};
            ExportChoice adapter{.format = "peft",
                                 .title = QT_TRANSLATE_NOOP("core", "Add-on only"),
                                 .summary = QT_TRANSLATE_NOOP(
                                     "core", "A small folder that is loaded on top of the base model."),
                                 .bytes = trained};
            if (order.method->adapt == nullptr) {
                adapter.possible = false;
                adapter.whyNot
                    = QT_TRANSLATE_NOOP("core", "This run changed the model itself; there is no add-on.");
            }
            std::vector<ExportChoice> all{std::move(merged), std::move(adapter)};
            std::ranges::move(ggufChoices(files, order.task->needsClassifier), std::back_inserter(all));
            std::ranges::stable_sort(all, std::ranges::greater{}, &ExportChoice::possible);
            return all;
        });
    }

    Expected<ExportReport> write(const std::string& nameOrPath, const std::string& checkpoint,
                                 const std::string& format, const fs::path& folder, const Job& job) override
    {
        return train::guarded([&]() -> Expected<ExportReport> {
            LUTHIER_TRY(const auto run, findRun(nameOrPath));
            LUTHIER_TRY(const auto available, choices(nameOrPath, checkpoint));
            const auto choice
                = std::ranges::find(available, format == "gguf" ? "gguf-f16" : format, &ExportChoice::format);
            if (choice == available.end() || !choice->possible) {
                return Unexpected{
                    {.code = ErrorCode::InvalidInput,
                     .message = choice == available.end()
                         ? Text{QT_TRANSLATE_NOOP("core", "there is no export format '%1'"), format}
                         : choice->whyNot,
                     .where = "--format",
                     .hint = QT_TRANSLATE_NOOP("core",
                                               "known: safetensors, peft, gguf-f16, gguf-q8_0, gguf-q4_k_m, "
                                               "gguf-f32, gguf-bf16, gguf-q4_0")}};
            }
            if (const auto free = freeBytes(folder);
                free && static_cast<std::int64_t>(*free) < choice->bytes * 11 / 10) {
                return Unexpected{
                    {.code = ErrorCode::DiskFull,
                     .message = Text{QT_TRANSLATE_NOOP("core", "%1 MB are needed there, %2 are free"),
                                     choice->bytes / 1'000'000, static_cast<std::int64_t>(*free / 1'000'000)},
                     .where = folder.string()}};
            }
            ExportReport report{.folder = folder, .format = format};
            LUTHIER_CHECK(writeFolder(folder, [&](const fs::path& temporary) {
                return writeAndVerify(run, checkpoint, format, temporary, report, job);
            }));
            report.bytes = sizeOf(folder, report.files);
            return report;
        });
    }

private:
    /// The sentence of an export that equals its run. It says what both were asked.
    static Text answerOf(const ExportReport& report, std::string_view asked)
    {
        const char* sentence = asked == "validation"
            ? QT_TRANSLATE_NOOP("core",
                                "Verified. The exported model answered %1 of %2 held-back rows as the "
                                "run does (largest difference %3).")
            : asked == "train"
            ? QT_TRANSLATE_NOOP(
                "core",
                "Verified. The run held nothing back; the exported model answered %1 of %2 training "
                "rows as the run does (largest difference %3).")
            : QT_TRANSLATE_NOOP(
                "core",
                "Verified. The data of the run cannot be read as they were; the exported model answered "
                "%1 of %2 built-in texts as the run does (largest difference %3).");
        return Text{sentence, report.agreeing, report.rows, Rounded{report.largestDifference, 7}};
    }

    /// The sentence of an export with fewer digits than its run.
    static Text roundedAnswerOf(const ExportReport& report)
    {
        const char* sentence = report.sameAnswers >= kUsualSame
            ? QT_TRANSLATE_NOOP(
                "core",
                "Verified. Loaded again, %1 % of the single answers are those of the run; perplexity "
                "changed by %2 %.")
            : report.verified
            ? QT_TRANSLATE_NOOP(
                "core",
                "Look at it. Loaded again, only %1 % of the single answers are those of the run; "
                "perplexity changed by %2 %. More bits keep more.")
            : QT_TRANSLATE_NOOP(
                "core",
                "Too coarse. Loaded again, only %1 % of the single answers are those of the run; "
                "perplexity changed by %2 %. Choose more bits.");
        return Text{sentence, Rounded{100 * report.sameAnswers, 1},
                    Rounded{100 * report.perplexityGrowth, 2}};
    }

    Expected<void> writeAndVerify(const fs::path& run, const std::string& checkpoint,
                                  const std::string& format, const fs::path& folder, ExportReport& report,
                                  const Job& job)
    {
        job.report(0.1, QT_TRANSLATE_NOOP("core", "Reading the run"));
        LUTHIER_TRY(auto model, openRun(*m_workshop, run, checkpoint));
        LUTHIER_TRY(const auto found, runs::findCheckpoint(run, checkpoint));
        LUTHIER_TRY(report.changedFromBase, changeFromBase(model, weightFileOf(found.path, *model.method)));
        LUTHIER_TRY(const auto questions, exportQuestions(*m_workshop, run, model, job));
        report.rows = static_cast<std::int64_t>(questions.samples.size());
        const auto before = fingerprints(model, questions.samples, job.stop);
        const auto labels = model.task->needsClassifier ? model.labels : std::vector<std::string>{};
        const auto base = model.path;
        const auto* const form = ggufFormOf(format);
        const auto* const task = model.task;
        const auto maxTokens = model.maxTokens;
        job.report(0.4, QT_TRANSLATE_NOOP("core", "Writing"));
        if (format == "peft") {
            for (const auto* name : {"adapter_config.json", "adapter_model.safetensors"}) {
                std::error_code failure;
                fs::copy_file(found.path / name, folder / name, failure);
                if (failure)
                    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not write"), folder / name,
                                                  failure.value())};
            }
            if (!labels.empty())
                LUTHIER_CHECK(writeFile(folder / kLabelFile, toPrettyJson(Json(labels)) + "\n"));
        } else if (form != nullptr) {
            exporting::merge(*model.network);
            LUTHIER_TRY(auto words, tokenizerFront(model.files));
            LUTHIER_CHECK(exporting::writeGguf(folder / kGgufFile, *model.network, model.files,
                                               std::move(words), *form, runs::readCard(run).name));
        } else {
            exporting::merge(*model.network);
            LUTHIER_CHECK(exporting::writeMerged(folder, *model.network, model.files, labels));
            LUTHIER_CHECK(writeTokenizer(base, folder));
        }
        LUTHIER_CHECK(exporting::writeCard(folder, cardOf(run, model, checkpoint)));
        model.network.reset(); // two of them need not be in memory
        job.report(0.7, QT_TRANSLATE_NOOP("core", "Reloading and comparing"));
        Workshop fresh;
        const auto reload = [&]() -> Expected<OpenedModel> {
            LUTHIER_TRY(auto reloaded,
                        openBase(fresh,
                                 format == "peft"      ? base
                                     : form != nullptr ? folder / kGgufFile
                                                       : folder));
            if (format == "peft") LUTHIER_CHECK(putAdapter(reloaded, folder));
            return reloaded;
        };
        LUTHIER_TRY(auto reloaded, reload());
        reloaded.task = task;
        reloaded.maxTokens = maxTokens;
        const auto agreement = agreementOf(before, fingerprints(reloaded, questions.samples, job.stop));
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        report.agreeing = agreement.agreeing;
        report.largestDifference = agreement.largestDifference;
        report.verified = true;
        if (form != nullptr && form->matrices != checkpoint::Dtype::F32 && report.changedFromBase > 0) {
            report.sameAnswers = agreement.sameAnswers;
            report.perplexityGrowth = agreement.perplexityGrowth;
            report.verified = agreement.sameAnswers >= kLeastSame;
            report.answer = roundedAnswerOf(report);
            return {};
        }
        if (agreement.agreeing == agreement.rows && agreement.largestDifference <= kExact
            && report.changedFromBase > 0) {
            report.answer = answerOf(report, questions.from);
            return {};
        }
        return Unexpected{
            {.code = ErrorCode::Internal,
             .message = report.changedFromBase > 0
                 ? Text{QT_TRANSLATE_NOOP(
                            "core",
                            "the written files answer %1 of %2 rows as the run does (largest difference "
                            "%3); nothing was kept"),
                        agreement.agreeing, agreement.rows, Rounded{agreement.largestDifference, 7}}
                 : Text{QT_TRANSLATE_NOOP("core",
                                          "the run changed nothing: this would be the base model again")},
             .where = report.folder.string()}};
    }

    /// The tokenizer's files as they are; those of a GGUF file are written out.
    Expected<void> writeTokenizer(const fs::path& base, const fs::path& folder) const
    {
        std::error_code failure;
        if (!fs::is_directory(base, failure)) {
            LUTHIER_TRY(const auto vocabulary, vocabularyOfGguf(base));
            LUTHIER_CHECK(
                writeFile(folder / "tokenizer.json", toJson(tokenizer::tokenizerJson(vocabulary)) + "\n"));
            return writeFile(folder / "tokenizer_config.json",
                             toPrettyJson(tokenizer::tokenizerConfigJson(vocabulary)) + "\n");
        }
        for (const auto* name : kTokenizerFiles) {
            if (!fs::exists(base / name, failure)) continue;
            fs::copy_file(base / name, folder / name, failure);
            if (failure)
                return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not write"), folder / name,
                                              failure.value())};
        }
        return {};
    }

    static exporting::Card cardOf(const fs::path& run, const OpenedModel& model,
                                  const std::string& checkpoint)
    {
        const auto card = runs::readCard(run);
        exporting::Card result{.name = card.name,
                               .base = card.model,
                               .licence = {},
                               .task = std::string{model.task->entry.name},
                               .method = std::string{model.method->entry.name}};
        result.facts = {{"checkpoint", checkpoint + " (step " + std::to_string(model.step) + ")"},
                        {"training rows", std::to_string(card.trainRows)},
                        {"data hash", card.dataHash},
                        {"held-back loss", english(Rounded{card.loss, 4})}};
        for (const auto& [name, value] : card.metrics) {
            result.facts.emplace_back("held-back " + name, english(Rounded{value, 4}));
        }
        return result;
    }

    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Exporting> makeExporting(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurExporting>(std::move(workshop));
}

} // namespace luthier::engine
