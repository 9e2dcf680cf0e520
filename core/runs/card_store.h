// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;

namespace luthier::runs {

struct RememberedCard {
    std::string stamp; ///< what its folder looked like when it was read
    std::string json; ///< cardToJson()
};

/// The cards of runs in an SQLite file, by folder name (formats.md §10). It only ever saves work: a damaged
/// file is made anew, and where the file cannot be used nothing is remembered.
///
/// Thread  one an object; any number of processes on the file.
class CardStore {
public:
    explicit CardStore(const std::filesystem::path& file);
    ~CardStore();
    CardStore(const CardStore&) = delete;
    CardStore& operator=(const CardStore&) = delete;

    std::unordered_map<std::string, RememberedCard> all();
    /// Both or neither.
    void change(const std::vector<std::pair<std::string, RememberedCard>>& put,
                const std::vector<std::string>& gone);

private:
    enum class Opened { Ready, Damaged, Unusable };
    Opened open();
    void startAnew();
    bool run(const std::string& sql);

    struct Closing {
        void operator()(sqlite3* database) const;
    };
    std::filesystem::path m_file;
    std::unique_ptr<sqlite3, Closing> m_database; ///< null: nothing is remembered
};

} // namespace luthier::runs
