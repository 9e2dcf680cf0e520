// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedLayout>

namespace luthier::ui {

/// One of several widgets at a time, as large as that one needs: an empty state does not scroll because a
/// long form waits behind it.
class Stack final : public QStackedLayout {
    Q_OBJECT
public:
    explicit Stack(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSize() const override;
    bool hasHeightForWidth() const override;
    int heightForWidth(int width) const override;
};

/// Takes everything out of `layout` and deletes it once the event in progress is over: one of its own buttons
/// may have asked for that.
void clearLayout(QLayout& layout);

} // namespace luthier::ui
