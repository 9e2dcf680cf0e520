// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/huge_pages.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace luthier::nn {

#if defined(__linux__)
namespace {

constexpr std::size_t kPage = std::size_t{2} << 20U;
constexpr std::size_t kChunk = std::size_t{32} << 20U;
constexpr std::size_t kLine = 64;

constexpr std::size_t roundUp(std::size_t n, std::size_t to)
{
    return (n + to - 1) / to * to;
}

/// Address space that many tensors share; it goes with the last of them.
class Chunk {
public:
    explicit Chunk(std::size_t bytes)
        : m_bytes{bytes + kPage}
        , m_map{::mmap(nullptr, m_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)}
    {
        if (m_map == MAP_FAILED) return;
        const auto start = reinterpret_cast<std::uintptr_t>(m_map);
        m_start = reinterpret_cast<std::byte*>(roundUp(start, kPage));
        m_free = bytes;
        static_cast<void>(::madvise(m_start, bytes, MADV_HUGEPAGE)); // where it cannot, pages are small
    }
    ~Chunk()
    {
        if (m_map != MAP_FAILED) ::munmap(m_map, m_bytes);
    }
    Chunk(const Chunk&) = delete;
    Chunk& operator=(const Chunk&) = delete;

    /// Null where there is no room.
    std::byte* take(std::size_t bytes)
    {
        if (bytes > m_free) return nullptr;
        m_free -= bytes;
        return std::exchange(m_start, m_start + bytes);
    }

private:
    std::size_t m_bytes;
    void* m_map;
    std::byte* m_start{nullptr};
    std::size_t m_free{0};
};

struct Place {
    std::shared_ptr<Chunk> chunk;
    std::byte* start;
};

Place placeFor(std::size_t bytes)
{
    static std::mutex mutex;
    static std::weak_ptr<Chunk> latest; // guarded by mutex
    const std::lock_guard lock{mutex};
    auto chunk = latest.lock();
    auto* start = chunk ? chunk->take(bytes) : nullptr;
    if (start == nullptr) {
        chunk = std::make_shared<Chunk>(roundUp(std::max(bytes, kChunk), kPage));
        start = chunk->take(bytes);
        latest = chunk;
    }
    return {std::move(chunk), start};
}

} // namespace

at::Tensor emptyInHugePages(at::IntArrayRef sizes, at::ScalarType type)
{
    const auto numbers = static_cast<std::size_t>(c10::multiply_integers(sizes));
    auto place = placeFor(roundUp(std::max<std::size_t>(1, numbers * c10::elementSize(type)), kLine));
    if (place.start == nullptr) return at::empty(sizes, type); // which says what is wrong
    return at::from_blob(
        place.start, sizes, [chunk = std::move(place.chunk)](void*) {}, at::TensorOptions{type});
}
#else
at::Tensor emptyInHugePages(at::IntArrayRef sizes, at::ScalarType type)
{
    return at::empty(sizes, type);
}
#endif

} // namespace luthier::nn
