// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace luthier::app {

/// Starts this program anew, once, with threads that sleep while they wait instead of spinning: a spinning
/// thread that is displaced by another program holds up all the others (engine.md, T4). The library reads the
/// variable when it is loaded, so setting it in main() would be too late. Returns where that is set already.
///
/// On Linux the same has happened before the libraries woke up, and this finds nothing to do: LibTorch needs
/// a third of a second for that, which would be spent twice.
void restartWithPassiveWaiting(char** argv);

} // namespace luthier::app
