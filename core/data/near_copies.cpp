// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/near_copies.h"

#include "core/base/cache_file.h"
#include "core/base/large_vector.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/data/normal_text.h"
#include "core/data/parallel.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <vector>

namespace luthier::data {
namespace {

constexpr std::size_t kShingle = 5; // characters
constexpr std::size_t kMostBytes = 20'000;
constexpr double kAlike = 0.8;
constexpr std::size_t kBands = 16;
constexpr std::size_t kBandRows = 5;
constexpr std::size_t kHashes = kBands * kBandRows;
constexpr std::size_t kMostLeaders
    = 4; // of a bucket; its rows are compared with these and not with each other

using Shingles = std::vector<std::uint32_t>;
using Bands = std::array<std::uint32_t, kBands>;

/// A number for each stretch of 5 characters, sorted, each once; a shorter text is one stretch.
void shingle(std::string_view text, std::vector<std::uint32_t>& begins, Shingles& into)
{
    text = text.substr(0, kMostBytes);
    begins.clear();
    into.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
            begins.push_back(static_cast<std::uint32_t>(i));
    }
    begins.push_back(static_cast<std::uint32_t>(text.size()));
    for (std::size_t i = 0; i == 0 || i + kShingle < begins.size(); ++i) {
        const auto end = begins[std::min(i + kShingle, begins.size() - 1)];
        into.push_back(static_cast<std::uint32_t>(textKey(text.substr(begins[i], end - begins[i])) >> 32U));
    }
    std::ranges::sort(into);
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

double jaccard(const Shingles& a, const Shingles& b)
{
    std::size_t common = 0;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (*x == *y) ++common;
        const bool step = *x <= *y;
        if (*y <= *x) ++y;
        if (step) ++x;
    }
    return static_cast<double>(common) / static_cast<double>(a.size() + b.size() - common);
}

struct Multipliers {
    std::array<std::uint32_t, kHashes> factors{}, terms{};

    constexpr Multipliers()
    {
        for (std::size_t i = 0; i < kHashes; ++i) {
            factors[i] = static_cast<std::uint32_t>(mixed(i, 1U)) | 1U;
            terms[i] = static_cast<std::uint32_t>(mixed(i, 2U));
        }
    }
};
constexpr Multipliers kMultipliers;

/// The smallest value of each hash function over the shingles, five at a time made into one number.
Bands bandsOf(const Shingles& shingles)
{
    std::array<std::uint32_t, kHashes> least{};
    least.fill(std::numeric_limits<std::uint32_t>::max());
    for (const auto shingle : shingles) {
        for (std::size_t i = 0; i < kHashes; ++i) {
            least[i] = std::min(least[i], shingle * kMultipliers.factors[i] + kMultipliers.terms[i]);
        }
    }
    Bands bands{};
    for (std::size_t band = 0; band < kBands; ++band) {
        std::uint64_t key = band;
        for (std::size_t i = 0; i < kBandRows; ++i) {
            key = mixed(key ^ least[band * kBandRows + i]);
        }
        bands[band] = static_cast<std::uint32_t>(key >> 32U);
    }
    return bands;
}

/// Compares the rows of one bucket with the few that lead it.
class Bucket {
public:
    Bucket(const std::function<void(std::uint32_t, std::string&)>& text, Clusters& clusters)
        : m_text{text}
        , m_clusters{clusters}
    {
    }

    void clear() { m_leaders = 0; }
    /// Whether the row joined an earlier one.
    bool add(std::uint32_t row)
    {
        const auto cluster = m_clusters.first(row);
        for (std::size_t i = 0; i < m_leaders; ++i) {
            if (m_clusters.first(m_rows[i]) == cluster) return false;
        }
        m_text(row, m_words);
        shingle(m_words, m_begins, m_shingles);
        for (std::size_t i = 0; i < m_leaders; ++i) {
            if (jaccard(m_sets[i], m_shingles) >= kAlike) return m_clusters.join(m_rows[i], row);
        }
        if (m_leaders < kMostLeaders) {
            m_rows[m_leaders] = row;
            m_sets[m_leaders++] = m_shingles;
        }
        return false;
    }

private:
    const std::function<void(std::uint32_t, std::string&)>& m_text;
    Clusters& m_clusters;
    std::size_t m_leaders{0};
    std::array<std::uint32_t, kMostLeaders> m_rows{};
    std::array<Shingles, kMostLeaders> m_sets{};
    std::string m_words;
    std::vector<std::uint32_t> m_begins;
    Shingles m_shingles;
};

constexpr std::string_view kKind = "bands";
constexpr std::string_view kVersion = "1"; // another whenever the same texts would give other bands
constexpr std::size_t kLeastKept = 2'000; // rows; fewer are looked at faster than a file is synced

/// The bands of each row, from the cache where the same texts were looked at before.
LargeVector<Bands> bandsOfAll(std::span<const std::uint32_t> rows,
                              const std::function<void(std::uint32_t, std::string&)>& text, const Job& job)
{
    LargeVector<Bands> bands(rows.size());
    const auto bytes = std::as_writable_bytes(std::span{bands.data(), bands.size()});
    const bool mayKeep = rows.size() >= kLeastKept;
    std::string key;
    if (mayKeep) {
        Sha256 sum;
        sum.add(kVersion);
        std::string words;
        for (const auto row : rows) {
            text(row, words);
            sum.add(std::to_string(words.size()) + " ");
            sum.add(words);
        }
        key = sum.hex();
        const auto kept = CacheFile::find(kKind, key);
        if (kept && kept->size() == bytes.size() && kept->read(0, bytes)) return bands;
    }
    inParallel(static_cast<std::int64_t>(rows.size()),
               [&](std::size_t, std::int64_t begin, std::int64_t end) {
                   std::string words;
                   std::vector<std::uint32_t> begins;
                   Shingles shingles;
                   for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
                       if (job.stop.stop_requested()) return;
                       text(rows[i], words);
                       shingle(words, begins, shingles);
                       bands[i] = bandsOf(shingles);
                   }
               });
    if (!mayKeep || job.stop.stop_requested()) return bands;
    if (auto writer = CacheWriter::create(kKind, key, bytes.size())) {
        std::ranges::copy(bytes, writer->bytes().begin());
        static_cast<void>(writer->publish()); // else the next look computes them again
    }
    return bands;
}

} // namespace

std::int64_t joinNearCopies(std::span<const std::uint32_t> rows,
                            const std::function<void(std::uint32_t, std::string&)>& text, Clusters& clusters,
                            const Job& job)
{
    const auto bands = bandsOfAll(rows, text, job);
    std::int64_t joined = 0;
    std::vector<std::uint64_t> order(rows.size()); // a band's number above, the item below
    const auto bandKey = [](std::uint64_t item) { return item >> 32U; };
    Bucket bucket{text, clusters};
    for (std::size_t band = 0; band < kBands; ++band) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = std::uint64_t{bands[i][band]} << 32U | i;
        }
        std::ranges::sort(order);
        for (std::size_t i = 0; i < order.size();) {
            if (job.stop.stop_requested()) return joined;
            auto end = i + 1;
            while (end < order.size() && bandKey(order[end]) == bandKey(order[i])) {
                ++end;
            }
            const bool alone = end - i == 1;
            bucket.clear();
            for (; !alone && i < end; ++i) {
                joined += bucket.add(rows[static_cast<std::uint32_t>(order[i])]) ? 1 : 0;
            }
            i = end;
        }
    }
    return joined;
}

} // namespace luthier::data
