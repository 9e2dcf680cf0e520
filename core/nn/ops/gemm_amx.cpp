// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_bf16_packing.h"

#if defined(__x86_64__)
#include <algorithm>
#include <array>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512bf16,amx-tile,amx-bf16")

namespace luthier::nn {
namespace {

/// What the processor reads: eight tiles of 16 rows and 64 bytes.
struct alignas(64) TileConfig {
    std::uint8_t palette{1};
    std::uint8_t startRow{0};
    std::array<std::uint8_t, 14> reserved{};
    std::array<std::uint16_t, 16> columnBytes{64, 64, 64, 64, 64, 64, 64, 64};
    std::array<std::uint8_t, 16> rows{16, 16, 16, 16, 16, 16, 16, 16};
};
static_assert(sizeof(TileConfig) == 64);

void enter()
{
    static constexpr TileConfig
        kConfig; // not on the stack: g++ believes that only its first 8 bytes are read
    _tile_loadconfig(&kConfig);
}
void leave()
{
    _tile_release();
}

/// The steps of the depth, over one segment after the other.
class Steps {
public:
    explicit Steps(std::span<const Segment> segments)
        : m_segments{segments}
    {
        begin();
    }
    bool more() const { return m_left > 0; }
    void next()
    {
        m_a += kPairDepth * 2;
        m_b += kPairStepBytes;
        m_left -= kPairDepth;
        if (m_left > 0 || m_segments.size() == 1) return;
        m_segments = m_segments.subspan(1);
        begin();
    }

    const std::byte* upper() const { return m_a; }
    const std::byte* lower() const { return m_a + 16 * m_rowBytes; }
    std::int64_t rowBytes() const { return m_rowBytes; }
    const std::byte* b() const { return m_b; }
    /// A quarter of the b that comes next but one: from the second cache into the first.
    template <int quarter>
    [[gnu::always_inline]] void fetch() const
    {
        constexpr std::int64_t kQuarter = kPairStepBytes / 4, kLine = 64;
        for (std::int64_t i = 0; i < kQuarter; i += kLine) {
            _mm_prefetch(m_b + kPairStepBytes + quarter * kQuarter + i, _MM_HINT_T0);
        }
    }

private:
    void begin()
    {
        const auto& segment = m_segments.front();
        m_a = segment.a;
        m_rowBytes = segment.stride * 2;
        m_b = segment.b;
        m_left = segment.depth;
    }

    std::span<const Segment> m_segments;
    const std::byte* m_a{nullptr};
    std::int64_t m_rowBytes{0};
    const std::byte* m_b{nullptr};
    std::int64_t m_left{0};
};

/// Four tiles of sums from two of a and two of b: each tile read serves two products.
///
/// A tile is read again as soon as its last product is on its way. Where a processor's other half is at work,
/// too, few reads and products are under way at once, and those that stand in groups wait for each other: this
/// order and the fetches between take 25 to 30 % less time there, and the same elsewhere.
void block(std::span<const Segment> segments, float* sums, bool add)
{
    constexpr std::int64_t kSumStride = kGemmColumns * 4; // bytes
    if (segments.empty()) { // a sum of nothing
        if (!add) std::fill_n(sums, kGemmRows * kGemmColumns, 0.0F);
        return;
    }
    Steps step{segments};
    _tile_loadd(4, step.upper(), step.rowBytes());
    _tile_loadd(6, step.b(), 64);
    if (add) {
        _tile_loadd(0, sums, kSumStride);
        _tile_loadd(1, sums + 16, kSumStride);
        _tile_loadd(2, sums + 16 * kGemmColumns, kSumStride);
        _tile_loadd(3, sums + 16 * kGemmColumns + 16, kSumStride);
    } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    }
    _tile_loadd(7, step.b() + kPairStepBytes / 2, 64);
    _tile_loadd(5, step.lower(), step.rowBytes());
    for (step.next(); step.more(); step.next()) {
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 7);
        step.fetch<0>();
        _tile_loadd(4, step.upper(), step.rowBytes());
        _tile_dpbf16ps(2, 5, 6);
        step.fetch<1>();
        _tile_loadd(6, step.b(), 64);
        _tile_dpbf16ps(3, 5, 7);
        step.fetch<2>();
        _tile_loadd(7, step.b() + kPairStepBytes / 2, 64);
        _tile_loadd(5, step.lower(), step.rowBytes());
        step.fetch<3>();
    }
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
    _tile_stored(0, sums, kSumStride);
    _tile_stored(1, sums + 16, kSumStride);
    _tile_stored(2, sums + 16 * kGemmColumns, kSumStride);
    _tile_stored(3, sums + 16 * kGemmColumns + 16, kSumStride);
}

double spin(std::int64_t rounds)
{
    _tile_zero(4);
    _tile_zero(5);
    _tile_zero(6);
    _tile_zero(7);
    for (std::int64_t i = 0; i < rounds; ++i) {
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
    return static_cast<double>(rounds) * 4 * 2 * 16 * 16 * 32;
}

} // namespace

const GemmKernel<Bf16>* amxGemm()
{
    static const auto kernel = pairKernel(&block, &spin, &enter, &leave);
    return &kernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const GemmKernel<Bf16>* amxGemm()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
