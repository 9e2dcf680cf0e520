// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/index.h"

#include "core/base/files.h"
#include "core/config/recipe_yaml.h"
#include "core/runs/card_json.h"
#include "core/runs/card_store.h"
#include "core/runs/flat_recipe.h"
#include "core/runs/history.h"
#include "core/runs/run_directory.h"
#include "core/runs/tidying.h"

#include <algorithm>
#include <ctime>
#include <system_error>
#include <tuple>
#include <utility>

#include <sys/stat.h>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;

constexpr JsonLimits kSummaryLimits{.bytes = std::size_t{1} << 20U, .depth = 16};

/// Stops at the first "hash" of the outermost object: data.json may hold ten million row numbers behind it.
class HashFinder final : public nlohmann::json_sax<Json> {
public:
    std::string hash;

    bool null() override { return next(); }
    bool boolean(bool) override { return next(); }
    bool number_integer(number_integer_t) override { return next(); }
    bool number_unsigned(number_unsigned_t) override { return next(); }
    bool number_float(number_float_t, const string_t&) override { return next(); }
    bool string(string_t& value) override
    {
        if (m_isHash) hash = value;
        return !m_isHash;
    }
    bool binary(binary_t&) override { return next(); }
    bool start_object(std::size_t) override { return ++m_depth > 0 && next(); }
    bool key(string_t& name) override
    {
        m_isHash = m_depth == 1 && name == "hash";
        return true;
    }
    bool end_object() override { return --m_depth >= 0; }
    bool start_array(std::size_t) override { return ++m_depth > 0 && next(); }
    bool end_array() override { return --m_depth >= 0; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        return false;
    }

private:
    bool next()
    {
        m_isHash = false;
        return true;
    }

    int m_depth{0};
    bool m_isHash{false};
};

std::string hashIn(const fs::path& data)
{
    HashFinder finder;
    const auto file = MappedFile::open(data);
    if (file) Json::sax_parse(file->text().begin(), file->text().end(), &finder);
    return finder.hash;
}

/// The times and lengths of what changes when a run does: "" where there is none.
class Stamp {
public:
    explicit Stamp(const fs::path& run)
    {
        for (const char* part : {".", "checkpoints", "evaluations", "events.jsonl"}) {
            struct stat status { };
            if (::stat((run / part).c_str(), &status) != 0) continue;
            m_text.append(part).append(" ").append(std::to_string(status.st_mtim.tv_sec));
            m_text.append(".").append(std::to_string(status.st_mtim.tv_nsec));
            m_text.append(" ").append(std::to_string(status.st_size)).append(";");
            m_newest = std::max(m_newest, std::int64_t{status.st_mtim.tv_sec});
        }
    }
    const std::string& text() const { return m_text; }
    /// A change within the clock's grain of the last one would leave the same times: such a card is not kept.
    bool isSettled() const
    {
        constexpr std::int64_t kGrainSeconds = 2; // that of the coarsest file system (FAT)
        return m_newest + kGrainSeconds < std::int64_t{::time(nullptr)};
    }

private:
    std::string m_text;
    std::int64_t m_newest{0};
};

/// When the recipe was written, of a run that was killed before it could tell.
std::string startedBy(const fs::path& run)
{
    struct stat status { };
    if (::stat((run / "recipe.yaml").c_str(), &status) != 0) return {};
    return isoTime(std::chrono::system_clock::from_time_t(status.st_mtim.tv_sec));
}

std::optional<RunCard> cardFrom(const std::string& json)
{
    const auto parsed = parseJson(json, "card");
    return parsed ? std::optional{cardFromJson(*parsed)} : std::nullopt;
}

} // namespace

RunCard readCard(const fs::path& run)
{
    RunCard card;
    if (const auto summary = readJson(run / "summary.json", kSummaryLimits)) {
        card = cardFromJson(*summary);
    } else if (const auto events = readOutline(run)) {
        card = cardFromEvents(*events);
        card.state = RunCard::State::Interrupted; // even where it told its end: the summary is the last word
    }
    card.dir = run.string();
    if (card.started.empty()) card.started = startedBy(run);
    card.name = givenName(run);
    if (const auto recipe = config::readRecipe(run / "recipe.yaml")) {
        card.task = recipe->task.name;
        card.model = recipe->model.name;
        card.method = recipe->method.name;
        card.recipe = flattened(*recipe);
        if (card.name.empty()) card.name = recipe->name;
    }
    if (card.name.empty()) card.name = run.filename().string();
    card.dataHash = hashIn(run / "data.json");
    card.bytes = folderBytes(run);
    return card;
}

Expected<std::vector<RunCard>> listRuns(const fs::path& runs, const fs::path& database)
{
    std::error_code failure;
    const fs::directory_iterator readable{runs, failure};
    if (failure && failure != std::errc::no_such_file_or_directory) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not read"), runs, failure.value())};
    }
    CardStore store{database};
    auto remembered = store.all();
    std::vector<std::pair<std::string, RememberedCard>> changed;
    std::vector<RunCard> cards;
    for (const fs::path& run : entriesOf(runs)) {
        if (!fs::exists(run / "recipe.yaml", failure)) continue;
        const auto folder = run.filename().string();
        const Stamp stamp{run}; // before reading: what changes meanwhile is read again next time
        const auto known = remembered.extract(folder);
        auto card
            = known && known.mapped().stamp == stamp.text() ? cardFrom(known.mapped().json) : std::nullopt;
        if (!card) {
            card = readCard(run);
            if (stamp.isSettled()) changed.push_back({folder, {stamp.text(), toJson(cardToJson(*card))}});
        }
        card->dir = run.string();
        if (card->state == RunCard::State::Interrupted && FolderLock::isTaken(run)) {
            card->state = RunCard::State::Running;
        }
        cards.push_back(*std::move(card));
    }
    std::vector<std::string> gone;
    gone.reserve(remembered.size());
    for (const auto& [folder, card] : remembered) {
        gone.push_back(folder);
    }
    store.change(changed, gone);
    std::ranges::sort(cards, [](const RunCard& a, const RunCard& b) {
        return std::tie(a.started, a.dir) > std::tie(b.started, b.dir);
    });
    return cards;
}

} // namespace luthier::runs
