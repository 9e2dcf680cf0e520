// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/layer_model.h"

#include <QTreeView>

namespace luthier::ui {

/// The model as a map of what is trained. It asks for changes and decides nothing: whoever listens works out
/// the new layers and shows them.
///
/// Mouse: a click freezes or trains a part, a drag paints it over the parts it passes, Shift+click a range.
/// Keys: arrows move and unfold, Space freezes or trains, A add-on, Shift+arrows and Ctrl+A select, 1–9 the
/// top blocks.
class LayerMap final : public QTreeView {
    Q_OBJECT
public:
    explicit LayerMap(QWidget* parent = nullptr);

    /// Selection, current row and what is unfolded stay as far as they are still there.
    void setLayers(const std::vector<engine::LayerNode>& layers);
    void setAdapterMark(const QString& mark) { m_model.setAdapterMark(mark); }
    /// Nothing can be changed, and why; empty: it can.
    void setReadOnly(const QString& reason);

    void takeApart(const QModelIndex& group);
    QStringList selectedIds() const;

Q_SIGNALS:
    void trainRequested(const QStringList& ids, bool trained);
    void adapterRequested(const QStringList& ids);
    void topBlocksRequested(int count);

private:
    struct Memory;

    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool isOnArrow(const QPoint& point) const;
    bool allLearn(const QModelIndexList& rows) const; ///< trained, or with an add-on
    void request(bool trained);
    Memory remember() const;
    void restore(const Memory& memory);

    LayerModel m_model;
    QString m_readOnly;
    bool m_painting{false}, m_paintTrained{false};
};

} // namespace luthier::ui
