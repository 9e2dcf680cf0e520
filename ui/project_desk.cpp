// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project_desk.h"

#include "core/base/places.h"
#include "ui/bridge/words.h"

#include <QFileDialog>

namespace luthier::ui {
namespace {

std::filesystem::path projectsFolder()
{
    return home() / "projects";
}

} // namespace

ProjectDesk::ProjectDesk(const Parts& parts)
    : m_parts{parts}
{
    connect(&parts.navigator, &Navigator::openFilesWanted, this, &ProjectDesk::chooseData);
    connect(&parts.navigator, &Navigator::exampleWanted, this, &ProjectDesk::openExample);
}

QStringList ProjectDesk::candidates(const QString& asked, const QString& last)
{
    QStringList folders{asked, last};
    folders.removeAll({});
    const QString first = fromPath(projectsFolder()) + '/' + tr("My first project");
    folders << first;
    for (int more = 2; more < 10; ++more) {
        folders << first + ' ' + QString::number(more);
    }
    return folders;
}

void ProjectDesk::choose(const QString& title)
{
    const QString folder
        = QFileDialog::getExistingDirectory(&m_parts.window, title, fromPath(projectsFolder()));
    if (!folder.isEmpty()) Q_EMIT projectWanted(folder);
}

void ProjectDesk::chooseData()
{
    const QString file
        = QFileDialog::getOpenFileName(&m_parts.window, tr("Add data"), {},
                                       tr("Tables and texts (*.csv *.tsv *.json *.jsonl);;All files (*)"));
    if (file.isEmpty()) return;
    m_project->useData(toPath(file), tr("Data chosen: %1").arg(fromPath(toPath(file).filename())));
    Q_EMIT m_parts.navigator.pageWanted("data");
}

void ProjectDesk::openExample()
{
    const auto folder = projectsFolder() / tr("Example").toStdString();
    m_parts.jobs.start(
        {.name = tr("Unpacking the example"), .key = "example"}, this,
        [&datasets = m_parts.datasets, folder](const Job&) { return datasets.example(folder); },
        [this, folder](Expected<config::Recipe> recipe) {
            if (!recipe) {
                Q_EMIT m_parts.navigator.said(messageOf(recipe.error(), "example"));
                return;
            }
            m_example = *std::move(recipe);
            Q_EMIT projectWanted(fromPath(folder));
        });
}

void ProjectDesk::fillExample()
{
    if (!m_example) return;
    const config::Recipe example = *std::exchange(m_example, std::nullopt);
    if (m_project->recipe().data.contains("train")) return; // somebody worked on it before
    m_project->change(tr("Example taken over"), [&example](config::Recipe& draft) {
        const auto file = draft.file;
        const auto folder = draft.folder;
        draft = example;
        draft.file = file;
        draft.folder = folder;
    });
}

} // namespace luthier::ui
