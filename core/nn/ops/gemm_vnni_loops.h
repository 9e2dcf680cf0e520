// SPDX-License-Identifier: GPL-3.0-or-later
// 8-bit products by instructions that sum four neighbours of the depth, written once. As few_rows_loops.h:
// each of gemm_vnni.cpp and gemm_avx_vnni.cpp includes it inside its own namespace and its own instruction
// set, after it has said what `Road` is:
//
//     kBytes                  of a register
//     kRows, kRestRows        rows at once, times two registers of columns, up to row kWholeRows and behind
//     it summed(sums, b, a)      sums + Σ a b of four neighbours, a's with a sign and b's without
//
// Sums are vectors of 32 bits: as __m512i, which is eight numbers to the compiler, g++ 12 moves them to and
// fro at each step.

using Sums = Lanes<std::int32_t, Road::kBytes>;
using Floats = Lanes<float, Road::kBytes>;

/// What the rows of a block have in common.
struct NeighbourBlock {
    const Segment& segment;
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

/// R rows from m on, times two registers of columns.
template <int R>
LUTHIER_INLINE void neighbourTile(const NeighbourBlock& x, std::int64_t m, std::int64_t column)
{
    constexpr std::int64_t kFourBytes = 64; // four neighbours of 16 columns
    const auto stride = x.segment.stride;
    const auto* const rows = x.segment.a + m * stride;
    Sums left[R];
    Sums right[R];
    LUTHIER_UNROLL
    for (int r = 0; r < R; ++r) {
        left[r] = right[r] = Sums{} - x.shifts[m + r];
    }
    for (std::int64_t k = 0; k < x.segment.depth; k += 4) {
        const auto* const four = x.segment.b + k / Int8Matrix::kStepDepth * Int8Matrix::kStepBytes
            + k % Int8Matrix::kStepDepth / 4 * kFourBytes;
        Sums first;
        Sums second;
        std::memcpy(&first, four + columnPlace(column), sizeof(first));
        std::memcpy(&second, four + columnPlace(column + kCount<Sums>), sizeof(second));
        // The instruction takes unsigned by signed numbers. b is made unsigned, as it serves all rows.
        first ^= static_cast<std::int32_t>(0x80808080U);
        second ^= static_cast<std::int32_t>(0x80808080U);
        LUTHIER_UNROLL
        for (int r = 0; r < R; ++r) {
            std::int32_t neighbours;
            std::memcpy(&neighbours, rows + r * stride + k, sizeof(neighbours));
            const Sums row = Sums{} + neighbours;
            left[r] = Road::summed(left[r], first, row);
            right[r] = Road::summed(right[r], second, row);
        }
    }
    Floats leftScale;
    Floats rightScale;
    load(x.columnScales + column, leftScale);
    load(x.columnScales + column + kCount<Sums>, rightScale);
    LUTHIER_UNROLL
    for (int r = 0; r < R; ++r) {
        auto* const to = x.sums + (m + r) * kGemmColumns + column;
        Floats before{};
        Floats beforeRight{};
        if (x.add) {
            load(to, before);
            load(to + kCount<Sums>, beforeRight);
        }
        const float scale = x.rowScales[m + r];
        store(to, __builtin_convertvector(left[r], Floats) * scale * leftScale + before);
        store(to + kCount<Sums>,
              __builtin_convertvector(right[r], Floats) * scale * rightScale + beforeRight);
    }
}

/// 32 rows times 32 columns, as Int8Kernel::block.
void neighbourBlock(const Segment& segment, const float* rowScales, const float* columnScales, float* sums,
                    bool add)
{
    std::int32_t shifts[kGemmRows];
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        Sums sum{};
        for (std::int64_t k = 0; k < segment.depth; k += Road::kBytes) {
            Sums row;
            std::memcpy(&row, segment.a + m * segment.stride + k, sizeof(row));
            sum = Road::summed(sum, Sums{} + 0x01010101, row);
        }
        shifts[m] = 128 * sumOf(sum);
    }
    const NeighbourBlock block{segment, rowScales, columnScales, sums, add, shifts};
    for (std::int64_t column = 0; column < kGemmColumns; column += 2 * kCount<Sums>) {
        for (std::int64_t m = 0; m < Road::kWholeRows; m += Road::kRows) {
            neighbourTile<Road::kRows>(block, m, column);
        }
        for (std::int64_t m = Road::kWholeRows; m < kGemmRows; m += Road::kRestRows) {
            neighbourTile<Road::kRestRows>(block, m, column);
        }
    }
}
