// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"

#include <QFileDialog>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using engine::ModelCard;

class ModelPage final : public Page {
    Q_OBJECT
public:
    explicit ModelPage(const PageContext& context)
        : Page{tr("Model"), tr("Which model?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_cards{new QWidget}
        , m_details{new Label}
    {
        auto* empty = new EmptyState{tr("No model on this computer yet."), tr("&Import a folder…"),
                                     tr("Import a GGUF file…")};
        setSpace(*new FlowLayout{280, m_cards}, 0, 16);
        m_stack->addWidget(empty);
        m_stack->addWidget(m_cards);
        m_details->setVerbatim();
        setSidePanel(tr("Details"), m_details);
        connect(empty, &EmptyState::acted, this,
                [this] { import(QFileDialog::getExistingDirectory(this, tr("Import a folder"))); });
        connect(empty, &EmptyState::linkFollowed, this, [this] {
            import(QFileDialog::getOpenFileName(this, tr("Import a GGUF file"), {}, tr("Models (*.gguf)")));
        });
        connect(&context.project, &Project::recipeChanged, this, [this](Project::Parts parts) {
            if (parts & (Project::Part::Model | Project::Part::Task)) show();
        });
        read();
        show();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("method"); }

private:
    void read()
    {
        m_context.jobs.start(
            {.name = tr("Looking for models"), .key = "installed"}, this,
            [&models = *m_context.engine.models](const Job&) { return models.installed(); },
            [this](std::vector<ModelCard> models) {
                m_models = std::move(models);
                show();
            });
    }

    void import(const QString& path)
    {
        if (path.isEmpty()) return;
        m_context.jobs.start(
            {.name = tr("Importing a model")}, this,
            [&models = *m_context.engine.models, path](const Job&) { return models.import(toPath(path)); },
            [this](const Expected<ModelCard>& card) {
                if (!card) Q_EMIT m_context.navigator.said(messageOf(card.error(), "model"));
                read();
            });
    }

    CardFace faceOf(const ModelCard& model) const
    {
        const auto free = m_context.engine.catalogue->machine().freeMemoryBytes;
        const bool fits = model.memoryBytes <= free;
        const auto& task = m_context.project.recipe().task.name;
        const bool serves = task.empty() || std::ranges::find(model.tasks, task) != model.tasks.end();
        return {
            .title = QString::fromStdString(model.name),
            .lines = {words(model.purpose),
                      tr("%1 weights · %2").arg(shortNumber(model.parameters), fileSize(model.bytes)),
                      model.licence.empty() ? tr("Licence: not said")
                                            : tr("Licence: %1").arg(QString::fromStdString(model.licence))},
            .badge = fits ? State::Ready : State::NeedsALook,
            .badgeText = tr("Needs about %1; you have %2").arg(fileSize(model.memoryBytes), fileSize(free)),
            .button = tr("Use"),
            .whyNot = !model.trainable ? words(model.whyNot)
                : serves               ? QString{}
                                       : tr("It cannot learn the goal of your data."),
            .chosen = m_context.project.recipe().model.name == model.name};
    }

    void show()
    {
        clearLayout(*m_cards->layout());
        for (const ModelCard& model : m_models) {
            auto* card = new Card{faceOf(model)};
            m_cards->layout()->addWidget(card);
            connect(card, &Card::chosen, this, [this, name = model.name] {
                m_context.project.change(tr("Model chosen: %1").arg(QString::fromStdString(name)),
                                         [&name](config::Recipe& recipe) { recipe.model = {name}; });
            });
            connect(card, &Card::detailsWanted, this, [this, model] { describe(model); });
        }
        m_stack->setCurrentIndex(m_models.empty() ? 0 : 1);
        const QString chosen = QString::fromStdString(m_context.project.recipe().model.name);
        if (chosen.isEmpty()) {
            setAnswer({State::NotStarted, tr("No model is chosen yet.")});
            setPrimary({tr("Choose a model first"), false, tr("Press Use on one of the cards")});
            return;
        }
        setAnswer({State::Ready, tr("%1 is chosen.").arg(chosen)});
        setPrimary({tr("Next: Method")});
    }

    void describe(const ModelCard& model)
    {
        m_details->setText(tr("%1\n\nKind: %2\nReads at most %3 tokens at once.\nLies in %4")
                               .arg(QString::fromStdString(model.name), QString::fromStdString(model.family),
                                    number(model.contextLength), shortPath(model.path)));
        Q_EMIT sidePanelWanted();
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QWidget* m_cards;
    Label* m_details;
    std::vector<ModelCard> m_models;
};

} // namespace

std::unique_ptr<Page> model(const PageContext& context);

std::unique_ptr<Page> model(const PageContext& context)
{
    return std::make_unique<ModelPage>(context);
}

} // namespace luthier::ui

#include "model.moc"
