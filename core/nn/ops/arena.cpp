// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/arena.h"

#include <algorithm>
#include <utility>

#include <c10/util/Exception.h>

#include <sys/mman.h>

namespace luthier::nn {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 40U; // address space costs nothing
constexpr std::size_t kFewestBytes = std::size_t{1} << 26U;
constexpr std::size_t kOpened = std::size_t{1} << 25U; // at once
constexpr std::size_t kBorder = 64; // a line of the cache, a register of AVX-512

} // namespace

Arena::Arena()
{
    // Less where the system limits address space.
    for (m_size = kMostBytes; m_size >= kFewestBytes; m_size /= 4) {
        // Not writable yet: what may be written to counts against a limit on the process's data.
        void* const start
            = ::mmap(nullptr, m_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (start == MAP_FAILED) continue;
        ::madvise(start, m_size, MADV_HUGEPAGE); // fewer page faults; no harm where the system has none
        m_start = static_cast<std::byte*>(start);
        return;
    }
    TORCH_CHECK_WITH(OutOfMemoryError, false, "no address space for the activations");
}

Arena::~Arena()
{
    ::munmap(m_start, m_size);
}

std::byte* Arena::takeBytes(std::size_t bytes)
{
    const auto whole = (bytes + kBorder - 1) / kBorder * kBorder;
    TORCH_CHECK_WITH(OutOfMemoryError, whole >= bytes && whole <= m_size - m_used, "activations of ", bytes,
                     " bytes behind ", m_used, " do not fit");
    auto* const start = m_start + m_used;
    if (m_used + whole > m_writable) {
        const auto more
            = std::min((m_used + whole - m_writable + kOpened - 1) / kOpened * kOpened, m_size - m_writable);
        TORCH_CHECK_WITH(OutOfMemoryError,
                         ::mprotect(m_start + m_writable, more, PROT_READ | PROT_WRITE) == 0,
                         "the system gives no more memory for activations than ", m_writable, " bytes");
        m_writable += more;
    }
    m_used += whole;
    m_peak = std::max(m_peak, m_used);
    return start;
}

std::shared_ptr<Arena> Arenas::take()
{
    std::unique_ptr<Arena> arena;
    {
        const std::lock_guard lock{m_stock->mutex};
        if (!m_stock->free.empty()) {
            arena = std::move(m_stock->free.back());
            m_stock->free.pop_back();
        }
    }
    if (!arena) arena = std::make_unique<Arena>();
    arena->release(0);
    return {arena.release(), [stock = m_stock](Arena* back) {
                const std::lock_guard lock{stock->mutex};
                stock->free.emplace_back(back);
            }};
}

} // namespace luthier::nn
