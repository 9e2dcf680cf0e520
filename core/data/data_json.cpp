// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_json.h"

#include "core/data/field_reader.h"

#include <array>
#include <utility>

namespace luthier::data {
namespace {

struct CountKey {
    const char* key;
    std::int64_t DataRecord::Counts::*count;
};
constexpr std::array kCounts{
    CountKey{"usable", &DataRecord::Counts::usable},
    CountKey{"empty", &DataRecord::Counts::empty},
    CountKey{"unlabelled", &DataRecord::Counts::unlabelled},
    CountKey{"exact_copies", &DataRecord::Counts::exactCopies},
    CountKey{"near_copies", &DataRecord::Counts::nearCopies},
    CountKey{"conflicting", &DataRecord::Counts::conflicting},
    CountKey{"set_aside", &DataRecord::Counts::setAside},
    CountKey{"max_tokens", &DataRecord::Counts::maxTokens},
    CountKey{"cut", &DataRecord::Counts::cutRows},
    CountKey{"lost_answers", &DataRecord::Counts::lostAnswers},
    CountKey{"left_out", &DataRecord::Counts::leftOut},
};

struct PartKey {
    const char* key;
    LargeVector<std::int64_t> Split::*rows;
};
constexpr std::array kParts{PartKey{"train", &Split::train}, PartKey{"validation", &Split::validation},
                            PartKey{"test", &Split::test}};

} // namespace

DataRecord recordOf(const Tables& tables, const Prepared& prepared, std::int64_t maxTokens, const Cuts& cuts)
{
    DataRecord record{.labels = prepared.labels,
                      .counts = {.usable = prepared.usable,
                                 .empty = prepared.empty,
                                 .unlabelled = prepared.unlabelled,
                                 .exactCopies = prepared.exactCopies,
                                 .nearCopies = prepared.nearCopies,
                                 .conflicting = prepared.conflicting,
                                 .maxTokens = maxTokens,
                                 .cutRows = cuts.cutRows,
                                 .lostAnswers = cuts.lostAnswers,
                                 .leftOut = cuts.leftOut},
                      .split = prepared.split};
    const auto add = [&record](const char* part, const Table* table) {
        if (table == nullptr) return;
        const Source& source = table->source();
        record.files.push_back(
            {part, source.path.string(), source.bytes, source.sha256, source.format, table->rows()});
        for (const Problem& problem : source.setAside) {
            record.counts.setAside += problem.count;
        }
    };
    add("train", tables.train.get());
    add("validation", tables.validation.get());
    add("test", tables.test.get());
    return record;
}

Json dataToJson(const DataRecord& record)
{
    Json files = Json::array();
    for (const auto& file : record.files) {
        files.push_back(Json{{"part", file.part},
                             {"path", file.path},
                             {"bytes", file.bytes},
                             {"sha256", file.sha256},
                             {"format", file.format},
                             {"rows", file.rows}});
    }
    Json counts = Json::object(), split = Json::object();
    for (const auto& [key, count] : kCounts) {
        counts[key] = record.counts.*count;
    }
    for (const auto& [key, rows] : kParts) {
        split[key] = record.split.*rows;
    }
    return Json{{"sources", std::move(files)},
                {"labels", record.labels},
                {"counts", std::move(counts)},
                {"split", std::move(split)}};
}

Expected<DataRecord> dataFromJson(const Json& json)
{
    FieldReader fields{"data.json"};
    DataRecord record;
    for (const Json& file : fields.member(json, "sources", Json::value_t::array)) {
        record.files.push_back({.part = fields.words(file, "part"),
                                .path = fields.words(file, "path"),
                                .bytes = static_cast<std::uint64_t>(fields.whole(file, "bytes")),
                                .sha256 = fields.words(file, "sha256"),
                                .format = fields.words(file, "format"),
                                .rows = fields.whole(file, "rows")});
    }
    for (const Json& label : fields.member(json, "labels", Json::value_t::array)) {
        record.labels.push_back(label.is_string() ? label.get<std::string>() : toJson(label));
    }
    const auto& counts = fields.member(json, "counts", Json::value_t::object);
    for (const auto& [key, count] : kCounts) {
        record.counts.*count = fields.whole(counts, key);
    }
    const auto& split = fields.member(json, "split", Json::value_t::object);
    for (const auto& [key, rows] : kParts) {
        const auto numbers = fields.numbers(split, key);
        (record.split.*rows).assign(numbers.begin(), numbers.end());
    }
    LUTHIER_CHECK(fields.checked());
    return record;
}

} // namespace luthier::data
