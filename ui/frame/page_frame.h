// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/frame/bottom_bar.h"
#include "ui/frame/page_head.h"
#include "ui/frame/rail.h"
#include "ui/frame/side_panel.h"

#include <QWidget>

class QHBoxLayout;
class QStackedWidget;
class QVBoxLayout;

namespace luthier::ui {

class MessageArea;

/// How the parts of the window lie: rail, head, messages, page, side panel, bottom bar, and a line below all.
/// Below 1280 pixels the side panel is a drawer; where the text leaves the rail no room, it shows numbers
/// only.
class PageFrame final : public QWidget {
    Q_OBJECT
public:
    /// Takes `statusLine`.
    PageFrame(const QStringList& titles, QWidget* statusLine, QWidget* parent = nullptr);

    void addPage(QWidget* page); ///< in the order of the titles
    void showPage(int page);
    int page() const;

    /// The widget of the present page or of the window; null: there is none and the panel closes.
    void setSideContent(const QString& title, QWidget* content);
    void setSideOpen(bool open);
    bool isSideOpen() const;
    bool isDrawer() const { return m_side->isDrawer(); }

    void focusNextArea(); ///< rail, head, page, side panel, bottom bar, status line

    Rail& rail() { return *m_rail; }
    PageHead& head() { return *m_head; }
    MessageArea& messages() { return *m_messages; }
    BottomBar& bottom() { return *m_bottom; }

Q_SIGNALS:
    void sideOpenChanged(bool open);

private:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void arrange();

    Rail* m_rail;
    PageHead* m_head;
    MessageArea* m_messages;
    QStackedWidget* m_pages;
    SidePanel* m_side;
    BottomBar* m_bottom;
    QWidget* m_statusLine;
    QWidget* m_middle; ///< page and side panel
    QHBoxLayout* m_row; ///< in m_middle
    bool m_hasSide{false}, m_sideOpen{true};
};

} // namespace luthier::ui
