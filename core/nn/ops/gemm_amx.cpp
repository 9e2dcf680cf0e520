// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_bf16_packing.h"

#if defined(__x86_64__)
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

/// Four tiles of sums from two of a and two of b: each tile read serves two products.
void block(std::span<const Segment> segments, float* sums, bool add)
{
    constexpr std::int64_t kSumStride = kGemmColumns * 4; // bytes
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
    for (const auto& segment : segments) {
        const auto rowBytes = segment.stride * 2;
        const auto* const upper = segment.a;
        const auto* const lower = upper + 16 * rowBytes;
        const auto* b = segment.b;
        for (std::int64_t k = 0; k < segment.depth; k += kPairDepth) {
            _tile_loadd(4, upper + k * 2, rowBytes);
            _tile_loadd(6, b, 64);
            _tile_loadd(5, lower + k * 2, rowBytes);
            _tile_loadd(7, b + kPairStepBytes / 2, 64);
            _tile_dpbf16ps(0, 4, 6);
            _tile_dpbf16ps(1, 4, 7);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
            b += kPairStepBytes;
        }
    }
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
