// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/files.h"
#include "core/config/recipe.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/undo_stack.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QFlags>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace luthier::ui {

/// A folder with the work of one person on one thing: the draft recipe (recipe.yaml, which luthier-cli runs),
/// and project.json with what the window has to find again: the page, unsaved words, the list of runs.
/// Whatever changes is on the disk half a second later, whole or not at all.
///
/// Thread  GUI.
class Project final : public QObject {
    Q_OBJECT
public:
    enum class Part {
        Name = 0x1,
        Task = 0x2,
        Model = 0x4,
        Data = 0x8,
        Method = 0x10,
        Layers = 0x20,
        Train = 0x40,
        Probe = 0x80,
        Export = 0x100,
    };
    Q_DECLARE_FLAGS(Parts, Part)

    /// Opens the project in `folder`, or begins one there. Where another window has it, it opens read-only.
    /// Errors  Io, DiskFull; what readDraft() says of a recipe.yaml that somebody wrote by hand.
    static Expected<std::unique_ptr<Project>> open(const std::filesystem::path& folder, JobRunner& jobs);
    ~Project() override; // saves

    const std::filesystem::path& folder() const { return m_folder; }
    QString name() const; ///< the recipe's, else the folder's
    bool isReadOnly() const { return !m_lock.has_value(); }

    const config::Recipe& recipe() const { return m_recipe; }
    /// The one way to change the draft. It can be undone as `what`; changes with the same `mergeKey` in quick
    /// succession are undone together.
    void change(const QString& what, const std::function<void(config::Recipe&)>& edit,
                const QString& mergeKey = {});

    /// One setting of a section: data, data.format, method, layers, train, probe, export.
    const config::Settings& settings(std::string_view section) const;
    void set(std::string_view section, std::string_view key, const config::Setting& value,
             const QString& what);
    void reset(std::string_view section, std::string_view key,
               const QString& what); ///< to what it starts with

    /// The file to learn from, relative to the project where it lies in it. What was said of the columns of
    /// another file goes.
    void useData(const std::filesystem::path& file, const QString& what);

    UndoStack& undoStack() { return m_undo; }

    /// What a page wants to find again: a text that was not sent, a filter, a splitter. Not undone.
    QJsonValue note(const QString& key) const { return m_notes.value(key); }
    void setNote(const QString& key, const QJsonValue& value);

    const QStringList& runs() const { return m_runs; } ///< folders, oldest first
    void addRun(const QString& folder);

    /// Writes what has not been written yet, now.
    Expected<void> save();

Q_SIGNALS:
    void recipeChanged(luthier::ui::Project::Parts parts);
    void runsChanged();
    void saveFailed(const luthier::Error& error);

private:
    Project(std::filesystem::path folder, JobRunner& jobs);
    Expected<void> load();
    void replace(config::Recipe recipe);
    void touch();
    void saveSoon();

    JobRunner& m_jobs;
    std::filesystem::path m_folder;
    std::optional<FolderLock> m_lock;
    config::Recipe m_recipe;
    QJsonObject m_notes;
    QStringList m_runs;
    UndoStack m_undo;
    QTimer m_saveTimer;
    bool m_dirty{false};
    std::optional<JobRunner::Id> m_saveJob;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Project::Parts)

} // namespace luthier::ui
