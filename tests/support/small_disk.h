// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

#include <sys/resource.h>

/// No file may grow beyond `bytes` while this lives: what a full disk looks like to a writer.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

    /// To be called once: a file over the limit is then an error and no death.
    static void surviveIt() { std::signal(SIGXFSZ, SIG_IGN); }

private:
    rlimit m_before{};
};
