// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/attention_kernels.h"

#include "core/base/random.h"

#include <cmath>

namespace luthier::nn {
namespace {

constexpr std::int64_t kTile = 4; // registers that one dot product of a row with many columns fills, at most
constexpr std::int64_t kBlock = 64; // queries whose scores are held at once in backward

constexpr std::int64_t roundUp(std::int64_t n, std::int64_t to)
{
    return (n + to - 1) / to * to;
}

/// Working memory of one thread, kept between calls.
template <class A>
struct Scratch {
    std::vector<A> keysAcross; ///< [width', keys'], transposed
    std::vector<A> valuesAcross; ///< backward
    std::vector<A> rows; ///< [keys, width']: values forward, keys backward
    std::vector<A> query; ///< [kBlock, width']
    std::vector<A> grad; ///< [kBlock, width']
    std::vector<A> scores; ///< [kBlock, keys']: probabilities times mask
    std::vector<A> slopes; ///< [kBlock, keys']: ds
    std::vector<A> dk, dv; ///< [keys, width']
};

template <class A>
Scratch<A>& scratch()
{
    thread_local Scratch<A> mine;
    return mine;
}

/// out[j] = Σ_d row[d] across[d][j] for C · lanes columns.
template <class A, std::int64_t C>
LUTHIER_INLINE void dotTile(const A* row, const A* across, std::int64_t stride, std::int64_t width, A* out)
{
    Lanes<A> sums[C] = {};
    for (std::int64_t d = 0; d < width; ++d) {
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < C; ++c) {
            Lanes<A> column;
            load(across + d * stride + c * kLanes<A>, column);
            sums[c] += column * row[d];
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t c = 0; c < C; ++c) {
        store(out + c * kLanes<A>, sums[c]);
    }
}

/// The same for any number of columns that fills whole registers.
template <class A>
LUTHIER_INLINE void dotAll(const A* row, const A* across, std::int64_t stride, std::int64_t width,
                           std::int64_t columns, A* out)
{
    std::int64_t at = 0;
    for (; at + kTile * kLanes<A> <= columns; at += kTile * kLanes<A>) {
        dotTile<A, kTile>(row, across + at, stride, width, out + at);
    }
    for (; at < columns; at += kLanes<A>) {
        dotTile<A, 1>(row, across + at, stride, width, out + at);
    }
}

/// out[c] += Σ_x factor[x · step] rows[x][c] for x in [begin, end), over C registers.
template <class A, std::int64_t C>
LUTHIER_INLINE void addRows(const A* factor, std::int64_t step, const A* rows, std::int64_t stride,
                            std::int64_t begin, std::int64_t end, A* out)
{
    Lanes<A> sums[C];
    LUTHIER_UNROLL
    for (std::int64_t c = 0; c < C; ++c) {
        load(out + c * kLanes<A>, sums[c]);
    }
    for (std::int64_t x = begin; x < end; ++x) {
        const A f = factor[x * step];
        LUTHIER_UNROLL
        for (std::int64_t c = 0; c < C; ++c) {
            Lanes<A> row;
            load(rows + x * stride + c * kLanes<A>, row);
            sums[c] += row * f;
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t c = 0; c < C; ++c) {
        store(out + c * kLanes<A>, sums[c]);
    }
}

/// The same for any padded width.
template <class A>
LUTHIER_INLINE void addAll(const A* factor, std::int64_t step, const A* rows, std::int64_t padded,
                           std::int64_t begin, std::int64_t end, A* out)
{
    std::int64_t at = 0;
    for (; at + 4 * kLanes<A> <= padded; at += 4 * kLanes<A>) {
        addRows<A, 4>(factor, step, rows + at, padded, begin, end, out + at);
    }
    for (; at < padded; at += kLanes<A>) {
        addRows<A, 1>(factor, step, rows + at, padded, begin, end, out + at);
    }
}

template <class S>
LUTHIER_INLINE void readRow(const S* from, std::int64_t width, std::int64_t padded, Sum<S> factor, Sum<S>* to)
{
    for (std::int64_t d = 0; d < width; ++d) {
        to[d] = number(from[d]) * factor;
    }
    for (std::int64_t d = width; d < padded; ++d) {
        to[d] = 0;
    }
}

template <class S>
LUTHIER_INLINE void writeRow(S* to, std::int64_t width, const Sum<S>* from)
{
    eachPiece<Sum<S>>(
        width, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<Sum<S>> v;
            load(from + i, v); // padded: always a whole piece
            storePiece<S>(to + i, n, v);
        });
}

/// across[d][j] = rows[j][d]
template <class S>
LUTHIER_INLINE void readAcross(const Rows<S>& rows, std::int64_t from, std::int64_t keys, std::int64_t width,
                               std::int64_t stride, std::vector<Sum<S>>& across)
{
    across.resize(static_cast<std::size_t>(width * stride));
    for (std::int64_t j = 0; j < keys; ++j) {
        const S* const row = rows.row(j) + from;
        for (std::int64_t d = 0; d < width; ++d) {
            across[static_cast<std::size_t>(d * stride + j)] = number(row[d]);
        }
    }
    for (std::int64_t d = 0; d < width; ++d) {
        for (std::int64_t j = keys; j < stride; ++j) {
            across[static_cast<std::size_t>(d * stride + j)] = 0;
        }
    }
}

template <class S>
LUTHIER_INLINE void readRows(const Rows<S>& rows, std::int64_t from, std::int64_t keys, std::int64_t width,
                             std::int64_t padded, std::vector<Sum<S>>& to)
{
    to.resize(static_cast<std::size_t>(keys * padded));
    for (std::int64_t j = 0; j < keys; ++j) {
        readRow<S>(rows.row(j) + from, width, padded, 1, to.data() + j * padded);
    }
}

template <class S>
LUTHIER_INLINE DropMask maskOfRow(const Attending<S>& a, std::int64_t row, std::int64_t head)
{
    DropMask mask = a.mask;
    mask.seed = static_cast<std::uint32_t>(mixed(a.keys[row], a.site, static_cast<std::uint64_t>(head)));
    return mask;
}

/// scores of one query against keys [0, seen); what lies behind in the last register becomes −∞. Returns the
/// largest.
template <class A>
LUTHIER_INLINE A scoresOf(const A* query, const std::vector<A>& across, std::int64_t stride,
                          std::int64_t width, std::int64_t seen, A* scores)
{
    const std::int64_t covered = roundUp(seen, kLanes<A>);
    dotAll<A>(query, across.data(), stride, width, covered, scores);
    for (std::int64_t j = seen; j < covered; ++j) {
        scores[j] = static_cast<A>(-1e30);
    }
    Lanes<A> largest;
    load(scores, largest);
    for (std::int64_t j = kLanes<A>; j < covered; j += kLanes<A>) {
        Lanes<A> piece;
        load(scores + j, piece);
        largest = piece > largest ? piece : largest;
    }
    return largestOf<A>(largest);
}

/// One query head over one sequence.
template <class S>
LUTHIER_INLINE void forwardHead(const Attending<S>& a, const AttentionSequence<S>& sequence,
                                std::int64_t head, Scratch<Sum<S>>& own, std::int64_t stride,
                                std::int64_t padded)
{
    using A = Sum<S>;
    A* const scores = own.scores.data();
    A* const query = own.query.data();
    A* const out = own.grad.data();
    for (std::int64_t i = 0; i < sequence.queries; ++i) {
        const std::int64_t row = sequence.begin + i;
        const std::int64_t seen = a.causal ? sequence.keys - sequence.queries + i + 1 : sequence.keys;
        readRow<S>(a.q.row(row) + head * a.width, a.width, padded, static_cast<A>(a.scale), query);
        const A largest = scoresOf<A>(query, own.keysAcross, stride, a.width, seen, scores);
        Lanes<A> sum{};
        for (std::int64_t j = 0; j < seen; j += kLanes<A>) {
            Lanes<A> piece;
            load(scores + j, piece);
            piece -= largest;
            exponential(piece);
            sum += piece;
            store(scores + j, piece);
        }
        const A total = sumOf<A>(sum);
        if (a.lse != nullptr) a.lse[row * a.heads + head] = largest + std::log(total);
        if (a.keys != nullptr) {
            const DropMask mask = maskOfRow(a, row, head);
            for (std::int64_t j = 0; j < seen; j += kLanes<A>) {
                Lanes<A> piece;
                load(scores + j, piece);
                applyMask(mask, j, piece);
                store(scores + j, piece);
            }
        }
        for (std::int64_t d = 0; d < padded; ++d) {
            out[d] = 0;
        }
        addAll<A>(scores, 1, own.rows.data(), padded, 0, seen, out);
        for (std::int64_t d = 0; d < padded; ++d) {
            out[d] /= total;
        }
        writeRow<S>(a.o.row(row) + head * a.width, a.width, out);
    }
}

template <class S>
LUTHIER_INLINE void forwardTasks(const Attending<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    auto& own = scratch<A>();
    const std::int64_t padded = roundUp(a.width, kLanes<A>);
    const std::int64_t group = a.heads / a.keyHeads;
    own.query.resize(static_cast<std::size_t>(kBlock * padded));
    own.grad.resize(static_cast<std::size_t>(kBlock * padded));
    for (std::int64_t task = begin; task < end; ++task) {
        const auto& sequence = a.sequences[task / a.keyHeads];
        const std::int64_t keyHead = task % a.keyHeads;
        const std::int64_t stride = roundUp(sequence.keys, kLanes<A>);
        own.scores.resize(static_cast<std::size_t>(stride));
        readAcross<S>(sequence.k, keyHead * a.width, sequence.keys, a.width, stride, own.keysAcross);
        readRows<S>(sequence.v, keyHead * a.width, sequence.keys, a.width, padded, own.rows);
        for (std::int64_t head = keyHead * group; head < (keyHead + 1) * group; ++head) {
            forwardHead<S>(a, sequence, head, own, stride, padded);
        }
    }
}

/// Probabilities and slopes of queries [first, last) of one head, and their dq.
template <class S>
LUTHIER_INLINE void slopesOfBlock(const Attending<S>& a, const AttentionSequence<S>& sequence,
                                  std::int64_t head, std::int64_t first, std::int64_t last,
                                  Scratch<Sum<S>>& own, std::int64_t stride, std::int64_t padded)
{
    using A = Sum<S>;
    std::vector<A>& slopes = own.slopes;
    for (std::int64_t i = first; i < last; ++i) {
        const std::int64_t row = sequence.begin + i;
        const std::int64_t seen = a.causal ? sequence.keys - sequence.queries + i + 1 : sequence.keys;
        A* const query = own.query.data() + (i - first) * padded;
        A* const grad = own.grad.data() + (i - first) * padded;
        A* const p = own.scores.data() + (i - first) * stride;
        A* const ds = slopes.data() + (i - first) * stride;
        readRow<S>(a.q.row(row) + head * a.width, a.width, padded, static_cast<A>(a.scale), query);
        readRow<S>(a.grad.row(row) + head * a.width, a.width, padded, 1, grad);
        const S* const o = a.o.row(row) + head * a.width;
        A delta = 0;
        for (std::int64_t d = 0; d < a.width; ++d) {
            delta += grad[d] * number(o[d]);
        }
        scoresOf<A>(query, own.keysAcross, stride, a.width, seen, p);
        dotAll<A>(grad, own.valuesAcross.data(), stride, a.width, roundUp(seen, kLanes<A>), ds);
        const A lse = a.lse[row * a.heads + head];
        DropMask mask = a.mask;
        if (a.keys != nullptr) mask = maskOfRow(a, row, head);
        for (std::int64_t j = 0; j < seen; j += kLanes<A>) {
            Lanes<A> probability;
            Lanes<A> slope;
            load(p + j, probability);
            load(ds + j, slope);
            probability -= lse;
            exponential(probability); // exactly 0 where the score is −∞
            if (a.keys != nullptr) applyMask(mask, j, slope);
            slope = probability * (slope - delta);
            if (a.keys != nullptr) applyMask(mask, j, probability);
            store(p + j, probability);
            store(ds + j, slope);
        }
        A dq[512] = {};
        addAll<A>(ds, 1, own.rows.data(), padded, 0, seen, dq);
        for (std::int64_t d = 0; d < padded; ++d) {
            dq[d] *= static_cast<A>(a.scale);
        }
        writeRow<S>(a.dq.row(row) + head * a.width, a.width, dq);
    }
}

template <class S>
LUTHIER_INLINE void backwardTasks(const Attending<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    auto& own = scratch<A>();
    const std::int64_t padded = roundUp(a.width, kLanes<A>);
    const std::int64_t group = a.heads / a.keyHeads;
    own.query.resize(static_cast<std::size_t>(kBlock * padded));
    own.grad.resize(static_cast<std::size_t>(kBlock * padded));
    for (std::int64_t task = begin; task < end; ++task) {
        const auto& sequence = a.sequences[task / a.keyHeads];
        const std::int64_t from = task % a.keyHeads * a.width;
        const std::int64_t n = sequence.keys;
        const std::int64_t stride = roundUp(n, kLanes<A>);
        own.scores.resize(static_cast<std::size_t>(kBlock * stride));
        own.slopes.resize(static_cast<std::size_t>(kBlock * stride));
        readAcross<S>(sequence.k, from, n, a.width, stride, own.keysAcross);
        readAcross<S>(sequence.v, from, n, a.width, stride, own.valuesAcross);
        readRows<S>(sequence.k, from, n, a.width, padded, own.rows);
        own.dk.assign(static_cast<std::size_t>(n * padded), 0);
        own.dv.assign(static_cast<std::size_t>(n * padded), 0);
        for (std::int64_t head = from / a.width * group; head < (from / a.width + 1) * group; ++head) {
            for (std::int64_t first = 0; first < sequence.queries; first += kBlock) {
                const std::int64_t last = std::min(first + kBlock, sequence.queries);
                slopesOfBlock<S>(a, sequence, head, first, last, own, stride, padded);
                const std::int64_t before = n - sequence.queries; // keys that every query sees
                const std::int64_t seen = a.causal ? before + last : n;
                for (std::int64_t j = 0; j < seen; ++j) {
                    const std::int64_t skip = a.causal ? std::max<std::int64_t>(0, j - before - first) : 0;
                    addAll<A>(own.slopes.data() + j, stride, own.query.data(), padded, skip, last - first,
                              own.dk.data() + j * padded); // the query carries the scale
                    addAll<A>(own.scores.data() + j, stride, own.grad.data(), padded, skip, last - first,
                              own.dv.data() + j * padded);
                }
            }
        }
        for (std::int64_t j = 0; j < n; ++j) {
            writeRow<S>(sequence.dk.row(j) + from, a.width, own.dk.data() + j * padded);
            writeRow<S>(sequence.dv.row(j) + from, a.width, own.dv.data() + j * padded);
        }
    }
}

} // namespace

LUTHIER_KERNELS(attendForward, Attending, forwardTasks)
LUTHIER_KERNELS(attendBackward, Attending, backwardTasks)

} // namespace luthier::nn
