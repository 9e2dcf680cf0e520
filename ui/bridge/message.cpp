// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/message.h"

#include "ui/bridge/words.h"

#include <QStringList>
#include <QSysInfo>

namespace luthier::ui {
namespace {

QString placed(const Error& error)
{
    const QString what = words(error.message);
    return error.where.empty() ? what : QString::fromStdString(error.where) + ": " + what;
}

QString codeOf(const Error& error)
{
    return QString::fromUtf8(errorName(error.code).data(),
                             static_cast<qsizetype>(errorName(error.code).size()));
}

} // namespace

Message messageOf(const Error& error, const QString& id, const QString& meaning)
{
    QStringList details{codeOf(error) + " · " + placed(error)};
    // The source text holds its values as %1: no name, path or row text can be in it.
    QStringList report{QStringLiteral(LUTHIER_VERSION) + " · " + QSysInfo::prettyProductName(),
                       codeOf(error) + " · " + QString::fromStdString(error.message.source())};
    for (const Error& other : error.others) {
        details << codeOf(other) + " · " + placed(other);
        report << codeOf(other) + " · " + QString::fromStdString(other.message.source());
    }
    return {.id = id,
            .level = Message::Level::Bad,
            .what = placed(error),
            .meaning = meaning,
            .todo = words(error.hint),
            .details = details.join('\n'),
            .report = report.join('\n')};
}

QString faultReport(const engine::Machine& machine, const config::Recipe& draft)
{
    return QStringList{"Luthier " LUTHIER_VERSION,
                       "Qt " + QString{qVersion()},
                       QSysInfo::prettyProductName(),
                       QString::fromStdString(machine.processor),
                       fileSize(machine.memoryBytes),
                       "task " + QString::fromStdString(draft.task.name),
                       "method " + QString::fromStdString(draft.method.name)}
        .join('\n');
}

} // namespace luthier::ui
