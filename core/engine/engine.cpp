// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/engine/panes.h"

namespace luthier::engine {

Engine makeEngine()
{
    const auto workshop = std::make_shared<Workshop>();
    return {.catalogue = makeCatalogue(workshop),
            .datasets = makeDatasets(workshop),
            .models = makeModels(workshop),
            .training = makeTraining(workshop),
            .answers = makeAnswers(workshop),
            .records = makeRecords(workshop),
            .exporting = makeExporting(workshop)};
}

} // namespace luthier::engine
