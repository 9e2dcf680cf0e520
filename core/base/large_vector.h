// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <vector>

namespace luthier {

/// Memory that the system can take back: from 16 MiB on it is the mapping of a nameless file in the cache
/// folder, written out when memory gets short and read again when used, like the mapped table itself. Where
/// such a file cannot be had, or the disk has no room for it, it is ordinary memory.
///
/// Errors  std::bad_alloc.
/// Thread  any.
void* takeLargeMemory(std::size_t bytes);
void returnLargeMemory(void* memory, std::size_t bytes) noexcept;

template <class T>
struct LargeMemory {
    using value_type = T;

    LargeMemory() = default;
    template <class U>
    LargeMemory(
        const LargeMemory<U>&) noexcept // NOLINT(google-explicit-constructor): what allocators are asked for
    {
    }
    T* allocate(std::size_t count)
    {
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_array_new_length{};
        return static_cast<T*>(takeLargeMemory(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) noexcept { returnLargeMemory(memory, count * sizeof(T)); }
    bool operator==(const LargeMemory&) const = default;
};

/// For what has an entry a row or a token, so that millions of rows do not fill the memory.
template <class T>
using LargeVector = std::vector<T, LargeMemory<T>>;

} // namespace luthier
