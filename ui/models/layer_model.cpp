// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/layer_model.h"

#include "ui/bridge/words.h"

#include <algorithm>

namespace luthier::ui {

using engine::LayerNode;

struct LayerModel::Row {
    Row* parent{};
    int at{}; ///< among the parent's rows
    std::vector<const LayerNode*> nodes; ///< one, or the blocks of a group
    std::vector<std::unique_ptr<Row>> rows;

    const LayerNode& first() const { return *nodes.front(); }
    bool isGroup() const { return nodes.size() > 1; }
    std::int64_t parameters() const
    {
        std::int64_t sum = 0;
        for (const LayerNode* node : nodes) {
            sum += node->parameters;
        }
        return sum;
    }
};

namespace {

constexpr std::size_t kLeastGroup = 3; // two rows are no longer than one row and its arrow

/// Whether a person could tell them apart on the map.
bool lookAlike(const LayerNode& a, const LayerNode& b)
{
    return a.kind == b.kind && a.state == b.state && a.parameters == b.parameters
        && a.adapterParameters == b.adapterParameters && a.stepMultiplier == b.stepMultiplier
        && a.children.size() == b.children.size()
        && std::equal(a.children.begin(), a.children.end(), b.children.begin(), lookAlike);
}

/// "blocks.12" -> 12
std::int64_t numberOf(const LayerNode& block)
{
    const auto dot = block.id.rfind('.');
    return QString::fromStdString(block.id.substr(dot + 1)).toLongLong();
}

} // namespace

LayerModel::LayerModel(QObject* parent)
    : QAbstractItemModel{parent}
    , m_root{std::make_unique<Row>()}
{
}

LayerModel::~LayerModel() = default;

void LayerModel::setLayers(std::vector<LayerNode> layers)
{
    beginResetModel();
    m_layers = std::move(layers);
    rebuild();
    endResetModel();
}

void LayerModel::setAdapterMark(const QString& mark)
{
    m_mark = mark;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, StateColumn));
    }
}

void LayerModel::takeApart(const QModelIndex& group)
{
    const Row& row = rowOf(group);
    if (!row.isGroup()) return;
    beginResetModel();
    for (const LayerNode* node : row.nodes) {
        m_apart.insert(node->id);
    }
    rebuild();
    endResetModel();
}

void LayerModel::putTogether()
{
    beginResetModel();
    m_apart.clear();
    rebuild();
    endResetModel();
}

void LayerModel::rebuild()
{
    const auto add = [](Row& parent, std::vector<const LayerNode*> nodes) -> Row& {
        auto row = std::make_unique<Row>();
        row->parent = &parent;
        row->at = static_cast<int>(parent.rows.size());
        row->nodes = std::move(nodes);
        parent.rows.push_back(std::move(row));
        return *parent.rows.back();
    };
    const auto addTree = [&add](auto& self, Row& parent, const LayerNode& node) -> void {
        Row& row = add(parent, {&node});
        for (const LayerNode& child : node.children) {
            self(self, row, child);
        }
    };
    m_root = std::make_unique<Row>();
    for (std::size_t i = 0; i < m_layers.size();) {
        std::vector<const LayerNode*> alike{&m_layers[i]};
        while (m_layers[i].kind == LayerNode::Kind::Block && i + alike.size() < m_layers.size()
               && !m_apart.contains(m_layers[i].id) && !m_apart.contains(m_layers[i + alike.size()].id)
               && lookAlike(m_layers[i], m_layers[i + alike.size()])) {
            alike.push_back(&m_layers[i + alike.size()]);
        }
        if (alike.size() < kLeastGroup) alike.resize(1);
        alike.size() == 1 ? addTree(addTree, *m_root, *alike.front()) : void(add(*m_root, alike));
        i += alike.size();
    }
    m_largest = 1;
    for (const auto& row : m_root->rows) {
        m_largest = std::max(m_largest, row->parameters());
    }
}

const LayerModel::Row& LayerModel::rowOf(const QModelIndex& index)
{
    return *static_cast<const Row*>(index.internalPointer());
}

QStringList LayerModel::idsOf(const QModelIndex& index) const
{
    QStringList ids;
    for (const LayerNode* node : rowOf(index).nodes) {
        ids << QString::fromStdString(node->id);
    }
    return ids;
}

QModelIndex LayerModel::indexOfKey(const QString& key) const
{
    const auto found = match(index(0, 0), KeyRole, key, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex{} : found.front();
}

QModelIndex LayerModel::index(int row, int column, const QModelIndex& parent) const
{
    const Row& above = parent.isValid() ? rowOf(parent) : *m_root;
    if (row < 0 || row >= static_cast<int>(above.rows.size()) || column < 0 || column >= kColumns) return {};
    return createIndex(row, column, above.rows[static_cast<std::size_t>(row)].get());
}

QModelIndex LayerModel::parent(const QModelIndex& index) const
{
    if (!index.isValid()) return {};
    Row* const above = rowOf(index).parent;
    return above == m_root.get() ? QModelIndex{} : createIndex(above->at, 0, above);
}

int LayerModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0) return 0;
    return static_cast<int>((parent.isValid() ? rowOf(parent) : *m_root).rows.size());
}

int LayerModel::columnCount(const QModelIndex&) const
{
    return kColumns;
}

bool LayerModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0 || (parent.isValid() && rowOf(parent).isGroup()); // a group is taken apart
}

QString LayerModel::nameOf(const Row& row) const
{
    if (!row.isGroup()) return words(row.first().label);
    const auto a = numberOf(*row.nodes.front());
    const auto b = numberOf(*row.nodes.back());
    return tr("Blocks %1–%2").arg(number(std::min(a, b)), number(std::max(a, b)));
}

QString LayerModel::stateOf(const Row& row) const
{
    switch (row.first().state) {
    case LayerNode::State::Frozen:
        return tr("frozen");
    case LayerNode::State::Trained:
        return tr("trained");
    case LayerNode::State::Adapter:
        return m_mark.isEmpty() ? tr("frozen + add-on") : tr("frozen + add-on %1").arg(m_mark);
    case LayerNode::State::Mixed:
        break;
    }
    return tr("partly trained");
}

QVariant LayerModel::data(const QModelIndex& index, int role) const
{
    const Row& row = rowOf(index);
    const LayerNode& node = row.first();
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == NameColumn) return nameOf(row);
        if (index.column() == StateColumn) return stateOf(row);
        if (index.column() == WeightsColumn) return shortNumber(row.parameters());
        if (node.state == LayerNode::State::Frozen) return QString{QChar{0x2013}};
        return QString{QChar{0x00D7}} + significant(node.stepMultiplier);
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3 weights").arg(nameOf(row), stateOf(row), shortNumber(row.parameters()));
    case Qt::TextAlignmentRole:
        if (index.column() < WeightsColumn) return {};
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case StateRole:
        return static_cast<int>(node.state);
    case ShareRole:
        return static_cast<double>(row.parameters()) / static_cast<double>(m_largest);
    case GroupRole:
        return row.isGroup();
    case KeyRole:
        return QString::fromStdString(node.id);
    default:
        return {};
    }
}

QVariant LayerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        const auto side = section < StepColumn ? Qt::AlignLeft : Qt::AlignRight;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn:
        return tr("Part of the model");
    case StateColumn:
        return tr("State");
    case WeightsColumn:
        return tr("Weights");
    case StepColumn:
        return tr("Step size");
    default:
        return {};
    }
}

} // namespace luthier::ui
