// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/history.h"

#include "core/base/files.h"
#include "core/runs/event_json.h"
#include "core/runs/lenient_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;

constexpr std::size_t kMostOfOneStep = 1000; // events of one step; bounds what a file out of order can cost
constexpr std::string_view kStepLine = R"({"event":"step",)"; // as eventToJson begins it

std::int64_t stepOf(const Event& event)
{
    return std::visit(
        [](const auto& e) {
            if constexpr (std::is_same_v<std::decay_t<decltype(e)>, RunStarted>) {
                return e.firstStep;
            } else {
                return e.step;
            }
        },
        event);
}

/// The events as if nothing had interrupted the run.
class Story {
public:
    void tell(Event event)
    {
        if (const auto* started = std::get_if<RunStarted>(&event)) {
            resumeAt(started->firstStep);
        } else if (std::holds_alternative<StepDone>(event) || std::holds_alternative<LookDone>(event)) {
            forgetTwin(event);
        }
        m_events.push_back(std::move(event));
    }

    std::vector<Event> take() { return std::move(m_events); }

private:
    void resumeAt(std::int64_t step)
    {
        if (step == 0) m_events.clear(); // from the beginning, the look before the first step included
        // Everywhere, not from the back: a checkpoint may be told after later steps, a note without its step.
        std::erase_if(m_events, [step](const Event& event) {
            return stepOf(event) > step || std::holds_alternative<RunEnded>(event);
        });
    }

    /// A step or look that is told again, because a run looks once more where it resumes, counts as the
    /// newer.
    void forgetTwin(const Event& event)
    {
        const auto step = stepOf(event);
        const auto reach = m_events.size() - std::min(m_events.size(), kMostOfOneStep);
        for (auto i = m_events.size(); i > reach && stepOf(m_events[i - 1]) >= step; --i) {
            const Event& earlier = m_events[i - 1];
            if (earlier.index() != event.index() || stepOf(earlier) != step) continue;
            m_events.erase(m_events.begin() + static_cast<std::ptrdiff_t>(i) - 1);
            return;
        }
    }

    std::vector<Event> m_events;
};

/// Calls `take` with every line of the file; a file that is not there has none.
template <class Take>
Expected<void> eachLine(const fs::path& path, Take&& take)
{
    const auto file = MappedFile::open(path);
    if (!file && file.error().code == ErrorCode::NotFound) return {};
    if (!file) return Unexpected{file.error()};
    auto rest = file->text();
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        take(line, rest);
    }
    return {};
}

Expected<std::vector<Event>> eventsOf(const fs::path& run, bool everyStep)
{
    Story story;
    LUTHIER_CHECK(
        eachLine(run / "events.jsonl", [&story, everyStep](std::string_view line, std::string_view rest) {
            if (!everyStep && line.starts_with(kStepLine) && rest.starts_with(kStepLine)) return;
            if (auto event = eventFromJson(line)) story.tell(*std::move(event));
        }));
    return story.take();
}

struct RowLosses {
    std::vector<float> heldBack{};
    std::vector<float> training{};
};

std::vector<float> floats(const Json& values)
{
    std::vector<float> result;
    result.reserve(values.size());
    for (const Json& value : values) {
        const double loss = realOf(value);
        const bool fits = std::abs(loss) <= std::numeric_limits<float>::max();
        result.push_back(fits ? static_cast<float>(loss) : std::numeric_limits<float>::quiet_NaN());
    }
    return result;
}

void append(std::string& line, const std::vector<float>& values)
{
    line += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) line += ',';
        if (std::isfinite(values[i])) {
            std::array<char, 24> digits{}; // shortest that give the same float again: at most 15
            line.append(digits.data(),
                        std::to_chars(digits.data(), digits.data() + digits.size(), values[i]).ptr);
        } else {
            line += "null";
        }
    }
    line += ']';
}

} // namespace

Expected<std::vector<Event>> readHistory(const fs::path& run)
{
    LUTHIER_TRY(auto events, eventsOf(run, true));
    std::map<std::int64_t, RowLosses> losses; // of a look that was done twice the later line, as in Story
    LUTHIER_CHECK(eachLine(run / "looks.jsonl", [&losses](std::string_view line, std::string_view) {
        const auto json = parseJson(line, "looks.jsonl");
        if (!json || find(*json, "step") == nullptr) return;
        losses[integer(*json, "step")] = {floats(list(*json, "rows")), floats(list(*json, "train_rows"))};
    }));
    for (Event& event : events) {
        auto* const look = std::get_if<LookDone>(&event);
        if (look == nullptr) continue;
        if (const auto found = losses.find(look->step); found != losses.end()) {
            look->rowLosses = std::move(found->second.heldBack);
            look->trainRowLosses = std::move(found->second.training);
        }
    }
    return events;
}

Expected<std::vector<Event>> readOutline(const fs::path& run)
{
    return eventsOf(run, false);
}

std::string rowLossesToJson(const LookDone& look)
{
    std::string line = "{\"step\":" + std::to_string(look.step) + ",\"rows\":";
    append(line, look.rowLosses);
    line += ",\"train_rows\":";
    append(line, look.trainRowLosses);
    return line + '}';
}

} // namespace luthier::runs
