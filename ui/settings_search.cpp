// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings_search.h"

#include "ui/frame/page_head.h"
#include "ui/pages/page.h"
#include "ui/widgets/form/settings_form.h"

namespace luthier::ui {

constexpr int kFewest = 2; // letters: one would find nearly all

SettingsSearch::SettingsSearch(std::vector<Page*> pages, PageHead& head, QObject* parent)
    : QObject{parent}
    , m_pages{std::move(pages)}
    , m_head{head}
{
    connect(&head, &PageHead::searched, this, &SettingsSearch::search);
    connect(&head, &PageHead::chosen, this, [this](int chosen) {
        const Found found = m_found[static_cast<std::size_t>(chosen)];
        Q_EMIT pageWanted(found.page);
        found.form->reveal(found.key);
    });
}

void SettingsSearch::search(const QString& typed)
{
    const QString words = typed.trimmed();
    m_found.clear();
    QStringList lines;
    for (int i = 0; i < static_cast<int>(m_pages.size()) && words.size() >= kFewest; ++i) {
        const Page& page = *m_pages[static_cast<std::size_t>(i)];
        for (auto* form : page.findChildren<SettingsForm*>()) {
            for (const SettingsForm::Found& found : form->matching(words)) {
                m_found.push_back({i, form, found.key});
                lines << tr("%1 – %2").arg(found.label, page.title());
            }
        }
    }
    m_head.setFound(lines);
}

} // namespace luthier::ui
