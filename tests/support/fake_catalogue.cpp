// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_parts.h"

#include <algorithm>
#include <array>

namespace luthier::tests {
namespace {

using config::Entry;
using config::Field;

constexpr std::array<std::string_view, 1> kAllLinear{"all-linear"};
constexpr std::array kTargets{config::Option{"all-linear", QT_TRANSLATE_NOOP("core", "every layer")},
                              config::Option{"attention", QT_TRANSLATE_NOOP("core", "attention only")}};
constexpr std::array kLora{
    Field{"rank",
          QT_TRANSLATE_NOOP("core", "Rank"),
          QT_TRANSLATE_NOOP("core",
                            "Size of the add-on. More learns more, forgets more and takes a larger file."),
          "",
          config::Integer{16, 1, 512},
          {},
          {},
          true},
    Field{"alpha",
          QT_TRANSLATE_NOOP("core", "Alpha"),
          QT_TRANSLATE_NOOP("core",
                            "Strength of the add-on; it is divided by the rank. Twice the rank is usual."),
          "",
          config::Real{32, 0, 4096},
          {},
          {},
          true},
    Field{"dropout", QT_TRANSLATE_NOOP("core", "Dropout of the add-on"),
          QT_TRANSLATE_NOOP("core", "Share of inputs left out at each step. A little slows down memorising."),
          QT_TRANSLATE_NOOP("core", "share"), config::Real{0.05, 0, 0.9}},
    Field{
        "targets", QT_TRANSLATE_NOOP("core", "Where it attaches"),
        QT_TRANSLATE_NOOP(
            "core", "Every layer learns most; attention only is smaller. Names of layers narrow it further."),
        "", config::Names{kAllLinear}, kTargets, "all-linear"},
};
constexpr std::array kLoraStarts{config::Start{"train.learning_rate", "2e-4"}};
constexpr std::array kFullStarts{config::Start{"train.learning_rate", "2e-5"}};
constexpr std::array kHeadStarts{config::Start{"train.learning_rate", "1e-3"},
                                 config::Start{"train.epochs", "20"}};

constexpr std::array kMethods{
    Entry{"head-only",
          QT_TRANSLATE_NOOP("core", "Head only"),
          QT_TRANSLATE_NOOP("core", "Trains a small decision on top. Fast, forgets nothing."),
          "",
          {},
          kHeadStarts},
    Entry{"lora", QT_TRANSLATE_NOOP("core", "LoRA"),
          QT_TRANSLATE_NOOP("core", "Adds a thin add-on beside the weights. Small file, forgets little."),
          "arXiv:2106.09685", kLora, kLoraStarts},
    Entry{"full",
          QT_TRANSLATE_NOOP("core", "Full"),
          QT_TRANSLATE_NOOP("core", "Trains everything. Strong, heavy, forgets most."),
          "",
          {},
          kFullStarts},
};
constexpr std::array kTasks{
    Entry{"text-classification", QT_TRANSLATE_NOOP("core", "Sort into classes"),
          QT_TRANSLATE_NOOP("core", "Each text gets one of your labels."), ""},
    Entry{"instruction", QT_TRANSLATE_NOOP("core", "Answer instructions"),
          QT_TRANSLATE_NOOP("core", "Learns to answer as in your examples."), ""},
};
constexpr std::array kFormats{
    Entry{"csv", QT_TRANSLATE_NOOP("core", "CSV"),
          QT_TRANSLATE_NOOP("core", "Rows with fields between commas, semicolons or bars."), ""},
    Entry{"jsonl", QT_TRANSLATE_NOOP("core", "JSON Lines"),
          QT_TRANSLATE_NOOP("core", "One JSON object a line, one a row."), ""},
};

class FakeCatalogue final : public engine::Catalogue {
public:
    std::vector<Entry> entries(engine::Registry registry) const override
    {
        switch (registry) {
        case engine::Registry::Methods:
            return {kMethods.begin(), kMethods.end()};
        case engine::Registry::Tasks:
            return {kTasks.begin(), kTasks.end()};
        case engine::Registry::Formats:
            return {kFormats.begin(), kFormats.end()};
        case engine::Registry::Architectures:
            break;
        }
        return {};
    }

    config::Registered registered(const config::Recipe& recipe) const override
    {
        config::Registered result;
        const auto method = std::ranges::find(kMethods, recipe.method.name, &Entry::name);
        if (method == kMethods.end()) return result;
        result.method = method->fields;
        result.methodStarts = method->starts;
        return result;
    }

    Expected<config::CheckedRecipe> checked(const config::Recipe& recipe) const override
    {
        if (!recipe.data.contains("train")) return missing("data.train");
        if (recipe.task.name.empty()) return missing("task");
        if (recipe.model.name.empty()) return missing("model");
        if (recipe.method.name.empty()) return missing("method");
        return config::checked(recipe, registered(recipe));
    }

    engine::Machine machine() const override
    {
        return {.processor = "Fake processor",
                .physicalCores = 4,
                .memoryBytes = 16'000'000'000,
                .freeMemoryBytes = 11'300'000'000,
                .instructionSets = "AVX2",
                .bestPrecision = "fp32",
                .gpu = {}};
    }

    Expected<std::string> inspect(const std::filesystem::path& path, const std::string&, const Job&) override
    {
        return Unexpected{{.code = ErrorCode::NotFound,
                           .message = Text{QT_TRANSLATE_NOOP("core", "there is no file '%1'"), path.string()},
                           .where = path.string()}};
    }

private:
    static Unexpected missing(const char* key)
    {
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = Text{QT_TRANSLATE_NOOP("core", "the recipe says no %1"), key},
                           .where = key}};
    }
};

} // namespace

std::unique_ptr<engine::Catalogue> makeFakeCatalogue()
{
    return std::make_unique<FakeCatalogue>();
}

} // namespace luthier::tests
