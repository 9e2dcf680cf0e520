// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/card_store.h"

#include "core/base/files.h"

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <system_error>

#include <sqlite3.h>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;

constexpr int kApplicationId = 0x4C555452; // "LUTR"
constexpr int kVersion = 1; // of the table and of what cardToJson() writes

struct Finalizing {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizing>;

Statement prepared(sqlite3* database, const char* sql)
{
    sqlite3_stmt* statement = nullptr;
    if (database != nullptr) sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    return Statement{statement};
}

std::int64_t number(sqlite3* database, const char* sql)
{
    const auto statement = prepared(database, sql);
    if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return -1;
    return sqlite3_column_int64(statement.get(), 0);
}

std::string textAt(const Statement& statement, int column)
{
    const auto* const text = sqlite3_column_text(statement.get(), column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column));
    return text == nullptr ? std::string{} : std::string{reinterpret_cast<const char*>(text), length};
}

bool done(const Statement& statement, std::initializer_list<std::string_view> values)
{
    if (!statement) return false;
    int column = 0;
    for (const auto value : values) {
        sqlite3_bind_text64(statement.get(), ++column, value.data(), value.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8);
    }
    return sqlite3_step(statement.get()) == SQLITE_DONE && sqlite3_reset(statement.get()) == SQLITE_OK;
}

} // namespace

void CardStore::Closing::operator()(sqlite3* database) const
{
    sqlite3_close(database);
}

CardStore::CardStore(const fs::path& file)
    : m_file{file}
{
    const auto made = makeFolder(file.parent_path());
    const auto opened = made ? open() : Opened::Unusable;
    if (opened == Opened::Damaged) startAnew();
    if (opened == Opened::Unusable) m_database.reset();
}

CardStore::~CardStore() = default;

CardStore::Opened CardStore::open()
{
    sqlite3* opened = nullptr;
    const int result
        = sqlite3_open_v2(m_file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    m_database.reset(opened);
    // No WAL: older versions of the library can damage it with two connections.
    const bool set = result == SQLITE_OK
        && run("PRAGMA busy_timeout=5000; PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
               "PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF");
    const auto id = number(opened, "PRAGMA application_id");
    const auto version = number(opened, "PRAGMA user_version");
    const int failure = sqlite3_errcode(opened);
    if (failure == SQLITE_NOTADB || failure == SQLITE_CORRUPT) return Opened::Damaged;
    if (!set) return Opened::Unusable; // somebody else is at it, or the disk lets nobody write
    if (id == kApplicationId) return version == kVersion ? Opened::Ready : Opened::Damaged;
    if (id != 0 || number(opened, "SELECT count(*) FROM sqlite_schema") != 0) return Opened::Unusable;
    const bool made = run("BEGIN IMMEDIATE;"
                          "CREATE TABLE IF NOT EXISTS runs(folder TEXT PRIMARY KEY, stamp TEXT NOT NULL,"
                          " card TEXT NOT NULL) STRICT, WITHOUT ROWID;"
                          "PRAGMA application_id="
                          + std::to_string(kApplicationId)
                          + "; PRAGMA user_version=" + std::to_string(kVersion) + "; COMMIT");
    return made ? Opened::Ready : Opened::Unusable;
}

void CardStore::startAnew()
{
    m_database.reset();
    std::error_code failure;
    fs::remove(m_file, failure);
    fs::path journal = m_file;
    fs::remove(journal += "-journal", failure);
    if (open() != Opened::Ready) m_database.reset();
}

bool CardStore::run(const std::string& sql)
{
    return m_database && sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::unordered_map<std::string, RememberedCard> CardStore::all()
{
    std::unordered_map<std::string, RememberedCard> cards;
    auto statement = prepared(m_database.get(), "SELECT folder, stamp, card FROM runs");
    int result = SQLITE_ROW;
    while (statement && (result = sqlite3_step(statement.get())) == SQLITE_ROW) {
        cards.insert_or_assign(textAt(statement, 0),
                               RememberedCard{textAt(statement, 1), textAt(statement, 2)});
    }
    if (m_database && (!statement || result == SQLITE_CORRUPT || result == SQLITE_NOTADB)) {
        statement.reset();
        cards.clear();
        startAnew();
    }
    return cards;
}

void CardStore::change(const std::vector<std::pair<std::string, RememberedCard>>& put,
                       const std::vector<std::string>& gone)
{
    if ((put.empty() && gone.empty()) || !run("BEGIN IMMEDIATE")) return;
    const auto insert = prepared(m_database.get(), "INSERT OR REPLACE INTO runs VALUES (?1, ?2, ?3)");
    const auto remove = prepared(m_database.get(), "DELETE FROM runs WHERE folder = ?1");
    bool whole = true;
    for (const auto& [folder, card] : put) {
        whole = whole && done(insert, {folder, card.stamp, card.json});
    }
    for (const auto& folder : gone) {
        whole = whole && done(remove, {folder});
    }
    run(whole ? "COMMIT" : "ROLLBACK");
}

} // namespace luthier::runs
