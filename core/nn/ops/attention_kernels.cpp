// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/attention_kernels.h"

#include <cmath>

namespace luthier::nn {
namespace {

constexpr std::int64_t kBlock = 16; // queries at once: what a causal block computes in vain stays small

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
    std::vector<A> grad; ///< [kBlock, width']: backward; the output forward
    std::vector<A> scores; ///< [kBlock, keys']: probabilities, in backward times mask
    std::vector<A> slopes; ///< [kBlock, keys']: ds
    std::vector<A> dk, dv; ///< [keys, width']
};

template <class A>
Scratch<A>& scratch()
{
    thread_local Scratch<A> mine;
    return mine;
}

/// What a small product reads: element (m, k) at start[m · row + k · step].
template <class A>
struct Left {
    const A* start;
    std::int64_t row, step;
};

/// c[m][n] (+)= Σ_k left(m, k) right[k][n] for R rows and C registers of columns.
template <int W, class A, std::int64_t R, std::int64_t C>
LUTHIER_INLINE void tile(const Left<A>& left, const A* right, std::int64_t rightStride, std::int64_t depth,
                         A* c, std::int64_t stride, bool add)
{
    Lanes<A, W> sums[R][C];
    LUTHIER_UNROLL
    for (std::int64_t r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (std::int64_t n = 0; n < C; ++n) {
            if (add) {
                load(c + r * stride + n * kLanes<A, W>, sums[r][n]);
            } else {
                sums[r][n] = Lanes<A, W>{};
            }
        }
    }
    for (std::int64_t k = 0; k < depth; ++k) {
        Lanes<A, W> row[C];
        LUTHIER_UNROLL
        for (std::int64_t n = 0; n < C; ++n) {
            load(right + k * rightStride + n * kLanes<A, W>, row[n]);
        }
        LUTHIER_UNROLL
        for (std::int64_t r = 0; r < R; ++r) {
            const A f = left.start[r * left.row + k * left.step];
            LUTHIER_UNROLL
            for (std::int64_t n = 0; n < C; ++n) {
                sums[r][n] += row[n] * f;
            }
        }
    }
    LUTHIER_UNROLL
    for (std::int64_t r = 0; r < R; ++r) {
        LUTHIER_UNROLL
        for (std::int64_t n = 0; n < C; ++n) {
            store(c + r * stride + n * kLanes<A, W>, sums[r][n]);
        }
    }
}

template <int W, class A, std::int64_t R>
LUTHIER_INLINE void tileRows(const Left<A>& left, const A* right, std::int64_t rightStride,
                             std::int64_t columns, std::int64_t depth, A* c, std::int64_t stride, bool add)
{
    constexpr std::int64_t kColumns = W == 64 ? 4 : 2; // registers, as far as there are some
    std::int64_t n = 0;
    for (; n + kColumns * kLanes<A, W> <= columns; n += kColumns * kLanes<A, W>) {
        tile<W, A, R, kColumns>(left, right + n, rightStride, depth, c + n, stride, add);
    }
    for (; n < columns; n += kLanes<A, W>) {
        tile<W, A, R, 1>(left, right + n, rightStride, depth, c + n, stride, add);
    }
}

/// The same for any number of rows, and columns that fill whole registers.
template <int W, class A>
LUTHIER_INLINE void product(const Left<A>& left, const A* right, std::int64_t rightStride, std::int64_t rows,
                            std::int64_t columns, std::int64_t depth, A* c, std::int64_t stride, bool add)
{
    constexpr std::int64_t kRows = 4; // each number read serves four products
    std::int64_t m = 0;
    const auto from = [&](std::int64_t row) __attribute__((always_inline))
    {
        return Left<A>{left.start + row * left.row, left.row, left.step};
    };
    for (; m + kRows <= rows; m += kRows) {
        tileRows<W, A, kRows>(from(m), right, rightStride, columns, depth, c + m * stride, stride, add);
    }
    for (; m < rows; ++m) {
        tileRows<W, A, 1>(from(m), right, rightStride, columns, depth, c + m * stride, stride, add);
    }
}

template <int W, class S>
LUTHIER_INLINE void readRow(const S* from, std::int64_t width, Sum<S> factor, Sum<S>* to)
{
    eachPiece<Sum<S>, W>(
        width, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<Sum<S>, W> v;
            loadPiece(from + i, n, v); // padded: what is missing becomes 0
            v *= factor;
            store(to + i, v);
        });
}

template <int W, class S>
LUTHIER_INLINE void writeRow(S* to, std::int64_t width, const Sum<S>* from)
{
    eachPiece<Sum<S>, W>(
        width, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<Sum<S>, W> v;
            load(from + i, v); // padded: always a whole piece
            storePiece<S>(to + i, n, v);
        });
}

/// The rows of `what` (keys or values) of all runs, turned: across[d][j] = rows[j][d]
template <class S>
LUTHIER_INLINE void readAcross(const AttentionSequence<S>& sequence, Rows<S> KeyRun<S>::*what,
                               std::int64_t from, std::int64_t width, std::int64_t stride,
                               std::vector<Sum<S>>& across)
{
    across.resize(static_cast<std::size_t>(width * stride));
    Sum<S>* column = across.data();
    for (const auto& run : sequence.runs) {
        for (std::int64_t j = 0; j < run.count; ++j, ++column) {
            const S* const row = (run.*what).row(j) + from;
            for (std::int64_t d = 0; d < width; ++d) {
                column[d * stride] = number(row[d]);
            }
        }
    }
    for (std::int64_t d = 0; d < width; ++d) {
        for (std::int64_t j = sequence.keys; j < stride; ++j) {
            across[static_cast<std::size_t>(d * stride + j)] = 0;
        }
    }
}

template <int W, class S>
LUTHIER_INLINE void readRows(const AttentionSequence<S>& sequence, Rows<S> KeyRun<S>::*what,
                             std::int64_t from, std::int64_t width, std::int64_t padded,
                             std::vector<Sum<S>>& to)
{
    to.resize(static_cast<std::size_t>(sequence.keys * padded));
    Sum<S>* row = to.data();
    for (const auto& run : sequence.runs) {
        for (std::int64_t j = 0; j < run.count; ++j, row += padded) {
            readRow<W, S>((run.*what).row(j) + from, width, 1, row);
        }
    }
}

/// Queries [first, last) of one head over one sequence: how many there are, and how many keys the last sees.
struct Piece {
    std::int64_t first, count, seen;
};

template <class S>
LUTHIER_INLINE std::int64_t seenBy(const Attending<S>& a, const AttentionSequence<S>& sequence,
                                   std::int64_t query)
{
    return a.causal ? sequence.keys - sequence.queries + query + 1 : sequence.keys;
}

template <class S>
LUTHIER_INLINE Piece pieceOf(const Attending<S>& a, const AttentionSequence<S>& sequence, std::int64_t first)
{
    const auto count = std::min(kBlock, sequence.queries - first);
    return {first, count, seenBy(a, sequence, first + count - 1)};
}

template <int W, class S>
LUTHIER_INLINE void readQueries(const Attending<S>& a, const AttentionSequence<S>& sequence,
                                std::int64_t head, const Piece& piece, std::int64_t padded, Sum<S>* to)
{
    for (std::int64_t i = 0; i < piece.count; ++i) {
        readRow<W, S>(a.q.row(sequence.begin + piece.first + i) + head * a.width, a.width,
                      static_cast<Sum<S>>(a.scale), to + i * padded);
    }
}

/// Scores [0, seen) become eˢ − largest, what lies behind becomes 0. Returns their logarithm of the sum.
template <int W, class A>
LUTHIER_INLINE A softened(A* scores, std::int64_t seen, std::int64_t covered, A& total)
{
    for (std::int64_t j = seen; j < covered; ++j) {
        scores[j] = static_cast<A>(-1e30);
    }
    Lanes<A, W> largests;
    load(scores, largests);
    for (std::int64_t j = kLanes<A, W>; j < covered; j += kLanes<A, W>) {
        Lanes<A, W> piece;
        load(scores + j, piece);
        largests = piece > largests ? piece : largests;
    }
    const A largest = largestOf(largests);
    Lanes<A, W> sum{};
    for (std::int64_t j = 0; j < covered; j += kLanes<A, W>) {
        Lanes<A, W> piece;
        load(scores + j, piece);
        piece -= largest;
        exponential(piece);
        sum += piece;
        store(scores + j, piece);
    }
    total = sumOf(sum);
    return largest + std::log(total);
}

/// One query head over one sequence.
template <int W, class S>
LUTHIER_INLINE void forwardHead(const Attending<S>& a, const AttentionSequence<S>& sequence,
                                std::int64_t head, Scratch<Sum<S>>& own, std::int64_t stride,
                                std::int64_t padded)
{
    using A = Sum<S>;
    A totals[kBlock];
    for (std::int64_t first = 0; first < sequence.queries; first += kBlock) {
        const auto piece = pieceOf(a, sequence, first);
        const auto covered = roundUp(piece.seen, kLanes<A, W>);
        readQueries<W>(a, sequence, head, piece, padded, own.query.data());
        product<W, A>({own.query.data(), padded, 1}, own.keysAcross.data(), stride, piece.count, covered,
                      a.width, own.scores.data(), stride, false);
        for (std::int64_t i = 0; i < piece.count; ++i) {
            const auto row = sequence.begin + first + i;
            A* const scores = own.scores.data() + i * stride;
            const A lse = softened<W, A>(scores, seenBy(a, sequence, first + i), covered, totals[i]);
            if (a.lse != nullptr) a.lse[row * a.heads + head] = lse;
            if (a.keys == nullptr) continue;
            const DropMask mask = maskOfRow(a, row, head);
            for (std::int64_t j = 0; j < covered; j += kLanes<A, W>) {
                Lanes<A, W> share;
                load(scores + j, share);
                applyMask(mask, j, share);
                store(scores + j, share);
            }
        }
        A* const out = own.grad.data();
        product<W, A>({own.scores.data(), stride, 1}, own.rows.data(), padded, piece.count, padded,
                      piece.seen, out, padded, false);
        for (std::int64_t i = 0; i < piece.count; ++i) {
            for (std::int64_t d = 0; d < padded; ++d) {
                out[i * padded + d] /= totals[i];
            }
            writeRow<W, S>(a.o.row(sequence.begin + first + i) + head * a.width, a.width, out + i * padded);
        }
    }
}

template <int W, class S>
LUTHIER_INLINE void forwardTasks(const Attending<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    auto& own = scratch<A>();
    const std::int64_t padded = roundUp(a.width, kLanes<A, W>);
    const std::int64_t group = a.heads / a.keyHeads;
    own.query.resize(static_cast<std::size_t>(kBlock * padded));
    own.grad.resize(static_cast<std::size_t>(kBlock * padded));
    for (std::int64_t task = begin; task < end; ++task) {
        const auto& sequence = a.sequences[task / a.keyHeads];
        const std::int64_t keyHead = task % a.keyHeads;
        const std::int64_t stride = roundUp(sequence.keys, kLanes<A, W>);
        own.scores.resize(static_cast<std::size_t>(kBlock * stride));
        readAcross<S>(sequence, &KeyRun<S>::k, keyHead * a.width, a.width, stride, own.keysAcross);
        readRows<W, S>(sequence, &KeyRun<S>::v, keyHead * a.width, a.width, padded, own.rows);
        for (std::int64_t head = keyHead * group; head < (keyHead + 1) * group; ++head) {
            forwardHead<W, S>(a, sequence, head, own, stride, padded);
        }
    }
}

/// Probabilities times mask and slopes of one query, from its scores and do · v.
template <int W, class S>
LUTHIER_INLINE void slopesOf(const Attending<S>& a, std::int64_t row, std::int64_t head, std::int64_t seen,
                             std::int64_t covered, Sum<S> delta, Sum<S>* p, Sum<S>* ds)
{
    using A = Sum<S>;
    const A lse = a.lse[row * a.heads + head];
    DropMask mask = a.mask;
    if (a.keys != nullptr) mask = maskOfRow(a, row, head);
    for (std::int64_t j = seen; j < covered; ++j) {
        p[j] = static_cast<A>(-1e30);
    }
    for (std::int64_t j = 0; j < covered; j += kLanes<A, W>) {
        Lanes<A, W> probability;
        Lanes<A, W> slope;
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
}

/// One block of queries of one head: their dq, and what they add to dk and dv.
template <int W, class S>
LUTHIER_INLINE void backwardPiece(const Attending<S>& a, const AttentionSequence<S>& sequence,
                                  std::int64_t head, const Piece& piece, Scratch<Sum<S>>& own,
                                  std::int64_t stride, std::int64_t padded)
{
    using A = Sum<S>;
    const auto covered = roundUp(piece.seen, kLanes<A, W>);
    A* const query = own.query.data();
    A* const grad = own.grad.data();
    A* const p = own.scores.data();
    A* const ds = own.slopes.data();
    A deltas[kBlock];
    readQueries<W>(a, sequence, head, piece, padded, query);
    for (std::int64_t i = 0; i < piece.count; ++i) {
        const auto row = sequence.begin + piece.first + i;
        readRow<W, S>(a.grad.row(row) + head * a.width, a.width, 1, grad + i * padded);
        const S* const o = a.o.row(row) + head * a.width;
        Lanes<A, W> sums{};
        eachPiece<A, W>(
            a.width, [&](auto d, auto n) __attribute__((always_inline)) {
                Lanes<A, W> g;
                Lanes<A, W> seen;
                loadPiece(grad + i * padded + d, n, g);
                loadPiece(o + d, n, seen);
                sums += g * seen;
            });
        deltas[i] = sumOf(sums);
    }
    product<W, A>({query, padded, 1}, own.keysAcross.data(), stride, piece.count, covered, a.width, p, stride,
                  false);
    product<W, A>({grad, padded, 1}, own.valuesAcross.data(), stride, piece.count, covered, a.width, ds,
                  stride, false);
    for (std::int64_t i = 0; i < piece.count; ++i) {
        slopesOf<W, S>(a, sequence.begin + piece.first + i, head, seenBy(a, sequence, piece.first + i),
                       covered, deltas[i], p + i * stride, ds + i * stride);
    }
    // The query carries the scale into dk; dq gets it here.
    product<W, A>({ds, 1, stride}, query, padded, piece.seen, padded, piece.count, own.dk.data(), padded,
                  true);
    product<W, A>({p, 1, stride}, grad, padded, piece.seen, padded, piece.count, own.dv.data(), padded, true);
    product<W, A>({ds, stride, 1}, own.rows.data(), padded, piece.count, padded, piece.seen, query, padded,
                  false);
    for (std::int64_t i = 0; i < piece.count; ++i) {
        for (std::int64_t d = 0; d < padded; ++d) {
            query[i * padded + d] *= static_cast<A>(a.scale);
        }
        writeRow<W, S>(a.dq.row(sequence.begin + piece.first + i) + head * a.width, a.width,
                       query + i * padded);
    }
}

template <int W, class S>
LUTHIER_INLINE void backwardTasks(const Attending<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    auto& own = scratch<A>();
    const std::int64_t padded = roundUp(a.width, kLanes<A, W>);
    const std::int64_t group = a.heads / a.keyHeads;
    own.query.resize(static_cast<std::size_t>(kBlock * padded));
    own.grad.resize(static_cast<std::size_t>(kBlock * padded));
    for (std::int64_t task = begin; task < end; ++task) {
        const auto& sequence = a.sequences[task / a.keyHeads];
        const std::int64_t from = task % a.keyHeads * a.width;
        const std::int64_t n = sequence.keys;
        const std::int64_t stride = roundUp(n, kLanes<A, W>);
        own.scores.resize(static_cast<std::size_t>(kBlock * stride));
        own.slopes.resize(static_cast<std::size_t>(kBlock * stride));
        readAcross<S>(sequence, &KeyRun<S>::k, from, a.width, stride, own.keysAcross);
        readAcross<S>(sequence, &KeyRun<S>::v, from, a.width, stride, own.valuesAcross);
        readRows<W, S>(sequence, &KeyRun<S>::k, from, a.width, padded, own.rows);
        own.dk.assign(static_cast<std::size_t>(n * padded), 0);
        own.dv.assign(static_cast<std::size_t>(n * padded), 0);
        for (std::int64_t head = from / a.width * group; head < (from / a.width + 1) * group; ++head) {
            for (std::int64_t first = 0; first < sequence.queries; first += kBlock) {
                backwardPiece<W, S>(a, sequence, head, pieceOf(a, sequence, first), own, stride, padded);
            }
        }
        const A* dk = own.dk.data();
        const A* dv = own.dv.data();
        for (const auto& run : sequence.runs) {
            for (std::int64_t j = 0; j < run.count; ++j, dk += padded, dv += padded) {
                if (run.addend >= 0) {
                    A* const both = a.addends + run.addend + 2 * j * a.keyHeads * a.width + from;
                    std::copy_n(dk, a.width, both);
                    std::copy_n(dv, a.width, both + a.keyHeads * a.width);
                } else {
                    writeRow<W, S>(run.dk.row(j) + from, a.width, dk);
                    writeRow<W, S>(run.dv.row(j) + from, a.width, dv);
                }
            }
        }
    }
}

/// A shared row of keys and values: the sum of what each sequence that looks at it has put in.
template <int W, class S>
LUTHIER_INLINE void addUp(const SharedKeys<S>& shared, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t j = begin; j < end; ++j) {
        const auto sumTo = [&](S * to, std::int64_t offset) __attribute__((always_inline))
        {
            eachPiece<A, W>(
                shared.width, [&](auto i, auto n) __attribute__((always_inline)) {
                    Lanes<A, W> sum{};
                    for (const auto addend : shared.addends) {
                        Lanes<A, W> more;
                        loadPiece(shared.start + addend + 2 * j * shared.width + offset + i, n, more);
                        sum += more;
                    }
                    storePiece<S>(to + i, n, sum);
                });
        };
        sumTo(shared.dk.row(j), 0);
        sumTo(shared.dv.row(j), shared.width);
    }
}

} // namespace

LUTHIER_KERNELS(attendForwardByRows, Attending, forwardTasks)
LUTHIER_KERNELS(attendBackwardByRows, Attending, backwardTasks)
LUTHIER_KERNELS(addUpShared, SharedKeys, addUp)

} // namespace luthier::nn
