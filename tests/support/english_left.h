// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/text.h"

#include <algorithm>

#include <QRegularExpression>
#include <QStringList>
#include <QTranslator>

namespace luthier::tests {

/// The German of the program, without a window.
class German {
public:
    German()
    {
        if (!m_translator.load(":/i18n/luthier_de")) qFatal("the translation is not in the program");
    }

    bool knows(const QString& source) const
    {
        return !m_translator.translate("core", source.toUtf8().constData()).isEmpty();
    }

    /// What a German would read in English or with English numbers: a source text without a translation,
    /// a phrase of ours that was put in as a plain string, a number that was put in as one. What stands in
    /// quotes is quoted, and `names` are the same in every language.
    QStringList englishIn(const Text& text, const QStringList& names = {}) const
    {
        static const QRegularExpression mark{"%[1-9]"};
        static const QRegularExpression number{R"(^-?\d[\d.]*( ?(%|s|min|h|[kMGT]?i?B))?$)"};
        QStringList left;
        const QString source = QString::fromStdString(text.source());
        if (hasLetters(QString{source}.remove(mark)) && !knows(source)) left << source;
        int place = 0;
        for (const auto& argument : text.arguments()) {
            const bool isQuoted = source.contains(QString{"'%%1'"}.arg(++place));
            if (const auto* inner = std::get_if<Text>(&argument)) left << englishIn(*inner, names);
            const auto* plain = std::get_if<std::string>(&argument);
            const QString words = plain == nullptr ? QString{} : QString::fromStdString(*plain);
            if (isQuoted || names.contains(words)) continue;
            if (knows(words) || number.match(words).hasMatch()) {
                left << QString{"'%1' in '%2'"}.arg(words, source);
            }
        }
        return left;
    }

    QStringList englishIn(const Error& error) const
    {
        QStringList left = englishIn(error.message) + englishIn(error.hint);
        for (const Error& other : error.others) {
            left << englishIn(other);
        }
        return left;
    }

private:
    static bool hasLetters(const QString& words)
    {
        return std::ranges::any_of(words, [](QChar c) { return c.isLetter(); });
    }

    QTranslator m_translator;
};

} // namespace luthier::tests
