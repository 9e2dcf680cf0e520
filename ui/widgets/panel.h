// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace luthier::ui {

/// A light ground with a thin edge for what belongs together. Give it a layout with margins.
class Panel : public QFrame {
    Q_OBJECT
public:
    using QFrame::QFrame;

private:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace luthier::ui
