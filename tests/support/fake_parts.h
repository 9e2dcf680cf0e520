// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_engine.h"

#include <memory>

namespace luthier::tests {

// The panes, one a duty, each in its own file.
std::unique_ptr<engine::Catalogue> makeFakeCatalogue();
std::unique_ptr<engine::Datasets> makeFakeDatasets();
std::unique_ptr<engine::Models> makeFakeModels(const FakeScript& script);
std::unique_ptr<engine::Training> makeFakeTraining(const FakeScript& script);
std::unique_ptr<engine::Answers> makeFakeAnswers();
std::unique_ptr<engine::Records> makeFakeRecords(const FakeScript& script);
std::unique_ptr<engine::Exporting> makeFakeExporting();

/// The seven kinds of request of the example, with their rows.
const std::vector<data::LabelCount>& fakeLabels();
/// What is wrong with the example's rows, and what the model sees of one.
std::vector<data::Problem> fakeProblems();
data::Sight fakeSight(std::int64_t row);
/// Noise between -1 and 1, the same for the same `at`.
double fakeNoise(std::int64_t at);
/// The plan's memory parts, which Check repeats.
std::vector<engine::MemoryPart> fakeMemory();

} // namespace luthier::tests
