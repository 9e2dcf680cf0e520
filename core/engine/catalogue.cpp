// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/format.h"
#include "core/engine/inspecting.h"
#include "core/engine/machine.h"
#include "core/engine/panes.h"
#include "core/models/architecture.h"
#include "core/train/guard.h"

#include <utility>

namespace luthier::engine {
namespace {

template <class T>
std::vector<config::Entry> entriesOf(std::span<const T* const> all)
{
    std::vector<config::Entry> entries;
    for (const T* one : all) {
        entries.push_back(one->entry);
    }
    return entries;
}

class OurCatalogue final : public Catalogue {
public:
    explicit OurCatalogue(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    std::vector<config::Entry> entries(Registry registry) const override
    {
        switch (registry) {
        case Registry::Architectures:
            return entriesOf(models::all());
        case Registry::Tasks:
            return entriesOf(tasks::all());
        case Registry::Methods:
            return entriesOf(peft::all());
        case Registry::Formats:
            return entriesOf(data::formats());
        }
        return {};
    }

    config::Registered registered(const config::Recipe& recipe) const override
    {
        return Workshop::registered(recipe);
    }

    Expected<config::CheckedRecipe> checked(const config::Recipe& recipe) const override
    {
        LUTHIER_TRY(auto order, Workshop::order(recipe));
        return std::move(order.checked);
    }

    Machine machine() const override { return machineNow(); }

    Expected<std::string> inspect(const std::filesystem::path& path, const std::string& model,
                                  const Job& job) override
    {
        return train::guarded([&]() -> Expected<std::string> {
            LUTHIER_TRY(const auto json, inspected(*m_workshop, path, model, job));
            return toJson(json);
        });
    }

private:
    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Catalogue> makeCatalogue(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurCatalogue>(std::move(workshop));
}

} // namespace luthier::engine
