// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/project.h"

#include "core/config/recipe_yaml.h"
#include "ui/bridge/words.h"

#include <chrono>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

namespace luthier::ui {
namespace {

using namespace std::chrono_literals;
constexpr auto kSaveAfter = 500ms; // product.md §5.2
constexpr std::size_t kMostBytes = std::size_t{16} << 20U; // of project.json: unsent texts may be long

constexpr const char* kRecipeFile = "recipe.yaml";
constexpr const char* kProjectFile = "project.json";

/// The settings of `recipe` that stand under `section`; null where there is no such section.
template <class Recipe>
auto* sectionOf(Recipe& recipe, std::string_view section)
{
    if (section == "data") return &recipe.data;
    if (section == "data.format") return &recipe.format.settings;
    if (section == "method") return &recipe.method.settings;
    if (section == "layers") return &recipe.layers;
    if (section == "train") return &recipe.train;
    if (section == "probe") return &recipe.probe;
    if (section == "export") return &recipe.exporting;
    return static_cast<decltype(&recipe.data)>(nullptr);
}

Project::Parts differences(const config::Recipe& a, const config::Recipe& b)
{
    Project::Parts parts;
    parts.setFlag(Project::Part::Name, a.name != b.name);
    parts.setFlag(Project::Part::Task, !(a.task == b.task));
    parts.setFlag(Project::Part::Model, !(a.model == b.model));
    parts.setFlag(Project::Part::Data, !(a.data == b.data && a.format == b.format));
    parts.setFlag(Project::Part::Method, !(a.method == b.method));
    parts.setFlag(Project::Part::Layers, !(a.layers == b.layers));
    parts.setFlag(Project::Part::Train, !(a.train == b.train));
    parts.setFlag(Project::Part::Probe, !(a.probe == b.probe));
    parts.setFlag(Project::Part::Export, !(a.exporting == b.exporting));
    return parts;
}

/// What one save writes.
struct Snapshot {
    std::filesystem::path folder;
    std::string recipe, project;

    Expected<void> write() const
    {
        LUTHIER_CHECK(writeFile(folder / kRecipeFile, recipe));
        return writeFile(folder / kProjectFile, project);
    }
};

Snapshot snapshotOf(const Project& project, const QJsonObject& notes)
{
    const QJsonObject whole{
        {"luthier_project", 1}, {"runs", QJsonArray::fromStringList(project.runs())}, {"notes", notes}};
    return {project.folder(), config::recipeToYaml(project.recipe()),
            QJsonDocument{whole}.toJson().toStdString()};
}

} // namespace

Project::Project(std::filesystem::path folder, JobRunner& jobs)
    : m_jobs{jobs}
    , m_folder{std::move(folder)}
{
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(kSaveAfter);
    connect(&m_saveTimer, &QTimer::timeout, this, &Project::saveSoon);
}

Project::~Project()
{
    std::ignore = save(); // what failed now failed before too, and was said then
}

Expected<std::unique_ptr<Project>> Project::open(const std::filesystem::path& folder, JobRunner& jobs)
{
    LUTHIER_CHECK(makeFolder(folder));
    std::unique_ptr<Project> project{new Project{folder, jobs}};
    if (auto lock = FolderLock::take(folder)) {
        project->m_lock.emplace(*std::move(lock));
        removeLeftovers(folder);
    } else if (lock.error().code != ErrorCode::Busy) {
        return Unexpected{std::move(lock).error()};
    }
    LUTHIER_CHECK(project->load());
    return project;
}

Expected<void> Project::load()
{
    auto draft = config::readDraft(m_folder / kRecipeFile);
    if (draft) {
        m_recipe = *std::move(draft);
    } else if (draft.error().code == ErrorCode::NotFound) {
        m_recipe.file = m_folder / kRecipeFile;
        m_recipe.folder = m_folder;
        m_recipe.name = m_folder.filename().string();
    } else {
        return Unexpected{std::move(draft).error()};
    }
    const auto text = readFile(m_folder / kProjectFile, kMostBytes);
    if (!text) { // none yet, or one that cannot be read: the recipe is what counts
        touch();
        return {};
    }
    const auto whole = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object();
    m_notes = whole["notes"].toObject();
    for (const auto& run : whole["runs"].toArray()) {
        m_runs << run.toString();
    }
    return {};
}

QString Project::name() const
{
    return m_recipe.name.empty() ? fromPath(m_folder.filename()) : QString::fromStdString(m_recipe.name);
}

void Project::change(const QString& what, const std::function<void(config::Recipe&)>& edit,
                     const QString& mergeKey)
{
    config::Recipe after = m_recipe;
    edit(after);
    if (!differences(m_recipe, after)) return;
    const config::Recipe before = m_recipe;
    replace(after);
    m_undo.push({.what = what,
                 .undo = [this, before] { replace(before); },
                 .redo = [this, after] { replace(after); },
                 .mergeKey = mergeKey});
}

void Project::replace(config::Recipe recipe)
{
    const Parts parts = differences(m_recipe, recipe);
    m_recipe = std::move(recipe);
    touch();
    Q_EMIT recipeChanged(parts);
}

const config::Settings& Project::settings(std::string_view section) const
{
    const config::Settings* const found = sectionOf(m_recipe, section);
    LUTHIER_ASSERT(found != nullptr);
    return *found;
}

void Project::set(std::string_view section, std::string_view key, const config::Setting& value,
                  const QString& what)
{
    change(
        what,
        [&](config::Recipe& recipe) {
            sectionOf(recipe, section)->insert_or_assign(std::string{key}, value);
        },
        QString::fromStdString(std::string{section} + "." + std::string{key}));
}

void Project::reset(std::string_view section, std::string_view key, const QString& what)
{
    change(what, [&](config::Recipe& recipe) { sectionOf(recipe, section)->erase(std::string{key}); });
}

void Project::useData(const std::filesystem::path& file, const QString& what)
{
    const auto relative = file.lexically_relative(m_folder);
    const bool inside = !relative.empty() && *relative.begin() != "..";
    change(what, [&](config::Recipe& recipe) {
        recipe.data.insert_or_assign("train", (inside ? relative : file).string());
        recipe.data.erase("columns");
        recipe.format = {"auto"};
    });
}

void Project::setNote(const QString& key, const QJsonValue& value)
{
    if (m_notes.value(key) == value) return;
    m_notes[key] = value;
    touch();
}

void Project::addRun(const QString& folder)
{
    if (m_runs.contains(folder)) return;
    m_runs << folder;
    touch();
    Q_EMIT runsChanged();
}

void Project::touch()
{
    m_dirty = true;
    if (!isReadOnly()) m_saveTimer.start();
}

void Project::saveSoon()
{
    if (m_saveJob || !m_dirty) return; // the save in progress comes back here when it is done
    m_dirty = false;
    m_saveJob = m_jobs.start(
        {.name = {}, .listed = false}, this,
        [snapshot = snapshotOf(*this, m_notes)](const Job&) { return snapshot.write(); },
        [this](const Expected<void>& written) {
            m_saveJob.reset();
            if (!written) {
                m_dirty = true;
                Q_EMIT saveFailed(written.error());
            } else if (m_dirty) {
                m_saveTimer.start();
            }
        });
}

Expected<void> Project::save()
{
    if (m_saveJob) m_jobs.finish(*m_saveJob); // never two writers: the older one might win
    m_saveTimer.stop();
    if (isReadOnly() || !m_dirty) return {};
    LUTHIER_CHECK(snapshotOf(*this, m_notes).write());
    m_dirty = false;
    return {};
}

} // namespace luthier::ui
