// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/undo_stack.h"

namespace luthier::ui {

constexpr std::size_t kMostDeeds = 500; // each holds two recipes of a few kilobytes
constexpr qint64 kMergeMs = 1000;

UndoStack::UndoStack(QObject* parent)
    : QObject{parent}
{
    m_sinceLast.start();
}

void UndoStack::push(Deed deed)
{
    const bool merges = !deed.mergeKey.isEmpty() && m_at > 0 && m_at == m_deeds.size()
        && m_deeds.back().mergeKey == deed.mergeKey && m_sinceLast.elapsed() < kMergeMs;
    m_sinceLast.restart();
    const QString what = deed.announced ? deed.what : QString{};
    m_deeds.resize(m_at);
    if (merges) {
        m_deeds.back().redo = std::move(deed.redo);
    } else {
        m_deeds.push_back(std::move(deed));
        if (m_deeds.size() > kMostDeeds) m_deeds.erase(m_deeds.begin());
    }
    m_at = m_deeds.size();
    Q_EMIT changed();
    if (!what.isEmpty()) Q_EMIT announced(what);
}

void UndoStack::undo()
{
    if (!canUndo()) return;
    m_deeds[--m_at].undo();
    Q_EMIT changed();
}

void UndoStack::redo()
{
    if (!canRedo()) return;
    m_deeds[m_at++].redo();
    Q_EMIT changed();
}

QString UndoStack::undoText() const
{
    return canUndo() ? m_deeds[m_at - 1].what : QString{};
}

QString UndoStack::redoText() const
{
    return canRedo() ? m_deeds[m_at].what : QString{};
}

} // namespace luthier::ui
