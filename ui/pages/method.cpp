// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "ui/bridge/words.h"
#include "ui/pages/method_numbers.h"
#include "ui/pages/method_words.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/form/settings_form.h"
#include "ui/widgets/layer_map.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <map>

#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using engine::LayerNode;
using engine::Plan;

class MethodPage final : public Page {
    Q_OBJECT
public:
    explicit MethodPage(const PageContext& context);

    void act() override { Q_EMIT m_context.navigator.pageWanted("check"); }
    void arrive(const QString& detail) override;

private:
    /// What each method would cost, or why it does not fit. Empty where nothing is known.
    using Plans = std::map<std::string, Expected<Plan>>;

    QWidget* mapSide();
    QPushButton* preset(QWidget& row, const QString& text, const QString& help);
    void showFields();
    void refresh();
    void showCards();
    CardFace faceOfMethod(const config::Entry& entry) const;
    void showPlan();
    MethodCost costOf(const std::string& method) const;
    QString titleOf(const std::string& method) const;
    QString adapterMark() const;

    void choose(const std::string& name);
    void paint(const QStringList& ids, bool trained);
    void train(const std::function<bool(const LayerNode& node, int block)>& wanted, const QString& what);
    void take(const Expected<config::Recipe>& changed, const QString& what);

    PageContext m_context;
    QWidget* m_cards; // widgets: owned by the page
    QWidget* m_work;
    LayerMap* m_map;
    MethodNumbers* m_numbers;
    Label* m_ownTitle;
    SettingsForm* m_own;
    SettingsForm* m_layers;
    SettingsForm* m_train;
    Plans m_plans;
};

MethodPage::MethodPage(const PageContext& context)
    : Page{tr("Method"), tr("How should it learn?")}
    , m_context{context}
    , m_cards{new QWidget}
    , m_work{new QWidget}
    , m_map{new LayerMap}
    , m_numbers{new MethodNumbers}
    , m_ownTitle{new Label{Type::Section, tr("The method")}}
    , m_own{new SettingsForm{context.project, "method"}}
    , m_layers{new SettingsForm{context.project, "layers"}}
    , m_train{new SettingsForm{context.project, "train"}}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 16);
    setSpace(*new FlowLayout{220, m_cards}, 0, 12);
    auto* work = new FlowLayout{460, m_work};
    setSpace(*work, 0, 16);
    work->addWidget(mapSide());
    work->addWidget(m_numbers);
    m_layers->keepOnly({"step_multipliers"}); // the map says the others
    auto* steps = new Fold{tr("Step size per part of the model"), m_layers};
    connect(m_layers, &SettingsForm::revealing, steps, [steps] { steps->setOpen(true); });
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_cards, m_work, m_ownTitle, m_own, new Label{Type::Section, tr("Training")}, m_train, steps}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    connect(&context.project, &Project::recipeChanged, this, [this](Project::Parts parts) {
        if (parts & (Project::Part::Method | Project::Part::Task)) showFields();
        refresh();
    });
    connect(&context.data, &DataWatch::reportChanged, this, &MethodPage::refresh);
    connect(&context.lastCheck, &LastCheck::changed, this, [this] {
        showCards();
        showPlan();
    });
    showFields();
    refresh();
}

QWidget* MethodPage::mapSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout{side};
    setSpace(*column, 0, 8);
    setBounds(*m_map, {.leastHeight = 240});
    column->addWidget(m_map, 1);
    auto* presets = new QWidget;
    setSpace(*new FlowLayout{0, presets}, 0, 8);
    using Kind = LayerNode::Kind;
    connect(preset(*presets, tr("&As the method has it"), tr("Takes back what was changed on the map")),
            &QPushButton::clicked, this, [this] {
                m_context.project.change(tr("Layers as the method has them"), [](config::Recipe& recipe) {
                    recipe.layers.erase("train");
                    recipe.layers.erase("freeze");
                });
            });
    connect(preset(*presets, tr("Top &2 blocks"), tr("The two blocks nearest the answer, and what is above")),
            &QPushButton::clicked, m_map, [this] { Q_EMIT m_map->topBlocksRequested(2); });
    connect(preset(*presets, tr("All but &embeddings"), tr("Words keep their meaning, all else may change")),
            &QPushButton::clicked, this, [this] {
                train([](const LayerNode& node, int) { return node.kind != Kind::Embedding; },
                      tr("All but embeddings"));
            });
    column->addWidget(presets);
    auto* keys = new Label{Type::Caption,
                           tr("Click or Space freezes or trains a part, dragging paints over several. Keys 1 "
                              "to 9: the top blocks.")};
    keys->setTone(Label::Tone::Second);
    column->addWidget(keys);
    connect(m_map, &LayerMap::trainRequested, this, &MethodPage::paint);
    connect(m_map, &LayerMap::adapterRequested, this, [this](const QStringList& ids) { paint(ids, true); });
    connect(m_map, &LayerMap::topBlocksRequested, this, [this](int count) {
        train(
            [count](const LayerNode& node, int block) {
                if (node.kind == Kind::Embedding) return false;
                return node.kind != Kind::Block || block < count;
            },
            tr("The top %1 blocks").arg(number(std::int64_t{count})));
    });
    return side;
}

QPushButton* MethodPage::preset(QWidget& row, const QString& text, const QString& help)
{
    auto* button = makeButton(text);
    button->setToolTip(help);
    button->setAccessibleDescription(help);
    row.layout()->addWidget(button);
    return button;
}

void MethodPage::arrive(const QString& detail)
{
    if (!detail.startsWith("setting:")) return;
    const std::string key = detail.mid(8).toStdString();
    m_own->reveal(key);
    m_train->reveal(key);
}

void MethodPage::showFields()
{
    const auto registered = m_context.engine.catalogue->registered(m_context.project.recipe());
    m_own->setFields(registered.method, registered);
    m_own->setVisible(!registered.method.empty());
    m_ownTitle->setVisible(!registered.method.empty());
    m_train->setFields(config::fieldsOf("train"), registered);
    m_layers->setFields(config::fieldsOf("layers"), registered);
}

void MethodPage::refresh()
{
    const auto& recipe = m_context.project.recipe();
    setPrimary(readyOrMissing(recipe, tr("Next: Check")));
    showCards();
    showPlan();
    if (recipe.model.name.empty() || recipe.task.name.empty()) {
        m_plans.clear();
        return;
    }
    std::vector<std::string> methods;
    for (const config::Entry& entry : m_context.engine.catalogue->entries(engine::Registry::Methods)) {
        methods.emplace_back(entry.name);
    }
    m_context.jobs.start(
        {.name = tr("Working out memory and time"), .key = "plans", .listed = false}, this,
        [&models = *m_context.engine.models, recipe, methods, facts = m_context.data.facts()](const Job&) {
            Plans plans;
            for (const std::string& method : methods) {
                auto one = recipe;
                if (method != recipe.method.name) { // as it would be once it is chosen
                    one.method = {method};
                    one.layers.erase("train");
                    one.layers.erase("freeze");
                }
                plans.emplace(method, models.plan(one, facts));
            }
            return plans;
        },
        [this](Plans plans) {
            m_plans = std::move(plans);
            showCards();
            showPlan();
        });
}

QString MethodPage::titleOf(const std::string& method) const
{
    for (const config::Entry& entry : m_context.engine.catalogue->entries(engine::Registry::Methods)) {
        if (entry.name == method) return words(entry.title);
    }
    return QString::fromStdString(method);
}

MethodCost MethodPage::costOf(const std::string& method) const
{
    const auto found = m_plans.find(method);
    const bool chosen = m_context.project.recipe().method.name == method;
    return {found == m_plans.end() ? nullptr : &found->second,
            chosen ? m_context.lastCheck.measured() : nullptr};
}

CardFace MethodPage::faceOfMethod(const config::Entry& entry) const
{
    const std::string name{entry.name};
    return faceOf(entry, costOf(name), m_context.project.recipe().method.name == name);
}

void MethodPage::showCards()
{
    const auto entries = m_context.engine.catalogue->entries(engine::Registry::Methods);
    const auto cards = m_cards->findChildren<Card*>(Qt::FindDirectChildrenOnly);
    if (cards.size() == static_cast<qsizetype>(entries.size())) {
        for (qsizetype i = 0; i < cards.size(); ++i) {
            cards[i]->setFace(faceOfMethod(entries[static_cast<std::size_t>(i)]));
        }
        return;
    }
    for (const config::Entry& entry : entries) {
        auto* card = new Card{faceOfMethod(entry)};
        m_cards->layout()->addWidget(card);
        connect(card, &Card::chosen, this, [this, name = std::string{entry.name}] { choose(name); });
    }
}

void MethodPage::showPlan()
{
    const std::string& method = m_context.project.recipe().method.name;
    const MethodCost cost = costOf(method);
    setAnswer(answerOf(method.empty() ? QString{} : titleOf(method), cost));
    m_work->setVisible(cost.plan != nullptr && cost.plan->has_value());
    if (!m_work->isVisibleTo(this)) return;
    const Plan& plan = **cost.plan;
    m_map->setAdapterMark(adapterMark());
    m_map->setLayers(plan.layers);
    m_numbers->setPlan(plan, cost.measured);
}

/// "A16": what stands at a part with an add-on of rank 16.
QString MethodPage::adapterMark() const
{
    const auto& recipe = m_context.project.recipe();
    const auto registered = m_context.engine.catalogue->registered(recipe);
    const auto field = std::ranges::find(registered.method, "rank", &config::Field::key);
    if (field == registered.method.end()) return {};
    const auto given = recipe.method.settings.find("rank");
    const auto value = given != recipe.method.settings.end()
        ? given->second
        : config::startingValue("method", *field, registered);
    return "A" + QString::fromStdString(value.text);
}

void MethodPage::choose(const std::string& name)
{
    m_context.project.change(tr("Method chosen: %1").arg(titleOf(name)), [&name](config::Recipe& recipe) {
        recipe.method = {name};
        recipe.layers.erase("train"); // they were for the other method
        recipe.layers.erase("freeze");
    });
}

void MethodPage::paint(const QStringList& ids, bool trained)
{
    std::vector<std::string> names;
    for (const QString& id : ids) {
        names.push_back(id.toStdString());
    }
    take(m_context.engine.models->layersWith(m_context.project.recipe(), names, trained),
         trained ? tr("Parts trained") : tr("Parts frozen"));
}

/// Trains the parts for which `wanted` says yes and freezes the others; blocks count from the top, from 0.
void MethodPage::train(const std::function<bool(const LayerNode& node, int block)>& wanted,
                       const QString& what)
{
    const auto* known = costOf(m_context.project.recipe().method.name).plan;
    if (known == nullptr || !*known) return;
    std::vector<std::string> on;
    std::vector<std::string> off;
    int block = 0;
    for (const LayerNode& node : (*known)->layers) {
        (wanted(node, block) ? on : off).push_back(node.id);
        if (node.kind == LayerNode::Kind::Block) ++block;
    }
    auto& models = *m_context.engine.models;
    auto changed = models.layersWith(m_context.project.recipe(), on, true);
    take(changed ? models.layersWith(*changed, off, false) : changed, what);
}

void MethodPage::take(const Expected<config::Recipe>& changed, const QString& what)
{
    if (!changed) {
        Q_EMIT m_context.navigator.said(
            messageOf(changed.error(), "layers", tr("The layers stay as they were.")));
        return;
    }
    Q_EMIT m_context.navigator.unsaid("layers");
    m_context.project.change(what, [&](config::Recipe& recipe) { recipe.layers = changed->layers; });
}

} // namespace

std::unique_ptr<Page> method(const PageContext& context);

std::unique_ptr<Page> method(const PageContext& context)
{
    return std::make_unique<MethodPage>(context);
}

} // namespace luthier::ui

#include "method.moc"
