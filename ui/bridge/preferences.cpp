// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/preferences.h"

#include "ui/bridge/words.h"

namespace luthier::ui {

constexpr int kMostRecent = 8;

Preferences::Preferences(const std::filesystem::path& file)
    : m_settings{fromPath(file), QSettings::IniFormat}
{
}

QString Preferences::theme() const
{
    return m_settings.value("theme", "system").toString();
}

void Preferences::setTheme(const QString& name)
{
    m_settings.setValue("theme", name);
}

int Preferences::textPercent() const
{
    return m_settings.value("textPercent", 100).toInt();
}

void Preferences::setTextPercent(int percent)
{
    m_settings.setValue("textPercent", percent);
}

QString Preferences::language() const
{
    return m_settings.value("language").toString();
}

void Preferences::setLanguage(const QString& code)
{
    m_settings.setValue("language", code);
}

bool Preferences::hasKeys(const QString& action) const
{
    return m_settings.contains("keys/" + action);
}

QString Preferences::keys(const QString& action) const
{
    return m_settings.value("keys/" + action).toString();
}

void Preferences::setKeys(const QString& action, const QString& keys)
{
    m_settings.setValue("keys/" + action, keys);
}

void Preferences::clearKeys(const QString& action)
{
    m_settings.remove("keys/" + action);
}

QStringList Preferences::recentProjects() const
{
    return m_settings.value("recentProjects").toStringList();
}

void Preferences::addRecentProject(const QString& folder)
{
    QStringList recent = recentProjects();
    recent.removeAll(folder);
    recent.prepend(folder);
    m_settings.setValue("recentProjects", recent.mid(0, kMostRecent));
}

QByteArray Preferences::windowGeometry() const
{
    return m_settings.value("geometry").toByteArray();
}

void Preferences::setWindowGeometry(const QByteArray& geometry)
{
    m_settings.setValue("geometry", geometry);
}

} // namespace luthier::ui
