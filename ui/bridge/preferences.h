// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <QSettings>
#include <QString>
#include <QStringList>

namespace luthier::ui {

/// What a person wants of the program, whatever the project: settings.ini in Luthier's home.
class Preferences final {
public:
    explicit Preferences(const std::filesystem::path& file);

    QString theme() const; ///< system, light, dark
    void setTheme(const QString& name);
    int textPercent() const;
    void setTextPercent(int percent);
    QString language() const; ///< "en", "de"; empty: the system's
    void setLanguage(const QString& code);

    /// The keys of an action, where the person chose others; an empty text switches them off.
    bool hasKeys(const QString& action) const;
    QString keys(const QString& action) const;
    void setKeys(const QString& action, const QString& keys);
    void clearKeys(const QString& action);

    QStringList recentProjects() const; ///< folders, newest first
    void addRecentProject(const QString& folder);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);

private:
    QSettings m_settings;
};

} // namespace luthier::ui
