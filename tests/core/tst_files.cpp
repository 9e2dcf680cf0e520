// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/sha256.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace luthier;
namespace fs = std::filesystem;

class TestFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWrittenFileIsWholeOrNotThere();
    void aFolderThatFailsLeavesNothing();
    void aFolderThatIsThereIsNotTouched();
    void aFolderMayBeNamedWithASlash();
    void aTornLineIsEndedBeforeTheNext();
    void aFullDiskIsNamed();
    void aMissingFileIsNamed();
    void theLockShutsOutAnotherProcess();
    void sumsEqualTheStandardsExamples();
    void lookingAtALockTakesNothing();
    void leftoversAreRemoved();
    void aFolderIsRemovedAsAWhole();
    void aFolderHasTheBytesOfItsFiles();

private:
    QTemporaryDir m_dir;
    fs::path path(const char* name) const { return fs::path{m_dir.path().toStdString()} / name; }
};

void TestFiles::aWrittenFileIsWholeOrNotThere()
{
    QVERIFY(writeFile(path("a"), "first"));
    {
        auto writer = FileWriter::create(path("a"));
        QVERIFY(writer);
        QVERIFY(writer->write("half"));
    } // never published
    const auto text = readFile(path("a"), 100);
    QVERIFY(text);
    QCOMPARE(*text, std::string{"first"});
    QCOMPARE(QDir{m_dir.path()}.entryList({"a.tmp-*"}).size(), 0);
}

void TestFiles::aFolderThatFailsLeavesNothing()
{
    const auto written = writeFolder(path("folder"), [](const fs::path& inside) -> Expected<void> {
        LUTHIER_CHECK(writeFile(inside / "part", "x"));
        return Unexpected{{.code = ErrorCode::DiskFull, .message = "full"}};
    });
    QVERIFY(!written);
    QVERIFY(!fs::exists(path("folder")));
    QCOMPARE(QDir{m_dir.path()}.entryList({"folder*"}).size(), 0);
}

void TestFiles::aFolderThatIsThereIsNotTouched()
{
    const auto fill = [](const fs::path& inside) { return writeFile(inside / "part", "x"); };
    QVERIFY(writeFolder(path("twice"), fill));
    const auto again = writeFolder(path("twice"), fill);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Busy);
}

void TestFiles::aFolderMayBeNamedWithASlash()
{
    const auto fill = [](const fs::path& inside) { return writeFile(inside / "part", "x"); };
    QVERIFY(writeFolder(path("slash") / "", fill));
    QVERIFY(fs::exists(path("slash") / "part"));
    QCOMPARE(QDir{m_dir.path()}.entryList({"slash*"}).size(), 1);
    QVERIFY(removeFolder(path("slash") / ""));
    QVERIFY(!fs::exists(path("slash")));
}

void TestFiles::aTornLineIsEndedBeforeTheNext()
{
    QVERIFY(writeFile(path("log"), "{\"whole\":1}\n{\"torn"));
    auto log = LineAppender::open(path("log"));
    QVERIFY(log);
    QVERIFY(log->line("{\"new\":2}"));
    QCOMPARE(*readFile(path("log"), 100), std::string{"{\"whole\":1}\n{\"torn\n{\"new\":2}\n"});
}

void TestFiles::aFullDiskIsNamed()
{
    auto full = LineAppender::open("/dev/full"); // every write there answers ENOSPC
    QVERIFY(full);
    const auto written = full->line("x");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::DiskFull);
    const auto error = systemError("could not write", "/some/where", ENOSPC);
    QCOMPARE(error.code, ErrorCode::DiskFull);
    QCOMPARE(exitCode(error.code), 4);
    QCOMPARE(error.where, std::string{"/some/where"});
    QVERIFY(!error.hint.empty());
}

void TestFiles::aMissingFileIsNamed()
{
    const auto file = MappedFile::open(path("nowhere"));
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::NotFound);
    QCOMPARE(file.error().where, path("nowhere").string());
}

void TestFiles::theLockShutsOutAnotherProcess()
{
    const auto lock = FolderLock::take(m_dir.path().toStdString());
    QVERIFY(lock);
    const auto child = fork();
    if (child == 0) {
        const auto second = FolderLock::take(m_dir.path().toStdString());
        _exit(!second && second.error().code == ErrorCode::Busy ? 42 : 1);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QCOMPARE(WEXITSTATUS(status), 42);
}

void TestFiles::lookingAtALockTakesNothing()
{
    const auto folder = path("locked");
    fs::create_directories(folder);
    QVERIFY(!FolderLock::isTaken(folder));
    QVERIFY(!fs::exists(folder / ".lock"));
    {
        const auto lock = FolderLock::take(folder);
        QVERIFY(FolderLock::isTaken(folder));
    }
    QVERIFY(!FolderLock::isTaken(folder));
    QVERIFY(FolderLock::take(folder));
}

void TestFiles::sumsEqualTheStandardsExamples() // FIPS 180-4
{
    QCOMPARE(sha256(""), std::string{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"});
    QVERIFY(writeFile(path("abc"), "abc"));
    const auto sum = sha256OfFile(path("abc"));
    QVERIFY(sum);
    QCOMPARE(*sum, std::string{"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"});
}

void TestFiles::leftoversAreRemoved()
{
    fs::create_directories(path("ckpt.tmp-1-1"));
    QVERIFY(writeFile(path("kept"), "x"));
    removeLeftovers(m_dir.path().toStdString());
    QVERIFY(!fs::exists(path("ckpt.tmp-1-1")));
    QVERIFY(fs::exists(path("kept")));
}

void TestFiles::aFolderIsRemovedAsAWhole()
{
    fs::create_directories(path("gone") / "deep");
    QVERIFY(writeFile(path("gone") / "deep" / "x", "x"));
    QVERIFY(removeFolder(path("gone")));
    QCOMPARE(QDir{m_dir.path()}.entryList({"gone*"}).size(), 0);
    const auto again = removeFolder(path("gone"));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NotFound);
    QCOMPARE(again.error().where, path("gone").string());
}

void TestFiles::aFolderHasTheBytesOfItsFiles()
{
    const auto folder = path("measured");
    fs::create_directories(folder / "deep");
    QVERIFY(writeFile(folder / "b", "123"));
    QVERIFY(writeFile(folder / "deep" / "c", "4567"));
    fs::create_symlink(folder / "b", folder / "a");
    QCOMPARE(folderBytes(folder), 7);
    QCOMPARE(entriesOf(folder), (std::vector<fs::path>{folder / "a", folder / "b", folder / "deep"}));
    QCOMPARE(folderBytes(path("nowhere")), 0);
    QVERIFY(entriesOf(path("nowhere")).empty());
}

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
