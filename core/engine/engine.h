// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/answers.h"
#include "core/engine/catalogue.h"
#include "core/engine/datasets.h"
#include "core/engine/exporting.h"
#include "core/engine/models.h"
#include "core/engine/records.h"
#include "core/engine/training.h"

#include <memory>

namespace luthier::engine {

/// The one door to what core can do: a pane a duty. No torch in it, plain values through it, no exception out
/// of it.
///
/// Thread  any; each call blocks until done. One Training call at a time: torch has one random generator.
struct Engine {
    std::unique_ptr<Catalogue> catalogue;
    std::unique_ptr<Datasets> datasets;
    std::unique_ptr<Models> models;
    std::unique_ptr<Training> training;
    std::unique_ptr<Answers> answers;
    std::unique_ptr<Records> records;
    std::unique_ptr<Exporting> exporting;
};

/// The engine that computes; luthier_core has it.
Engine makeEngine();

} // namespace luthier::engine
