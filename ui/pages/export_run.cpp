// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/export_result.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>

namespace luthier::ui {
namespace {

class ExportPage final : public Page {
    Q_OBJECT
public:
    explicit ExportPage(const PageContext& context)
        : Page{tr("Export"), tr("Take it away, proven: which form?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_runs{new QComboBox}
        , m_checkpoint{new QComboBox}
        , m_cards{new QWidget}
        , m_folder{new QLineEdit}
        , m_free{new Label{Type::Caption}}
        , m_doing{new Label}
        , m_progress{new QProgressBar}
        , m_result{new ExportResult}
    {
        auto* empty
            = new EmptyState{tr("There is no run to export yet. An export is files that other programs "
                                "load, proven to answer as the run does."),
                             tr("Go to &Train")};
        m_stack->addWidget(empty);
        m_stack->addWidget(build());
        connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_context.navigator.pageWanted("train"); });
        connect(&context.library, &RunLibrary::changed, this, &ExportPage::showRuns);
        connect(m_runs, &QComboBox::currentIndexChanged, this, &ExportPage::readChoices);
        connect(m_runs, &QComboBox::activated, this, [this] { m_picked = run(); });
        connect(m_checkpoint, &QComboBox::currentIndexChanged, this, &ExportPage::readChoices);
        connect(m_folder, &QLineEdit::textChanged, this, &ExportPage::showPlace);
        connect(&context.jobs, &JobRunner::changed, this, &ExportPage::showProgress);
        setAnswer({State::NotStarted, tr("There is no run to export yet.")});
        showRuns();
    }

    void act() override { write(); }

private:
    QWidget* build()
    {
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        auto* top = new QWidget;
        auto* grid = new QGridLayout{top};
        setSpace(*grid, 0, 8);
        grid->setColumnStretch(1, 1);
        markVerbatim(*m_runs); // names of runs
        for (QComboBox* box : {m_runs, m_checkpoint}) {
            box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        }
        m_checkpoint->addItem(tr("its best step"), "best");
        m_checkpoint->addItem(tr("its last step"), "last");
        addRow(*grid, tr("Run"), m_runs);
        addRow(*grid, tr("Which step"), m_checkpoint);
        column->addWidget(top);
        column->addWidget(new Label{Type::Section, tr("Form")});
        setSpace(*new FlowLayout{250, m_cards}, 0, 16);
        column->addWidget(m_cards);
        auto* place = new QWidget;
        auto* placeGrid = new QGridLayout{place};
        setSpace(*placeGrid, 0, 8);
        placeGrid->setColumnStretch(1, 1);
        markVerbatim(*m_folder);
        addRow(*placeGrid, tr("New folder"), m_folder);
        auto* choose = makeButton(tr("&Choose…"));
        choose->setToolTip(tr("Chooses where the new folder will lie"));
        placeGrid->addWidget(choose, 0, 2);
        m_free->setTone(Label::Tone::Second);
        placeGrid->addWidget(m_free, 1, 1);
        connect(choose, &QPushButton::clicked, this, &ExportPage::chooseFolder);
        column->addWidget(place);
        m_progress->setTextVisible(false);
        m_progress->setAccessibleName(tr("Progress of the export"));
        column->addWidget(m_doing);
        column->addWidget(m_progress);
        column->addWidget(m_result);
        m_doing->hide();
        m_progress->hide();
        column->addStretch(1);
        return filled;
    }

    static void addRow(QGridLayout& grid, const QString& name, QWidget* field)
    {
        const int row = grid.rowCount() == 1 && grid.count() == 0 ? 0 : grid.rowCount();
        auto* label = new Label{name};
        label->setWordWrap(false);
        label->setBuddy(field);
        field->setAccessibleName(name);
        grid.addWidget(label, row, 0);
        grid.addWidget(field, row, 1);
    }

    std::string run() const
    {
        const int at = m_runs->currentIndex();
        return at < 0 ? std::string{} : m_list[static_cast<std::size_t>(at)].dir;
    }
    std::string checkpoint() const { return m_checkpoint->currentData().toString().toStdString(); }

    void showRuns()
    {
        const std::string before = run();
        m_list = m_context.library.usableOf(m_context.project.runs());
        {
            const QSignalBlocker blocker{m_runs};
            m_runs->clear();
            for (const runs::RunCard& card : m_list) {
                m_runs->addItem(
                    tr("%1, best step %2").arg(QString::fromStdString(card.name), number(card.bestStep)));
                if (card.dir == m_picked) m_runs->setCurrentIndex(m_runs->count() - 1);
            }
        }
        m_stack->setCurrentIndex(m_list.empty() ? 0 : 1);
        if (!m_list.empty() && m_exported.isEmpty())
            setAnswer({State::NotStarted, tr("Nothing was exported yet.")});
        showButton();
        if (!m_list.empty() && (run() != before || m_choices.empty())) readChoices();
    }

    void readChoices()
    {
        if (m_list.empty()) return;
        m_context.jobs.start(
            {.name = tr("Looking at the run"), .key = "choices", .listed = false}, this,
            [&exporting = *m_context.engine.exporting, run = run(), step = checkpoint()](const Job&) {
                return exporting.choices(run, step);
            },
            [this](Expected<std::vector<engine::ExportChoice>> choices) {
                m_choices.clear();
                if (!choices) {
                    showChoices();
                    return m_context.navigator.said(messageOf(choices.error(), "export"));
                }
                Q_EMIT m_context.navigator.unsaid("export");
                m_choices = *std::move(choices);
                const auto same = std::ranges::find(m_choices, m_format, &engine::ExportChoice::format);
                if (same == m_choices.end() || !same->possible) {
                    m_format
                        = m_choices.empty() || !m_choices.front().possible ? "" : m_choices.front().format;
                }
                showChoices();
                suggestFolder();
            });
    }

    void showChoices()
    {
        clearLayout(*m_cards->layout());
        for (const engine::ExportChoice& choice : m_choices) {
            if (choice.rare) continue;
            QStringList lines{words(choice.summary)};
            if (choice.bytes > 0) lines << fileSize(choice.bytes);
            auto* card = new Card{{.title = words(choice.title),
                                   .lines = lines,
                                   .button = tr("Choose"),
                                   .whyNot = choice.possible ? QString{} : words(choice.whyNot),
                                   .chosen = choice.format == m_format}};
            m_cards->layout()->addWidget(card);
            connect(card, &Card::chosen, this, [this, format = choice.format] {
                m_format = format;
                showChoices();
                suggestFolder();
            });
        }
        showButton();
    }

    /// A folder of the project that is not there yet.
    void suggestFolder()
    {
        if (m_format.empty()) return;
        const auto base = m_context.project.folder() / "exports"
            / (std::filesystem::path{run()}.filename().string() + "-" + m_format);
        auto folder = base;
        std::error_code none;
        for (int i = 2; std::filesystem::exists(folder, none); ++i) {
            folder = base.string() + "-" + std::to_string(i);
        }
        m_folder->setText(fromPath(folder));
    }

    void chooseFolder()
    {
        const QString folder
            = QFileDialog::getSaveFileName(this, tr("Where the new folder will lie"), m_folder->text());
        if (!folder.isEmpty()) m_folder->setText(folder);
    }

    void showPlace()
    {
        const auto free = freeBytes(toPath(m_folder->text()));
        m_free->setText(free ? tr("%1 free there").arg(fileSize(static_cast<std::int64_t>(*free)))
                             : QString{});
        showButton();
    }

    void showButton()
    {
        if (m_list.empty()) {
            return setPrimary({tr("Train first"), false, tr("There is no run to export yet.")});
        }
        const QString text = tr("Export and verify");
        if (m_job) return setPrimary({text, false, tr("An export is being written")});
        if (m_format.empty()) return setPrimary({text, false, tr("Choose a form first")});
        if (m_folder->text().isEmpty()) return setPrimary({text, false, tr("Choose a folder first")});
        setPrimary({text, true, tr("Writes the files, loads them again and compares their answers")});
    }

    void write()
    {
        m_result->hide();
        const auto folder = toPath(m_folder->text());
        m_job = m_context.jobs.start(
            {.name = tr("Exporting and verifying")}, this,
            [&exporting = *m_context.engine.exporting, run = run(), step = checkpoint(), format = m_format,
             folder](const Job& job) -> Expected<engine::ExportReport> {
                LUTHIER_CHECK(makeFolder(folder.parent_path()));
                return exporting.write(run, step, format, folder, job);
            },
            [this](const Expected<engine::ExportReport>& report) { showReport(report); });
        setAnswer({State::NotStarted, tr("The files are written, loaded again and compared.")});
        showProgress();
        showButton();
    }

    void showProgress()
    {
        m_doing->setVisible(m_job.has_value());
        m_progress->setVisible(m_job.has_value());
        if (!m_job) return;
        for (const JobRunner::View& view : m_context.jobs.listed()) {
            if (view.id != *m_job) continue;
            m_doing->setText(view.doing.isEmpty() ? tr("Writing the files") : view.doing);
            m_progress->setRange(0, view.fraction < 0 ? 0 : 100);
            m_progress->setValue(qRound(view.fraction * 100));
        }
    }

    void showReport(const Expected<engine::ExportReport>& report)
    {
        m_job.reset();
        showProgress();
        showButton();
        if (!report) {
            if (report.error().code == ErrorCode::Interrupted) {
                return setAnswer({State::NotStarted, tr("The export was stopped; nothing was left behind.")});
            }
            setAnswer({State::Blocked, tr("The export failed; nothing was left behind.")});
            return m_context.navigator.said(messageOf(report.error(), "export", tr("There is no export.")));
        }
        Q_EMIT m_context.navigator.unsaid("export");
        m_exported = fromPath(report->folder);
        const State state = !report->verified          ? State::Blocked
            : report->sameAnswers < engine::kUsualSame ? State::NeedsALook
                                                       : State::Ready;
        setAnswer({state, words(report->answer)});
        const auto files = static_cast<std::int64_t>(report->files.size());
        m_result->show(
            state, words(report->answer),
            {tr("Same answer on %1 of %2 rows, loaded again from the files")
                 .arg(number(report->agreeing), number(report->rows)),
             tr("Largest difference to the run: %1").arg(significant(report->largestDifference, 2)),
             tr("Largest change from the base model: %1").arg(significant(report->changedFromBase, 2)),
             tr("Files: %1, together %2").arg(number(files), fileSize(report->bytes))},
            m_exported);
        suggestFolder(); // the next one gets a folder of its own
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QComboBox* m_runs;
    QComboBox* m_checkpoint;
    QWidget* m_cards;
    QLineEdit* m_folder;
    Label* m_free;
    Label* m_doing;
    QProgressBar* m_progress;
    ExportResult* m_result;
    std::vector<runs::RunCard> m_list; ///< as in m_runs
    std::vector<engine::ExportChoice> m_choices;
    std::string m_format;
    std::string m_picked; ///< the run that the person chose; else it is the newest
    QString m_exported; ///< where the last export lies
    std::optional<JobRunner::Id> m_job;
};

} // namespace

std::unique_ptr<Page> export_run(const PageContext& context); // NOLINT(readability-identifier-naming)

std::unique_ptr<Page> export_run(const PageContext& context) // NOLINT(readability-identifier-naming)
{
    return std::make_unique<ExportPage>(context);
}

} // namespace luthier::ui

#include "export_run.moc"
