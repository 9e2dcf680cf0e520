// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/language.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace luthier::ui {

std::vector<Language::Name> Language::known()
{
    return {{"en", "English"}, {"de", "Deutsch"}};
}

Language::Language(QObject* parent)
    : QObject{parent}
    , m_ours{new QTranslator{this}}
    , m_qts{new QTranslator{this}}
{
}

void Language::use(const QString& code)
{
    const auto names = known();
    const QString system = QLocale::system().name().section('_', 0, 0);
    const QString wanted = code.isEmpty() ? system : code;
    const bool isKnown = std::ranges::any_of(names, [&](const Name& name) { return name.code == wanted; });
    const QString chosen = isKnown ? wanted : "en";
    // A country's own format stays where it speaks the chosen language: English in Ireland, German in
    // Austria.
    QLocale::setDefault(chosen == system ? QLocale::system() : QLocale{chosen});
    for (QTranslator* translator : {m_ours, m_qts}) {
        QCoreApplication::removeTranslator(translator);
    }
    if (m_ours->load(":/i18n/luthier_" + chosen)) QCoreApplication::installTranslator(m_ours);
    if (m_qts->load("qtbase_" + chosen, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(m_qts);
    }
}

} // namespace luthier::ui
