// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm.h"

#include "core/nn/ops/gemm_kernels.h"

#include <algorithm>
#include <vector>

namespace luthier::nn {
namespace {

constexpr std::int64_t kPanels
    = 2; // of 32 columns that one piece of work has: rows of b are read 128 bytes at a time
constexpr std::int64_t kMostRows = 512; // of one piece: its sums stay in the second-level cache
constexpr std::int64_t kChunkBytes
    = 12'288; // of b in one panel that wait in the first-level cache for all rows of a

constexpr std::int64_t roundUp(std::int64_t n, std::int64_t to)
{
    return (n + to - 1) / to * to;
}
constexpr std::int64_t partsOf(std::int64_t n, std::int64_t each)
{
    return (n + each - 1) / each;
}

const GemmKernel<float>& kernelFor(const float* null)
{
    return plainGemm(null);
}
const GemmKernel<double>& kernelFor(const double* null)
{
    return plainGemm(null);
}
const GemmKernel<Bf16>& kernelFor(const Bf16* null)
{
    switch (cpuFeatures().isa()) {
    case Isa::Amx:
        return *amxGemm();
    case Isa::Avx512Bf16:
        return *avx512Bf16Gemm();
    default:
        return plainGemm(null);
    }
}

/// The sums of a 32 x 32 block on their way out.
template <class S>
struct Finishing {
    const Product<S>* product;
    const Sum<S>* sums;
    std::int64_t row, column; ///< of the block's corner
};

template <class S, class O>
LUTHIER_INLINE void finishRow(const Finishing<S>& a, O* out, std::int64_t r, std::int64_t columns)
{
    using A = Sum<S>;
    const auto& product = *a.product;
    const auto scale = static_cast<A>(product.scale);
    eachPiece<A>(
        columns, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<A> v;
            load(a.sums + r * kGemmColumns + i, v);
            v *= scale;
            if (product.bias != nullptr) {
                Lanes<A> bias;
                loadPiece(product.bias + a.column + i, n, bias);
                v += bias;
            }
            if (product.addend.start != nullptr) {
                Lanes<A> addend;
                loadPiece(product.addend.start + (a.row + r) * product.addend.stride + a.column + i, n,
                          addend);
                v += addend;
            }
            storePiece<O>(out + i, n, v);
        });
}

/// Rows [begin, end) of the block.
template <class S>
LUTHIER_INLINE void finishRows(const Finishing<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    const auto& product = *a.product;
    const auto columns = std::min(kGemmColumns, product.columns - a.column);
    for (std::int64_t r = begin; r < end; ++r) {
        if (!product.outAcross) {
            const auto at = (a.row + r) * product.outStride + a.column;
            if (product.wideOut != nullptr) {
                finishRow(a, product.wideOut + at, r, columns);
            } else {
                finishRow(a, product.out + at, r, columns);
            }
            continue;
        }
        for (std::int64_t n = 0; n < columns; ++n) {
            const auto at = (a.column + n) * product.outStride + a.row + r;
            const A v = a.sums[r * kGemmColumns + n] * static_cast<A>(product.scale);
            if (product.wideOut != nullptr) {
                product.wideOut[at] = v;
            } else {
                put(product.out + at, v);
            }
        }
    }
}
LUTHIER_KERNELS(finish, Finishing, finishRows)

/// Where the rows of a summand's a are: the first blocks in place, the others packed.
struct Left {
    std::int64_t inPlace{0}; ///< blocks of 32 rows
    std::int64_t depth{0}; ///< whole units: the stride of what is packed
    std::size_t packedAt{0}; ///< in the team's scratch
};

template <class S>
class Multiplying {
public:
    Multiplying(Team& team, std::span<const Product<S>> products)
        : m_team{team}
        , m_products{products}
        , m_kernel{kernelFor(static_cast<const S*>(nullptr))}
    {
        for (const auto& product : products) {
            m_panels += partsOf(product.columns, kPanels * kGemmColumns);
        }
    }

    void run()
    {
        m_kernel.enter();
        packLefts();
        std::int64_t pieces = 0;
        for (const auto& product : m_products) {
            pieces += piecesOf(product);
        }
        m_team.forEach(pieces, [this](std::int64_t piece) {
            std::size_t p = 0;
            while (piece >= piecesOf(m_products[p])) {
                piece -= piecesOf(m_products[p++]);
            }
            const auto& product = m_products[p];
            const auto across = partsOf(product.columns, kPanels * kGemmColumns);
            make(p, piece % across * kPanels * kGemmColumns, piece / across * rowsOf(product));
        });
        m_kernel.leave();
    }

private:
    /// Rows of one piece of work: fewer where there would be too few pieces for all threads.
    std::int64_t rowsOf(const Product<S>& product) const
    {
        constexpr std::int64_t kPiecesPerThread = 3;
        const auto wanted = partsOf(kPiecesPerThread * m_team.threads(), std::max<std::int64_t>(1, m_panels));
        const auto rows = roundUp(partsOf(product.rows, wanted), kGemmRows);
        return std::clamp(rows, std::min<std::int64_t>(64, roundUp(product.rows, kGemmRows)), kMostRows);
    }
    std::int64_t piecesOf(const Product<S>& product) const
    {
        if (product.rows == 0) return 0;
        return partsOf(product.columns, kPanels * kGemmColumns) * partsOf(product.rows, rowsOf(product));
    }

    Left leftOf(const Product<S>& product, const Summand<S>& summand) const
    {
        Left left{.depth = roundUp(summand.depth, m_kernel.depthUnit)};
        if (m_kernel.takesRows && summand.form != Form::TN && left.depth == summand.depth)
            left.inPlace = product.rows / kGemmRows;
        return left;
    }

    /// Calls f(summand, left, block) for each block of rows that must be packed, and returns how much room
    /// they take. The order is the same on all threads.
    template <class F>
    std::size_t eachPacked(F f) const
    {
        std::size_t at = 0;
        for (std::size_t p = 0; p < m_products.size(); ++p) {
            const auto& product = m_products[p];
            for (std::size_t s = 0; s < product.count; ++s) {
                auto left = leftOf(product, product.summands[s]);
                left.packedAt = at;
                const auto blocks = partsOf(product.rows, kGemmRows) - left.inPlace;
                f(p, s, left, blocks);
                at += static_cast<std::size_t>(blocks * kGemmRows * left.depth) * m_kernel.aBytes;
            }
        }
        return at;
    }

    void packLefts()
    {
        std::int64_t count = 0;
        const auto bytes
            = eachPacked([&](std::size_t p, std::size_t s, const Left& left, std::int64_t blocks) {
                  m_lefts[p * Product<S>::kMostSummands + s] = left;
                  count += blocks;
              });
        if (count == 0) return;
        m_packed = m_team.scratch(bytes);
        m_team.forEach(count, [&](std::int64_t i) {
            eachPacked([&](std::size_t p, std::size_t s, const Left& left, std::int64_t blocks) {
                if (i >= 0 && i < blocks) packLeft(m_products[p], m_products[p].summands[s], left, i);
                i -= blocks;
            });
        });
    }

    void packLeft(const Product<S>& product, const Summand<S>& summand, const Left& left, std::int64_t i)
    {
        const auto row = (left.inPlace + i) * kGemmRows;
        const bool across = summand.form == Form::TN;
        m_kernel.packA(summand.a.start + row * (across ? 1 : summand.a.stride), summand.a.stride, across,
                       std::min(kGemmRows, product.rows - row), summand.depth,
                       m_packed + left.packedAt
                           + static_cast<std::size_t>(i * kGemmRows * left.depth) * m_kernel.aBytes,
                       left.depth);
    }

    /// The block of sums of columns [column, +64) and rows [row, + rowsOf()).
    void make(std::size_t p, std::int64_t column, std::int64_t row)
    {
        const auto& product = m_products[p];
        const auto rows = std::min(rowsOf(product), product.rows - row);
        const auto blocks = partsOf(rows, kGemmRows);
        const auto panels = std::min(kPanels, partsOf(product.columns - column, kGemmColumns));
        thread_local std::vector<Sum<S>> sums;
        thread_local std::vector<std::byte> packed;
        sums.resize(static_cast<std::size_t>(kMostRows * kPanels * kGemmColumns));
        packed.resize(static_cast<std::size_t>(kPanels * 2 * kChunkBytes));
        auto* const aligned
            = reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(packed.data()) + 63) / 64 * 64);
        bool isFirst = true;
        for (std::size_t s = 0; s < product.count; ++s) {
            const auto& summand = product.summands[s];
            const auto& left = m_lefts[p * Product<S>::kMostSummands + s];
            const auto chunk = kChunkBytes / m_kernel.depthBytes / m_kernel.depthUnit * m_kernel.depthUnit;
            for (std::int64_t k = 0; k < summand.depth; k += chunk) {
                const auto depth = std::min(chunk, left.depth - k);
                packRight(product, summand, column, panels, k, std::min(depth, summand.depth - k), aligned);
                for (std::int64_t b = 0; b < blocks; ++b) {
                    const auto at = leftBlock(summand, left, row / kGemmRows + b);
                    for (std::int64_t panel = 0; panel < panels; ++panel) {
                        m_kernel.block(at.start + static_cast<std::size_t>(k) * m_kernel.aBytes, at.stride,
                                       aligned + panel * kChunkBytes, depth, sumsOf(sums, b, panel),
                                       !isFirst);
                    }
                }
                isFirst = false;
            }
        }
        for (std::int64_t b = 0; b < blocks; ++b) {
            for (std::int64_t panel = 0; panel < panels; ++panel) {
                finish(Finishing<S>{&product, sumsOf(sums, b, panel), row + b * kGemmRows,
                                    column + panel * kGemmColumns},
                       0, std::min(kGemmRows, product.rows - row - b * kGemmRows));
            }
        }
    }

    static Sum<S>* sumsOf(std::vector<Sum<S>>& sums, std::int64_t block, std::int64_t panel)
    {
        return sums.data() + (block * kPanels + panel) * kGemmRows * kGemmColumns;
    }

    void packRight(const Product<S>& product, const Summand<S>& summand, std::int64_t column,
                   std::int64_t panels, std::int64_t k, std::int64_t depth, std::byte* to)
    {
        const bool across = summand.form != Form::NT;
        for (std::int64_t panel = 0; panel < panels; ++panel) {
            const auto n = column + panel * kGemmColumns;
            const auto* const from
                = summand.b.start + (across ? k * summand.b.stride + n : n * summand.b.stride + k);
            m_kernel.packB(from, summand.b.stride, across, std::min(kGemmColumns, product.columns - n), depth,
                           to + panel * kChunkBytes);
        }
    }

    struct LeftBlock {
        const std::byte* start;
        std::int64_t stride;
    };
    LeftBlock leftBlock(const Summand<S>& summand, const Left& left, std::int64_t block) const
    {
        if (block < left.inPlace)
            return {
                reinterpret_cast<const std::byte*>(summand.a.start + block * kGemmRows * summand.a.stride),
                summand.a.stride};
        const auto numbers = (block - left.inPlace) * kGemmRows * left.depth;
        return {m_packed + left.packedAt + static_cast<std::size_t>(numbers) * m_kernel.aBytes, left.depth};
    }

    Team& m_team;
    std::span<const Product<S>> m_products;
    const GemmKernel<S>& m_kernel;
    std::int64_t m_panels{0};
    std::byte* m_packed{nullptr};
    static constexpr std::size_t kMostProducts = 32;
    std::array<Left, kMostProducts * Product<S>::kMostSummands> m_lefts{};
};

} // namespace

void multiply(Team& team, std::span<const Product<float>> products)
{
    Multiplying<float>{team, products}.run();
}
void multiply(Team& team, std::span<const Product<Bf16>> products)
{
    Multiplying<Bf16>{team, products}.run();
}
void multiply(Team& team, std::span<const Product<double>> products)
{
    Multiplying<double>{team, products}.run();
}

} // namespace luthier::nn
