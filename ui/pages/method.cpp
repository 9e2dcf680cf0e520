// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/form/settings_form.h"
#include "ui/widgets/layer_map.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"

#include <QVBoxLayout>

namespace luthier::ui {
namespace {

class MethodPage final : public Page {
    Q_OBJECT
public:
    explicit MethodPage(const PageContext& context)
        : Page{tr("Method"), tr("How should it learn?")}
        , m_context{context}
        , m_cards{new QWidget}
        , m_map{new LayerMap}
        , m_numbers{new Label}
        , m_own{new SettingsForm{context.project, "method"}}
        , m_train{new SettingsForm{context.project, "train"}}
    {
        auto* column = new QVBoxLayout{this};
        setSpace(*column, 0, 16);
        setSpace(*new FlowLayout{220, m_cards}, 0, 12);
        setBounds(*m_map, {.leastHeight = 280});
        for (QWidget* part : std::initializer_list<QWidget*>{m_cards, m_map, m_numbers, m_own, m_train}) {
            column->addWidget(part);
        }
        column->addStretch(1);
        connect(m_map, &LayerMap::trainRequested, this, &MethodPage::train);
        connect(&context.project, &Project::recipeChanged, this, [this](Project::Parts parts) {
            if (parts & (Project::Part::Method | Project::Part::Task)) showFields();
            show();
        });
        showFields();
        show();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("check"); }

private:
    void showFields()
    {
        const auto registered = m_context.engine.catalogue->registered(m_context.project.recipe());
        m_own->setFields(registered.method, registered);
        m_train->setFields(config::fieldsOf("train"), registered);
    }

    void show()
    {
        showCards();
        const auto& recipe = m_context.project.recipe();
        setPrimary(readyOrMissing(recipe, tr("Next: Check")));
        if (recipe.method.name.empty()) {
            setAnswer({State::NotStarted, tr("No method is chosen yet.")});
        } else {
            setAnswer({State::Ready, tr("%1 is chosen.").arg(titleOf(recipe.method.name))});
        }
        m_map->setVisible(!recipe.model.name.empty());
        m_numbers->setVisible(m_map->isVisibleTo(this));
        if (recipe.model.name.empty()) return;
        m_context.jobs.start(
            {.name = tr("Working out memory and time"), .key = "plan", .listed = false}, this,
            [&models = *m_context.engine.models, recipe](const Job&) { return models.plan(recipe, {}); },
            [this](const Expected<engine::Plan>& plan) { showPlan(plan); });
    }

    QString titleOf(const std::string& method) const
    {
        for (const config::Entry& entry : m_context.engine.catalogue->entries(engine::Registry::Methods)) {
            if (entry.name == method) return words(entry.title);
        }
        return QString::fromStdString(method);
    }

    void showCards()
    {
        clearLayout(*m_cards->layout());
        for (const config::Entry& entry : m_context.engine.catalogue->entries(engine::Registry::Methods)) {
            auto* card = new Card{{.title = words(entry.title),
                                   .lines = {words(entry.summary)},
                                   .button = tr("Use"),
                                   .chosen = m_context.project.recipe().method.name == entry.name}};
            m_cards->layout()->addWidget(card);
            connect(card, &Card::chosen, this, [this, name = std::string{entry.name}] {
                m_context.project.change(tr("Method chosen: %1").arg(titleOf(name)),
                                         [&name](config::Recipe& recipe) { recipe.method = {name}; });
            });
        }
    }

    void showPlan(const Expected<engine::Plan>& plan)
    {
        if (!plan) {
            setAnswer({State::Blocked, words(plan.error().message), words(plan.error().hint)});
            return;
        }
        m_map->setLayers(plan->layers);
        m_numbers->setText(tr("Trainable: %1 of %2 weights. Memory: about %3; you have %4.")
                               .arg(shortNumber(plan->trainableParameters),
                                    shortNumber(plan->totalParameters), fileSize(plan->memoryBytes),
                                    fileSize(plan->freeMemoryBytes)));
    }

    void train(const QStringList& ids, bool trained)
    {
        std::vector<std::string> names;
        for (const QString& id : ids) {
            names.push_back(id.toStdString());
        }
        auto changed = m_context.engine.models->layersWith(m_context.project.recipe(), names, trained);
        if (!changed) {
            Q_EMIT m_context.navigator.said(messageOf(changed.error(), "layers"));
            return;
        }
        Q_EMIT m_context.navigator.unsaid("layers");
        m_context.project.change(trained ? tr("Parts trained") : tr("Parts frozen"),
                                 [&](config::Recipe& recipe) { recipe.layers = changed->layers; });
    }

    PageContext m_context;
    QWidget* m_cards; // widgets: owned by the page
    LayerMap* m_map;
    Label* m_numbers;
    SettingsForm* m_own;
    SettingsForm* m_train;
};

} // namespace

std::unique_ptr<Page> method(const PageContext& context);

std::unique_ptr<Page> method(const PageContext& context)
{
    return std::make_unique<MethodPage>(context);
}

} // namespace luthier::ui

#include "method.moc"
