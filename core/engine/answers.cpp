// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/engine/bench_generate.h"
#include "core/engine/find_run.h"
#include "core/engine/model_list.h"
#include "core/engine/opened_model.h"
#include "core/engine/panes.h"
#include "core/engine/pooling.h"
#include "core/engine/predicting.h"
#include "core/engine/process_time.h"
#include "core/infer/generate.h"
#include "core/nn/ops/cpu_features.h"
#include "core/train/guard.h"
#include "core/train/looks.h"
#include "core/train/torch_setup.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <utility>

namespace luthier::engine {
namespace {

constexpr std::int64_t kTokensAtOnce = 2048;

std::optional<nn::StoredAs> formOf(Precision precision)
{
    switch (precision) {
    case Precision::Float32:
        return nn::StoredAs::Float32;
    case Precision::Bfloat16:
        return nn::StoredAs::Bfloat16;
    case Precision::Int8:
        return nn::StoredAs::Int8;
    case Precision::AsStored:
        break;
    }
    return std::nullopt;
}

class OurAnswerer final : public Answerer {
public:
    OurAnswerer(OpenedModel model, AnswerSource source, infer::Pooling pooling)
        : m_model{std::move(model)}
        , m_source{std::move(source)}
        , m_pooling{pooling}
    {
    }

    std::string task() const override { return std::string{m_model.task->entry.name}; }

    Expected<std::vector<Prediction>> predict(const std::vector<Question>& questions, const Job& job) override
    {
        return train::guarded([&]() -> Expected<std::vector<Prediction>> {
            if (m_model.network->classifier()) return byClassifier(questions, job);
            if (!m_source.labels.empty()) return bySimilarity(questions, job);
            return Unexpected{
                {.code = ErrorCode::Unsupported,
                 .message = QT_TRANSLATE_NOOP("core", "this model has no head that sorts into labels"),
                 .where = "model",
                 .hint = QT_TRANSLATE_NOOP("core", "train it first, or choose a run")}};
        });
    }

    Expected<Generated> generate(const Question& question, const GenerateSettings& settings,
                                 const std::function<bool(std::string_view)>& onText, const Job& job) override
    {
        return train::guarded([&]() -> Expected<Generated> {
            const auto start = std::chrono::steady_clock::now();
            LUTHIER_TRY(auto ids, promptOf(m_model, question));
            const auto room = m_model.files.outline().context - static_cast<std::int64_t>(ids.size());
            const infer::Prompt prompt{.ids = std::move(ids),
                                       .maxTokens = std::min(settings.maxTokens, room),
                                       .sampling = {settings.temperature, settings.topP, settings.seed}};
            tokenizer::TextStream stream{m_model.words->tokenizer(), true};
            Generated result;
            bool goesOn = true;
            const auto say = [&](std::string piece) {
                result.text += piece;
                if (onText && !piece.empty()) goesOn = onText(piece);
            };
            const auto continuations = infer::continued(
                *m_model.network, {prompt}, ends(),
                [&](std::size_t, std::int32_t id) {
                    say(stream.add(id));
                    return goesOn;
                },
                job.stop, &m_memory);
            say(stream.finish());
            result.tokens = static_cast<std::int64_t>(continuations.front().ids.size());
            result.ended = continuations.front().ended;
            result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            return result;
        });
    }

    Expected<Scored> score(const Question& question, const std::string& completion) override
    {
        return train::guarded([&]() -> Expected<Scored> {
            std::size_t given = 1;
            std::vector<std::int32_t> ids = question.ids;
            if (!m_model.files.outline().writes) {
                LUTHIER_TRY(ids, promptOf(m_model, question)); // says so
            } else if (ids.empty()) {
                LUTHIER_TRY(const auto row, joined(question, completion));
                ids = row.ids;
                given = static_cast<std::size_t>(row.learnFrom);
            }
            for (const auto id : ids) {
                if (id >= 0 && id < m_model.files.outline().vocabulary) continue;
                return Unexpected{
                    {.code = ErrorCode::BadValue,
                     .message = Text{QT_TRANSLATE_NOOP("core", "%1 is no id of this model"), id},
                     .where = "ids"}};
            }
            if (ids.size() <= given || given == 0) {
                return Unexpected{{.code = ErrorCode::NotUsable,
                                   .message = QT_TRANSLATE_NOOP("core", "there is nothing to score"),
                                   .where = "completion"}};
            }
            Scored scored{.logprobs = infer::logProbabilities(*m_model.network, ids, given)};
            scored.sum = std::accumulate(scored.logprobs.begin(), scored.logprobs.end(), 0.0);
            return scored;
        });
    }

    Expected<std::vector<std::vector<float>>> embed(const std::vector<Question>& questions,
                                                    const Job& job) override
    {
        return train::guarded([&]() -> Expected<std::vector<std::vector<float>>> {
            LUTHIER_TRY(const auto set, samplesOf(questions));
            return infer::embedded(*m_model.network, set, m_pooling, kTokensAtOnce, job.stop);
        });
    }

    Expected<std::vector<std::vector<float>>> embedTokens(const Question& question) override
    {
        return train::guarded([&]() -> Expected<std::vector<std::vector<float>>> {
            LUTHIER_TRY(const auto set, samplesOf({question}));
            return infer::tokenStates(*m_model.network, set, 0);
        });
    }

private:
    std::vector<std::int32_t> ends() const
    {
        const auto& special = m_model.words->tokenizer()->special();
        return special.eos ? std::vector{*special.eos} : std::vector<std::int32_t>{};
    }

    Expected<data::SampleSet> samplesOf(const std::vector<Question>& questions) const
    {
        data::SampleSet set;
        for (const Question& question : questions) {
            LUTHIER_TRY(auto sample, sampleOf(m_model, question));
            sample.label = 0; // nobody knows it; outcomes() wants one
            set.add(sample);
        }
        return set;
    }

    /// Prompt and completion as ids, tokenised apart as in training.
    Expected<data::TokenisedConversation> joined(const Question& question,
                                                 const std::string& completion) const
    {
        if (!question.messages.empty()) {
            auto before = question.messages;
            auto answer = completion;
            if (answer.empty()) {
                answer = before.back().content;
                before.pop_back();
            }
            return m_model.words->trainingIds(
                {.system = {}, .messages = messagesOf(before), .completion = answer});
        }
        data::TokenisedConversation row{.ids = m_model.words->tokenizer()->encode(question.text, true).ids};
        row.learnFrom = static_cast<std::int32_t>(row.ids.size());
        const auto rest = m_model.words->tokenizer()->encode(completion, false).ids;
        row.ids.insert(row.ids.end(), rest.begin(), rest.end());
        return row;
    }

    Expected<std::vector<Prediction>> byClassifier(const std::vector<Question>& questions, const Job& job)
    {
        LUTHIER_TRY(const auto set, samplesOf(questions));
        std::vector<std::int64_t> all(set.size());
        std::iota(all.begin(), all.end(), 0);
        const auto& task = *m_model.task;
        auto outcomes = train::measured(*m_model.network, task, set, all, kTokensAtOnce, 1, job.stop);
        if (outcomes.size() < all.size()) return Unexpected{interrupted()};
        std::ranges::sort(outcomes, {}, &tasks::SampleOutcome::sample);
        std::vector<Prediction> predictions;
        for (const auto& outcome : outcomes) {
            predictions.push_back(
                predictionOf({outcome.probabilities.begin(), outcome.probabilities.end()}, m_model.labels));
        }
        return predictions;
    }

    Expected<std::vector<Prediction>> bySimilarity(const std::vector<Question>& questions, const Job& job)
    {
        LUTHIER_TRY(const auto set, samplesOf(questions));
        return nearestLabels(m_model, m_pooling, set, m_source.labels, m_source.labelPrompt, job);
    }

    OpenedModel m_model;
    AnswerSource m_source;
    infer::Pooling m_pooling;
    infer::TextMemory m_memory;
};

class OurAnswers final : public Answers {
public:
    explicit OurAnswers(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    Expected<std::shared_ptr<Answerer>> open(const AnswerSource& source, const Job& job) override
    {
        return train::guarded([&]() -> Expected<std::shared_ptr<Answerer>> {
            job.report(-1, QT_TRANSLATE_NOOP("core", "Reading the model"));
            LUTHIER_TRY(auto opened, openSource(source));
            LUTHIER_TRY(const auto pooling, poolingOf(opened.path));
            return std::shared_ptr<Answerer>{
                std::make_shared<OurAnswerer>(std::move(opened), source, pooling)};
        });
    }

    Expected<std::shared_ptr<const Wording>> wording(const std::string& modelOrPath) override
    {
        return train::guarded([&]() -> Expected<std::shared_ptr<const Wording>> {
            LUTHIER_TRY(const auto path, findModel(modelOrPath, {}, "--model"));
            LUTHIER_TRY(auto words, m_workshop->words(path));
            return std::shared_ptr<const Wording>{std::move(words)};
        });
    }

    Expected<GenerateBench> bench(const AnswerSource& source, const Job& job) override
    {
        return train::guarded([&]() -> Expected<GenerateBench> {
            LUTHIER_TRY(auto opened, openSource(source));
            const double loadSeconds = secondsSinceProcessStart();
            LUTHIER_TRY(auto report, benchGenerate(opened, job));
            report.loadSeconds = loadSeconds;
            return report;
        });
    }

private:
    Expected<OpenedModel> openSource(const AnswerSource& source)
    {
        const Opening opening{.onlyAnswers = true, .form = formOf(source.precision)};
        if (!source.run.empty()) {
            LUTHIER_TRY(const auto run, findRun(source.run));
            return openRun(*m_workshop, run, source.checkpoint, opening);
        }
        LUTHIER_TRY(const auto path, findModel(source.model, {}, "--model"));
        LUTHIER_TRY(auto opened, openBase(*m_workshop, path, opening));
        if (!source.adapter.empty()) LUTHIER_CHECK(putAdapter(opened, source.adapter));
        return opened;
    }

    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Answers> makeAnswers(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurAnswers>(std::move(workshop));
}

} // namespace luthier::engine
