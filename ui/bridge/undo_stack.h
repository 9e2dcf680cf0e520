// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QString>

namespace luthier::ui {

/// Something a person did, and how it is taken back.
struct Deed {
    QString what; ///< "12 rows left out", "Learning rate changed"
    std::function<void()> undo;
    std::function<void()> redo;
    /// Deeds with the same key in quick succession are one: dragging a slider is one change.
    QString mergeKey{};
    bool announced{false}; ///< shown with an Undo button for a while: for what removes or loses something
};

/// What can be undone until the project is closed.
class UndoStack final : public QObject {
    Q_OBJECT
public:
    explicit UndoStack(QObject* parent = nullptr);

    /// Of something that was done already.
    void push(Deed deed);
    void undo();
    void redo();
    bool canUndo() const { return m_at > 0; }
    bool canRedo() const { return m_at < m_deeds.size(); }
    QString undoText() const; ///< what would be undone; empty without anything
    QString redoText() const;

Q_SIGNALS:
    void changed();
    void announced(const QString& what);

private:
    std::vector<Deed> m_deeds;
    std::size_t m_at{0}; ///< deeds before it are done, the rest is undone
    QElapsedTimer m_sinceLast;
};

} // namespace luthier::ui
