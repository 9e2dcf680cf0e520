// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace luthier::test {

/// What luthier-cli did. Code −1: it crashed or never ended.
struct Ran {
    int code{-1};
    QByteArray out{};
    QByteArray err{};

    Json json() const
    {
        auto parsed = parseJson(out.toStdString(), "stdout");
        return parsed ? *std::move(parsed) : Json{};
    }
    /// The answer lines, one JSON value each.
    std::vector<Json> lines() const
    {
        std::vector<Json> values;
        for (const QByteArray& line : out.split('\n')) {
            if (line.isEmpty()) continue;
            auto parsed = parseJson(line.toStdString(), "stdout");
            values.push_back(parsed ? *std::move(parsed) : Json{});
        }
        return values;
    }
};

/// Runs luthier-cli, with `input` on its standard input, to its end.
inline Ran commandLine(const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(CLI, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(600'000)) return {-1, {}, "never ended"};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QString testData(const QString& file)
{
    return QDir{TEST_DATA}.filePath(file);
}

inline QString exampleRows()
{
    return QDir{SOURCE_DIR}.filePath("resources/example/snips.jsonl");
}

/// A file of that content in `folder`; its path.
inline QString written(const QTemporaryDir& folder, const QString& name, const QByteArray& content)
{
    QFile file{folder.filePath(name)};
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size()) qFatal("cannot write");
    return file.fileName();
}

inline QByteArray contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray{};
}

/// The first `count` rows of a file of lines.
inline QByteArray firstLines(const QString& path, int count)
{
    QFile file{path};
    if (!file.open(QFile::ReadOnly)) qFatal("cannot read");
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        lines += file.readLine();
    }
    return lines;
}

/// One JSON value a line, as the commands read them.
inline QByteArray asLines(const std::vector<Json>& values)
{
    QByteArray lines;
    for (const auto& value : values) {
        lines += QByteArray::fromStdString(toJson(value)) + '\n';
    }
    return lines;
}

inline bool has(const Json& object, std::initializer_list<const char*> keys)
{
    return object.is_object()
        && std::ranges::all_of(keys, [&](const char* key) { return object.contains(key); });
}

/// The command did what it was asked for; else what it said.
#define DONE(ran) QVERIFY2((ran).code == 0, (ran).err)

} // namespace luthier::test
