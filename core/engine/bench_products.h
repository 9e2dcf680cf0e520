// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/training.h"

namespace luthier::engine {

/// The products of a layer in a step of 288 tokens, for layers as MiniLM and SmolLM2 have them: how fast the
/// roads of this processor make them, and ATen in float32 beside them, in turn. Medians.
///
/// Errors  Interrupted.
Expected<ProductBench> productBench(int threads, const Job& job);

} // namespace luthier::engine
