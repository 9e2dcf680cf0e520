// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/gemm.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace luthier::nn {

inline constexpr std::int64_t kGemmRows = 32; ///< of a block of sums
inline constexpr std::int64_t kGemmColumns = 32;
inline constexpr std::int64_t kBlockSums = kGemmRows * kGemmColumns;
inline constexpr std::int64_t kCacheLine = 64; ///< bytes

/// A block of sums on its way out.
template <class S>
struct Finishing {
    const Product<S>* product;
    const Sum<S>* sums;
    std::int64_t row, column; ///< of the block's corner
};

/// Scale, bias, addend and rounding, for rows [begin, end) of the block.
void finish(const Finishing<float>& args, std::int64_t begin, std::int64_t end);
void finish(const Finishing<Bf16>& args, std::int64_t begin, std::int64_t end);
void finish(const Finishing<double>& args, std::int64_t begin, std::int64_t end);

/// What is brought nearer while something else is multiplied: rows of lines of the cache.
class Ahead {
public:
    Ahead() = default;
    Ahead(const void* start, std::int64_t rowBytes, std::int64_t rows, std::int64_t linesOfRow)
        : m_at{static_cast<const char*>(start)}
        , m_rowBytes{rowBytes}
        , m_lines{linesOfRow}
        , m_left{rows * linesOfRow}
    {
    }
    /// The next `count` lines.
    void fetch(std::int64_t count)
    {
        for (const auto stop = m_left > count ? m_left - count : 0; m_left > stop; --m_left) {
            __builtin_prefetch(m_at + m_line * kCacheLine, 0, 2);
            if (++m_line < m_lines) continue;
            m_line = 0;
            m_at += m_rowBytes;
        }
    }
    std::int64_t left() const { return m_left; }

private:
    const char* m_at{nullptr};
    std::int64_t m_rowBytes{0}, m_lines{0}, m_line{0}, m_left{0};
};

/// Panels of b that are multiplied at once, by which each number of a is loaded once for all of them.
struct Panels {
    std::int64_t count; ///< up to three
    std::int64_t bytes; ///< from one of them to the next
    Ahead& ahead; ///< fetched meanwhile, little by little: a processor waits where too many are on their way
    std::int64_t lines; ///< of it
};

/// A part of the depth of a block: 32 rows of a and 32 packed columns of b.
struct Segment {
    const std::byte* a;
    std::int64_t stride; ///< of a's rows, in its packed numbers
    const std::byte* b;
    std::int64_t depth; ///< whole units
    bool across{false}; ///< a is [depth, 32]
    std::int64_t rows{kGemmRows}; ///< that are asked for; sums of others may be left as they are
};

/// The innermost loops of a product on one road. Sums are [32, 32], rows together.
template <class S>
struct GemmKernel {
    std::int64_t depthUnit; ///< depths are padded to a multiple of it, with zeros
    std::int64_t depthBytes; ///< of 32 packed columns of b, for each step of the depth
    std::size_t aBytes; ///< of a packed number of a
    bool takesRows; ///< a may be used where it lies, if its depth is whole units
    bool takesAcross{false}; ///< packA() leaves [depth, rows] that way round, in rows of 32

    /// Once a thread and call of multiply(), around the others.
    void (*enter)();
    void (*leave)();
    /// Columns [0, columns) of b from `depth` steps on; missing columns and steps are zeros.
    void (*packB)(const S* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
                  std::byte* to);
    /// Rows [0, rows) of a; `to` has rows of `toStride` numbers, 32 of them, of whole units.
    void (*packA)(const S* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth,
                  std::byte* to, std::int64_t toStride);
    /// sums (+)= a b over all segments, one behind the other.
    void (*block)(std::span<const Segment> segments, Sum<S>* sums, bool add);
    /// The same for neighbours, into as many blocks of sums; null where it would not be faster.
    void (*wideBlock)(std::span<const Segment> segments, const Panels& panels, Sum<S>* sums,
                      bool add){nullptr};
    void (*finish)(const Finishing<S>& args, std::int64_t begin, std::int64_t end);
    /// Multiplies registers, without memory, `rounds` times; returns the operations that this was. Between
    /// enter() and leave().
    double (*spin)(std::int64_t rounds);
};

/// How many of the panels that are left a kernel takes next: three where one would be left alone.
template <class S>
std::int64_t panelsAtOnce(const GemmKernel<S>& kernel, std::int64_t left)
{
    return kernel.wideBlock == nullptr || left == 1 ? 1 : left == 3 ? 3 : 2;
}

/// The one that this processor is fastest with, or the road that LUTHIER_ISA asks for.
const GemmKernel<float>& gemmKernel(const float*);
const GemmKernel<double>& gemmKernel(const double*);
const GemmKernel<Bf16>& gemmKernel(const Bf16*);

/// Through sums in S's own sum type: every processor.
const GemmKernel<float>& plainGemm(const float*);
const GemmKernel<double>& plainGemm(const double*);
const GemmKernel<Bf16>& plainGemm(const Bf16*);

/// Null where this build has none. REQUIRES to call its functions: cpuFeatures() has the road.
const GemmKernel<Bf16>* avx512Bf16Gemm();
const GemmKernel<Bf16>* amxGemm();

} // namespace luthier::nn
