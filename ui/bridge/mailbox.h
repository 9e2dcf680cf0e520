// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace luthier::ui {

/// What a worker tells the window. The worker appends, the GUI thread takes all of it now and then: this
/// mutex is the whole border between the threads, and a slow window only makes a longer batch.
///
/// Thread  put() any, takeAll() any.
template <class T>
class Mailbox {
public:
    void put(T item)
    {
        const std::scoped_lock lock{m_mutex};
        m_items.push_back(std::move(item));
    }
    std::vector<T> takeAll()
    {
        const std::scoped_lock lock{m_mutex};
        return std::exchange(m_items, {});
    }

private:
    std::mutex m_mutex;
    std::vector<T> m_items; // guarded by m_mutex
};

} // namespace luthier::ui
