// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/machine_meter.h"

#include <QByteArrayList>
#include <QFile>

namespace luthier::ui {
namespace {

QByteArray contentOf(const char* path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

/// The number behind "MemTotal:  16303428 kB".
std::int64_t bytesOf(const QByteArray& lines, const char* key)
{
    const auto at = lines.indexOf(key);
    if (at < 0) return 0;
    const auto line = lines.mid(at, lines.indexOf('\n', at) - at).simplified().split(' ');
    return line.size() < 2 ? 0 : line[1].toLongLong() * 1024;
}

} // namespace

std::optional<MachineLoad> MachineMeter::sample()
{
    const QByteArray memory = contentOf("/proc/meminfo");
    const QByteArray own = contentOf("/proc/self/status");
    const auto ticks = contentOf("/proc/stat").split('\n').value(0).simplified().split(' ');
    if (memory.isEmpty() || own.isEmpty() || ticks.size() < 6) return std::nullopt;

    MachineLoad load{.usedBytes = bytesOf(own, "VmRSS:"),
                     .freeBytes = bytesOf(memory, "MemAvailable:"),
                     .totalBytes = bytesOf(memory, "MemTotal:")};
    std::int64_t total = 0;
    for (qsizetype i = 1; i < ticks.size(); ++i) {
        total += ticks[i].toLongLong();
    }
    const std::int64_t idle = ticks[4].toLongLong() + ticks[5].toLongLong(); // waiting for a disk is idle too
    const std::int64_t busy = total - idle;
    if (m_lastTotal > 0 && total > m_lastTotal) {
        load.processorShare
            = static_cast<double>(busy - m_lastBusy) / static_cast<double>(total - m_lastTotal);
    }
    m_lastBusy = busy;
    m_lastTotal = total;
    return load;
}

} // namespace luthier::ui
