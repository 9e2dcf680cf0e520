// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/config/recipe_yaml.h"
#include "tests/support/fake_parts.h"

namespace luthier::tests {

const std::vector<data::LabelCount>& fakeLabels()
{
    static const std::vector<data::LabelCount> labels{
        {"PlayMusic", 402}, {"GetWeather", 391},           {"BookRestaurant", 377},
        {"RateBook", 368},  {"SearchScreeningEvent", 309}, {"AddToPlaylist", 120},
        {"SearchWork", 31}};
    return labels;
}

std::vector<data::Problem> fakeProblems()
{
    return {{"missing_label", Text{QT_TRANSLATE_NOOP("core", "%1 rows have no label."), 2}, "", 2, {11, 211}},
            {"near_copies",
             Text{QT_TRANSLATE_NOOP("core", "%1 rows are almost the same as an earlier row."), 31},
             "",
             31,
             {76, 77}}};
}

data::Sight fakeSight(std::int64_t row)
{
    using data::SeenToken;
    data::Sight sight{.row = row, .tokens = {}, .label = "PlayMusic"};
    using Kind = SeenToken::Kind;
    sight.tokens
        = {{"[CLS]", 101, Kind::Special},   {"play", 2377, Kind::ReadOnly}, {" some", 2070, Kind::ReadOnly},
           {" jazz", 4166, Kind::ReadOnly}, {"[SEP]", 102, Kind::Special},  {" PlayMusic", 0, Kind::Learned},
           {" and", 1998, Kind::CutOff},    {" more", 2062, Kind::CutOff}};
    sight.learned = 1;
    sight.readOnly = 3;
    sight.special = 2;
    sight.cutOff = 2;
    return sight;
}

namespace {

class FakeDatasets final : public engine::Datasets {
public:
    Expected<std::shared_ptr<const data::Table>> open(const std::filesystem::path& file,
                                                      const config::Chosen& format, const Job& job) override
    {
        return data::Table::open(file, format, job);
    }

    std::vector<engine::TaskGuess> guess(const data::Table& table) const override
    {
        const auto& columns = table.columns();
        if (columns.size() < 2) return {};
        return {{.task = "text-classification",
                 .roles = {{"text", columns[0]}, {"label", columns[1]}},
                 .reason = Text{QT_TRANSLATE_NOOP("core", "'%1' holds texts and '%2' their labels"),
                                columns[0], columns[1]},
                 .known = {"text", "text2", "label", "group"}}};
    }

    Expected<data::Report> report(const config::Recipe& recipe, const Job& job) override
    {
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        data::Report report;
        const auto train = recipe.data.find("train");
        if (train == recipe.data.end()) return report;
        report.source.path = recipe.resolve(train->second.text);
        report.source.format = "csv";
        report.source.reason = Text{QT_TRANSLATE_NOOP("core", "%1 of %2 rows have %3 fields"), 2001, 2001, 2};
        report.roles = {{"text", "text"}, {"label", "label"}};
        report.guesses
            = {{"text",
                "text",
                {QT_TRANSLATE_NOOP("core", "its texts are the longest, %1 characters on average"), 48}},
               {"label",
                "label",
                {QT_TRANSLATE_NOOP("core", "%1 rows looked at have only %2 different values"), 1000, 7}}};
        report.rows = 2000;
        report.usable = 1998;
        report.unlabelled = 2;
        report.nearCopies = 31;
        report.balance = fakeLabels();
        fillLengths(recipe, report.lengths);
        for (std::int64_t row = 0; row < report.usable; ++row) {
            (row % 10 == 3       ? report.split.validation
                 : row % 10 == 7 ? report.split.test
                                 : report.split.train)
                .push_back(row);
        }
        report.problems = fakeProblems();
        report.readiness = data::Readiness::NeedsALook;
        report.answer
            = Text{QT_TRANSLATE_NOOP("core",
                                     "Good enough to try: %1 of %2 rows can be used. Things to look at: %3."),
                   report.usable, report.rows, report.problems.size()};
        return report;
    }

    Expected<data::Sight> sight(const config::Recipe&, std::int64_t row) override { return fakeSight(row); }

    Expected<std::vector<engine::AskedRow>> questions(const std::string&, const std::filesystem::path& file,
                                                      const Job& job) override
    {
        LUTHIER_TRY(const auto table, data::Table::open(file, {"auto"}, job));
        std::vector<engine::AskedRow> questions;
        for (std::int64_t row = 0; row < table->rows(); ++row) {
            questions.push_back(
                {row, table->line(row),
                 engine::Question{.text = std::string{table->cell(row, 0).value_or("")}, .plain = true}});
        }
        return questions;
    }

    Expected<config::Recipe> example(const std::filesystem::path& folder) override
    {
        LUTHIER_CHECK(makeFolder(folder));
        std::string rows = "text,label\n";
        for (std::int64_t row = 0; row < 402; ++row) {
            for (const auto& [label, count] : fakeLabels()) {
                if (row >= count) continue;
                rows += "request number " + std::to_string(row + 1) + " for what " + label + " does," + label
                    + "\n";
            }
        }
        LUTHIER_CHECK(writeFile(folder / "requests.csv", rows));
        config::Recipe recipe{.folder = folder, .name = "Kinds of request"};
        recipe.task = {"text-classification"};
        recipe.model = {"all-MiniLM-L6-v2"};
        recipe.method = {"lora"};
        recipe.data.emplace("train", "requests.csv");
        return recipe;
    }

private:
    /// A lump around 12 tokens with a long tail; nothing without a model.
    static void fillLengths(const config::Recipe& recipe, data::Lengths& lengths)
    {
        if (recipe.model.name.empty()) return;
        lengths.binWidth = 2;
        for (int bin = 0; bin < 40; ++bin) {
            const double away = (bin - 6) / (bin < 6 ? 2.5 : 6.0);
            lengths.counts.push_back(static_cast<std::int64_t>(280 / (1 + away * away * away * away)));
        }
        lengths.median = 13;
        lengths.p99 = 58;
        lengths.longest = 79;
        const auto chosen = recipe.data.find("max_tokens");
        const bool own = chosen != recipe.data.end() && chosen->second.text != "auto";
        lengths.maxTokens = own ? std::stoll(chosen->second.text) : 58;
        lengths.cutRows = 21;
        lengths.totalTokens = 26'400;
    }
};

} // namespace

std::unique_ptr<engine::Datasets> makeFakeDatasets()
{
    return std::make_unique<FakeDatasets>();
}

} // namespace luthier::tests
