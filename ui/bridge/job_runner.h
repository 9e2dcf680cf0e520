// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "ui/bridge/mailbox.h"

#include <concepts>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

namespace luthier::ui {

/// Does on threads of its own what may take longer than a blink, and brings the results to the GUI thread.
///
///     jobs.start({.name = tr("Reading %1").arg(file)}, this,
///                [&sets, path](const Job& job) { return sets.open(path, {"auto"}, job); },
///                [this](Expected<std::shared_ptr<const data::Table>> table) { show(std::move(table)); });
///
/// Thread  GUI; `work` runs on its own thread and may use only what it was given by value and what says
///         "Thread  any". `done` runs on the GUI thread.
class JobRunner final : public QObject {
    Q_OBJECT
public:
    using Id = int;

    struct Wish {
        QString name{}; ///< what the person reads in the list of jobs
        /// A job of the same receiver with the same key is stopped, and its result is not delivered: the
        /// newest question counts. Empty: nothing is replaced.
        QByteArray key{};
        bool listed{true}; ///< false: a trifle that nobody wants to read of
    };

    /// One line in the list of jobs.
    struct View {
        Id id{};
        QString name;
        double fraction{-1}; ///< 0 … 1, below 0: unknown
        QString doing;
        qint64 elapsedMs{};
        bool stopping{false};
    };

    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    /// `done` gets what `work` returned; it is not called where the receiver is gone or the job was replaced.
    /// A job that a person stopped returns what core returns then: ErrorCode::Interrupted.
    template <class Work, class Done>
    requires std::invocable<Work, const Job&> Id start(const Wish& wish, QObject* receiver, Work work,
                                                       Done done)
    {
        using Result = std::invoke_result_t<Work, const Job&>;
        return begin(wish, receiver,
                     std::make_unique<TypedErrand<Result, Work, Done>>(std::move(work), std::move(done)));
    }

    void stop(Id id);
    void stopAll();
    /// Waits for the job and delivers its result: for what must be done before the window goes.
    void finish(Id id);
    bool isIdle() const { return m_running.empty(); }
    std::vector<View> listed() const; ///< oldest first

Q_SIGNALS:
    void changed();

private:
    class Errand {
    public:
        virtual ~Errand() = default;
        virtual void perform(const Job& job) = 0; ///< on the job's thread
        virtual void deliver() = 0; ///< on the GUI thread, after perform()
    };

    template <class Result, class Work, class Done>
    class TypedErrand final : public Errand {
    public:
        TypedErrand(Work work, Done done)
            : m_work{std::move(work)}
            , m_done{std::move(done)}
        {
        }
        void perform(const Job& job) override { m_result = std::make_unique<Result>(m_work(job)); }
        void deliver() override { m_done(std::move(*m_result)); }

    private:
        Work m_work;
        Done m_done;
        std::unique_ptr<Result> m_result;
    };

    struct News {
        Id id{};
        bool done{false};
        double fraction{-1};
        Text doing{};
    };

    struct Running {
        Id id{};
        Wish wish;
        QPointer<QObject> receiver;
        bool replaced{false};
        double fraction{-1};
        QString doing;
        QElapsedTimer since;
        std::unique_ptr<Errand> errand;
        std::jthread thread; // last: joins before the errand is gone
    };

    Id begin(const Wish& wish, QObject* receiver, std::unique_ptr<Errand> errand);
    void drain();

    Id m_nextId{1};
    QTimer m_drainTimer;
    Mailbox<News> m_news;
    std::vector<std::unique_ptr<Running>> m_running; // last: its threads write into the mailbox
};

} // namespace luthier::ui
