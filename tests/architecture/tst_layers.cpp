// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

/// The arrows, as data: a room may include itself and the rooms listed here. This table is the authority.
static const QMap<QString, QSet<QString>> kMayInclude{
    {"core/base", {}},
    {"core/config", {"core/base"}},
    {"core/tokenizer", {"core/base", "core/tokenizer/jinja"}},
    {"core/tokenizer/jinja", {"core/base"}},
    {"core/checkpoint", {"core/base"}},
    {"core/data", {"core/base", "core/config", "core/tokenizer"}},
    {"core/data/inspect", {"core/base", "core/config", "core/data", "core/tokenizer"}},
    {"core/verdict", {"core/base"}},
    {"core/runs", {"core/base", "core/config", "core/verdict"}},
    {"core/nn", {"core/base", "core/nn/ops"}},
    {"core/nn/ops", {"core/base"}},
    {"core/models", {"core/base", "core/config", "core/checkpoint", "core/nn", "core/nn/ops"}},
    {"core/models/decoders", {"core/base", "core/models", "core/nn"}},
    {"core/models/encoders", {"core/base", "core/models", "core/nn"}},
    {"core/peft", {"core/base", "core/config", "core/nn", "core/nn/ops"}},
    {"core/tasks", {"core/base", "core/config", "core/data", "core/nn", "core/nn/ops"}},
    {"core/train",
     {"core/base", "core/config", "core/data", "core/nn", "core/nn/ops", "core/models", "core/peft",
      "core/tasks", "core/checkpoint"}},
    {"core/infer",
     {"core/base", "core/config", "core/data", "core/tokenizer", "core/nn", "core/nn/ops", "core/models",
      "core/peft", "core/tasks"}},
    {"core/export",
     {"core/base", "core/config", "core/checkpoint", "core/nn", "core/models", "core/peft", "core/runs"}},
    {"core/engine",
     {"core/base", "core/config", "core/tokenizer", "core/checkpoint", "core/data", "core/data/inspect",
      "core/verdict", "core/runs", "core/nn", "core/nn/ops", "core/models", "core/peft", "core/tasks",
      "core/train", "core/infer", "core/export"}},
    {"ui/bridge", {"core/base", "core/config", "core/runs", "core/verdict", "core/engine"}},
    {"ui/models", {"core/base", "core/config", "core/runs", "core/verdict", "core/engine", "ui/bridge"}},
    {"ui/widgets/theme", {"core/base"}},
    {"ui/widgets", {"core/base", "core/config", "ui/bridge", "ui/models", "ui/widgets/theme"}},
    {"ui/widgets/form",
     {"core/base", "core/config", "ui/bridge", "ui/models", "ui/widgets", "ui/widgets/theme"}},
    {"ui/widgets/plot",
     {"core/base", "core/config", "ui/bridge", "ui/models", "ui/widgets", "ui/widgets/theme"}},
    {"ui/pages",
     {"core/base", "core/config", "core/runs", "core/verdict", "core/engine", "ui", "ui/bridge", "ui/models",
      "ui/widgets", "ui/widgets/form", "ui/widgets/plot", "ui/widgets/theme"}},
    {"ui/frame",
     {"core/base", "core/config", "core/runs", "core/engine", "ui/bridge", "ui/widgets", "ui/widgets/theme"}},
    {"ui",
     {"core/base", "core/engine", "ui/bridge", "ui/frame", "ui/widgets", "ui/widgets/form",
      "ui/widgets/theme", "ui/pages"}},
    {"app", {"core/base", "core/config", "core/engine", "ui"}},
};

static const QSet<QString> kTorchRooms{"core/nn",     "core/nn/ops", "core/models", "core/models/encoders",
                                       "core/peft",   "core/tasks",  "core/train",  "core/infer",
                                       "core/export", "core/engine"};

/// Headers that only these rooms may see.
static const QMap<QString, QSet<QString>> kGuarded{
    {"torch/torch.h", {}}, // 15 s and 1.2 GB a file; include the narrow header
    {"torch/", kTorchRooms},
    {"ATen/", kTorchRooms},
    {"c10/", kTorchRooms},
    {"Q",
     {"ui/bridge", "ui/models", "ui/widgets", "ui/widgets/form", "ui/widgets/plot", "ui/widgets/theme",
      "ui/pages", "ui/frame", "ui", "app"}},
    {"qcustomplot", {"ui/widgets/plot"}},
    {"CLI/", {"app"}},
    {"yaml-cpp/", {"core/config"}},
    {"arrow/", {"core/data"}},
    {"archive", {"core/data"}},
    {"expat.h", {"core/data"}},
    {"simdjson", {"core/data"}},
    {"sqlite3", {"core/runs"}},
    {"unicode/", {"core/tokenizer", "core/tokenizer/jinja"}},
    {"pcre2", {"core/tokenizer"}},
    {"openssl/", {"core/base"}},
    {"nlohmann/",
     {"core/base", "core/tokenizer", "core/checkpoint", "core/data", "core/runs", "core/models",
      "core/engine"}},
};

/// Includes that bend the table. This list only shrinks.
static const QSet<QString> kExceptions{};

class TestLayers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyIncludeFollowsAnArrow();
    void theFacadeHasNoTorch();
    void noFileIsLongerThanALook();
    void englishIsMadeWhereItIsWrittenDown();
};

/// core/nn/ops/x.h -> core/nn/ops, ui/main_window.h -> ui, app/main.cpp -> app
static QString roomOf(const QString& path)
{
    return path.section('/', 0, -2);
}

static QString textOf(const QString& path)
{
    QFile file{QString{SOURCE_DIR} + "/" + path};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

static QStringList includesOf(const QString& path)
{
    static const QRegularExpression include{R"(^\s*#include\s+[<"]([^>"]+)[>"])",
                                            QRegularExpression::MultilineOption};
    QStringList headers;
    for (const auto& match : include.globalMatch(textOf(path))) {
        headers << match.captured(1);
    }
    return headers;
}

static bool isAllowed(const QString& room, const QString& header)
{
    for (const auto& [prefix, rooms] : kGuarded.asKeyValueRange()) {
        if (header.startsWith(prefix) && !rooms.contains(room)) return false;
    }
    static const QRegularExpression ours{"^(app|core|ui)/"};
    if (!ours.match(header).hasMatch()) return true;
    return roomOf(header) == room || kMayInclude[room].contains(roomOf(header));
}

static QStringList sources(const QStringList& tops = {"app", "core", "ui"})
{
    QStringList paths;
    for (const QString& top : tops) {
        QDirIterator files{
            QString{SOURCE_DIR} + "/" + top, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories};
        while (files.hasNext()) {
            paths << QDir{SOURCE_DIR}.relativeFilePath(files.next());
        }
    }
    return paths;
}

void TestLayers::everyIncludeFollowsAnArrow()
{
    QStringList broken;
    int seen = 0;
    for (const QString& path : sources()) {
        const QString room = roomOf(path);
        QVERIFY2(kMayInclude.contains(room), qPrintable(room + " is in no row of the table"));
        for (const QString& header : includesOf(path)) {
            ++seen;
            const QString arrow = path + " -> " + header;
            if (!isAllowed(room, header) && !kExceptions.contains(arrow)) broken << arrow;
        }
    }
    QVERIFY2(seen > 100, "the scan found too few includes to prove anything");
    QVERIFY2(broken.isEmpty(), qPrintable(broken.join("; ")));
}

void TestLayers::theFacadeHasNoTorch()
{
    QStringList ahead{"core/engine/engine.h"};
    QSet<QString> seen{ahead.front()};
    while (!ahead.isEmpty()) {
        const QString path = ahead.takeFirst();
        const QString room = roomOf(path);
        QVERIFY2(room == "core/engine" || !kTorchRooms.contains(room), qPrintable(path));
        for (const QString& header : includesOf(path)) {
            QVERIFY2(!header.startsWith("torch/") && !header.startsWith("ATen/")
                         && !header.startsWith("c10/"),
                     qPrintable(path + " -> " + header));
            if (!header.startsWith("core/") || seen.contains(header)) continue;
            seen.insert(header);
            ahead << header;
        }
    }
    QVERIFY2(seen.contains("core/base/expected.h") && seen.size() > 10, "the walk went nowhere");
}

void TestLayers::noFileIsLongerThanALook()
{
    constexpr int kMostLines = 500;
    QStringList tooLong;
    for (const QString& path : sources({"app", "core", "ui", "tests"})) {
        const QString text = textOf(path);
        if (text.section('\n', 1, 1).contains("generated by packaging/")) continue;
        const auto lines = text.count('\n');
        if (lines > kMostLines) tooLong << QString{"%1 (%2)"}.arg(path).arg(lines);
    }
    QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join("; ")));
}

/// A Text holds Texts: whoever puts the English of one into another has an English phrase in a German window.
void TestLayers::englishIsMadeWhereItIsWrittenDown()
{
    static const QSet<QString> kWriters{
        "core/base/json.cpp", // the error object of the contract
        "core/base/text.cpp",          "core/base/text.h",
        "core/engine/exporting.cpp", // the card beside an exported model
        "core/engine/inspecting.cpp",  "core/engine/report_json.cpp",
        "core/engine/run_session.cpp", // a label with its probability
        "core/runs/event_json.cpp",
        "core/runs/run_directory.cpp", // log.txt
        "core/runs/text_json.cpp",
    };
    static const QRegularExpression english{R"(\benglish\()"};
    QStringList others;
    for (const QString& path : sources()) {
        if (path.startsWith("app/") || kWriters.contains(path)) continue; // the command line is English
        if (textOf(path).contains(english)) others << path;
    }
    QVERIFY2(others.isEmpty(), qPrintable(others.join("; ")));
}

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
