// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/vocabulary.h"

#include "core/base/assert.h"
#include "core/tokenizer/number_map.h"

#include <cstring>
#include <utility>

namespace luthier::tokenizer {
namespace {

constexpr std::size_t kFirstSize = 64;

std::uint32_t tagOf(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32U);
}

} // namespace

Vocabulary::Vocabulary()
    : m_slots(kFirstSize, {0, kNone})
    , m_seed{unforeseeable(m_slots.data())}
{
}

std::uint64_t Vocabulary::hash(std::string_view text) const
{
    std::uint64_t sum = m_seed ^ text.size();
    while (text.size() > 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), 8);
        sum = mixed(sum ^ eight);
        text.remove_prefix(8);
    }
    std::uint64_t rest = 0;
    if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
    return mixed(sum ^ rest);
}

/// Where `text` is, or where it would go.
std::size_t Vocabulary::slotOf(std::string_view text, std::uint64_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
        const Slot slot = m_slots[i];
        if (slot.id == kNone) return i;
        if (slot.tag == tagOf(hash) && this->text(slot.id) == text) return i;
    }
}

std::int32_t Vocabulary::find(std::string_view text) const
{
    return m_slots[slotOf(text, hash(text))].id;
}

std::string_view Vocabulary::text(std::int32_t id) const
{
    const auto index = static_cast<std::size_t>(id);
    if (id < 0 || index >= m_spans.size() || m_spans[index].begin == kUnused) return {};
    return std::string_view{m_bytes}.substr(m_spans[index].begin, m_spans[index].length);
}

Vocabulary::Added Vocabulary::add(std::string_view text, std::int32_t id)
{
    LUTHIER_ASSERT(id >= 0);
    const auto index = static_cast<std::size_t>(id);
    if (index < m_spans.size() && m_spans[index].begin != kUnused) return Added::KnownId;
    if (2 * (m_count + 1) > m_slots.size()) grow();
    const auto sum = hash(text);
    Slot& slot = m_slots[slotOf(text, sum)];
    if (slot.id != kNone) return Added::KnownText;
    slot = {tagOf(sum), id};
    if (index >= m_spans.size()) m_spans.resize(index + 1, {kUnused, 0});
    m_spans[index] = {m_bytes.size(), text.size()};
    m_bytes.append(text);
    ++m_count;
    return Added::Yes;
}

void Vocabulary::grow()
{
    const auto old = std::exchange(m_slots, std::vector<Slot>(2 * m_slots.size(), {0, kNone}));
    for (const Slot& slot : old) {
        if (slot.id == kNone) continue;
        m_slots[slotOf(text(slot.id), hash(text(slot.id)))] = slot;
    }
}

} // namespace luthier::tokenizer
