// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm.h"

#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/gemm_kernels.h"
#include "core/nn/ops/gemm_right.h"

#include <algorithm>
#include <vector>

namespace luthier::nn {
namespace {

// What a piece of work has at once. Memory and the last cache are slow beside the tiles, so each number of a
// is read once for many columns, and each of b once for all rows.

// Panels of 32 columns: their part of b and their sums fill half the second cache.
constexpr std::int64_t kMostPanels = 9;
// Cores are not equally fast, for other programs or by kind: the others take what a slow one leaves.
constexpr int kPiecesAThread = 3;
constexpr std::int64_t kFewestPanels = 2; // rows of b are read 128 bytes at a time
constexpr std::int64_t kMostSums = 448 * 288; // numbers: rows times columns
constexpr std::int64_t kMostInt8Depth = 768; // of a pass; its b is read where it lies
constexpr std::int64_t kThin = 64; // steps that are not worth a pass of their own

constexpr std::int64_t roundUp(std::int64_t n, std::int64_t to)
{
    return partsOf(n, to) * to;
}

/// Where the rows of a summand's a are: the first blocks in place, the others packed.
struct Left {
    std::int64_t inPlace{0}; ///< blocks of 32 rows
    std::int64_t toPack{0}; ///< blocks that this summand packs: none where another one packs the same
    std::int64_t depth{0}; ///< whole units: the stride of what is packed
    bool across{false}; ///< [depth, rows], of which each piece packs what it needs
    std::size_t packedAt{0}; ///< in the team's scratch
    std::size_t scalesAt{0}; ///< of the rows, in 8 bits
};

template <class S>
class Multiplying {
public:
    Multiplying(Team& team, std::span<const Product<S>> products)
        : m_team{team}
        , m_products{products}
        , m_kernel{gemmKernel(static_cast<const S*>(nullptr))}
        , m_panelBytes{m_kernel.wideBlock != nullptr ? kWidePassBytes / 2 : kPassBytes}
    {
        LUTHIER_ASSERT(products.size() <= kMostProducts);
        for (const auto& product : products) {
            m_pieces += partsOf(product.columns, columnsOf(product));
            for (std::size_t s = 0; s < product.count; ++s) {
                if (isInt8(product.summands[s])) m_int8 = int8Kernel();
            }
        }
    }

    void run()
    {
        m_kernel.enter();
        if (m_int8 != nullptr) m_int8->enter();
        packLefts();
        std::int64_t pieces = 0;
        for (const auto& product : m_products) {
            pieces += piecesOf(product);
        }
        m_team.forEach(pieces, [&](std::int64_t piece) {
            const auto next = piece + m_team.threads();
            make(placeOf(piece), next < pieces ? placeOf(next) : Place{});
        });
        if (m_int8 != nullptr) m_int8->leave();
        m_kernel.leave();
    }

private:
    /// A weight's gradient has many rows, and its b is only copied: pieces of it are parts of the rows.
    static bool isTall(const Product<S>& product)
    {
        return product.count > 0 && product.summands[0].form == Form::TN;
    }
    std::int64_t columnsOf(const Product<S>& product) const
    {
        // Many products are enough pieces as they are, and a row of b in one is read in one go.
        const auto pieces = kPiecesAThread * m_team.threads();
        const auto parts = std::ssize(m_products) >= pieces ? 1 : isTall(product) ? m_team.threads() : pieces;
        const auto share = roundUp(partsOf(product.columns, parts), kGemmColumns);
        return std::clamp(share, kFewestPanels * kGemmColumns, kMostPanels * kGemmColumns);
    }
    /// Rows of one piece of work: fewer where there would be too few pieces for all threads.
    std::int64_t rowsOf(const Product<S>& product) const
    {
        const auto all = isTall(product) ? kPiecesAThread * m_team.threads() : m_team.threads();
        const auto wanted = partsOf(all, std::max<std::int64_t>(1, m_pieces));
        const auto most = kMostSums / columnsOf(product) / kGemmRows * kGemmRows;
        const auto parts = std::max(wanted, partsOf(product.rows, most));
        return std::max(kGemmRows, roundUp(partsOf(product.rows, parts), kGemmRows));
    }
    std::int64_t piecesOf(const Product<S>& product) const
    {
        if (product.rows == 0) return 0;
        return partsOf(product.columns, columnsOf(product)) * partsOf(product.rows, rowsOf(product));
    }

    /// Which part of which product a piece makes.
    struct Place {
        const Product<S>* product{nullptr};
        const Left* lefts{nullptr};
        std::int64_t column{0}, row{0};
    };
    Place placeOf(std::int64_t piece) const
    {
        std::size_t p = 0;
        while (piece >= piecesOf(m_products[p])) {
            piece -= piecesOf(m_products[p++]);
        }
        const auto& product = m_products[p];
        const auto across = partsOf(product.columns, columnsOf(product));
        return {&product, m_lefts.data() + p * Product<S>::kMostSummands, piece % across * columnsOf(product),
                piece / across * rowsOf(product)};
    }

    /// Multiplied in 8 bits, not only held so.
    bool isEightBit(const Summand<S>& summand) const { return m_int8 != nullptr && isInt8(summand); }

    Left leftOf(const Product<S>& product, const Summand<S>& summand, std::size_t& at) const
    {
        const auto blocks = partsOf(product.rows, kGemmRows);
        const auto isEight = isEightBit(summand);
        Left left{.depth = roundUp(summand.depth, isEight ? Int8Matrix::kStepDepth : m_kernel.depthUnit),
                  .across = m_kernel.takesAcross && summand.form == Form::TN};
        if (!isEight && m_kernel.takesRows && summand.form != Form::TN && left.depth == summand.depth)
            left.inPlace = product.rows / kGemmRows;
        left.toPack = left.across ? 0 : blocks - left.inPlace;
        left.packedAt = at;
        at += static_cast<std::size_t>(left.toPack * kGemmRows * left.depth)
            * (isEight ? 1 : m_kernel.aBytes);
        left.scalesAt = at;
        if (isEight) at += static_cast<std::size_t>(left.toPack * kGemmRows) * sizeof(float);
        return left;
    }

    /// Another summand before this one that has the same rows in 8 bits: queries, keys and values read one
    /// input.
    const Left* sameBefore(std::size_t p, std::size_t s) const
    {
        const auto& mine = m_products[p].summands[s];
        if (!isEightBit(mine)) return nullptr;
        for (std::size_t q = 0; q < p; ++q) {
            const auto& product = m_products[q];
            for (std::size_t t = 0; t < product.count; ++t) {
                const auto& other = product.summands[t];
                if (isEightBit(other) && other.a.start == mine.a.start && other.a.stride == mine.a.stride
                    && other.depth == mine.depth && other.eight.factors == mine.eight.factors
                    && product.rows == m_products[p].rows)
                    return &m_lefts[q * Product<S>::kMostSummands + t];
            }
        }
        return nullptr;
    }

    void packLefts()
    {
        std::int64_t count = 0;
        std::size_t bytes = 0;
        for (std::size_t p = 0; p < m_products.size(); ++p) {
            for (std::size_t s = 0; s < m_products[p].count; ++s) {
                auto& left = m_lefts[p * Product<S>::kMostSummands + s];
                if (const auto* const same = sameBefore(p, s)) {
                    left = *same;
                    left.toPack = 0;
                } else {
                    left = leftOf(m_products[p], m_products[p].summands[s], bytes);
                }
                count += left.toPack;
            }
        }
        if (count == 0) return;
        m_packed = m_team.scratch(bytes);
        m_team.forEach(count, [&](std::int64_t i) {
            for (std::size_t p = 0; p < m_products.size(); ++p) {
                for (std::size_t s = 0; s < m_products[p].count; ++s) {
                    const auto& left = m_lefts[p * Product<S>::kMostSummands + s];
                    if (i >= 0 && i < left.toPack)
                        packLeft(m_products[p], m_products[p].summands[s], left, i);
                    i -= left.toPack;
                }
            }
        });
    }

    void packLeft(const Product<S>& product, const Summand<S>& summand, const Left& left, std::int64_t i)
    {
        const auto row = (left.inPlace + i) * kGemmRows;
        const auto rows = std::min(kGemmRows, product.rows - row);
        const auto place = static_cast<std::size_t>(i * kGemmRows * left.depth);
        if constexpr (!std::is_same_v<S, double>) {
            if (isEightBit(summand)) {
                auto* const to = reinterpret_cast<std::int8_t*>(m_packed + left.packedAt + place);
                auto* const scales = reinterpret_cast<float*>(m_packed + left.scalesAt) + i * kGemmRows;
                quantiseRows(summand.a.start + row * summand.a.stride, summand.a.stride, rows, summand.depth,
                             summand.eight.factors, to, left.depth, scales);
                // Rows that are not there stay finite; nobody reads their sums.
                std::fill(scales + rows, scales + kGemmRows, 0.0F);
                std::fill(to + rows * left.depth, to + kGemmRows * left.depth, std::int8_t{0});
                return;
            }
        }
        const bool across = summand.form == Form::TN;
        m_kernel.packA(summand.a.start + row * (across ? 1 : summand.a.stride), summand.a.stride, across,
                       rows, summand.depth, m_packed + left.packedAt + place * m_kernel.aBytes, left.depth);
    }

    /// What one pass over the blocks of a piece adds to their sums: parts of summands. Those of b that are
    /// packed stand side by side in a panel.
    struct Pass {
        struct Part {
            std::size_t summand;
            std::int64_t from, depth; ///< steps of the summand
            std::int64_t packed; ///< steps of the panel that stand before
        };
        std::array<Part, Product<S>::kMostSummands> parts;
        std::size_t count{0};
        std::array<Part, Product<S>::kMostSummands> eights; ///< of b in 8 bits
        std::size_t eightCount{0};
    };

    /// The pass that begins with step `k` of summand `s`; both are moved behind it.
    Pass passFrom(const Product<S>& product, std::size_t& s, std::int64_t& k) const
    {
        const auto most = m_panelBytes / m_kernel.depthBytes / m_kernel.depthUnit * m_kernel.depthUnit;
        Pass pass;
        std::int64_t packed = 0;
        std::int64_t room = most; // steps
        while (s < product.count) {
            const auto left = product.summands[s].depth - k;
            const bool isEight = isEightBit(product.summands[s]);
            const bool isThin = !isEight && left <= std::min(kThin, most - packed);
            if (room <= 0 && !isThin) break;
            auto depth = std::min(left, isEight ? kMostInt8Depth : most - packed);
            // Stored blocks of numbers are not cut in two.
            if (product.summands[s].stored != nullptr && depth < left) depth = depth / kBlock * kBlock;
            if (depth <= 0 && left > 0) break;
            const auto whole = roundUp(depth, m_kernel.depthUnit);
            if (isEight) {
                pass.eights[pass.eightCount++] = {s, k, depth, 0};
                room -= whole * Int8Matrix::kStepBytes / Int8Matrix::kStepDepth / m_kernel.depthBytes;
            } else {
                if (depth > 0) pass.parts[pass.count++] = {s, k, depth, packed};
                packed += whole;
                room -= whole;
            }
            k += depth;
            if (depth < left) break;
            ++s;
            k = 0;
        }
        return pass;
    }

    /// The first part of the pass that begins there, on its way.
    Ahead aheadAt(const Place& place, std::size_t s, std::int64_t k) const
    {
        if (place.product == nullptr) return {};
        const auto& product = *place.product;
        const auto pass = passFrom(product, s, k);
        if (pass.count + pass.eightCount == 0) return {};
        const auto& part = pass.eightCount > 0 ? pass.eights.front() : pass.parts.front();
        const auto columns = std::min(columnsOf(product), product.columns - place.column);
        return aheadOf(product.summands[part.summand], {place.column, columns}, {part.from, part.depth});
    }

    /// The sums of the piece at `place`; `next` is the one that probably follows on this thread.
    void make(const Place& place, const Place& next)
    {
        const auto& product = *place.product;
        const auto blocks = partsOf(std::min(rowsOf(product), product.rows - place.row), kGemmRows);
        const auto panels
            = partsOf(std::min(columnsOf(product), product.columns - place.column), kGemmColumns);
        thread_local std::vector<Sum<S>> sums;
        thread_local std::vector<std::byte> packed;
        sums.resize(static_cast<std::size_t>(kMostSums + kMostPanels * kBlockSums));
        packed.resize(static_cast<std::size_t>((kMostPanels + 1) * m_panelBytes + kCacheLine));
        auto* const right = aligned(packed.data());
        auto* const room = right + kMostPanels * m_panelBytes; // numbers of a have no more bytes than b's
        std::size_t s = 0;
        std::int64_t k = 0;
        for (bool isFirst = true, isLast = false; !isLast; isFirst = false) {
            const auto pass = passFrom(product, s, k);
            isLast = s == product.count;
            packRights(place, panels, pass, right);
            auto ahead = isLast ? aheadAt(next, 0, 0) : aheadAt(place, s, k);
            const auto lines = partsOf(ahead.left(), blocks * panels);
            for (std::int64_t b = 0; b < blocks; ++b) {
                auto segments = segmentsOf(place, pass, b, right, room);
                for (std::int64_t panel = 0, now = 0; panel < panels; panel += now) {
                    now = panelsAtOnce(m_kernel, panels - panel);
                    // Where one pass is all, the sums of one block after the other have the same place.
                    auto* const to = sumsOf(sums, isFirst && isLast ? 0 : b * panels + panel);
                    const bool hasParts = pass.count > 0 || pass.eightCount == 0;
                    Panels atOnce{now, m_panelBytes, ahead, now * lines};
                    if (hasParts) addParts({segments.data(), pass.count}, atOnce, to, !isFirst);
                    if (hasParts) atOnce.lines = 0;
                    addEights(place, pass, b, panel, atOnce, to, !isFirst || hasParts);
                    for (std::int64_t i = 0; isLast && i < now; ++i) {
                        finishBlock(place, b, panel + i, to + i * kBlockSums);
                    }
                    for (auto& segment : segments) {
                        segment.b += now * m_panelBytes;
                    }
                }
            }
        }
    }

    /// The packed parts of some neighbouring blocks of sums.
    void addParts(std::span<const Segment> segments, const Panels& panels, Sum<S>* sums, bool isOpen) const
    {
        if (panels.count == 1) {
            panels.ahead.fetch(panels.lines);
            m_kernel.block(segments, sums, isOpen);
        } else {
            m_kernel.wideBlock(segments, panels, sums, isOpen);
        }
    }

    /// The parts in 8 bits. `isOpen`: something is in the sums already.
    void addEights(const Place& place, const Pass& pass, std::int64_t block, std::int64_t panel,
                   Panels panels, Sum<S>* sums, bool isOpen) const
    {
        if constexpr (!std::is_same_v<S, double>) {
            for (std::size_t i = 0; i < pass.eightCount; ++i) {
                const auto& part = pass.eights[i];
                const auto& summand = place.product->summands[part.summand];
                const auto& left = place.lefts[part.summand];
                const auto row = (place.row / kGemmRows + block) * kGemmRows;
                const auto* const rows
                    = m_packed + left.packedAt + static_cast<std::size_t>(row * left.depth);
                const auto* const rowScales = reinterpret_cast<const float*>(m_packed + left.scalesAt) + row;
                const auto column = place.column + panel * kGemmColumns;
                panels.bytes = summand.eight.panelBytes;
                addEight({rows + part.from, left.depth,
                          reinterpret_cast<const std::byte*>(int8Place(summand, column, part.from)),
                          roundUp(part.depth, Int8Matrix::kStepDepth), false, place.product->rows - row},
                         panels, rowScales, summand.eight.scales + column, sums, isOpen);
                panels.lines = 0;
                isOpen = true;
            }
        }
    }
    void addEight(Segment segment, const Panels& panels, const float* rowScales, const float* scales,
                  float* sums, bool isOpen) const
    {
        if (panels.count > 1 && m_int8->wideBlock != nullptr) {
            m_int8->wideBlock(segment, panels, rowScales, scales, sums, isOpen);
            return;
        }
        panels.ahead.fetch(panels.lines);
        for (std::int64_t panel = 0; panel < panels.count; ++panel) {
            m_int8->block(segment, rowScales, scales + panel * kGemmColumns, sums + panel * kBlockSums,
                          isOpen);
            segment.b += panels.bytes;
        }
    }

    void finishBlock(const Place& place, std::int64_t block, std::int64_t panel, const Sum<S>* sums) const
    {
        const auto row = place.row + block * kGemmRows;
        m_kernel.finish(Finishing<S>{place.product, sums, row, place.column + panel * kGemmColumns}, 0,
                        std::min(kGemmRows, place.product->rows - row));
    }

    /// Of a block of rows and the first panel. `room`: for what lies across.
    std::array<Segment, Product<S>::kMostSummands> segmentsOf(const Place& place, const Pass& pass,
                                                              std::int64_t block, const std::byte* right,
                                                              std::byte* room) const
    {
        std::array<Segment, Product<S>::kMostSummands> segments{};
        const auto row = place.row + block * kGemmRows;
        const auto rows = place.product->rows - row;
        for (std::size_t i = 0; i < pass.count; ++i) {
            const auto& part = pass.parts[i];
            const auto& summand = place.product->summands[part.summand];
            const auto& left = place.lefts[part.summand];
            auto& segment = segments[i];
            segment.b = right + part.packed * m_kernel.depthBytes;
            segment.depth = roundUp(part.depth, m_kernel.depthUnit);
            segment.rows = rows;
            segment.across = left.across;
            if (left.across) {
                auto* const to = room + static_cast<std::size_t>(part.packed * kGemmRows) * m_kernel.aBytes;
                m_kernel.packA(summand.a.start + part.from * summand.a.stride + row, summand.a.stride, true,
                               std::min(kGemmRows, rows), part.depth, to, 0);
                segment.a = to;
            } else {
                const auto at = leftBlock(summand, left, row / kGemmRows);
                segment.a = at.start + static_cast<std::size_t>(part.from) * m_kernel.aBytes;
                segment.stride = at.stride;
            }
        }
        return segments;
    }

    static std::byte* aligned(std::byte* start)
    {
        return reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(start) + kCacheLine - 1)
                                            / kCacheLine * kCacheLine);
    }
    static Sum<S>* sumsOf(std::vector<Sum<S>>& sums, std::int64_t block)
    {
        return reinterpret_cast<Sum<S>*>(aligned(reinterpret_cast<std::byte*>(sums.data())))
            + block * kBlockSums;
    }

    void packRights(const Place& place, std::int64_t panels, const Pass& pass, std::byte* to) const
    {
        for (std::size_t i = 0; i < pass.count; ++i) {
            const auto& part = pass.parts[i];
            const auto& summand = place.product->summands[part.summand];
            for (std::int64_t panel = 0; panel < panels; ++panel) {
                const auto n = place.column + panel * kGemmColumns;
                packRight(m_kernel, summand, {n, std::min(kGemmColumns, place.product->columns - n)},
                          {part.from, part.depth},
                          to + panel * m_panelBytes + part.packed * m_kernel.depthBytes);
            }
        }
    }

    struct LeftBlock {
        const std::byte* start;
        std::int64_t stride;
    };
    /// From its first step on.
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
    const Int8Kernel* m_int8{nullptr}; ///< where something is multiplied in 8 bits
    std::int64_t m_panelBytes; ///< from one packed panel to the next
    std::int64_t m_pieces{0};
    std::byte* m_packed{nullptr};
    std::array<Left, kMostProducts * Product<S>::kMostSummands> m_lefts{};
};

template <class S>
void made(Team& team, std::span<const Product<S>> products, StepPart part)
{
    double operations = 0;
    double bytes = 0;
    for (const auto& product : products) {
        bytes += static_cast<double>(product.rows * product.columns) * sizeof(S);
        for (std::size_t s = 0; s < product.count; ++s) {
            const auto depth = static_cast<double>(product.summands[s].depth);
            operations += 2 * depth * static_cast<double>(product.rows * product.columns);
            bytes += depth * static_cast<double>(product.rows + product.columns) * sizeof(S);
        }
    }
    metered(part, operations, bytes, [&] { Multiplying<S>{team, products}.run(); });
}

} // namespace

void multiply(Team& team, std::span<const Product<float>> products, StepPart part)
{
    made(team, products, part);
}
void multiply(Team& team, std::span<const Product<Bf16>> products, StepPart part)
{
    made(team, products, part);
}
void multiply(Team& team, std::span<const Product<double>> products, StepPart part)
{
    made(team, products, part);
}

} // namespace luthier::nn
