// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/models.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QAbstractItemModel>

namespace luthier::ui {

/// The layer map as a tree: head on top, embedding at the bottom. Blocks that look alike stand together in
/// one row, "Blocks 3–26", until they are taken apart.
class LayerModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, WeightsColumn, StepColumn, kColumns };
    enum Role {
        StateRole = Qt::UserRole, ///< engine::LayerNode::State as int
        ShareRole, ///< weights as a share of the largest row's, 0 … 1
        GroupRole, ///< whether the row stands for several blocks
        KeyRole, ///< names the row across changes of the layers
    };

    explicit LayerModel(QObject* parent = nullptr);
    ~LayerModel() override;

    void setLayers(std::vector<engine::LayerNode> layers);
    const std::vector<engine::LayerNode>& layers() const { return m_layers; }
    /// "A16": what stands at a part with an add-on.
    void setAdapterMark(const QString& mark);

    /// The ids of engine::LayerNode that the row stands for.
    QStringList idsOf(const QModelIndex& index) const;
    QModelIndex indexOfKey(const QString& key) const; ///< invalid where it is not there any more
    void takeApart(const QModelIndex& group);
    void putTogether(); ///< all blocks that look alike

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row;

    void rebuild();
    static const Row& rowOf(const QModelIndex& index);
    QString nameOf(const Row& row) const;
    QString stateOf(const Row& row) const;

    std::vector<engine::LayerNode> m_layers;
    std::set<std::string> m_apart; ///< ids of blocks that must not be grouped
    QString m_mark;
    std::unique_ptr<Row> m_root;
    std::int64_t m_largest{1};
};

} // namespace luthier::ui
