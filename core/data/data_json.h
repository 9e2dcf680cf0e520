// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"
#include "core/data/prepare.h"
#include "core/data/report.h"
#include "core/data/tokenise.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::data {

/// What a run directory keeps of its data, as data.json (contract.md §4): enough to find the same rows again
/// and to see whether a file has changed since.
struct DataRecord {
    struct File {
        std::string part; ///< train, validation, test
        std::string path;
        std::uint64_t bytes{};
        std::string sha256;
        std::string format;
        std::int64_t rows{};
    };
    struct Counts {
        std::int64_t usable{}, empty{}, unlabelled{}, exactCopies{}, nearCopies{}, conflicting{}, setAside{};
        std::int64_t maxTokens{}, cutRows{}, lostAnswers{}, leftOut{};
    };
    std::vector<File> files{};
    std::vector<std::string> labels{};
    Counts counts{};
    Split split{};
};

DataRecord recordOf(const Tables& tables, const Prepared& prepared, std::int64_t maxTokens, const Cuts& cuts);

Json dataToJson(const DataRecord& record);
/// Errors  MissingField, WrongType at "data.json: key".
Expected<DataRecord> dataFromJson(const Json& json);

} // namespace luthier::data
