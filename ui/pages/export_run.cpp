// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/measure.h"

#include <QFileDialog>

namespace luthier::ui {
namespace {

class ExportPage final : public Page {
    Q_OBJECT
public:
    explicit ExportPage(const PageContext& context)
        : Page{tr("Export"), tr("Take it away, proven: which form?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_cards{new QWidget}
    {
        auto* empty = new EmptyState{tr("There is no run to export yet."), tr("Go to &Train")};
        setSpace(*new FlowLayout{280, m_cards}, 0, 16);
        m_stack->addWidget(empty);
        m_stack->addWidget(m_cards);
        connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_context.navigator.pageWanted("train"); });
        connect(&context.library, &RunLibrary::changed, this, &ExportPage::show);
        setAnswer({State::NotStarted, tr("There is no run to export yet.")});
        show();
    }

    void act() override { write(m_format); }

private:
    void show()
    {
        const auto cards = m_context.library.cardsOf(m_context.project.runs());
        m_stack->setCurrentIndex(cards.empty() ? 0 : 1);
        setPrimary({cards.empty() ? tr("Train first") : tr("Export and verify"),
                    !cards.empty() && !m_format.empty(),
                    cards.empty() ? tr("There is no run to export yet.") : tr("Choose a form first")});
        if (cards.empty()) return;
        m_run = cards.front().dir;
        m_context.jobs.start(
            {.name = tr("Looking at the run"), .key = "choices"}, this,
            [&exporting = *m_context.engine.exporting, run = m_run](const Job&) {
                return exporting.choices(run, "best");
            },
            [this](Expected<std::vector<engine::ExportChoice>> choices) {
                if (!choices) return m_context.navigator.said(messageOf(choices.error(), "export"));
                m_choices = *std::move(choices);
                showChoices();
            });
    }

    void showChoices()
    {
        clearLayout(*m_cards->layout());
        for (const engine::ExportChoice& choice : m_choices) {
            auto* card = new Card{{.title = words(choice.title),
                                   .lines = {words(choice.summary), fileSize(choice.bytes)},
                                   .button = tr("Choose"),
                                   .whyNot = choice.possible ? QString{} : words(choice.whyNot),
                                   .chosen = choice.format == m_format}};
            m_cards->layout()->addWidget(card);
            connect(card, &Card::chosen, this, [this, format = choice.format] {
                m_format = format;
                setPrimary({tr("Export and verify")});
                showChoices();
            });
        }
    }

    void write(const std::string& format)
    {
        const QString folder = QFileDialog::getSaveFileName(this, tr("Where to"));
        if (folder.isEmpty()) return;
        m_context.jobs.start(
            {.name = tr("Exporting and verifying"), .key = "export"}, this,
            [&exporting = *m_context.engine.exporting, run = m_run, format, folder](const Job& job) {
                return exporting.write(run, "best", format, toPath(folder), job);
            },
            [this](const Expected<engine::ExportReport>& report) {
                if (!report) return m_context.navigator.said(messageOf(report.error(), "export"));
                setAnswer({report->verified ? State::Ready : State::Blocked, words(report->answer)});
            });
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QWidget* m_cards;
    std::vector<engine::ExportChoice> m_choices;
    std::string m_run, m_format;
};

} // namespace

std::unique_ptr<Page> export_run(const PageContext& context); // NOLINT(readability-identifier-naming)

std::unique_ptr<Page> export_run(const PageContext& context) // NOLINT(readability-identifier-naming)
{
    return std::make_unique<ExportPage>(context);
}

} // namespace luthier::ui

#include "export_run.moc"
