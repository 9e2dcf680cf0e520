// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/table_model.h"
#include "ui/pages/page.h"

class QTableView;

namespace luthier::ui {

class Label;

/// The rows of the file, and what each of its columns is for.
class DataRows final : public QWidget {
    Q_OBJECT
public:
    explicit DataRows(const PageContext& context, QWidget* parent = nullptr);

    void showTable(); ///< another one, or none
    void showReport(); ///< roles and problems
    /// Shows these rows alone, and says in `what` which they are; `count` where there are more of them.
    void showOnly(std::vector<std::int64_t> rows, std::int64_t count, const QString& what);
    /// Shows the rows with this label alone.
    void showLabel(const std::string& label);
    void showAll();
    std::int64_t currentRow() const; ///< of the table; -1 without one
    void goTo(std::int64_t row); ///< of the table

Q_SIGNALS:
    void currentChanged();
    void shownAlone(); ///< some of the rows, see showOnly()

private:
    void changeEvent(QEvent* event) override;
    void setRowHeight();
    QWidget* picker(const std::string& column);
    void showPickers();
    void setRole(const std::string& column, const QString& role);
    data::Roles roles() const; ///< as far as they are known
    QStringList possibleRoles() const;
    void sizeColumns();

    PageContext m_context;
    TableModel m_model;
    QWidget* m_pickers; // widgets: owned by this
    QWidget* m_banner;
    Label* m_only;
    QTableView* m_view;
};

} // namespace luthier::ui
