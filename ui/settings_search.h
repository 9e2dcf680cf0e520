// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QObject>

namespace luthier::ui {

class Page;
class PageHead;
class SettingsForm;

/// Finds any setting of any page by a plain word, a technical term or its key, and goes there.
class SettingsSearch final : public QObject {
    Q_OBJECT
public:
    /// Watches `head`'s search field. The pages outlive this.
    SettingsSearch(std::vector<Page*> pages, PageHead& head, QObject* parent);

Q_SIGNALS:
    void pageWanted(int page); ///< before the setting there is revealed

private:
    struct Found {
        int page;
        SettingsForm* form;
        std::string key;
    };
    void search(const QString& typed);

    std::vector<Page*> m_pages;
    PageHead& m_head;
    std::vector<Found> m_found;
};

} // namespace luthier::ui
