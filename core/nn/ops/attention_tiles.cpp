// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/arena.h"
#include "core/nn/ops/attention_kernels.h"
#include "core/nn/ops/gemm_packing.h"

#if defined(__x86_64__)
#include <algorithm>
#include <array>
#include <cmath>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")

#include "core/nn/ops/attention_tile_rows.h" // for the same instructions

namespace luthier::nn {
namespace {

constexpr std::int64_t kMostPieces = 8; // whose shares of dk and dv are added in one go

constexpr std::int64_t blocksOf(std::int64_t n)
{
    return (n + kSide - 1) / kSide;
}
constexpr std::int64_t roundUp(std::int64_t n)
{
    return blocksOf(n) * kSide;
}

/// One sequence and one key head of S, on one thread: every product is a block of 32 x 32 sums of the road's
/// own loop (gemm_kernels.h), its left side rows, its right side packed.
template <class S>
class Head {
public:
    Head(const Attending<S>& args, std::int64_t task, Arena& arena)
        : m_args{args}
        , m_sequence{args.sequences[task / args.keyHeads]}
        , m_kernel{gemmKernel(static_cast<const S*>(nullptr))}
        , m_arena{arena}
        , m_keyHead{task % args.keyHeads}
        , m_group{args.heads / args.keyHeads}
        , m_width{roundUp(args.width)}
        , m_keys{roundUp(m_sequence.keys)}
        , m_scale{static_cast<float>(args.scale)}
    {
    }

    void forward()
    {
        const auto keys = together(&KeyRun<S>::k);
        const auto values = together(&KeyRun<S>::v);
        m_keysAcross = acrossOf(keys);
        m_valuesDown = downOf(values);
        takePieces(1);
        for (auto head = m_keyHead * m_group; head < (m_keyHead + 1) * m_group; ++head) {
            for (std::int64_t first = 0; first < m_sequence.queries; first += kSide) {
                forwardPiece(head, pieceAt(first));
            }
        }
    }

    void backward()
    {
        const auto keys = together(&KeyRun<S>::k);
        const auto values = together(&KeyRun<S>::v);
        m_keysAcross = acrossOf(keys);
        m_valuesAcross = acrossOf(values);
        m_keysDown = downOf(keys);
        takePieces(kMostPieces);
        m_products = m_arena.take<float>(m_keys * kSide);
        m_ds = m_arena.take<S>(kSide * m_keys);
        m_dk = m_arena.take<float>(m_keys * m_width);
        m_dv = m_arena.take<float>(m_keys * m_width);
        std::fill_n(m_dk, m_keys * m_width, 0.0F);
        std::fill_n(m_dv, m_keys * m_width, 0.0F);
        for (auto head = m_keyHead * m_group; head < (m_keyHead + 1) * m_group; ++head) {
            for (std::int64_t first = 0; first < m_sequence.queries; first += kSide) {
                backwardPiece(head, pieceAt(first));
                if (++m_waiting == kMostPieces) addShares();
            }
        }
        addShares();
        writeKeys();
    }

private:
    static constexpr auto kBytes = static_cast<std::int64_t>(sizeof(S)); ///< of a packed number

    /// 32 queries of one head, or what is left: how many, and how many keys the last one sees.
    struct Piece {
        std::int64_t first, count, seen;
    };
    Piece pieceAt(std::int64_t first) const
    {
        const auto count = std::min(kSide, m_sequence.queries - first);
        return {first, count, seenBy(first + count - 1)};
    }
    std::int64_t seenBy(std::int64_t query) const
    {
        return m_args.causal ? m_sequence.keys - m_sequence.queries + query + 1 : m_sequence.keys;
    }

    /// Depths of products: what is packed goes so far.
    std::int64_t wholeUnits(std::int64_t depth) const
    {
        return (depth + m_kernel.depthUnit - 1) / m_kernel.depthUnit * m_kernel.depthUnit;
    }

    /// Keys or values as one matrix: where they are, if they lie together.
    Rows<S> together(Rows<S> KeyRun<S>::*what)
    {
        const auto from = m_keyHead * m_args.width;
        Rows<S> rows;
        if (m_sequence.runs.size() == 1) {
            rows = m_sequence.runs.front().*what;
            rows.start += from;
            return rows;
        }
        rows.start = m_arena.take<S>(m_sequence.keys * m_args.width);
        rows.stride = m_args.width;
        auto* to = rows.start;
        for (const auto& run : m_sequence.runs) {
            for (std::int64_t j = 0; j < run.count; ++j, to += m_args.width) {
                std::copy_n((run.*what).row(j) + from, m_args.width, to);
            }
        }
        return rows;
    }

    /// The right side of products with these rows as columns; 32 of them are m_width · 32 numbers.
    std::byte* acrossOf(const Rows<S>& rows)
    {
        auto* const to = m_arena.take<std::byte>(m_keys * m_width * kBytes);
        for (std::int64_t j = 0; j < m_sequence.keys; j += kSide) {
            m_kernel.packB(rows.row(j), rows.stride, false, std::min(kSide, m_sequence.keys - j),
                           m_args.width, to + j * m_width * kBytes);
        }
        return to;
    }
    /// The right side of products along the keys; 32 numbers of a head are m_keys · 32 numbers.
    std::byte* downOf(const Rows<S>& rows)
    {
        auto* const to = m_arena.take<std::byte>(m_keys * m_width * kBytes);
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            m_kernel.packB(rows.start + d, rows.stride, true, std::min(kSide, m_args.width - d),
                           m_sequence.keys, to + d * m_keys * kBytes);
        }
        return to;
    }

    void takePieces(std::int64_t pieces)
    {
        m_scores = m_arena.take<float>(m_keys * kSide);
        m_p = m_arena.take<S>(kSide * m_keys);
        m_left = m_arena.take<S>(kSide * m_width);
        m_block = m_arena.take<float>(m_width * kSide);
        if (pieces == 1) return;
        for (std::size_t i = 0; i < kMostPieces; ++i) {
            m_shares[i].p = m_arena.take<S>(m_keys * kSide);
            m_shares[i].ds = m_arena.take<S>(m_keys * kSide);
            m_shares[i].query = m_arena.take<std::byte>(m_width * kSide * kBytes);
            m_shares[i].grad = m_arena.take<std::byte>(m_width * kSide * kBytes);
        }
    }

    /// Rows of queries, or of their gradients, as the left side of a product.
    Segment leftOf(const Rows<S>& rows, std::int64_t head, const Piece& piece) const
    {
        const auto* const start = rows.row(m_sequence.begin + piece.first) + head * m_args.width;
        if (piece.count == kSide && m_args.width == m_width)
            return {reinterpret_cast<const std::byte*>(start),
                    rows.stride,
                    nullptr,
                    wholeUnits(m_args.width),
                    false,
                    piece.count};
        auto* const to = reinterpret_cast<std::byte*>(m_left);
        m_kernel.packA(start, rows.stride, false, piece.count, m_args.width, to, m_width);
        return {to, m_width, nullptr, wholeUnits(m_args.width), false, piece.count};
    }
    /// `count` neighbouring blocks of sums; their panels are `panelBytes` apart. More than three only where
    /// there is one segment.
    void multiply(std::span<Segment> segments, std::int64_t count, std::int64_t panelBytes, float* sums,
                  bool add) const
    {
        Ahead nothing;
        for (std::int64_t i = 0, now = 0; i < count; i += now) {
            now = panelsAtOnce(m_kernel, count - i);
            if (now == 1) {
                m_kernel.block(segments, sums + i * kBlockSums, add);
            } else {
                m_kernel.wideBlock(segments, {now, panelBytes, nothing, 0}, sums + i * kBlockSums, add);
            }
            for (auto& segment : segments) {
                segment.b += now * panelBytes;
            }
        }
    }
    /// sums [covered / 32][32, 32] of these rows with `across`.
    void multiplyAcross(Segment left, const std::byte* across, std::int64_t covered, float* sums) const
    {
        left.b = across;
        multiply({&left, 1}, covered / kSide, kSide * m_width * kBytes, sums, false);
    }
    /// Rows of queries for the keys that they see times `down`: m_block is [width / 32][32, 32].
    void multiplyDown(const S* rows, const Piece& piece, const std::byte* down) const
    {
        Segment segment{reinterpret_cast<const std::byte*>(rows),
                        m_keys,
                        down,
                        wholeUnits(piece.seen),
                        false,
                        piece.count};
        multiply({&segment, 1}, m_width / kSide, kSide * m_keys * kBytes, m_block, false);
    }

    DropMask maskOf(std::int64_t row, std::int64_t head) const
    {
        return m_args.keys == nullptr ? DropMask{} : maskOfRow(m_args, row, head);
    }

    void forwardPiece(std::int64_t head, const Piece& piece)
    {
        const auto covered = roundUp(piece.seen);
        multiplyAcross(leftOf(m_args.q, head, piece), m_keysAcross, covered, m_scores);
        std::array<float, kSide> totals;
        for (std::int64_t i = 0; i < piece.count; ++i) {
            const auto row = m_sequence.begin + piece.first + i;
            const auto mask = maskOf(row, head);
            const auto lse = soften(m_scores + i * kSide, seenBy(piece.first + i), covered, m_scale,
                                    m_args.keys == nullptr ? nullptr : &mask, m_p + i * m_keys,
                                    totals[static_cast<std::size_t>(i)]);
            if (m_args.lse != nullptr) m_args.lse[row * m_args.heads + head] = lse;
        }
        multiplyDown(m_p, piece, m_valuesDown);
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            const float* const sums = m_block + d * kSide;
            for (std::int64_t i = 0; i < piece.count; ++i) {
                write(sums + i * kSide, m_args.width - d, 1 / totals[static_cast<std::size_t>(i)],
                      m_args.o.row(m_sequence.begin + piece.first + i) + head * m_args.width + d);
            }
        }
    }

    /// dq of one piece; what it adds to dk and dv waits in m_shares.
    void backwardPiece(std::int64_t head, const Piece& piece)
    {
        const auto covered = roundUp(piece.seen);
        const auto from = head * m_args.width;
        multiplyAcross(leftOf(m_args.q, head, piece), m_keysAcross, covered, m_scores);
        multiplyAcross(leftOf(m_args.grad, head, piece), m_valuesAcross, covered, m_products);
        for (std::int64_t i = 0; i < kSide; ++i) {
            S* const p = m_p + i * m_keys;
            S* const ds = m_ds + i * m_keys;
            if (i >= piece.count) { // adds nothing
                std::fill_n(p, covered, S{});
                std::fill_n(ds, covered, S{});
                continue;
            }
            const auto row = m_sequence.begin + piece.first + i;
            const auto mask = maskOf(row, head);
            const auto delta = dot(m_args.grad.row(row) + from, m_args.o.row(row) + from, m_args.width);
            slopesOf(Slopes<S>{seenBy(piece.first + i), covered, m_scale,
                               m_args.lse[row * m_args.heads + head], delta,
                               m_args.keys == nullptr ? nullptr : &mask, p, ds},
                     m_scores + i * kSide, m_products + i * kSide);
        }
        multiplyDown(m_ds, piece, m_keysDown);
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            const float* const sums = m_block + d * kSide;
            for (std::int64_t i = 0; i < piece.count; ++i) {
                write(sums + i * kSide, m_args.width - d, m_scale,
                      m_args.dq.row(m_sequence.begin + piece.first + i) + from + d);
            }
        }
        Share& share = m_shares[m_waiting];
        share.covered = covered;
        share.depth = wholeUnits(piece.count);
        for (std::int64_t j = 0; j < covered; j += kSide) {
            const auto turned = [&](const S* rows, S* to) {
                m_kernel.packA(rows + j, m_keys, true, kSide, kSide,
                               reinterpret_cast<std::byte*>(to + j * kSide), kSide);
            };
            turned(m_p, share.p);
            turned(m_ds, share.ds);
        }
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            const auto down = [&](const Rows<S>& rows, std::byte* to) {
                m_kernel.packB(rows.row(m_sequence.begin + piece.first) + from + d, rows.stride, true,
                               std::min(kSide, m_args.width - d), piece.count, to + d * kSide * kBytes);
            };
            down(m_args.q, share.query);
            down(m_args.grad, share.grad);
        }
    }

    /// dk += dsᵀ q and dv += pᵀ do for all pieces that wait, each row of blocks of sums in one go.
    void addShares()
    {
        std::array<Segment, kMostPieces> segments;
        for (std::int64_t j = 0; j < m_keys; j += kSide) {
            const auto add = [&](S* Share::*left, std::byte* Share::*right, float* sums) {
                std::size_t count = 0;
                for (std::size_t i = 0; i < m_waiting; ++i) {
                    const Share& share = m_shares[i];
                    if (share.covered <= j) continue; // it does not look there
                    segments[count++] = {reinterpret_cast<const std::byte*>(share.*left + j * kSide), kSide,
                                         share.*right, share.depth, m_kernel.takesAcross};
                }
                if (count > 0)
                    multiply({segments.data(), count}, m_width / kSide, kBlockSums * kBytes,
                             sums + j * m_width, true);
            };
            add(&Share::ds, &Share::query, m_dk);
            add(&Share::p, &Share::grad, m_dv);
        }
        m_waiting = 0;
    }

    void writeKeys() const
    {
        const auto from = m_keyHead * m_args.width;
        const auto keyWidth = m_args.keyHeads * m_args.width;
        std::int64_t key = 0;
        for (const auto& run : m_sequence.runs) {
            for (std::int64_t i = 0; i < run.count; ++i, ++key) {
                for (std::int64_t d = 0; d < m_args.width; d += kSide) {
                    const auto place = key / kSide * kSide * m_width + d * kSide + key % kSide * kSide;
                    const auto width = m_args.width - d;
                    if (run.addend >= 0) {
                        float* const both = m_args.addends + run.addend + 2 * i * keyWidth + from + d;
                        write(m_dk + place, width, m_scale, both);
                        write(m_dv + place, width, 1, both + keyWidth);
                    } else {
                        write(m_dk + place, width, m_scale, run.dk.row(i) + from + d);
                        write(m_dv + place, width, 1, run.dv.row(i) + from + d);
                    }
                }
            }
        }
    }

    /// What one piece adds to dk and dv: pᵀ and dsᵀ as left sides, 32 keys together, with their right sides.
    struct Share {
        std::int64_t covered{0}, depth{0};
        S *p{nullptr}, *ds{nullptr};
        std::byte *query{nullptr}, *grad{nullptr};
    };

    const Attending<S>& m_args;
    const AttentionSequence<S>& m_sequence;
    const GemmKernel<S>& m_kernel;
    Arena& m_arena;
    std::int64_t m_keyHead, m_group, m_width, m_keys; ///< the last two: of whole blocks
    float m_scale;
    std::byte *m_keysAcross{nullptr}, *m_valuesAcross{nullptr}, *m_keysDown{nullptr}, *m_valuesDown{nullptr};
    float *m_scores{nullptr}, *m_products{nullptr}; ///< [keys / 32][32, 32]
    S *m_p{nullptr}, *m_ds{nullptr}; ///< [32, keys]
    S* m_left{nullptr};
    float *m_dk{nullptr}, *m_dv{nullptr}; ///< [keys / 32][width / 32][32, 32]
    std::array<Share, kMostPieces> m_shares{};
    std::size_t m_waiting{0};
    float* m_block{nullptr}; ///< [width / 32][32, 32]
};

template <class S, class F>
void eachTask(const Attending<S>& args, std::int64_t begin, std::int64_t end, F f)
{
    thread_local Arena arena;
    const auto& kernel = gemmKernel(static_cast<const S*>(nullptr));
    kernel.enter();
    for (auto task = begin; task < end; ++task) {
        Head<S> head{args, task, arena};
        f(head);
        arena.release(0);
    }
    kernel.leave();
}

} // namespace

bool attentionHasTiles(const Bf16* /*null*/)
{
    return cpuFeatures().isa() >= Isa::Avx512Bf16;
}
bool attentionHasTiles(const float* /*null*/)
{
    return cpuFeatures().isa() >= Isa::Avx512;
}

void attendForwardTiled(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end)
{
    eachTask(args, begin, end, [](auto& head) { head.forward(); });
}
void attendForwardTiled(const Attending<float>& args, std::int64_t begin, std::int64_t end)
{
    eachTask(args, begin, end, [](auto& head) { head.forward(); });
}

void attendBackwardTiled(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end)
{
    eachTask(args, begin, end, [](auto& head) { head.backward(); });
}
void attendBackwardTiled(const Attending<float>& args, std::int64_t begin, std::int64_t end)
{
    eachTask(args, begin, end, [](auto& head) { head.backward(); });
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
bool attentionHasTiles(const Bf16* /*null*/)
{
    return false;
}
bool attentionHasTiles(const float* /*null*/)
{
    return false;
}
void attendForwardTiled(const Attending<Bf16>& /*args*/, std::int64_t /*begin*/, std::int64_t /*end*/) { }
void attendForwardTiled(const Attending<float>& /*args*/, std::int64_t /*begin*/, std::int64_t /*end*/) { }
void attendBackwardTiled(const Attending<Bf16>& /*args*/, std::int64_t /*begin*/, std::int64_t /*end*/) { }
void attendBackwardTiled(const Attending<float>& /*args*/, std::int64_t /*begin*/, std::int64_t /*end*/) { }
} // namespace luthier::nn
#endif
