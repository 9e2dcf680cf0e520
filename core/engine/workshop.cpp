// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/workshop.h"

#include "core/base/text.h"
#include "core/config/faults.h"
#include "core/config/recipe_yaml.h"
#include "core/data/format.h"
#include "core/data/roles.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

template <class T>
const T* named(std::span<const T* const> all, const std::string& name)
{
    for (const T* one : all) {
        if (one->entry.name == name) return one;
    }
    return nullptr;
}

/// What the split depends on: the data section as text, and the files as they are now.
std::string keyOf(const Order& order)
{
    config::Recipe only;
    only.task = order.recipe().task;
    only.data = order.recipe().data;
    only.format = order.recipe().format;
    std::string key
        = order.recipe().folder.string() + "\n" + config::recipeToYaml(only) + std::to_string(order.seed());
    const auto stamp = [&](const std::string& path) {
        std::error_code failure;
        const auto file = order.recipe().resolve(path);
        const auto time = fs::last_write_time(file, failure).time_since_epoch().count();
        key += "\n" + file.string() + " " + std::to_string(time) + " "
            + std::to_string(fs::file_size(file, failure));
    };
    stamp(order.checked.data.text("train"));
    for (const auto* part : {"validation", "test"}) {
        if (order.checked.data.word(part).empty() && !order.checked.data.part(part).path.empty()) {
            stamp(order.checked.data.part(part).path);
        }
    }
    return key;
}

/// What a recipe may say and this version does not do yet, or not for this task: refused, never ignored.
std::vector<Error> notDoneYet(const Order& order)
{
    std::vector<Error> faults;
    const auto refuse = [&](const char* where, Text message, Text hint) {
        faults.push_back({.code = ErrorCode::InvalidInput,
                          .message = std::move(message),
                          .where = where,
                          .hint = std::move(hint)});
    };
    const auto& train = order.checked.train;
    const auto& probe = order.checked.probe;
    if (train.integers("seed").size() > 1) {
        refuse("train.seed", QT_TRANSLATE_NOOP("core", "several seeds are not run yet"),
               QT_TRANSLATE_NOOP("core", "start one run for each seed"));
    }
    if (!train.is("class_weights", "none") && !order.task->needsClassifier) {
        refuse("train.class_weights", QT_TRANSLATE_NOOP("core", "this task has no classes to weigh"),
               QT_TRANSLATE_NOOP("core", "leave it out"));
    }
    if (!probe.is("general", "auto") && !probe.is("general", "none")) {
        refuse("probe.general", QT_TRANSLATE_NOOP("core", "probes of your own are not read yet"),
               QT_TRANSLATE_NOOP("core", "say auto or none"));
    }
    if (!probe.names("must_work").empty()) {
        refuse("probe.must_work",
               QT_TRANSLATE_NOOP("core", "questions that must still work are not asked yet"),
               QT_TRANSLATE_NOOP("core", "leave it out"));
    }
    return faults;
}

} // namespace

std::string Order::device() const
{
    const auto word = checked.train.word("device");
    return word.empty() ? checked.train.text("device") : std::string{word};
}

Text Order::whyProcessor() const
{
    if (method->holdsBaseInInt8 != nullptr && method->holdsBaseInInt8(checked.method))
        return QT_TRANSLATE_NOOP("core", "a base in 8 bits is computed on the processor only");
    if (checked.train.flag("deterministic"))
        return QT_TRANSLATE_NOOP("core", "the same bits each time come from the processor only");
    return {};
}

config::Registered Workshop::registered(const config::Recipe& recipe)
{
    config::Registered registered;
    if (const auto* method = named(peft::all(), recipe.method.name)) {
        registered.method = method->entry.fields;
        registered.methodStarts = method->entry.starts;
    }
    if (const auto* task = named(tasks::all(), recipe.task.name)) registered.taskStarts = task->entry.starts;
    if (const auto* format = named(data::formats(), recipe.format.name))
        registered.format = format->entry.fields;
    return registered;
}

Expected<Order> Workshop::order(const config::Recipe& recipe)
{
    std::vector<Error> faults;
    const auto found = [&](auto all, const config::Chosen& chosen, const char* key) {
        auto entry = config::find(all, chosen.name, chosen.place.empty() ? key : chosen.place);
        if (!entry) faults.push_back(std::move(entry).error());
        return entry ? *entry : nullptr;
    };
    Order order;
    order.task = found(tasks::all(), recipe.task, "task");
    order.method = found(peft::all(), recipe.method, "method.name");
    if (recipe.format.name != "auto") found(data::formats(), recipe.format, "data.format");
    if (recipe.model.name.empty()) {
        faults.push_back({.code = ErrorCode::InvalidInput,
                          .message = QT_TRANSLATE_NOOP("core", "no model is chosen yet"),
                          .where = "model"});
    }
    auto checked = config::checked(recipe, registered(recipe));
    if (!checked) config::addEach(std::move(checked).error(), faults);
    if (faults.empty()) {
        order.checked = *std::move(checked);
        faults = notDoneYet(order);
        if (faults.empty()) return order;
    }
    return Unexpected{config::asOneError(std::move(faults))};
}

Expected<std::shared_ptr<const ModelWords>> Workshop::words(const fs::path& model)
{
    {
        const std::scoped_lock lock{m_mutex};
        if (const auto found = m_words.find(model); found != m_words.end()) return found->second;
    }
    LUTHIER_TRY(auto words, ModelWords::of(model));
    const std::scoped_lock lock{m_mutex};
    return m_words.emplace(model, std::move(words)).first->second;
}

Expected<std::shared_ptr<const DataWork>> Workshop::data(const Order& order, const Job& job)
{
    const auto key = keyOf(order);
    {
        const std::scoped_lock lock{m_mutex};
        if (m_data && m_dataKey == key) return m_data;
    }
    LUTHIER_TRY(auto tables, data::openTables(order.checked, job));
    const auto& given = order.checked.data.texts("columns");
    LUTHIER_TRY(const auto roles,
                data::rolesFor(*tables.train, order.task->form, {given.begin(), given.end()}));
    LUTHIER_TRY(auto prepared,
                data::prepare(tables, order.task->form, roles, order.checked.data, order.seed(), job));
    auto work = std::make_shared<const DataWork>(DataWork{std::move(tables), std::move(prepared)});
    const std::scoped_lock lock{m_mutex};
    m_dataKey = key;
    m_data = work;
    return work;
}

} // namespace luthier::engine
