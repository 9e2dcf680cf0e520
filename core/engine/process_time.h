// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace luthier::engine {

/// Seconds since the system started this process, to a hundredth.
double secondsSinceProcessStart();

} // namespace luthier::engine
