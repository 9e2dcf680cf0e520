// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

/// What to give a QTemporaryDir whose test flushes often: a folder in memory where the system has one. Such
/// tests are about processes that die and files that break, not about how fast a disk is.
inline QString memoryDisk()
{
    return (QDir{"/dev/shm"}.exists() ? QString{"/dev/shm"} : QDir::tempPath()) + "/luthier-XXXXXX";
}
