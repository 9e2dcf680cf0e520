// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/support/fake_engine.h"
#include "ui/bridge/data_watch.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::ui;

class TestDataWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void withoutAFileNothingIsKnown();
    void aDraftWithoutAGoalGetsTheLikeliest();
    void aGoalThatWasChosenStays();
    void theReportIsReadAgainForWhatItDependsOnOnly();
    void aFileThatCannotBeReadIsAFault();
    void takingTheFileAwayForgetsAll();

private:
    void use(const std::string& rows);

    std::unique_ptr<QTemporaryDir> m_folder;
    engine::Engine m_engine{tests::makeFakeEngine()};
    JobRunner m_jobs;
    std::unique_ptr<Project> m_project;
    std::unique_ptr<DataWatch> m_watch; // last: it watches the project
};

void TestDataWatch::init()
{
    m_watch.reset();
    m_project.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("LUTHIER_HOME", m_folder->path().toUtf8());
    auto project = Project::open(m_folder->filePath("project").toStdString(), m_jobs);
    QVERIFY(project.has_value());
    m_project = *std::move(project);
    m_watch = std::make_unique<DataWatch>(*m_engine.datasets, *m_project, m_jobs);
}

/// The draft learns from a file with these rows.
void TestDataWatch::use(const std::string& rows)
{
    const auto file = m_project->folder() / "rows.csv";
    QVERIFY(writeFile(file, rows).has_value());
    m_project->useData(file, "Data chosen");
}

void TestDataWatch::withoutAFileNothingIsKnown()
{
    QVERIFY(!m_watch->hasFile() && !m_watch->isReading());
    QVERIFY(m_watch->table() == nullptr && m_watch->report() == nullptr && m_watch->fault() == nullptr);
    QCOMPARE(m_watch->facts().trainRows, 0);
}

void TestDataWatch::aDraftWithoutAGoalGetsTheLikeliest()
{
    use("text,label\nplay some jazz,PlayMusic\nrain today,GetWeather\n");
    QTRY_VERIFY(m_watch->report() != nullptr);
    QCOMPARE(m_watch->table()->rows(), 2);
    QCOMPARE(m_project->recipe().task.name, std::string{"text-classification"});
    QVERIFY(m_watch->facts().trainRows > 0 && m_watch->facts().labels == 7);
}

void TestDataWatch::aGoalThatWasChosenStays()
{
    m_project->change("Goal", [](config::Recipe& recipe) { recipe.task = {"instruction"}; });
    use("text,label\nplay some jazz,PlayMusic\n");
    QTRY_VERIFY(m_watch->report() != nullptr);
    QCOMPARE(m_project->recipe().task.name, std::string{"instruction"});
}

void TestDataWatch::theReportIsReadAgainForWhatItDependsOnOnly()
{
    use("text,label\nplay some jazz,PlayMusic\n");
    QTRY_VERIFY(m_watch->report() != nullptr && !m_watch->isReading());
    QVERIFY(m_watch->report()->lengths.counts.empty());
    m_project->set("train", "epochs", "7", "Rounds changed");
    QVERIFY(!m_watch->isReading());
    m_project->change("Model", [](config::Recipe& recipe) { recipe.model = {"all-MiniLM-L6-v2"}; });
    QVERIFY(m_watch->isReading());
    QTRY_VERIFY(!m_watch->isReading());
    QVERIFY(!m_watch->report()->lengths.counts.empty());
}

void TestDataWatch::aFileThatCannotBeReadIsAFault()
{
    m_project->useData(m_project->folder() / "absent.csv", "Data chosen");
    QTRY_VERIFY(m_watch->fault() != nullptr);
    QCOMPARE(m_watch->fault()->code, ErrorCode::NotFound);
    QVERIFY(m_watch->report() == nullptr && !m_watch->isReading());
}

void TestDataWatch::takingTheFileAwayForgetsAll()
{
    use("text,label\nplay some jazz,PlayMusic\n");
    QTRY_VERIFY(m_watch->report() != nullptr);
    QSignalSpy changed{m_watch.get(), &DataWatch::reportChanged};
    m_project->undoStack().undo(); // the goal
    m_project->undoStack().undo(); // the file
    QVERIFY(!m_watch->hasFile());
    QVERIFY(m_watch->table() == nullptr && m_watch->report() == nullptr);
    QVERIFY(!changed.isEmpty());
}

QTEST_MAIN(TestDataWatch)
#include "tst_data_watch.moc"
