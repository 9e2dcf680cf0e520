// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <functional>
#include <stop_token>

namespace luthier {

/// How a call that takes longer than a blink listens and reports. Both parts may be left empty.
///
/// Thread  `progress` is called on the thread of the call and must return soon.
struct Job {
    std::stop_token stop{};
    std::function<void(double fraction, const Text& doing)> progress{}; ///< fraction 0 … 1, below 0: unknown

    void report(double fraction, const Text& doing) const
    {
        if (progress) progress(fraction, doing);
    }
};

} // namespace luthier
