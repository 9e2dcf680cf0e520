// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_answers.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace luthier::ui {

using namespace std::chrono_literals;
constexpr auto kDrainInterval = 50ms; // as RunController: 20 pictures a second look alive
constexpr const char* kClasses = "text-classification"; // contract.md §1

/// The opened models of one task.
///
/// Thread  one job at a time.
class RunAnswers::Session {
public:
    explicit Session(engine::Engine& engine)
        : m_engine{engine}
    {
    }

    void answer(const Ask& wish, Mailbox<News>& news, const Job& job)
    {
        forgetOthers(wish);
        // The tuned model first: what it can say, the base model may choose from.
        std::vector<int> order;
        for (int i = 0; i < static_cast<int>(wish.contestants.size()); ++i) {
            order.push_back(i);
        }
        std::ranges::stable_partition(order, [&](int i) { return kindOf(wish, i) == Contestant::Tuned; });
        for (const int i : order) {
            if (job.stop.stop_requested()) return;
            news.put({.contestant = i, .reply = replyOf(wish, i, news, job)});
        }
    }

private:
    static Contestant kindOf(const Ask& wish, int i) { return wish.contestants[static_cast<std::size_t>(i)]; }

    void forgetOthers(const Ask& wish)
    {
        if (wish.recipe.model.name != m_model || wish.run != m_run) {
            m_open.clear();
            m_labels.clear();
        }
        if (wish.prompt != m_prompt) m_open.erase(Contestant::Prompted); // it may describe the labels
        m_model = wish.recipe.model.name;
        m_run = wish.run;
        m_prompt = wish.prompt;
    }

    Expected<Reply> replyOf(const Ask& wish, int i, Mailbox<News>& news, const Job& job)
    {
        const Contestant kind = kindOf(wish, i);
        const bool classes = wish.recipe.task.name == kClasses;
        if (classes && kind != Contestant::Tuned && m_labels.empty()) LUTHIER_CHECK(readLabels(wish, job));
        LUTHIER_TRY(const auto answerer, opened(wish, kind, classes, job));
        if (classes) return predicted(*answerer, wish, kind, job);
        engine::Question question;
        if (kind == Contestant::Prompted && !wish.prompt.empty()) {
            question.messages.push_back({"system", wish.prompt});
        }
        question.messages.push_back({"user", wish.text});
        const auto onText = [&](std::string_view piece) {
            news.put({.contestant = i, .piece = std::string{piece}});
            return !job.stop.stop_requested();
        };
        LUTHIER_TRY(auto written, answerer->generate(question, wish.settings, onText, job));
        return Reply{.text = std::move(written.text),
                     .tokens = written.tokens,
                     .seconds = written.seconds,
                     .ended = written.ended};
    }

    Expected<Reply> predicted(engine::Answerer& answerer, const Ask& wish, Contestant kind, const Job& job)
    {
        const auto begin = std::chrono::steady_clock::now();
        LUTHIER_TRY(auto predictions, answerer.predict({{.text = wish.text}}, job));
        LUTHIER_ASSERT(predictions.size() == 1);
        Reply reply{.probabilities = std::move(predictions.front().probabilities),
                    .text = std::move(predictions.front().label)};
        reply.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        if (kind == Contestant::Tuned) {
            m_labels.clear();
            for (const auto& [label, probability] : reply.probabilities) {
                m_labels.push_back(label);
            }
            std::ranges::sort(m_labels);
        }
        return reply;
    }

    /// Without a run the labels are those of the data.
    Expected<void> readLabels(const Ask& wish, const Job& job)
    {
        LUTHIER_TRY(const auto report, m_engine.datasets->report(wish.recipe, job));
        for (const data::LabelCount& count : report.balance) {
            m_labels.push_back(count.label);
        }
        return {};
    }

    Expected<std::shared_ptr<engine::Answerer>> opened(const Ask& wish, Contestant kind, bool classes,
                                                       const Job& job)
    {
        // What writes is the same model with and without a prompt.
        const Contestant key = classes || kind == Contestant::Tuned ? kind : Contestant::Base;
        if (const auto found = m_open.find(key); found != m_open.end()) return found->second;
        engine::AnswerSource source;
        if (kind == Contestant::Tuned) {
            source.run = wish.run;
        } else {
            source.model = wish.recipe.model.name;
            if (classes) source.labels = m_labels;
            if (classes && kind == Contestant::Prompted) source.labelPrompt = wish.prompt;
        }
        LUTHIER_TRY(auto answerer, m_engine.answers->open(source, job));
        m_open.emplace(key, answerer);
        return answerer;
    }

    engine::Engine& m_engine;
    std::string m_model, m_run, m_prompt; ///< of what is open
    std::vector<std::string> m_labels;
    std::map<Contestant, std::shared_ptr<engine::Answerer>> m_open;
};

RunAnswers::RunAnswers(engine::Engine& engine, JobRunner& jobs, QObject* parent)
    : QObject{parent}
    , m_engine{engine}
    , m_jobs{jobs}
    , m_news{std::make_shared<Mailbox<News>>()}
    , m_session{std::make_shared<Session>(engine)}
{
    m_drainTimer.setInterval(kDrainInterval);
    connect(&m_drainTimer, &QTimer::timeout, this, &RunAnswers::drain);
}

RunAnswers::~RunAnswers()
{
    stop();
}

void RunAnswers::ask(const Ask& wish)
{
    LUTHIER_ASSERT(!isBusy());
    m_drainTimer.start();
    m_job = m_jobs.start(
        {.name = tr("Answering")}, this,
        [session = m_session, news = m_news, wish](const Job& job) {
            session->answer(wish, *news, job);
            return true;
        },
        [this](bool) {
            drain();
            m_drainTimer.stop();
            m_job.reset();
            Q_EMIT ended();
        });
}

void RunAnswers::stop()
{
    if (m_job) m_jobs.stop(*m_job);
}

void RunAnswers::release()
{
    if (!isBusy()) m_session = std::make_shared<Session>(m_engine);
}

void RunAnswers::drain()
{
    for (const News& news : m_news->takeAll()) {
        if (news.reply) {
            Q_EMIT replied(news.contestant, *news.reply);
        } else {
            Q_EMIT arrived(news.contestant, QString::fromStdString(news.piece));
        }
    }
}

} // namespace luthier::ui
