// SPDX-License-Identifier: GPL-3.0-or-later
// 8-bit products by instructions that sum four neighbours of the depth, written once. As few_rows_loops.h:
// each of gemm_vnni.cpp and gemm_avx_vnni.cpp includes it inside its own namespace and its own instruction
// set, after it has said what `Road` is:
//
//     kBytes              of a register
//     summed(sums, b, a)  sums + Σ a b of four neighbours, a's with a sign and b's without
//     scaled(sums, rowScale, columnScale, before)  the numbers that they stand for, and `before`, rounded in
//                         one way wherever it is inlined: bits must not depend on the panels made at once
//
// Sums are vectors of 32 bits: as __m512i, which is eight numbers to the compiler, g++ 12 moves them to and
// fro at each step.

using Sums = Lanes<std::int32_t, Road::kBytes>;
using Floats = Lanes<float, Road::kBytes>;

/// What the rows of up to three neighbouring blocks have in common.
struct NeighbourBlock {
    const Segment& segment;
    std::int64_t panelBytes; ///< from one of b's panels to the next
    const float *rowScales, *columnScales;
    float* sums;
    bool add;
    const std::int32_t* shifts; ///< what b's shift by 128 adds to each sum of a row
};

/// Bytes from a panel's start to the neighbours of this column.
constexpr std::int64_t columnPlace(std::int64_t column)
{
    constexpr std::int64_t kTileColumns = 16;
    return column / kTileColumns * (Int8Matrix::kStepBytes / 2) + column % kTileColumns * 4;
}

/// R rows from m on, times two registers of columns of each of P panels.
template <int P, int R>
LUTHIER_INLINE void neighbourTile(const NeighbourBlock& x, std::int64_t m, std::int64_t column)
{
    constexpr std::int64_t kFourBytes = 64; // four neighbours of 16 columns
    constexpr int kRegisters = 2 * P;
    const auto stride = x.segment.stride;
    const auto* const rows = x.segment.a + m * stride;
    Sums sums[R][kRegisters];
    LUTHIER_UNROLL
    for (int r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (int c = 0; c < kRegisters; ++c) {
            sums[r][c] = Sums{} - x.shifts[m + r];
        }
    }
    for (std::int64_t k = 0; k < x.segment.depth; k += 4) {
        const auto* const four = x.segment.b + k / Int8Matrix::kStepDepth * Int8Matrix::kStepBytes
            + k % Int8Matrix::kStepDepth / 4 * kFourBytes;
        Sums columns[kRegisters];
        LUTHIER_UNROLL
        for (int c = 0; c < kRegisters; ++c) {
            std::memcpy(&columns[c], four + c / 2 * x.panelBytes + columnPlace(column + c % 2 * kCount<Sums>),
                        sizeof(Sums));
        }
        LUTHIER_UNROLL
        for (int r = 0; r < R; ++r) {
            std::int32_t neighbours;
            std::memcpy(&neighbours, rows + r * stride + k, sizeof(neighbours));
            const Sums row = Sums{} + neighbours;
            LUTHIER_UNROLL
            for (int c = 0; c < kRegisters; ++c) {
                sums[r][c] = Road::summed(sums[r][c], columns[c], row);
            }
        }
    }
    LUTHIER_UNROLL
    for (int c = 0; c < kRegisters; ++c) {
        const auto at = column + c % 2 * kCount<Sums>;
        Floats columnScale;
        load(x.columnScales + c / 2 * kGemmColumns + at, columnScale);
        LUTHIER_UNROLL
        for (int r = 0; r < R; ++r) {
            auto* const to = x.sums + c / 2 * kBlockSums + (m + r) * kGemmColumns + at;
            Floats before{};
            if (x.add) load(to, before);
            store(to, Road::scaled(sums[r][c], Floats{} + x.rowScales[m + r], columnScale, before));
        }
    }
}

template <int P, int R>
LUTHIER_INLINE void neighbourTiles(const NeighbourBlock& block, std::int64_t first, std::int64_t last)
{
    for (std::int64_t column = 0; column < kGemmColumns; column += 2 * kCount<Sums>) {
        for (auto m = first; m < std::min(last, block.segment.rows); m += R) {
            neighbourTile<P, R>(block, m, column);
        }
    }
}

/// What b's shift by 128 adds to the sums of each row.
void findShifts(const Segment& segment, std::int32_t (&shifts)[kGemmRows])
{
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        Sums sum{};
        for (std::int64_t k = 0; k < segment.depth; k += Road::kBytes) {
            Sums row;
            std::memcpy(&row, segment.a + m * segment.stride + k, sizeof(row));
            sum = Road::summed(sum, Sums{} + 0x01010101, row);
        }
        shifts[m] = 128 * sumOf(sum);
    }
}
