// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/data/table.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

namespace luthier::test {

/// A folder for data files with a cache of its own, so that no test sees what another one read.
class DataFolder {
public:
    DataFolder() { qputenv("LUTHIER_HOME", m_dir.filePath("home").toUtf8()); }

    std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path{m_dir.path().toStdString()} / name;
    }
    std::filesystem::path write(const std::string& name, std::string_view bytes) const
    {
        if (!writeFile(path(name), bytes)) qFatal("could not write a test file");
        return path(name);
    }
    Expected<std::shared_ptr<const data::Table>> open(const std::string& name, std::string_view bytes,
                                                      const config::Chosen& format = {"auto"}) const
    {
        return data::Table::open(write(name, bytes), format);
    }
    /// REQUIRES: the file can be read.
    std::shared_ptr<const data::Table> table(const std::string& name, std::string_view bytes,
                                             const config::Chosen& format = {"auto"}) const
    {
        auto table = open(name, bytes, format);
        if (!table) qFatal("%s", table.error().message.english().c_str());
        return *table;
    }

private:
    QTemporaryDir m_dir;
};

/// A table as miniature text: "a|b;c|<null>", columns between bars, rows between semicolons.
inline QString shown(const data::Table& table)
{
    QStringList rows;
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        QStringList cells;
        for (std::size_t column = 0; column < table.columns().size(); ++column) {
            const auto cell = table.cell(row, column);
            cells << (cell ? QString::fromUtf8(cell->data(), static_cast<int>(cell->size())) : "<null>");
        }
        rows << cells.join('|');
    }
    return rows.join(';');
}

inline QString names(const data::Table& table)
{
    QStringList names;
    for (const auto& name : table.columns()) {
        names << QString::fromStdString(name);
    }
    return names.join('|');
}

} // namespace luthier::test
