// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/mailbox.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

namespace luthier::ui {

/// Who answers on the Try page.
enum class Contestant { Base, Prompted, Tuned };

/// One text for several contestants, under the same conditions.
struct Ask {
    std::vector<Contestant> contestants{};
    config::Recipe recipe{}; ///< of the run, or the draft: whose task and base model it is
    std::string run{}; ///< folder; empty without a Tuned one
    std::string text{};
    std::string prompt{}; ///< of Prompted: a system message, or a label's description with "%1"
    engine::GenerateSettings settings{};
};

struct Reply {
    std::vector<std::pair<std::string, double>> probabilities{}; ///< of labels, likeliest first
    std::string text{}; ///< a label, or what was written
    std::int64_t tokens{};
    double seconds{};
    bool ended{true}; ///< false: cut off at the most tokens
};

/// Asks one contestant after the other in the background; text arrives piece by piece. The opened models are
/// kept for the next question.
///
/// Thread  GUI.
class RunAnswers final : public QObject {
    Q_OBJECT
public:
    RunAnswers(engine::Engine& engine, JobRunner& jobs, QObject* parent = nullptr);
    ~RunAnswers() override;

    void ask(const Ask& wish); // REQUIRES: not isBusy().
    void stop();
    void release(); ///< closes the models, once nobody is asked
    bool isBusy() const { return m_job.has_value(); }

Q_SIGNALS:
    void arrived(int contestant, const QString& text); ///< a piece
    void replied(int contestant, const luthier::Expected<luthier::ui::Reply>& reply);
    void ended(); ///< of a question, after all its replies

private:
    struct News {
        int contestant{};
        std::string piece{};
        std::optional<Expected<Reply>> reply{};
    };
    class Session;

    void drain();

    engine::Engine& m_engine;
    JobRunner& m_jobs;
    std::shared_ptr<Mailbox<News>> m_news; ///< shared with the job, which may outlive this
    std::shared_ptr<Session> m_session; ///< the opened models; used by one job at a time
    QTimer m_drainTimer;
    std::optional<JobRunner::Id> m_job;
};

} // namespace luthier::ui
