// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace luthier::train {

/// Prepares torch for a run: threads, the same bits every time where that is asked for, tiny numbers flushed
/// to zero (they slow AdamW's moments down and mean nothing).
///
/// Thread  the one that will train. Torch's settings are global: one run at a time in a process.
void prepareTorch(int threads, bool deterministic);

/// Gives this thread, and the threads that torch starts from it, less of the processor than the window gets.
void yieldToTheWindow();

} // namespace luthier::train
