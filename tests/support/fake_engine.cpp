// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

#include "tests/support/fake_parts.h"

namespace luthier::tests {

engine::Engine makeFakeEngine(const FakeScript& script)
{
    return {.catalogue = makeFakeCatalogue(),
            .datasets = makeFakeDatasets(),
            .models = makeFakeModels(script),
            .training = makeFakeTraining(script),
            .answers = makeFakeAnswers(),
            .records = makeFakeRecords(script),
            .exporting = makeFakeExporting()};
}

double fakeNoise(std::int64_t at)
{
    auto bits = static_cast<std::uint64_t>(at) * 0x9E3779B97F4A7C15U; // splitmix64, one draw
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<double>(bits >> 11U) / 4503599627370496.0 - 1.0;
}

} // namespace luthier::tests
