// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QLayout>

namespace luthier::ui {

/// Items in reading order, as many beside each other as fit. With a least width the rows are even: all items
/// equally wide, and those of a row equally high; without one each keeps its own size.
class FlowLayout final : public QLayout {
    Q_OBJECT
public:
    /// `leastWidth` in pixels at 100 % text; 0: each item its own.
    explicit FlowLayout(int leastWidth = 0, QWidget* parent = nullptr);
    ~FlowLayout() override;

    /// With a least width: where a row has room for more items than there are, they share it.
    void setFilling(bool filling) { m_filling = filling; }

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    void setGeometry(const QRect& rect) override;

private:
    int arrange(const QRect& rect, bool really) const;

    int m_leastWidth;
    bool m_filling{false};
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace luthier::ui
