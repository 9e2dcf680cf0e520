// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data_rows.h"

#include "ui/bridge/words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr const char* kIgnore = "ignore";
constexpr std::size_t kMostPickers
    = 24; // columns; tables with more are as a rule exports full of other things
constexpr std::int64_t kSampledRows = 64; // enough to see which column is the long one
constexpr std::size_t kLongShare = 3; // a column with a third of the longest one's letters is long, too
constexpr int kRowHeight = 26; // pixels at 100 % text
constexpr int kTableHeight = 320; // the header and ten rows

} // namespace

DataRows::DataRows(const PageContext& context, QWidget* parent)
    : QWidget{parent}
    , m_context{context}
    , m_pickers{new QWidget}
    , m_banner{new QWidget}
    , m_only{new Label}
    , m_view{new QTableView}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 12);
    setSpace(*new FlowLayout{0, m_pickers}, 0, 12);

    auto* row = new QHBoxLayout{m_banner};
    setSpace(*row, 0, 12);
    m_only->setTone(Label::Tone::Look);
    auto* all = makeButton(tr("Show &all rows"));
    connect(all, &QPushButton::clicked, this, &DataRows::showAll);
    row->addWidget(m_only, 1);
    row->addWidget(all);
    m_banner->hide();

    m_view->setModel(&m_model);
    m_view->setAccessibleName(tr("Rows of the file"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false); // Tab leaves the table
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // not measured: millions of rows
    m_view->verticalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setHighlightSections(false);
    setRowHeight();
    setBounds(*m_view, {.leastHeight = kTableHeight});
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DataRows::currentChanged);
    for (QWidget* part : {m_pickers, m_banner, static_cast<QWidget*>(m_view)}) {
        column->addWidget(part);
    }
}

void DataRows::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) setRowHeight();
}

void DataRows::setRowHeight()
{
    QHeaderView& rows = *m_view->verticalHeader();
    rows.setMinimumSectionSize(space(kRowHeight));
    rows.setDefaultSectionSize(space(kRowHeight));
}

void DataRows::showTable()
{
    m_model.setTable(m_context.data.table());
    m_banner->hide();
    showReport();
    sizeColumns();
    if (m_model.rowCount() > 0) m_view->setCurrentIndex(m_model.index(0, 0));
    Q_EMIT currentChanged();
}

void DataRows::showReport()
{
    m_model.setRoles(roles());
    QHash<qint64, QString> marks;
    if (const auto* report = m_context.data.report()) {
        for (const data::Problem& problem : report->problems) {
            for (const std::int64_t row : problem.rows) {
                QString& mark = marks[row];
                mark += (mark.isEmpty() ? QString{} : QStringLiteral("\n")) + words(problem.message);
            }
        }
    }
    m_model.setMarks(std::move(marks));
    showPickers();
}

data::Roles DataRows::roles() const
{
    if (const auto* report = m_context.data.report()) return report->roles;
    data::Roles roles;
    const auto& task = m_context.project.recipe().task.name;
    for (const auto& guess : m_context.data.guesses()) {
        if (guess.task == task) roles = guess.roles;
    }
    const auto given = m_context.project.recipe().data.find("columns");
    if (given == m_context.project.recipe().data.end()) return roles;
    for (const auto& [role, column] : given->second.entries) {
        roles.insert_or_assign(role, column.text);
    }
    return roles;
}

QStringList DataRows::possibleRoles() const
{
    const auto& task = m_context.project.recipe().task.name;
    for (const auto& guess : m_context.data.guesses()) {
        if (guess.task != task || guess.known.empty()) continue;
        QStringList known;
        for (const auto& role : guess.known) {
            known << QString::fromStdString(role);
        }
        return known << kIgnore;
    }
    return allRoles();
}

QWidget* DataRows::picker(const std::string& column)
{
    auto* picker = new QWidget;
    auto* inside = new QVBoxLayout{picker};
    setSpace(*inside, 0, 4);
    const QString name = QString::fromStdString(column);
    auto* label = new Label{Type::Caption, name};
    label->setWordWrap(false);
    label->setVerbatim();
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setAccessibleName(tr("Role of column %1").arg(name));
    QString now = kIgnore;
    for (const auto& [role, taken] : roles()) {
        if (taken == column) now = QString::fromStdString(role);
    }
    QStringList possible = possibleRoles();
    if (!possible.contains(now)) possible << now;
    for (const QString& role : possible) {
        box->addItem(roleWord(role), role);
    }
    box->setCurrentIndex(box->findData(now));
    if (const auto* report = m_context.data.report()) {
        const auto guess = std::ranges::find(report->guesses, column, &data::RoleGuess::column);
        if (guess != report->guesses.end() && !words(guess->reason).isEmpty()) {
            box->setToolTip(tr("Because: %1").arg(words(guess->reason)));
        }
    }
    connect(box, &QComboBox::activated, this,
            [this, box, column] { setRole(column, box->currentData().toString()); });
    inside->addWidget(label);
    inside->addWidget(box);
    return picker;
}

void DataRows::showPickers()
{
    clearLayout(*m_pickers->layout());
    const auto& table = m_context.data.table();
    m_pickers->setVisible(table != nullptr);
    if (!table) return;
    for (std::size_t i = 0; i < std::min(kMostPickers, table->columns().size()); ++i) {
        m_pickers->layout()->addWidget(picker(table->columns()[i]));
    }
}

void DataRows::setRole(const std::string& column, const QString& role)
{
    data::Roles changed = roles();
    std::erase_if(changed, [&](const auto& one) { return one.second == column; });
    changed[role.toStdString()] = column;
    std::vector<std::pair<std::string, std::string>> entries{changed.begin(), changed.end()};
    m_context.project.set("data", "columns", config::Setting::map(std::move(entries)),
                          tr("%1 is now: %2").arg(QString::fromStdString(column), roleWord(role)));
}

void DataRows::sizeColumns()
{
    const auto& table = m_context.data.table();
    if (!table) return;
    std::vector<std::size_t> bytes(table->columns().size());
    for (std::size_t column = 0; column < bytes.size(); ++column) {
        for (std::int64_t row = 0; row < std::min(kSampledRows, table->rows()); ++row) {
            bytes[column] += table->cell(row, column).value_or("").size();
        }
    }
    const std::size_t most = bytes.empty() ? 0 : *std::ranges::max_element(bytes);
    QHeaderView& header = *m_view->horizontalHeader();
    header.setDefaultSectionSize(space(176));
    header.setMinimumSectionSize(space(96));
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const bool isLong = bytes[static_cast<std::size_t>(column)] * kLongShare >= most;
        header.setSectionResizeMode(column, isLong ? QHeaderView::Stretch : QHeaderView::Interactive);
    }
}

void DataRows::showOnly(std::vector<std::int64_t> rows, std::int64_t count, const QString& what)
{
    const auto& table = m_context.data.table();
    if (!table) return;
    std::erase_if(rows, [&](std::int64_t row) { return row < 0 || row >= table->rows(); });
    const auto shown = static_cast<std::int64_t>(rows.size());
    m_only->setText(shown == count ? tr("Only these %1 rows: %2").arg(number(shown), what)
                                   : tr("%1 of %2 rows: %3").arg(number(shown), number(count), what));
    m_banner->show();
    m_model.setRows(std::move(rows));
    if (shown > 0) m_view->setCurrentIndex(m_model.index(0, 0));
    Q_EMIT shownAlone();
    Q_EMIT currentChanged();
}

void DataRows::showLabel(const std::string& label)
{
    const auto& table = m_context.data.table();
    const auto known = roles();
    const auto role = known.find("label");
    if (!table || role == known.end()) return;
    const auto column = table->column(role->second);
    if (!column) return;
    m_context.jobs.start(
        {.name = tr("Looking for rows"), .key = "label-rows"}, this,
        [table, column = *column, label](const Job& job) {
            std::vector<std::int64_t> rows;
            for (std::int64_t row = 0; row < table->rows() && !job.stop.stop_requested(); ++row) {
                if (table->cell(row, column).value_or("") == label) rows.push_back(row);
            }
            return rows;
        },
        [this, label](std::vector<std::int64_t> rows) {
            const auto count = static_cast<std::int64_t>(rows.size());
            showOnly(std::move(rows), count, QString::fromStdString(label));
        });
}

void DataRows::showAll()
{
    m_banner->hide();
    m_model.setRows(std::nullopt);
    if (m_model.rowCount() > 0) m_view->setCurrentIndex(m_model.index(0, 0));
    Q_EMIT currentChanged();
}

void DataRows::goTo(std::int64_t row)
{
    if (m_banner->isVisibleTo(this)) showAll(); // the wanted one may not be among them
    m_view->setCurrentIndex(m_model.index(static_cast<int>(row), 0));
}

std::int64_t DataRows::currentRow() const
{
    const auto current = m_view->currentIndex();
    return current.isValid() && current.row() < m_model.rowCount() ? m_model.tableRow(current.row()) : -1;
}

} // namespace luthier::ui
