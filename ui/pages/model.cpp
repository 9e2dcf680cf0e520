// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/places.h"
#include "ui/bridge/words.h"
#include "ui/pages/model_words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>

#include <QFileDialog>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using engine::ModelCard;

class ModelPage final : public Page {
    Q_OBJECT
public:
    explicit ModelPage(const PageContext& context);

    void act() override { Q_EMIT m_context.navigator.pageWanted("method"); }

private:
    QWidget* filled();
    void read();
    void importFolder();
    void importFile();
    void import(const QString& path);
    ModelFit fit() const;
    const ModelCard* chosen() const;
    void choose(const ModelCard& model);
    void show();
    void showCards();
    void judge();
    void describe(const ModelCard& model);

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QWidget* m_cards;
    QWidget* m_details;
    std::vector<ModelCard> m_models;
    bool m_known{false}; ///< whether the list was read
};

ModelPage::ModelPage(const PageContext& context)
    : Page{tr("Model"), tr("Which model?")}
    , m_context{context}
    , m_stack{new Stack{this}}
    , m_cards{new QWidget}
    , m_details{new QWidget}
{
    auto* empty = new EmptyState{tr("No model on this computer yet."), tr("&Import a folder…"),
                                 tr("Import a GGUF file…")};
    m_stack->addWidget(empty);
    m_stack->addWidget(filled());
    auto* facts = new QVBoxLayout{m_details};
    setSpace(*facts, 0, 4);
    setSidePanel(tr("Details"), m_details);
    connect(empty, &EmptyState::acted, this, &ModelPage::importFolder);
    connect(empty, &EmptyState::linkFollowed, this, &ModelPage::importFile);
    connect(&context.project, &Project::recipeChanged, this, [this](Project::Parts parts) {
        if (parts & (Project::Part::Model | Project::Part::Task)) read();
    });
    read();
    show();
}

QWidget* ModelPage::filled()
{
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout{filled};
    setSpace(*column, 0, 16);
    setSpace(*new FlowLayout{300, m_cards}, 0, 16);
    auto* more = new QWidget;
    auto* buttons = new FlowLayout{0, more};
    setSpace(*buttons, 0, 12);
    auto* folder = makeButton(tr("&Import a folder…"));
    auto* file = makeButton(tr("Import a &GGUF file…"));
    connect(folder, &QPushButton::clicked, this, &ModelPage::importFolder);
    connect(file, &QPushButton::clicked, this, &ModelPage::importFile);
    buttons->addWidget(folder);
    buttons->addWidget(file);
    auto* where = new Label{
        Type::Caption,
        tr("Models live in %1; those that other programs fetched are listed too. Importing copies nothing.")
            .arg(shortPath(modelsFolder()))};
    where->setTone(Label::Tone::Second);
    column->addWidget(m_cards);
    column->addWidget(more);
    column->addWidget(where);
    column->addStretch(1);
    return filled;
}

/// The models on this computer, and the chosen one where it lies elsewhere.
void ModelPage::read()
{
    m_context.jobs.start(
        {.name = tr("Looking for models"), .key = "installed"}, this,
        [&models = *m_context.engine.models, chosen = m_context.project.recipe().model.name](const Job&) {
            auto cards = models.installed();
            if (chosen.empty() || std::ranges::find(cards, chosen, &ModelCard::name) != cards.end())
                return cards;
            if (auto card = models.inspect(chosen)) {
                card->name = chosen;
                cards.push_back(*std::move(card));
            } else {
                ModelCard missing;
                missing.name = chosen;
                missing.path = chosen;
                missing.trainable = false;
                missing.whyNot = card.error().message;
                cards.push_back(std::move(missing));
            }
            return cards;
        },
        [this](std::vector<ModelCard> models) {
            m_models = std::move(models);
            m_known = true;
            show();
        });
}

void ModelPage::importFolder()
{
    import(QFileDialog::getExistingDirectory(this, tr("Import a folder")));
}

void ModelPage::importFile()
{
    import(QFileDialog::getOpenFileName(this, tr("Import a GGUF file"), {}, tr("Models (*.gguf)")));
}

void ModelPage::import(const QString& path)
{
    if (path.isEmpty()) return;
    m_context.jobs.start(
        {.name = tr("Importing a model")}, this,
        [&models = *m_context.engine.models, path](const Job&) { return models.import(toPath(path)); },
        [this](const Expected<ModelCard>& card) {
            if (card) {
                Q_EMIT m_context.navigator.unsaid("model");
            } else {
                Q_EMIT m_context.navigator.said(
                    messageOf(card.error(), "model", tr("The model was not imported.")));
            }
            read();
        });
}

ModelFit ModelPage::fit() const
{
    const auto& recipe = m_context.project.recipe();
    return {.task = recipe.task.name,
            .freeBytes = m_context.engine.catalogue->machine().freeMemoryBytes,
            .chosen = recipe.model.name};
}

const ModelCard* ModelPage::chosen() const
{
    const auto found = std::ranges::find(m_models, m_context.project.recipe().model.name, &ModelCard::name);
    return found == m_models.end() ? nullptr : &*found;
}

void ModelPage::choose(const ModelCard& model)
{
    m_context.project.change(tr("Model chosen: %1").arg(QString::fromStdString(model.name)),
                             [name = model.name](config::Recipe& recipe) { recipe.model = {name}; });
}

void ModelPage::show()
{
    m_stack->setCurrentIndex(m_known && m_models.empty() ? 0 : 1);
    showCards();
    judge();
}

void ModelPage::showCards()
{
    const ModelFit fit = this->fit();
    sortBySuit(m_models, fit);
    clearLayout(*m_cards->layout());
    for (const ModelCard& model : m_models) {
        auto* card = new Card{faceOf(model, fit)};
        m_cards->layout()->addWidget(card);
        connect(card, &Card::chosen, this, [this, model] { choose(model); });
        connect(card, &Card::detailsWanted, this, [this, model] {
            describe(model);
            Q_EMIT sidePanelWanted();
        });
    }
    if (const ModelCard* model = chosen()) {
        describe(*model);
    } else if (!m_models.empty()) {
        describe(m_models.front());
    }
}

void ModelPage::judge()
{
    const ModelFit fit = this->fit();
    const ModelCard* const model = chosen();
    const QString name = QString::fromStdString(fit.chosen);
    if (name.isEmpty()) {
        const auto best = std::ranges::find_if(m_models, [&](const auto& one) { return fit.usable(one); });
        setAnswer({State::NotStarted,
                   best == m_models.end()
                       ? tr("No model is chosen yet.")
                       : tr("No model is chosen yet. Suggested: %1, the smallest that suits the goal.")
                             .arg(QString::fromStdString(best->name))});
        return setPrimary({tr("Choose a model first"), false, tr("Press Use on one of the cards")});
    }
    setPrimary({tr("Next: Method")});
    if (model == nullptr) return setAnswer({State::Ready, tr("%1 is chosen.").arg(name)});
    if (!fit.usable(*model)) {
        setAnswer({State::Blocked,
                   model->trainable ? tr("%1 cannot learn the goal of your data.").arg(name)
                                    : tr("%1 cannot be used.").arg(name),
                   words(model->whyNot)});
        return setPrimary({tr("Choose another model first"), false, tr("The reason stands on its card")});
    }
    const QString need = fileSize(model->memoryBytes);
    const QString have = fileSize(fit.freeBytes);
    if (fit.fits(*model)) {
        setAnswer({State::Ready,
                   tr("%1 suits the goal and fits: it needs about %2; you have %3.").arg(name, need, have)});
    } else {
        setAnswer({State::NeedsALook,
                   tr("%1 suits the goal, but is tight: it needs about %2; you have %3. Check measures it.")
                       .arg(name, need, have)});
    }
}

void ModelPage::describe(const ModelCard& model)
{
    auto& facts = *static_cast<QVBoxLayout*>(m_details->layout());
    clearLayout(facts);
    auto* name = new Label{Type::Section, QString::fromStdString(model.name)};
    name->setVerbatim();
    facts.addWidget(name);
    for (const auto& [what, value] : factsOf(model)) {
        facts.addSpacing(space(8));
        auto* caption = new Label{Type::Caption, what};
        caption->setTone(Label::Tone::Second);
        auto* words = new Label{value};
        words->setVerbatim(); // names, numbers and paths
        words->setTextInteractionFlags(Qt::TextSelectableByMouse);
        facts.addWidget(caption);
        facts.addWidget(words);
    }
    facts.addStretch(1);
}

} // namespace

std::unique_ptr<Page> model(const PageContext& context);

std::unique_ptr<Page> model(const PageContext& context)
{
    return std::make_unique<ModelPage>(context);
}

} // namespace luthier::ui

#include "model.moc"
