// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/kept_tokens.h"

#include "core/base/cache_file.h"
#include "core/base/json.h"
#include "core/base/sha256.h"

#include <cstring>
#include <numeric>
#include <span>

namespace luthier::data {
namespace {

constexpr std::string_view kKind = "tokens";
constexpr int kVersion = 1; // raised whenever the same rows would give other ids or lie otherwise
constexpr std::int64_t kLeastTokens = 20'000; // fewer are made faster than a file is synced

struct Counts {
    std::uint64_t rows, ids;
};

/// The bytes of a file: Counts, then rows, lengths, ids, labels and weights end to end.
std::uint64_t bytesOf(const Counts& counts)
{
    const bool hasIds = counts.ids > 0;
    const std::uint64_t each
        = sizeof(std::int64_t) + sizeof(RowLength) + (hasIds ? sizeof(std::int32_t) + sizeof(float) : 0);
    return sizeof(Counts) + counts.rows * each + counts.ids * sizeof(std::int32_t);
}

template <class T>
void put(std::byte*& to, const LargeVector<T>& numbers)
{
    std::memcpy(to, numbers.data(), numbers.size() * sizeof(T));
    to += numbers.size() * sizeof(T);
}

/// Numbers of a file one after the other, until something cannot be read.
class Reading {
public:
    explicit Reading(const CacheFile& file)
        : m_file{file}
    {
    }
    bool isWhole() const { return m_isWhole; }

    template <class T>
    void take(std::span<T> into)
    {
        const auto bytes = std::as_writable_bytes(into);
        m_isWhole = m_isWhole && bytes.size() <= m_file.size() - m_at && m_file.read(m_at, bytes);
        m_at += bytes.size();
    }
    template <class T>
    void take(std::uint64_t count, LargeVector<T>& into)
    {
        into.resize(count);
        take(std::span{into.data(), into.size()});
    }

private:
    const CacheFile& m_file;
    std::size_t m_at{0};
    bool m_isWhole{true};
};

} // namespace

std::string keyOfTokens(const Tables& tables, const Prepared& prepared, Part part, const TextEncoder& encoder,
                        Keep keep)
{
    if (encoder.identity.empty()) return {};
    const auto& source = tables.of(part).source();
    Json key{{"version", kVersion},
             {"encoder", encoder.identity},
             {"source", source.sha256},
             {"format", source.format},
             {"form", static_cast<int>(prepared.form)},
             {"labels", prepared.labels},
             {"ids", keep == Keep::Ids}};
    for (const auto& [name, setting] : source.settings) {
        key["settings"][name] = setting.text;
    }
    for (const auto& [role, column] : prepared.roles) {
        key["roles"].push_back({role, column});
    }
    Sha256 sum;
    sum.add(toJson(key));
    const auto& numbers = prepared.of(part);
    sum.add(std::as_bytes(std::span{numbers.data(), numbers.size()}));
    return sum.hex();
}

std::optional<TokenRows> keptTokens(const std::string& key, Form form)
{
    if (key.empty()) return std::nullopt;
    const auto file = CacheFile::find(kKind, key);
    if (!file) return std::nullopt;
    Reading reading{*file};
    Counts counts{};
    reading.take(std::span{&counts, 1});
    const auto size = file->size();
    if (!reading.isWhole() || counts.rows > size || counts.ids > size || bytesOf(counts) != size)
        return std::nullopt;
    TokenRows rows{.form = form};
    reading.take(counts.rows, rows.rows);
    reading.take(counts.rows, rows.lengths);
    reading.take(counts.ids, rows.ids);
    if (counts.ids > 0) {
        reading.take(counts.rows, rows.labels);
        reading.take(counts.rows, rows.weights);
    }
    if (!reading.isWhole()) return std::nullopt;
    if (counts.ids == 0) return rows;
    const auto sum
        = std::accumulate(rows.lengths.begin(), rows.lengths.end(), std::int64_t{0},
                          [](std::int64_t all, const RowLength& one) { return all + one.total(); });
    if (sum != static_cast<std::int64_t>(counts.ids)) return std::nullopt;
    return rows;
}

void keepTokens(const std::string& key, const TokenRows& rows)
{
    std::int64_t tokens = 0;
    for (const RowLength& length : rows.lengths) {
        tokens += length.total();
    }
    if (key.empty() || !rows.failed.empty() || tokens < kLeastTokens) return;
    const Counts counts{rows.rows.size(), rows.ids.size()};
    auto writer = CacheWriter::create(kKind, key, bytesOf(counts));
    if (!writer) return;
    auto* to = writer->bytes().data();
    std::memcpy(to, &counts, sizeof(counts));
    to += sizeof(counts);
    put(to, rows.rows);
    put(to, rows.lengths);
    put(to, rows.ids);
    put(to, rows.labels);
    put(to, rows.weights);
    static_cast<void>(writer->publish()); // else the next run makes them again
}

} // namespace luthier::data
