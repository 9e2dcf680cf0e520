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

template <class T>
void take(const std::byte*& from, std::uint64_t count, LargeVector<T>& into)
{
    into.resize(count);
    std::memcpy(into.data(), from, count * sizeof(T));
    from += count * sizeof(T);
}

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
    if (!file || file->bytes().size() < sizeof(Counts)) return std::nullopt;
    Counts counts{};
    std::memcpy(&counts, file->bytes().data(), sizeof(counts));
    const auto size = file->bytes().size();
    if (counts.rows > size || counts.ids > size || bytesOf(counts) != size) return std::nullopt;
    TokenRows rows{.form = form};
    const auto* from = file->bytes().data() + sizeof(counts);
    take(from, counts.rows, rows.rows);
    take(from, counts.rows, rows.lengths);
    take(from, counts.ids, rows.ids);
    if (counts.ids == 0) return rows;
    take(from, counts.rows, rows.labels);
    take(from, counts.rows, rows.weights);
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
