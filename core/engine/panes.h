// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/engine/workshop.h"

#include <memory>

namespace luthier::engine {

// The panes of the facade that compute. They share one workshop; every call comes out of train::guarded().

std::unique_ptr<Catalogue> makeCatalogue(std::shared_ptr<Workshop> workshop);
std::unique_ptr<Datasets> makeDatasets(std::shared_ptr<Workshop> workshop);
std::unique_ptr<Models> makeModels(std::shared_ptr<Workshop> workshop);
std::unique_ptr<Training> makeTraining(std::shared_ptr<Workshop> workshop);
std::unique_ptr<Answers> makeAnswers(std::shared_ptr<Workshop> workshop);
std::unique_ptr<Records> makeRecords(std::shared_ptr<Workshop> workshop);
std::unique_ptr<Exporting> makeExporting(std::shared_ptr<Workshop> workshop);

} // namespace luthier::engine
