// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form/settings_form.h"
#include "ui/widgets/plot/bar_chart.h"
#include "ui/widgets/plot/histogram.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

class DataPage final : public Page {
    Q_OBJECT
public:
    explicit DataPage(const PageContext& context)
        : Page{tr("Data"), tr("Is my data good enough?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_file{new Label{Type::Section}}
        , m_balance{new BarChart{tr("Labels"), this}}
        , m_lengths{new Histogram{tr("Lengths"), tr("tokens"), this}}
    {
        setAcceptDrops(true);
        auto* empty = new EmptyState{tr("Drop a file with your examples here."), tr("&Add a file…"),
                                     tr("Try the example")};
        auto* form = new SettingsForm{context.project, "data"};
        form->leaveOut({"train", "columns", "mix"});
        form->setFields(config::fieldsOf("data"),
                        context.engine.catalogue->registered(context.project.recipe()));
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        m_file->setVerbatim();
        for (QWidget* part : std::initializer_list<QWidget*>{m_file, m_balance, m_lengths, form}) {
            column->addWidget(part);
        }
        column->addStretch(1);
        m_stack->addWidget(empty);
        m_stack->addWidget(filled);
        connect(empty, &EmptyState::acted, &context.navigator, &Navigator::openFilesWanted);
        connect(empty, &EmptyState::linkFollowed, &context.navigator, &Navigator::exampleWanted);
        connect(m_lengths, &Histogram::cutOffMoved, this, [this](qint64 at) {
            m_context.project.set("data", "max_tokens", std::to_string(at), tr("Longest row changed"));
        });
        connect(&context.project, &Project::recipeChanged, this, &DataPage::refresh);
        refresh();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("model"); }

private:
    void dragEnterEvent(QDragEnterEvent* event) override
    {
        if (event->mimeData()->hasUrls()) event->acceptProposedAction();
    }
    void dropEvent(QDropEvent* event) override
    {
        const auto urls = event->mimeData()->urls();
        if (urls.isEmpty() || !urls.front().isLocalFile()) return;
        m_context.project.useData(toPath(urls.front().toLocalFile()),
                                  tr("Data chosen: %1").arg(urls.front().fileName()));
    }

    void refresh()
    {
        const auto& recipe = m_context.project.recipe();
        const auto train = recipe.data.find("train");
        const bool any = train != recipe.data.end();
        m_stack->setCurrentIndex(any ? 1 : 0);
        if (!any) {
            setAnswer({State::NotStarted, tr("There is no data yet.")});
            setPrimary({tr("Add data first"), false, tr("Drop a file on the page, or press Add a file")});
            return;
        }
        m_file->setText(shortPath(recipe.resolve(train->second.text)));
        setPrimary({tr("Next: Model")});
        if (answer().state == State::NotStarted)
            setAnswer({State::NotStarted, tr("The rows are being read.")});
        m_context.jobs.start(
            {.name = tr("Checking the data"), .key = "report"}, this,
            [&datasets = *m_context.engine.datasets, recipe](const Job& job) {
                return datasets.report(recipe, job);
            },
            [this](const Expected<data::Report>& report) { show(report); });
    }

    void show(const Expected<data::Report>& report)
    {
        if (!report) {
            setAnswer({State::Blocked, tr("The file cannot be used as it is.")});
            Q_EMIT m_context.navigator.said(
                messageOf(report.error(), "data", tr("No rows were taken from it.")));
            return;
        }
        Q_EMIT m_context.navigator.unsaid("data");
        setAnswer({stateOf(report->readiness), words(report->answer), words(report->source.reason)});
        std::vector<Bar> bars;
        for (const auto& [label, rows] : report->balance) {
            const double share = double(rows) / double(std::max<std::int64_t>(1, report->usable));
            bars.push_back({QString::fromStdString(label), double(rows),
                            tr("%1 (%2)").arg(number(rows), percent(share)), share < 0.02});
        }
        m_balance->setVisible(!bars.empty());
        m_balance->setBars(std::move(bars));
        m_lengths->setEmptyReason(tr("Lengths are counted when a model is chosen."));
        m_lengths->setCounts(report->lengths.counts, report->lengths.binWidth);
        m_lengths->setCutOff(report->lengths.maxTokens);
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    Label* m_file;
    BarChart* m_balance;
    Histogram* m_lengths;
};

} // namespace

std::unique_ptr<Page> data(const PageContext& context);

std::unique_ptr<Page> data(const PageContext& context)
{
    return std::make_unique<DataPage>(context);
}

} // namespace luthier::ui

#include "data.moc"
