// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace luthier::app {

/// What the chosen command does when everything was parsed; returns the exit code.
using Action = std::function<int(engine::Engine&)>;

// Each defines commands of `app`; the one that was chosen sets `action`.
void addRunCommands(CLI::App& app, Action& action); ///< run, check, bench
void addStreamCommands(CLI::App& app,
                       Action& action); ///< tokenize … generate: a JSON value a line in and out
void addRecordCommands(CLI::App& app, Action& action); ///< list, inspect, evaluate, compare, export

} // namespace luthier::app
