// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace luthier::nn {

/// Memory that is handed out end to end and taken back from the end, so that the buffers of a step lie where
/// those of the last step lay: pages that are there already, and no search for free room. What it has needed
/// once it keeps.
///
/// Thread  one at a time.
class Arena {
public:
    Arena();
    ~Arena();
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// Room for `count` numbers, not initialised, at a border of 64 bytes.
    /// Errors  torch's OutOfMemoryError where the address space is used up or a limit of the process is
    ///         reached.
    template <class T>
    T* take(std::int64_t count)
    {
        return reinterpret_cast<T*>(takeBytes(static_cast<std::size_t>(count) * sizeof(T)));
    }

    std::size_t mark() const { return m_used; }
    void release(std::size_t mark) { m_used = mark; } ///< what was taken since then is free again
    std::size_t peakBytes() const { return m_peak; }

private:
    std::byte* takeBytes(std::size_t bytes);

    std::byte* m_start{nullptr};
    std::size_t m_size{0}; ///< of address space; pages come when they are written to
    std::size_t m_writable{0}; ///< of it
    std::size_t m_used{0};
    std::size_t m_peak{0};
};

/// Arenas for one forward and its backward each. Usually there is one, used again and again.
class Arenas {
public:
    /// Empty; back in stock when the last owner lets go.
    std::shared_ptr<Arena> take();

private:
    struct Stock {
        std::mutex mutex;
        std::vector<std::unique_ptr<Arena>> free; // guarded by mutex
    };
    std::shared_ptr<Stock> m_stock{std::make_shared<Stock>()};
};

} // namespace luthier::nn
