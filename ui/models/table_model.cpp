// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/table_model.h"

#include "ui/bridge/words.h"

#include <algorithm>
#include <array>
#include <limits>

#include <QFont>

namespace luthier::ui {
namespace {

constexpr std::size_t kMostShown = 400; // bytes in a cell: more than any column is wide
constexpr std::size_t kMostTip = 4000;

constexpr std::array<std::pair<const char*, const char*>, 17> kRoles{{
    {"text", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "text")},
    {"text2", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "second text")},
    {"label", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "label")},
    {"score", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "score")},
    {"prompt", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "prompt")},
    {"completion", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "completion")},
    {"system", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "system")},
    {"messages", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "messages")},
    {"chosen", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "chosen")},
    {"rejected", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "rejected")},
    {"image", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "image")},
    {"tags", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "span tags")},
    {"weight", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "weight")},
    {"group", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "group (keep together)")},
    {"date", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "date")},
    {"slice", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "slice (compare by)")},
    {"ignore", QT_TRANSLATE_NOOP("luthier::ui::TableModel", "ignored")},
}};

/// At most `most` bytes of `text`, whole characters.
QString cut(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) {
        --most;
    }
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(most)) + QChar{0x2026};
}

} // namespace

QString roleWord(const QString& role)
{
    const auto found = std::ranges::find_if(kRoles, [&](const auto& one) { return role == one.first; });
    return found == kRoles.end() ? role : TableModel::tr(found->second);
}

QStringList allRoles()
{
    QStringList roles;
    for (const auto& [role, word] : kRoles) {
        roles << role;
    }
    return roles;
}

TableModel::TableModel(QObject* parent)
    : QAbstractTableModel{parent}
{
}

void TableModel::setTable(std::shared_ptr<const data::Table> table)
{
    beginResetModel();
    m_table = std::move(table);
    m_roles.assign(m_table ? m_table->columns().size() : 0, QString{});
    m_rows.reset();
    m_marks.clear();
    endResetModel();
}

void TableModel::setRoles(const data::Roles& roles)
{
    if (!m_table) return;
    m_roles.assign(m_table->columns().size(), QString{});
    for (const auto& [role, column] : roles) {
        if (const auto at = m_table->column(column)) m_roles[*at] = QString::fromStdString(role);
    }
    if (!m_roles.empty()) Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void TableModel::setRows(std::optional<std::vector<std::int64_t>> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void TableModel::setMarks(QHash<qint64, QString> marks)
{
    m_marks = std::move(marks);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

std::int64_t TableModel::tableRow(int row) const
{
    return m_rows ? (*m_rows)[static_cast<std::size_t>(row)] : row;
}

QString TableModel::columnName(int column) const
{
    return QString::fromStdString(m_table->columns()[static_cast<std::size_t>(column)]);
}

QString TableModel::roleOf(int column) const
{
    return m_roles[static_cast<std::size_t>(column)];
}

int TableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_table) return 0;
    const auto rows = m_rows ? static_cast<std::int64_t>(m_rows->size()) : m_table->rows();
    return static_cast<int>(std::min<std::int64_t>(rows, std::numeric_limits<int>::max()));
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->columns().size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    const std::int64_t row = tableRow(index.row());
    const auto cell = [&] { return m_table->cell(row, static_cast<std::size_t>(index.column())); };
    switch (role) {
    case Qt::DisplayRole: {
        const auto text = cell();
        return text ? cut(*text, kMostShown).simplified() : QString{};
    }
    case Qt::ToolTipRole: {
        const QString mark = m_marks.value(row);
        const auto text = cell();
        const QString whole = text ? cut(*text, kMostTip) : tr("empty");
        return mark.isEmpty() ? whole : mark + "\n\n" + whole;
    }
    case Qt::AccessibleDescriptionRole:
    case Qt::UserRole:
        return m_marks.value(row);
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        if (role != Qt::DisplayRole) return {};
        return (m_marks.contains(tableRow(section)) ? QStringLiteral("◆ ") : QString{})
            + number(tableRow(section) + 1);
    }
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    const QString word = roleOf(section).isEmpty() ? tr("no role yet") : roleWord(roleOf(section));
    return role == Qt::DisplayRole ? columnName(section) + '\n' + word
                                   : tr("Column %1, %2").arg(columnName(section), word);
}

} // namespace luthier::ui
