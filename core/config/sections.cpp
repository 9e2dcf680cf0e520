// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"

#include "core/base/text.h"
#include "core/config/faults.h"

#include <algorithm>
#include <array>

namespace luthier::config {
namespace {

constexpr std::array kAuto{Option{"auto", QT_TRANSLATE_NOOP("core", "automatic")}};
constexpr std::array kNone{Option{"none", QT_TRANSLATE_NOOP("core", "none")}};

constexpr std::array kSplitBy{
    Option{"random", QT_TRANSLATE_NOOP("core", "at random, each label in its share")},
    Option{"group", QT_TRANSLATE_NOOP("core", "by group: rows of one group stay together")},
    Option{"date", QT_TRANSLATE_NOOP("core", "by date: the newest rows are held back")},
};
constexpr std::array kNearCopies{
    Option{"together", QT_TRANSLATE_NOOP("core", "kept on one side")},
    Option{"apart", QT_TRANSLATE_NOOP("core", "treated as different rows")},
};
constexpr std::array kLongRows{
    Option{"cut-end", QT_TRANSLATE_NOOP("core", "cut the end")},
    Option{"cut-middle", QT_TRANSLATE_NOOP("core", "cut the middle")},
    Option{"leave-out", QT_TRANSLATE_NOOP("core", "leave the row out")},
    Option{"split", QT_TRANSLATE_NOOP("core", "split into several rows")},
};
constexpr std::array<std::string_view, 17> kRoles{
    "text",     "text2", "label", "score",  "prompt", "completion", "system", "messages", "chosen",
    "rejected", "image", "tags",  "weight", "group",  "date",       "slice",  "ignore"};

constexpr std::array kData{
    Field{"train",
          QT_TRANSLATE_NOOP("core", "Rows to learn from"),
          QT_TRANSLATE_NOOP("core", "The file with your examples. It is read and never written."),
          "",
          Words{""},
          {},
          {},
          true},
    Field{
        "validation",
        QT_TRANSLATE_NOOP("core", "Held-back rows (validation set)"),
        QT_TRANSLATE_NOOP("core",
                          "Rows that are never learned from; on them one sees whether the model "
                          "understands or memorises. Use a file if you have one, else a share of the rows."),
        "",
        Part{0.1, 0.001, 0.9},
        kNone,
        {},
        true},
    Field{"test",
          QT_TRANSLATE_NOOP("core", "Test rows"),
          QT_TRANSLATE_NOOP("core",
                            "Rows that only the final comparison opens. Leave them alone until then, or "
                            "results get too kind."),
          "",
          Part{0.1, 0.001, 0.9},
          kNone,
          {},
          true},
    Field{
        "columns", QT_TRANSLATE_NOOP("core", "Columns"),
        QT_TRANSLATE_NOOP("core", "Which column is what. Left empty, it is guessed from names and contents."),
        "", TextMap{kRoles}},
    Field{"split_by", QT_TRANSLATE_NOOP("core", "How rows are held back"),
          QT_TRANSLATE_NOOP("core",
                            "At random, or so that a group or the newest dates stay on one side. Choose a "
                            "group where rows of one person or case resemble each other."),
          "", Choice{}, kSplitBy, "random"},
    Field{"near_copies", QT_TRANSLATE_NOOP("core", "Near-copies"),
          QT_TRANSLATE_NOOP("core",
                            "Rows that are almost the same stay on one side, so that the held-back rows "
                            "are new to the model. Change this only if they mean different things."),
          "", Choice{}, kNearCopies, "together"},
    Field{"corrections", QT_TRANSLATE_NOOP("core", "Corrections"),
          QT_TRANSLATE_NOOP("core",
                            "A file with changed labels and rows to leave out. Your own file is never "
                            "written."),
          "", Words{""}, kNone, "none"},
    Field{"max_tokens", QT_TRANSLATE_NOOP("core", "Longest row"),
          QT_TRANSLATE_NOOP("core",
                            "Rows with more tokens than this are treated as the next setting says. Longer "
                            "rows need more memory and time."),
          QT_TRANSLATE_NOOP("core", "tokens"), Integer{128, 8, 131'072}, kAuto, "auto", true},
    Field{"long_rows", QT_TRANSLATE_NOOP("core", "Rows that are too long"),
          QT_TRANSLATE_NOOP("core",
                            "What happens to a row with more tokens than the longest row allows. Every cut "
                            "is counted and reported."),
          "", Choice{}, kLongRows, "cut-end"},
    Field{"mix", QT_TRANSLATE_NOOP("core", "Mix in"),
          QT_TRANSLATE_NOOP("core",
                            "Further files that keep general abilities alive. Use it when forgetting was "
                            "seen."),
          "", Names{}},
};

constexpr std::array<std::string_view, 1> kAll{"all"};
constexpr std::array<std::string_view, 4> kGroups{"head", "blocks", "embeddings", "decay"};
constexpr std::array kGroupSteps{10.0, 1.0, 1.0, 1.0};

constexpr std::array kLayers{
    Field{"train", QT_TRANSLATE_NOOP("core", "Layers to train"),
          QT_TRANSLATE_NOOP("core",
                            "Which parts of the model may change: all, none, head, \"blocks 4-5\", "
                            "\"last 2\", or names of tensors. Fewer parts learn less and forget less."),
          "", Names{kAll}},
    Field{"freeze", QT_TRANSLATE_NOOP("core", "Layers to freeze"),
          QT_TRANSLATE_NOOP("core",
                            "Taken away from the layers to train. Embeddings are a good first choice with "
                            "few rows."),
          "", Names{}},
    Field{"step_multipliers", QT_TRANSLATE_NOOP("core", "Step size per part"),
          QT_TRANSLATE_NOOP("core",
                            "Factors on the learning rate for the head, the blocks and the embeddings; decay "
                            "is a factor per block downwards. A new head may take larger steps."),
          "", NumberMap{kGroups, kGroupSteps, 0, 1000}},
};

constexpr std::array kSchedules{
    Option{"constant", QT_TRANSLATE_NOOP("core", "constant")},
    Option{"linear", QT_TRANSLATE_NOOP("core", "falls evenly to zero")},
    Option{"cosine", QT_TRANSLATE_NOOP("core", "falls along a cosine to zero")},
};
constexpr std::array kClassWeights{
    Option{"none", QT_TRANSLATE_NOOP("core", "every row counts the same")},
    Option{"balanced", QT_TRANSLATE_NOOP("core", "every class counts the same")},
};
constexpr std::array kModelDropout{Option{"model", QT_TRANSLATE_NOOP("core", "as the model says")}};
constexpr std::array kPrecisions{
    Option{"auto", QT_TRANSLATE_NOOP("core", "what this machine is good at")},
    Option{"fp32", QT_TRANSLATE_NOOP("core", "32 bits")},
    Option{"bf16", QT_TRANSLATE_NOOP("core", "16 bits (bfloat16)")},
};
constexpr std::array kDevices{
    Option{"auto", QT_TRANSLATE_NOOP("core", "automatic")},
    Option{"cpu", QT_TRANSLATE_NOOP("core", "processor")},
    Option{"cuda", QT_TRANSLATE_NOOP("core", "graphics card")},
};
constexpr std::array kEarlyStop{
    Option{"warn", QT_TRANSLATE_NOOP("core", "warn, and keep the best")},
    Option{"none", QT_TRANSLATE_NOOP("core", "no")},
};
constexpr std::array kKeep{
    Option{"best", QT_TRANSLATE_NOOP("core", "the best and the last")},
    Option{"last", QT_TRANSLATE_NOOP("core", "the last")},
    Option{"all", QT_TRANSLATE_NOOP("core", "all")},
};
constexpr std::array<std::string_view, 1> kPatience{"patience"};
constexpr std::array kPatienceStart{5.0};

constexpr std::array kTrain{
    Field{"epochs",
          QT_TRANSLATE_NOOP("core", "Rounds (epochs)"),
          QT_TRANSLATE_NOOP("core",
                            "How often every row is learned from. More rounds learn more, until the model "
                            "begins to memorise."),
          "",
          Integer{3, 1, 100'000},
          {},
          {},
          true},
    Field{"steps", QT_TRANSLATE_NOOP("core", "Steps"),
          QT_TRANSLATE_NOOP("core",
                            "A fixed number of steps instead of rounds. Leave it at none unless you "
                            "compare runs of equal length."),
          "", Integer{1000, 1, 1'000'000'000}, kNone, "none"},
    Field{"batch_size",
          QT_TRANSLATE_NOOP("core", "Rows a step (batch size)"),
          QT_TRANSLATE_NOOP("core",
                            "How many rows are looked at before the model changes. More rows make steps "
                            "calmer and fewer."),
          QT_TRANSLATE_NOOP("core", "rows"),
          Integer{16, 1, 65'536},
          {},
          {},
          true},
    Field{"micro_batch_tokens", QT_TRANSLATE_NOOP("core", "Tokens held at once"),
          QT_TRANSLATE_NOOP("core",
                            "A step is worked off in parts of this many tokens. Smaller parts need less "
                            "memory; the result stays the same."),
          QT_TRANSLATE_NOOP("core", "tokens"), Integer{4096, 16, 16'777'216}, kAuto, "auto"},
    Field{"learning_rate",
          QT_TRANSLATE_NOOP("core", "How far each step goes (learning rate)"),
          QT_TRANSLATE_NOOP("core",
                            "Larger steps learn faster and break more. Divide it by three when training gets "
                            "worse; multiply it by three when nothing is learned."),
          QT_TRANSLATE_NOOP("core", "per step"),
          Real{2e-4, 0, 10},
          {},
          {},
          true},
    Field{"schedule", QT_TRANSLATE_NOOP("core", "Step size over time (schedule)"),
          QT_TRANSLATE_NOOP("core",
                            "Steps usually shrink towards the end, which settles the model. Constant is for "
                            "comparisons and very short runs."),
          "", Choice{}, kSchedules, "linear"},
    Field{"warmup", QT_TRANSLATE_NOOP("core", "Warm-up"),
          QT_TRANSLATE_NOOP("core",
                            "Share of all steps over which the step size grows from nothing. Raise it if the "
                            "loss jumps at the start."),
          QT_TRANSLATE_NOOP("core", "share"), Real{0.06, 0, 0.9}},
    Field{"weight_decay", QT_TRANSLATE_NOOP("core", "Weight decay"),
          QT_TRANSLATE_NOOP("core",
                            "Pulls weights towards zero a little at each step. It can slow down memorising."),
          "", Real{0, 0, 1}},
    Field{"clip_grad_norm", QT_TRANSLATE_NOOP("core", "Largest gradient (clipping)"),
          QT_TRANSLATE_NOOP("core",
                            "Longer gradients are shortened to this length, so that one odd batch spoils "
                            "nothing. 0 switches it off."),
          "", Real{1, 0, 1e6}},
    Field{"class_weights", QT_TRANSLATE_NOOP("core", "Class weights"),
          QT_TRANSLATE_NOOP("core",
                            "How much an error in each class counts. Use balanced when a rare class matters "
                            "as much as a frequent one."),
          "", NumberMap{{}, {}, 0, 1e6}, kClassWeights, "none"},
    Field{"dropout", QT_TRANSLATE_NOOP("core", "Dropout"),
          QT_TRANSLATE_NOOP("core",
                            "Share of signals switched off at random while training. More of it slows down "
                            "memorising."),
          QT_TRANSLATE_NOOP("core", "share"), Real{0.1, 0, 0.9}, kModelDropout, "model"},
    Field{"precision", QT_TRANSLATE_NOOP("core", "Precision"),
          QT_TRANSLATE_NOOP("core",
                            "Bits used for each number while computing. Automatic takes what this machine is "
                            "fast at; 32 bits is the reference."),
          "", Choice{}, kPrecisions, "auto"},
    Field{"device", QT_TRANSLATE_NOOP("core", "Device"),
          QT_TRANSLATE_NOOP("core",
                            "Where to compute. Automatic takes a graphics card if there is one and the run "
                            "fits into it."),
          "", Words{""}, kDevices, "auto"},
    Field{"threads", QT_TRANSLATE_NOOP("core", "Threads"),
          QT_TRANSLATE_NOOP("core",
                            "Processor cores to use at most; fewer while other programs keep them busy. "
                            "Automatic takes all physical cores; the window stays usable."),
          "", Integer{1, 1, 1024}, kAuto, "auto"},
    Field{
        "shuffle", QT_TRANSLATE_NOOP("core", "Shuffle"),
        QT_TRANSLATE_NOOP("core", "Rows come in a new order each round. Switch it off only for comparisons."),
        "", Flag{true}},
    Field{"seed", QT_TRANSLATE_NOOP("core", "Seed"),
          QT_TRANSLATE_NOOP("core",
                            "The same seed gives the same run. Other seeds show how much of a result is "
                            "luck."),
          "", Integers{1, 0, 2'147'483'647}},
    Field{"deterministic", QT_TRANSLATE_NOOP("core", "Same bits every time (deterministic)"),
          QT_TRANSLATE_NOOP("core",
                            "The same recipe gives the same numbers to the last bit on this machine. It may "
                            "be a little slower."),
          "", Flag{false}},
    Field{"evaluate_every", QT_TRANSLATE_NOOP("core", "Look at held-back rows every"),
          QT_TRANSLATE_NOOP("core",
                            "Steps between two looks. Automatic gives at least 20 looks a run and 3 a "
                            "round."),
          QT_TRANSLATE_NOOP("core", "steps"), Integer{50, 1, 1'000'000'000}, kAuto, "auto"},
    Field{"early_stop", QT_TRANSLATE_NOOP("core", "Stop early"),
          QT_TRANSLATE_NOOP("core",
                            "Warn says when the model memorises and keeps the best. With patience the run "
                            "stops after so many looks without improvement."),
          "", NumberMap{kPatience, kPatienceStart, 1, 1000}, kEarlyStop, "warn"},
    Field{"keep", QT_TRANSLATE_NOOP("core", "Checkpoints to keep"),
          QT_TRANSLATE_NOOP("core", "Which saved states stay on the disk when the run has ended."), "",
          Choice{}, kKeep, "best"},
    Field{"checkpoint_every", QT_TRANSLATE_NOOP("core", "Save every"),
          QT_TRANSLATE_NOOP(
              "core", "How much work a power cut may cost at most: steps, or a time such as \"5 min\"."),
          "", Interval{}, kAuto, "auto"},
};

constexpr std::array kProbeWords{Option{"auto", QT_TRANSLATE_NOOP("core", "automatic")},
                                 Option{"none", QT_TRANSLATE_NOOP("core", "none")}};
constexpr std::array kProbe{
    Field{"general", QT_TRANSLATE_NOOP("core", "General probe"),
          QT_TRANSLATE_NOOP("core",
                            "A general sample that shows whether the model forgets what it could. None "
                            "switches it off."),
          "", Words{""}, kProbeWords, "auto"},
    Field{"must_work", QT_TRANSLATE_NOOP("core", "Must still work"),
          QT_TRANSLATE_NOOP("core",
                            "Questions whose answers must not get worse. They are asked again during the "
                            "run."),
          "", Names{}},
};
constexpr std::array kExport{
    Field{"verify_rows", QT_TRANSLATE_NOOP("core", "Rows to verify with"),
          QT_TRANSLATE_NOOP("core",
                            "Held-back rows on which an export must give the answers of the run. More rows "
                            "take longer."),
          QT_TRANSLATE_NOOP("core", "rows"), Integer{200, 1, 100'000}},
};

constexpr std::array kSections{
    Section{"data", QT_TRANSLATE_NOOP("core", "Data"), kData},
    Section{"layers", QT_TRANSLATE_NOOP("core", "Layers"), kLayers},
    Section{"train", QT_TRANSLATE_NOOP("core", "Training"), kTrain},
    Section{"probe", QT_TRANSLATE_NOOP("core", "Probe"), kProbe},
    Section{"export", QT_TRANSLATE_NOOP("core", "Export"), kExport},
};

/// The method's starting values go before the task's: it knows more about the work.
std::vector<Start> startsOf(const Registered& registered)
{
    std::vector<Start> starts{registered.methodStarts.begin(), registered.methodStarts.end()};
    starts.insert(starts.end(), registered.taskStarts.begin(), registered.taskStarts.end());
    return starts;
}

} // namespace

std::span<const Section> sections()
{
    return kSections;
}

std::span<const Field> fieldsOf(std::string_view key)
{
    const auto found = std::ranges::find(kSections, key, &Section::key);
    LUTHIER_ASSERT(found != kSections.end());
    return found->fields;
}

Expected<CheckedRecipe> checked(const Recipe& recipe, const Registered& registered)
{
    const auto starts = startsOf(registered);
    CheckedRecipe result{.recipe = recipe};
    std::vector<Error> faults;
    const auto take
        = [&](std::string_view section, std::span<const Field> fields, const Settings& given, Values& into) {
              auto values = Values::checked(section, fields, given, starts);
              if (values) {
                  into = *std::move(values);
                  return;
              }
              addEach(std::move(values).error(), faults);
          };
    take("data", kData, recipe.data, result.data);
    take("data.format", registered.format, recipe.format.settings, result.format);
    take("method", registered.method, recipe.method.settings, result.method);
    take("layers", kLayers, recipe.layers, result.layers);
    take("train", kTrain, recipe.train, result.train);
    take("probe", kProbe, recipe.probe, result.probe);
    take("export", kExport, recipe.exporting, result.exporting);
    if (faults.empty()) return result;
    return Unexpected{asOneError(std::move(faults))};
}

Setting startingValue(std::string_view section, const Field& field, const Registered& registered)
{
    const auto path = std::string{section} + "." + std::string{field.key};
    for (const Start& start : startsOf(registered)) {
        if (start.key == path) return std::string{start.value};
    }
    return initialSetting(field);
}

} // namespace luthier::config
