// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state.h"

#include <QWidget>

namespace luthier::ui {

class Label;

/// What an export was found to be after it was written, with its folder at hand.
class ExportResult final : public QWidget {
    Q_OBJECT
public:
    explicit ExportResult(QWidget* parent = nullptr);

    /// `facts`: one a line. `folder`: where it lies.
    void show(State state, const QString& sentence, const QStringList& facts, const QString& folder);

private:
    StateMark* m_mark;
    Label* m_sentence;
    Label* m_facts;
    Label* m_folder;
};

} // namespace luthier::ui
