// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/message.h"

#include <QFrame>

namespace luthier::ui {

/// One message where it belongs: what happened, what it means, what to do. It stays until it is solved or
/// closed.
class InlineMessage final : public QFrame {
    Q_OBJECT
public:
    explicit InlineMessage(const Message& message, QWidget* parent = nullptr);

    const Message& message() const { return m_message; }

Q_SIGNALS:
    void closed();

private:
    void paintEvent(QPaintEvent* event) override;
    QWidget* details() const;

    Message m_message;
};

/// The messages of one place, newest on top; nothing where there are none.
class MessageArea final : public QWidget {
    Q_OBJECT
public:
    explicit MessageArea(QWidget* parent = nullptr);

    void say(const Message& message); ///< in place of the one with the same id
    void unsay(const QString& id);
    bool isEmpty() const;
    QStringList ids() const; ///< newest first
};

} // namespace luthier::ui
