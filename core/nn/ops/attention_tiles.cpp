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

using Sequence = AttentionSequence<Bf16>;
using Args = Attending<Bf16>;
using Kernel = GemmKernel<Bf16>;

constexpr std::int64_t kMostPieces = 8; // whose shares of dk and dv are added in one go

constexpr std::int64_t blocksOf(std::int64_t n)
{
    return (n + kSide - 1) / kSide;
}
constexpr std::int64_t roundUp(std::int64_t n)
{
    return blocksOf(n) * kSide;
}

/// One sequence and one key head, on one thread: every product is a block of 32 x 32 sums of the road's own
/// loop (gemm_kernels.h), its left side rows, its right side packed.
class Head {
public:
    Head(const Args& args, std::int64_t task, Arena& arena)
        : m_args{args}
        , m_sequence{args.sequences[task / args.keyHeads]}
        , m_kernel{gemmKernel(static_cast<const Bf16*>(nullptr))}
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
        const auto keys = together(&KeyRun<Bf16>::k);
        const auto values = together(&KeyRun<Bf16>::v);
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
        const auto keys = together(&KeyRun<Bf16>::k);
        const auto values = together(&KeyRun<Bf16>::v);
        m_keysAcross = acrossOf(keys);
        m_valuesAcross = acrossOf(values);
        m_keysDown = downOf(keys);
        takePieces(kMostPieces);
        m_products = m_arena.take<float>(m_keys * kSide);
        m_ds = m_arena.take<Bf16>(kSide * m_keys);
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

    /// Keys or values as one matrix: where they are, if they lie together.
    Rows<Bf16> together(Rows<Bf16> KeyRun<Bf16>::*what)
    {
        const auto from = m_keyHead * m_args.width;
        Rows<Bf16> rows;
        if (m_sequence.runs.size() == 1) {
            rows = m_sequence.runs.front().*what;
            rows.start += from;
            return rows;
        }
        rows.start = m_arena.take<Bf16>(m_sequence.keys * m_args.width);
        rows.stride = m_args.width;
        auto* to = rows.start;
        for (const auto& run : m_sequence.runs) {
            for (std::int64_t j = 0; j < run.count; ++j, to += m_args.width) {
                std::copy_n((run.*what).row(j) + from, m_args.width, to);
            }
        }
        return rows;
    }

    /// The right side of products with these rows as columns; 32 of them are m_width · 64 bytes.
    std::byte* acrossOf(const Rows<Bf16>& rows)
    {
        auto* const to = m_arena.take<std::byte>(m_keys * m_width * 2);
        for (std::int64_t j = 0; j < m_sequence.keys; j += kSide) {
            m_kernel.packB(rows.row(j), rows.stride, false, std::min(kSide, m_sequence.keys - j),
                           m_args.width, to + j * m_width * 2);
        }
        return to;
    }
    /// The right side of products along the keys; 32 numbers of a head are m_keys · 64 bytes.
    std::byte* downOf(const Rows<Bf16>& rows)
    {
        auto* const to = m_arena.take<std::byte>(m_keys * m_width * 2);
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            m_kernel.packB(rows.start + d, rows.stride, true, std::min(kSide, m_args.width - d),
                           m_sequence.keys, to + d * m_keys * 2);
        }
        return to;
    }

    void takePieces(std::int64_t pieces)
    {
        m_scores = m_arena.take<float>(m_keys * kSide);
        m_p = m_arena.take<Bf16>(kSide * m_keys);
        m_left = m_arena.take<Bf16>(kSide * m_width);
        if (pieces == 1) return;
        for (std::size_t i = 0; i < kMostPieces; ++i) {
            m_shares[i].p = m_arena.take<Bf16>(m_keys * kSide);
            m_shares[i].ds = m_arena.take<Bf16>(m_keys * kSide);
            m_shares[i].query = m_arena.take<std::byte>(m_width * kSide * 2);
            m_shares[i].grad = m_arena.take<std::byte>(m_width * kSide * 2);
        }
    }

    /// Rows of queries, or of their gradients, as the left side of a product.
    Segment leftOf(const Rows<Bf16>& rows, std::int64_t head, const Piece& piece) const
    {
        const auto* const start = rows.row(m_sequence.begin + piece.first) + head * m_args.width;
        if (piece.count == kSide && m_args.width == m_width)
            return {reinterpret_cast<const std::byte*>(start), rows.stride, nullptr, m_width};
        auto* const to = reinterpret_cast<std::byte*>(m_left);
        m_kernel.packA(start, rows.stride, false, piece.count, m_args.width, to, m_width);
        return {to, m_width, nullptr, m_width};
    }
    /// sums [covered / 32][32, 32] of these rows with `across`.
    void multiplyAcross(Segment left, const std::byte* across, std::int64_t covered, float* sums) const
    {
        for (std::int64_t j = 0; j < covered; j += kSide) {
            left.b = across + j * m_width * 2;
            m_kernel.block({&left, 1}, sums + j * kSide, false);
        }
    }
    /// Rows of a query for `covered` keys times `down`, from number `d` of the head on; [32, 32].
    const float* multiplyDown(const Bf16* rows, const std::byte* down, std::int64_t covered, std::int64_t d)
    {
        const Segment segment{reinterpret_cast<const std::byte*>(rows), m_keys, down + d * m_keys * 2,
                              covered};
        m_kernel.block({&segment, 1}, m_block.data(), false);
        return m_block.data();
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
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            const float* const sums = multiplyDown(m_p, m_valuesDown, covered, d);
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
            Bf16* const p = m_p + i * m_keys;
            Bf16* const ds = m_ds + i * m_keys;
            if (i >= piece.count) { // adds nothing
                std::fill_n(p, covered, Bf16{});
                std::fill_n(ds, covered, Bf16{});
                continue;
            }
            const auto row = m_sequence.begin + piece.first + i;
            const auto mask = maskOf(row, head);
            const auto delta = dot(m_args.grad.row(row) + from, m_args.o.row(row) + from, m_args.width);
            slopesOf({seenBy(piece.first + i), covered, m_scale, m_args.lse[row * m_args.heads + head], delta,
                      m_args.keys == nullptr ? nullptr : &mask, p, ds},
                     m_scores + i * kSide, m_products + i * kSide);
        }
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            const float* const sums = multiplyDown(m_ds, m_keysDown, covered, d);
            for (std::int64_t i = 0; i < piece.count; ++i) {
                write(sums + i * kSide, m_args.width - d, m_scale,
                      m_args.dq.row(m_sequence.begin + piece.first + i) + from + d);
            }
        }
        Share& share = m_shares[m_waiting];
        share.covered = covered;
        for (std::int64_t j = 0; j < covered; j += kSide) {
            const auto turned = [&](const Bf16* rows, Bf16* to) {
                m_kernel.packA(rows + j, m_keys, true, kSide, kSide,
                               reinterpret_cast<std::byte*>(to + j * kSide), kSide);
            };
            turned(m_p, share.p);
            turned(m_ds, share.ds);
        }
        for (std::int64_t d = 0; d < m_args.width; d += kSide) {
            const auto down = [&](const Rows<Bf16>& rows, std::byte* to) {
                m_kernel.packB(rows.row(m_sequence.begin + piece.first) + from + d, rows.stride, true,
                               std::min(kSide, m_args.width - d), piece.count, to + d * kSide * 2);
            };
            down(m_args.q, share.query);
            down(m_args.grad, share.grad);
        }
    }

    /// dk += dsᵀ q and dv += pᵀ do for all pieces that wait, each block of sums in one go.
    void addShares()
    {
        std::array<Segment, kMostPieces> segments;
        for (std::int64_t j = 0; j < m_keys; j += kSide) {
            for (std::int64_t d = 0; d < m_args.width; d += kSide) {
                const auto add = [&](Bf16* Share::*left, std::byte* Share::*right, float* sums) {
                    std::size_t count = 0;
                    for (std::size_t i = 0; i < m_waiting; ++i) {
                        const Share& share = m_shares[i];
                        if (share.covered <= j) continue; // it does not look there
                        segments[count++] = {reinterpret_cast<const std::byte*>(share.*left + j * kSide),
                                             kSide, share.*right + d * kSide * 2, kSide};
                    }
                    if (count > 0)
                        m_kernel.block({segments.data(), count}, sums + j * m_width + d * kSide, true);
                };
                add(&Share::ds, &Share::query, m_dk);
                add(&Share::p, &Share::grad, m_dv);
            }
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
        std::int64_t covered{0};
        Bf16 *p{nullptr}, *ds{nullptr};
        std::byte *query{nullptr}, *grad{nullptr};
    };

    const Args& m_args;
    const Sequence& m_sequence;
    const Kernel& m_kernel;
    Arena& m_arena;
    std::int64_t m_keyHead, m_group, m_width, m_keys; ///< the last two: of whole blocks
    float m_scale;
    std::byte *m_keysAcross{nullptr}, *m_valuesAcross{nullptr}, *m_keysDown{nullptr}, *m_valuesDown{nullptr};
    float *m_scores{nullptr}, *m_products{nullptr}; ///< [keys / 32][32, 32]
    Bf16 *m_p{nullptr}, *m_ds{nullptr}; ///< [32, keys]
    Bf16* m_left{nullptr};
    float *m_dk{nullptr}, *m_dv{nullptr}; ///< [keys / 32][width / 32][32, 32]
    std::array<Share, kMostPieces> m_shares{};
    std::size_t m_waiting{0};
    alignas(64) std::array<float, kSideNumbers> m_block;
};

template <class F>
void eachTask(const Args& args, std::int64_t begin, std::int64_t end, F f)
{
    thread_local Arena arena;
    const auto& kernel = gemmKernel(static_cast<const Bf16*>(nullptr));
    kernel.enter();
    for (auto task = begin; task < end; ++task) {
        Head head{args, task, arena};
        f(head);
        arena.release(0);
    }
    kernel.leave();
}

} // namespace

bool attentionHasTiles()
{
    return cpuFeatures().isa() >= Isa::Avx512Bf16;
}

void attendForwardTiled(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end)
{
    eachTask(args, begin, end, [](Head& head) { head.forward(); });
}

void attendBackwardTiled(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end)
{
    eachTask(args, begin, end, [](Head& head) { head.backward(); });
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
bool attentionHasTiles()
{
    return false;
}
void attendForwardTiled(const Attending<Bf16>& /*args*/, std::int64_t /*begin*/, std::int64_t /*end*/) { }
void attendBackwardTiled(const Attending<Bf16>& /*args*/, std::int64_t /*begin*/, std::int64_t /*end*/) { }
} // namespace luthier::nn
#endif
