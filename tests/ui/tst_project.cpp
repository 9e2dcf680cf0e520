// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/config/recipe_yaml.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/project.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::ui;
namespace fs = std::filesystem;

class TestProject : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aNewFolderBeginsAProject();
    void changesAreOnTheDiskSoon();
    void whatChangedIsSaid();
    void everythingIsThereAgain();
    void aCrashLeavesNoHalfFile();
    void changesAreUndoneAndRedone();
    void aSlidersManyChangesAreOne();
    void aSettingCanBeReset();
    void dataInsideTheProjectIsRelative();
    void anotherWindowMayOnlyRead();
    void aRecipeWrittenByHandIsChecked();
    void savingThatFailsIsSaid();

private:
    fs::path folder() const { return fs::path{m_folder->path().toStdString()} / "Ward notes"; }
    std::unique_ptr<Project> open();
    std::string recipeOnDisk() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    JobRunner m_jobs;
};

void TestProject::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

std::unique_ptr<Project> TestProject::open()
{
    auto project = Project::open(folder(), m_jobs);
    if (!project) qFatal("%s", project.error().message.english().c_str());
    return *std::move(project);
}

std::string TestProject::recipeOnDisk() const
{
    const auto text = readFile(folder() / "recipe.yaml", 1 << 20);
    return text ? *text : std::string{};
}

void TestProject::aNewFolderBeginsAProject()
{
    const auto project = open();
    QCOMPARE(project->name(), QString{"Ward notes"});
    QVERIFY(!project->isReadOnly());
    QTRY_VERIFY(fs::exists(folder() / "project.json"));
}

void TestProject::changesAreOnTheDiskSoon()
{
    const auto project = open();
    project->set("train", "epochs", "7", "Rounds changed");
    QTRY_VERIFY(recipeOnDisk().find("epochs: 7") != std::string::npos);
    project->set("train", "epochs", "8", "Rounds changed");
    QVERIFY(project->save());
    QVERIFY(recipeOnDisk().find("epochs: 8") != std::string::npos);
}

void TestProject::whatChangedIsSaid()
{
    const auto project = open();
    Project::Parts parts;
    connect(project.get(), &Project::recipeChanged, this, [&](Project::Parts changed) { parts = changed; });
    project->set("train", "epochs", "7", "Rounds changed");
    QCOMPARE(parts, Project::Parts{Project::Part::Train});
    project->change("Model and method", [](config::Recipe& recipe) {
        recipe.model = {"m"};
        recipe.method = {"lora"};
    });
    QCOMPARE(parts, Project::Part::Model | Project::Part::Method);
    parts = {};
    project->set("train", "epochs", "7", "the same again");
    QCOMPARE(parts, Project::Parts{});
}

void TestProject::everythingIsThereAgain()
{
    {
        const auto project = open();
        project->change("Named", [](config::Recipe& recipe) { recipe.name = "Bank questions"; });
        project->setNote("page", "method");
        project->addRun("/runs/Run 7");
    }
    const auto project = open();
    QCOMPARE(project->name(), QString{"Bank questions"});
    QCOMPARE(project->note("page").toString(), QString{"method"});
    QCOMPARE(project->runs(), QStringList{"/runs/Run 7"});
}

void TestProject::aCrashLeavesNoHalfFile()
{
    {
        const auto project = open();
        project->set("train", "epochs", "7", "Rounds changed");
    }
    // What a crash in the middle of a save leaves is a file of another name beside the whole one.
    QVERIFY(writeFile(folder() / "project.json", "{ torn"));
    const auto project = open();
    QCOMPARE(project->settings("train").find("epochs")->second.text, std::string{"7"});
    QVERIFY(project->runs().isEmpty());
}

void TestProject::changesAreUndoneAndRedone()
{
    const auto project = open();
    project->set("train", "epochs", "7", "Rounds changed");
    project->set("train", "batch_size", "8", "Rows a step changed");
    UndoStack& stack = project->undoStack();
    QCOMPARE(stack.undoText(), QString{"Rows a step changed"});
    stack.undo();
    QVERIFY(!project->settings("train").contains("batch_size"));
    QVERIFY(project->settings("train").contains("epochs"));
    stack.undo();
    QVERIFY(project->settings("train").empty());
    QVERIFY(!stack.canUndo());
    stack.redo();
    QCOMPARE(project->settings("train").find("epochs")->second.text, std::string{"7"});
    project->set("train", "epochs", "9", "Rounds changed");
    QVERIFY(!stack.canRedo());
}

void TestProject::aSlidersManyChangesAreOne()
{
    const auto project = open();
    for (const char* value : {"4", "5", "6"}) {
        project->set("train", "epochs", value, "Rounds changed");
    }
    project->undoStack().undo();
    QVERIFY(project->settings("train").empty());
    project->undoStack().redo();
    QCOMPARE(project->settings("train").find("epochs")->second.text, std::string{"6"});
}

void TestProject::aSettingCanBeReset()
{
    const auto project = open();
    project->set("data.format", "delimiter", ";", "Delimiter changed");
    QCOMPARE(project->recipe().format.settings.size(), std::size_t{1});
    project->reset("data.format", "delimiter", "Delimiter reset");
    QVERIFY(project->recipe().format.settings.empty());
}

void TestProject::dataInsideTheProjectIsRelative()
{
    const auto project = open();
    project->set("data", "columns", config::Setting::map({{"text", "note"}}), "Columns");
    project->useData(folder() / "rows" / "train.csv", "Data chosen");
    QCOMPARE(project->settings("data").find("train")->second.text, std::string{"rows/train.csv"});
    QVERIFY(!project->settings("data").contains("columns")); // they were another file's
    project->useData("/elsewhere/train.csv", "Data chosen");
    QCOMPARE(project->settings("data").find("train")->second.text, std::string{"/elsewhere/train.csv"});
}

void TestProject::anotherWindowMayOnlyRead()
{
    const auto first = open();
    const auto second = open();
    QVERIFY(!first->isReadOnly());
    QVERIFY(second->isReadOnly());
    second->change("Named", [](config::Recipe& recipe) { recipe.name = "Intruder"; });
    QVERIFY(second->save());
    QVERIFY(first->save());
    QVERIFY(recipeOnDisk().find("Intruder") == std::string::npos);
}

void TestProject::aRecipeWrittenByHandIsChecked()
{
    QVERIFY(makeFolder(folder()));
    QVERIFY(writeFile(folder() / "recipe.yaml", "luthier: 1\nmodle: x\n"));
    const auto project = Project::open(folder(), m_jobs);
    QVERIFY(!project);
    QCOMPARE(project.error().code, ErrorCode::UnknownField);
    QVERIFY(QString::fromStdString(project.error().where).endsWith("recipe.yaml:2:1"));
}

void TestProject::savingThatFailsIsSaid()
{
    const auto project = open();
    QVERIFY(project->save());
    fs::remove_all(folder()); // the stick was pulled
    QSignalSpy failed{project.get(), &Project::saveFailed};
    project->setNote("page", "train");
    QVERIFY(failed.wait(5000));
    QVERIFY(makeFolder(folder()));
    QVERIFY(project->save()); // and what could not be written is written later
    QVERIFY(fs::exists(folder() / "project.json"));
}

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
