// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/text_memory.h"

#include <algorithm>
#include <utility>

namespace luthier::infer {
namespace {

constexpr std::size_t kMostTexts = 2; // with a prompt and without
constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr std::size_t kWorthwhile = 8; // tokens

std::size_t sharedBegin(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b)
{
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::size_t bytesOf(const Caches& caches)
{
    std::size_t sum = 0;
    for (const auto& layer : caches) {
        const auto& cache = layer.front();
        sum += static_cast<std::size_t>(2 * cache.length * cache.k.size(1)) * cache.k.element_size();
    }
    return sum;
}

} // namespace

std::size_t TextMemory::recall(const std::vector<std::int32_t>& ids, Caches& caches) const
{
    const Text* best = nullptr;
    std::size_t known = 0;
    for (const Text& text : m_texts) {
        const auto shared = std::min(sharedBegin(ids, text.ids), ids.size() - 1);
        if (shared > known) {
            best = &text;
            known = shared;
        }
    }
    if (best == nullptr || known < kWorthwhile) return 0;
    copyBegin(best->caches, 0, caches, 0, static_cast<std::int64_t>(known));
    return known;
}

void TextMemory::remember(std::vector<std::int32_t> ids, Caches caches)
{
    if (bytesOf(caches) > kMostBytes) return;
    // A text that goes on from one that is known takes its place.
    const auto known = std::ranges::find_if(
        m_texts, [&](const Text& text) { return sharedBegin(text.ids, ids) * 2 > text.ids.size(); });
    if (known != m_texts.end()) {
        m_texts.erase(known);
    } else if (m_texts.size() == kMostTexts) {
        m_texts.erase(m_texts.begin());
    }
    m_texts.push_back({std::move(ids), std::move(caches)});
}

void copyBegin(const Caches& from, std::size_t fromText, Caches& to, std::size_t toText, std::int64_t count)
{
    for (std::size_t l = 0; l < from.size(); ++l) {
        const auto& known = from[l][fromText];
        auto& cache = to[l][toText];
        cache.k.narrow(0, 0, count).copy_(known.k.narrow(0, 0, count));
        cache.v.narrow(0, 0, count).copy_(known.v.narrow(0, 0, count));
        cache.length = count;
    }
}

} // namespace luthier::infer
