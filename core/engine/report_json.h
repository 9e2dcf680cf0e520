// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/json.h"
#include "core/engine/engine.h"

#include <string>

namespace luthier::engine {

// What the panes answer, as the JSON of contract.md §2 and §3.

std::string eventLine(const Event& event);
Json toJson(const CheckReport& report);
Json toJson(const runs::Evaluation& evaluation);
Json toJson(const runs::Comparison& comparison);
Json toJson(const runs::RunCard& card);
Json toJson(const ModelCard& card);
Json toJson(const config::Entry& entry);
Json toJson(const data::Problem& problem);
Json toJson(const data::Report& report);
Json toJson(const Prediction& prediction);
Json toJson(const ExportReport& report);
Json toJson(const BenchReport& report);
Json toJson(const ProductBench& report);
Json toJson(const GenerateBench& report);

} // namespace luthier::engine
