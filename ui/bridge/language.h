// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>
#include <QString>

class QTranslator;

namespace luthier::ui {

/// The language of all texts and the format of all numbers of the application.
class Language final : public QObject {
    Q_OBJECT
public:
    struct Name {
        QString code; ///< "de"
        QString own; ///< "Deutsch": as its speakers call it
    };
    static std::vector<Name> known();

    explicit Language(QObject* parent = nullptr);

    /// `code` of one of known(); empty: the system's, English where that is not known.
    void use(const QString& code);

private:
    QTranslator* m_ours;
    QTranslator* m_qts; ///< of Qt's own dialogs
};

} // namespace luthier::ui
