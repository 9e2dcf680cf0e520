// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/sections.h"
#include "ui/bridge/project.h"

#include <set>
#include <span>
#include <string>
#include <vector>

#include <QWidget>

class QVBoxLayout;

namespace luthier::ui {

class Fold;
class SettingRow;

/// The settings of one section of the draft recipe: the one form builder. What is there, how it is called and
/// what may stand in it comes from config's Fields; the draft is shown, and every change goes into it.
class SettingsForm final : public QWidget {
    Q_OBJECT
public:
    /// `section`: data, data.format, method, layers, train, probe, export.
    SettingsForm(Project& project, std::string section, QWidget* parent = nullptr);

    /// `registered`: what method, task and format say of starting values (Catalogue::registered).
    /// The spans live as long as the form: they are tables of core.
    void setFields(std::span<const config::Field> fields, const config::Registered& registered);
    /// Settings that the page shows in its own way; call it before setFields().
    void leaveOut(std::set<std::string> keys);
    /// Shows these settings and no others, none of them folded away; call it before setFields().
    void keepOnly(std::set<std::string> keys);
    /// Greys a setting and says why; an empty reason makes it usable again.
    void setUnavailable(std::string_view key, const QString& reason);

    int changedCount() const; ///< settings that differ from what they start with

    /// For the search over all settings.
    struct Found {
        QString label;
        std::string key;
    };
    std::vector<Found> matching(const QString& typed) const;
    /// Opens the fold where needed, shows the help and gives the setting the focus.
    void reveal(std::string_view key);

Q_SIGNALS:
    void revealing(); ///< it is about to be shown: what hides the form opens

private:
    void resizeEvent(QResizeEvent* event) override;
    void addRow(const config::Field& field, QVBoxLayout& column);
    void refresh();
    bool isChanged(const config::Field& field) const;
    SettingRow* rowOf(std::string_view key) const;

    Project& m_project;
    std::string m_section;
    std::set<std::string> m_leftOut, m_kept;
    config::Registered m_registered;
    std::vector<SettingRow*> m_rows;
    std::set<const SettingRow*> m_folded;
    Fold* m_more{};
    QWidget* m_body{};
};

} // namespace luthier::ui
