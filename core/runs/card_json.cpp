// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/card_json.h"

#include "core/runs/lenient_json.h"

#include <algorithm>
#include <array>
#include <utility>

namespace luthier::runs {
namespace {

using State = RunCard::State;

constexpr std::array<std::pair<State, std::string_view>, 6> kStates{{{State::Running, "running"},
                                                                     {State::Finished, "finished"},
                                                                     {State::EarlyStopped, "early-stopped"},
                                                                     {State::Stopped, "stopped"},
                                                                     {State::Failed, "failed"},
                                                                     {State::Interrupted, "interrupted"}}};

/// The states are named like the outcomes of the `ended` event.
State stateFrom(std::string_view name)
{
    const auto found = std::ranges::find(kStates, name, &std::pair<State, std::string_view>::second);
    return found == kStates.end() ? State::Finished : found->first; // an outcome of a later version
}

/// What a card needs of the events beyond what it keeps.
struct Told {
    std::vector<const LookDone*> looks{};
    const StepDone* lastStep{nullptr};
    const RunEnded* ended{nullptr};
};

void tell(RunCard& card, Told& told, const Event& event)
{
    if (const auto* started = std::get_if<RunStarted>(&event)) {
        if (card.started.empty()) card.started = started->time;
        card.plannedSteps = started->steps;
        card.trainRows = started->trainSamples;
        card.trainableParameters = started->trainableParameters;
        card.steps = std::max(card.steps, started->firstStep);
    } else if (const auto* step = std::get_if<StepDone>(&event)) {
        card.steps = std::max(card.steps, step->step);
        told.lastStep = step;
    } else if (const auto* look = std::get_if<LookDone>(&event)) {
        told.looks.push_back(look);
    } else if (const auto* verdict = std::get_if<VerdictGiven>(&event)) {
        card.verdict = verdict->kind;
        if (verdict->bestStep > 0) card.bestStep = verdict->bestStep;
    } else if (const auto* checkpoint = std::get_if<CheckpointSaved>(&event)) {
        if (checkpoint->best) card.bestStep = checkpoint->step;
    } else if (const auto* ended = std::get_if<RunEnded>(&event)) {
        told.ended = ended;
    }
}

} // namespace

std::string_view stateName(State state)
{
    return std::ranges::find(kStates, state, &std::pair<State, std::string_view>::first)->second;
}

RunCard cardFromEvents(std::span<const Event> events)
{
    RunCard card;
    card.state = State::Interrupted;
    Told told;
    for (const Event& event : events) {
        tell(card, told, event);
    }
    if (told.ended != nullptr) {
        card.state = stateFrom(told.ended->outcome);
        card.steps = std::max(card.steps, told.ended->step);
        card.bestStep = told.ended->bestStep;
        card.seconds = told.ended->seconds;
    }
    const bool nobodySaid = told.ended == nullptr && card.bestStep == 0;
    if (nobodySaid && !told.looks.empty()) {
        card.bestStep = (*std::ranges::min_element(told.looks, {}, &LookDone::loss))->step;
    }
    if (told.lastStep != nullptr) card.loss = told.lastStep->loss;
    for (const LookDone* look : told.looks) { // at the best step, or the last before it
        if (look->step > card.bestStep && look != told.looks.front()) continue;
        card.loss = look->loss;
        card.metrics = look->metrics;
    }
    if (told.ended != nullptr && !told.ended->metrics.empty()) card.metrics = told.ended->metrics;
    return card;
}

Json cardToJson(const RunCard& card)
{
    return {{"dir", card.dir},
            {"name", card.name},
            {"state", stateName(card.state)},
            {"started", card.started},
            {"task", card.task},
            {"model", card.model},
            {"method", card.method},
            {"recipe", card.recipe},
            {"data_hash", card.dataHash},
            {"steps", card.steps},
            {"planned_steps", card.plannedSteps},
            {"best_step", card.bestStep},
            {"seconds", card.seconds},
            {"loss", card.loss},
            {"metrics", card.metrics},
            {"train_rows", card.trainRows},
            {"trainable_parameters", card.trainableParameters},
            {"bytes", card.bytes},
            {"verdict", card.verdict}};
}

RunCard cardFromJson(const Json& json)
{
    RunCard card{.dir = words(json, "dir"),
                 .name = words(json, "name"),
                 .state = stateFrom(words(json, "state")),
                 .started = words(json, "started"),
                 .task = words(json, "task"),
                 .model = words(json, "model"),
                 .method = words(json, "method"),
                 .dataHash = words(json, "data_hash"),
                 .steps = integer(json, "steps"),
                 .plannedSteps = integer(json, "planned_steps"),
                 .bestStep = integer(json, "best_step"),
                 .seconds = real(json, "seconds"),
                 .loss = real(json, "loss"),
                 .metrics = numbers(json, "metrics"),
                 .trainRows = integer(json, "train_rows"),
                 .trainableParameters = integer(json, "trainable_parameters"),
                 .bytes = integer(json, "bytes"),
                 .verdict = words(json, "verdict")};
    const Json* const recipe = find(json, "recipe");
    if (recipe == nullptr || !recipe->is_object()) return card;
    for (const auto& [key, value] : recipe->items()) {
        if (value.is_string()) card.recipe.emplace(key, value.get<std::string>());
    }
    return card;
}

} // namespace luthier::runs
