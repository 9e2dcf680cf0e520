// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/gemm_packing.h"

#if defined(__x86_64__)
#include <algorithm>
#include <array>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512bf16,amx-tile,amx-bf16,amx-int8")

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

/// The steps of the depth, over one segment after the other: of 64 bytes of each row of a, `numberBytes` a
/// number.
class Steps {
public:
    Steps(std::span<const Segment> segments, std::int64_t numberBytes)
        : m_segments{segments}
        , m_numberBytes{numberBytes}
    {
        begin();
    }
    bool more() const { return m_left > 0; }
    void next()
    {
        m_a += kRowBytes;
        m_b += kPairStepBytes;
        m_left -= kRowBytes;
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
        m_rowBytes = segment.stride * m_numberBytes;
        m_b = segment.b;
        m_left = segment.depth * m_numberBytes;
    }

    static constexpr std::int64_t kRowBytes = 64; // of a tile
    std::span<const Segment> m_segments;
    std::int64_t m_numberBytes;
    const std::byte* m_a{nullptr};
    std::int64_t m_rowBytes{0};
    const std::byte* m_b{nullptr};
    std::int64_t m_left{0};
};

/// The products of two tiles, numbers[0] += a b, in the two types. The tiles are part of the instruction.
#define LUTHIER_PRODUCTS(name, instruction)                                                                  \
    struct name {                                                                                            \
        [[gnu::always_inline]] static void upperLeft() { instruction(0, 4, 6); }                             \
        [[gnu::always_inline]] static void upperRight() { instruction(1, 4, 7); }                            \
        [[gnu::always_inline]] static void lowerLeft() { instruction(2, 5, 6); }                             \
        [[gnu::always_inline]] static void lowerRight() { instruction(3, 5, 7); }                            \
    };
LUTHIER_PRODUCTS(PairProducts, _tile_dpbf16ps)
LUTHIER_PRODUCTS(Int8Products, _tile_dpbssd)
#undef LUTHIER_PRODUCTS

constexpr std::int64_t kSumStride = kGemmColumns * 4; // bytes

/// Four tiles of sums, 0 to 3, from two of a and two of b: each tile read serves two products.
///
/// A tile is read again as soon as its last product is on its way. Where a processor's other half is at work,
/// too, few reads and products are under way at once, and those that stand in groups wait for each other:
/// this order and the fetches between take 25 to 30 % less time there, and the same elsewhere.
///
/// REQUIRES: a step; `prepare` makes tiles 0 to 3 ready.
template <class Products, class F>
[[gnu::always_inline]] inline void multiplyTiles(Steps step, F prepare)
{
    _tile_loadd(4, step.upper(), step.rowBytes());
    _tile_loadd(6, step.b(), 64);
    prepare();
    _tile_loadd(7, step.b() + kPairStepBytes / 2, 64);
    _tile_loadd(5, step.lower(), step.rowBytes());
    for (step.next(); step.more(); step.next()) {
        Products::upperLeft();
        Products::upperRight();
        step.fetch<0>();
        _tile_loadd(4, step.upper(), step.rowBytes());
        Products::lowerLeft();
        step.fetch<1>();
        _tile_loadd(6, step.b(), 64);
        Products::lowerRight();
        step.fetch<2>();
        _tile_loadd(7, step.b() + kPairStepBytes / 2, 64);
        _tile_loadd(5, step.lower(), step.rowBytes());
        step.fetch<3>();
    }
    Products::upperLeft();
    Products::upperRight();
    Products::lowerLeft();
    Products::lowerRight();
}

/// float32 or whole numbers.
template <class A>
[[gnu::always_inline]] inline void storeTiles(A* sums)
{
    _tile_stored(0, sums, kSumStride);
    _tile_stored(1, sums + 16, kSumStride);
    _tile_stored(2, sums + 16 * kGemmColumns, kSumStride);
    _tile_stored(3, sums + 16 * kGemmColumns + 16, kSumStride);
}
[[gnu::always_inline]] inline void clearTiles()
{
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
}

void block(std::span<const Segment> segments, float* sums, bool add)
{
    if (segments.empty()) { // a sum of nothing
        if (!add) std::fill_n(sums, kGemmRows * kGemmColumns, 0.0F);
        return;
    }
    multiplyTiles<PairProducts>(
        {segments, 2}, [&]() __attribute__((always_inline)) {
            if (!add) return clearTiles();
            _tile_loadd(0, sums, kSumStride);
            _tile_loadd(1, sums + 16, kSumStride);
            _tile_loadd(2, sums + 16 * kGemmColumns, kSumStride);
            _tile_loadd(3, sums + 16 * kGemmColumns + 16, kSumStride);
        });
    storeTiles(sums);
}

void int8Block(const Segment& segment, const float* rowScales, const float* columnScales, float* sums,
               bool add)
{
    alignas(64) std::array<std::int32_t, kGemmRows * kGemmColumns> whole;
    multiplyTiles<Int8Products>({{&segment, 1}, 1}, [] { clearTiles(); });
    storeTiles(whole.data());
    const __m512 left = _mm512_loadu_ps(columnScales);
    const __m512 right = _mm512_loadu_ps(columnScales + 16);
    const __m512 zero = _mm512_setzero_ps();
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        const __m512 scale = _mm512_set1_ps(rowScales[m]);
        auto* const to = sums + m * kGemmColumns;
        const auto* const from = whole.data() + m * kGemmColumns;
        const __m512 first = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_load_si512(from)), scale);
        const __m512 second = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_load_si512(from + 16)), scale);
        _mm512_storeu_ps(to, _mm512_fmadd_ps(first, left, add ? _mm512_loadu_ps(to) : zero));
        _mm512_storeu_ps(to + 16, _mm512_fmadd_ps(second, right, add ? _mm512_loadu_ps(to + 16) : zero));
    }
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

const Int8Kernel* amxInt8()
{
    static constexpr Int8Kernel kKernel{.enter = &enter, .leave = &leave, .block = &int8Block};
    return &kKernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const GemmKernel<Bf16>* amxGemm()
{
    return nullptr;
}
const Int8Kernel* amxInt8()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
