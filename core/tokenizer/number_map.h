// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// A number that whoever writes a vocabulary cannot know, so that no file makes a hash table slow.
inline std::uint64_t unforeseeable(const void* address)
{
    return mixed(reinterpret_cast<std::uintptr_t>(address),
                 static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()));
}

/// A hash table from numbers to small values, made once and then only asked: one probe, mostly one cache
/// line. The key 2⁶⁴ − 1 is not for use.
template <class Value>
class NumberMap {
public:
    const Value* find(std::uint64_t key) const
    {
        for (std::size_t i = place(key);; i = (i + 1) & m_mask) {
            if (m_slots[i].key == key) return &m_slots[i].value;
            if (m_slots[i].key == kEmpty) return nullptr;
        }
    }
    Value& operator[](std::uint64_t key)
    {
        if (2 * (m_count + 1) > m_slots.size()) grow();
        std::size_t i = place(key);
        while (m_slots[i].key != key) {
            if (m_slots[i].key == kEmpty) {
                m_slots[i].key = key;
                ++m_count;
                break;
            }
            i = (i + 1) & m_mask;
        }
        return m_slots[i].value;
    }

private:
    static constexpr std::uint64_t kEmpty = ~std::uint64_t{0};
    static constexpr std::size_t kFirstSize = 16;

    struct Slot {
        std::uint64_t key{kEmpty};
        Value value{};
    };

    std::size_t place(std::uint64_t key) const { return mixed(key ^ m_seed) & m_mask; }
    void grow()
    {
        auto old = std::exchange(m_slots, std::vector<Slot>(2 * m_slots.size()));
        m_mask = m_slots.size() - 1;
        m_count = 0;
        for (const Slot& slot : old) {
            if (slot.key != kEmpty) (*this)[slot.key] = slot.value;
        }
    }

    std::vector<Slot> m_slots{std::vector<Slot>(kFirstSize)};
    std::size_t m_mask{kFirstSize - 1};
    std::size_t m_count{0};
    std::uint64_t m_seed{unforeseeable(m_slots.data())};
};

} // namespace luthier::tokenizer
