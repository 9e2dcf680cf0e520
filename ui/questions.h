// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/records.h"
#include "ui/bridge/run_controller.h"

#include <functional>

class QWidget;

namespace luthier::ui {

enum class CloseChoice { SaveAndClose, StopAndKeepBest, GoBack };

/// Asks what becomes of the run when the window closes; save and close has the focus. Does not block.
void askBeforeClosing(QWidget& window, const RunStatus& status, const std::function<void(CloseChoice)>& then);

/// Asks what a stopped run keeps; `then` is not called where the person goes back.
void askBeforeStopping(QWidget& window, const RunStatus& status,
                       const std::function<void(engine::Keep)>& then);

} // namespace luthier::ui
