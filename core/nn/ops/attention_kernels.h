// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/nn/ops/drop_mask.h"
#include "core/nn/ops/rows.h"

#include <cstdint>
#include <type_traits>
#include <vector>

namespace luthier::nn {

/// Keys that lie together, for the kernels.
template <class S>
struct KeyRun {
    std::int64_t count;
    Rows<S> k, v; ///< row 0 is the first of them
    Rows<S> dk, dv; ///< of backward, where one sequence alone looks at them …
    std::int64_t addend{-1}; ///< … else this one's share of both, in Attending::addends
};

/// One sequence as the kernels see it. Query i stands at place keys − queries + i among the keys.
template <class S>
struct AttentionSequence {
    std::int64_t begin; ///< its first row in q, o and their gradients
    std::int64_t queries;
    std::int64_t keys; ///< of all runs
    std::vector<KeyRun<S>> runs; ///< in their order
};

template <class S>
struct Attending {
    const AttentionSequence<S>* sequences;
    Rows<S> q, o;
    Sum<S>* lse; ///< [T, heads]; null where no backward follows
    Rows<S> grad, dq; ///< of backward: dL/do in, dL/dq out
    Sum<S>* addends; ///< of backward: of each run that has one [count, 2, keyHeads · width], dk and dv side
                     ///< by side
    std::int64_t heads, keyHeads, width;
    double scale;
    bool causal;
    const std::uint64_t* keys; ///< of the mask, one a row of q; null without dropout
    std::uint64_t site;
    DropMask mask;
};

/// Pieces of work: (sequence, key head) pairs in `tasks`, task = sequence · keyHeads + key head.
void attendForwardByRows(const Attending<float>& args, std::int64_t begin, std::int64_t end);
void attendForwardByRows(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end);
void attendForwardByRows(const Attending<double>& args, std::int64_t begin, std::int64_t end);
void attendBackwardByRows(const Attending<float>& args, std::int64_t begin, std::int64_t end);
void attendBackwardByRows(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end);
void attendBackwardByRows(const Attending<double>& args, std::int64_t begin, std::int64_t end);

/// The same through blocks of products instead of rows of numbers: bfloat16 where its products have a road of
/// their own, float32 with AVX-512.
/// REQUIRES: attentionHasTiles().
bool attentionHasTiles(const Bf16* null);
bool attentionHasTiles(const float* null);
void attendForwardTiled(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end);
void attendForwardTiled(const Attending<float>& args, std::int64_t begin, std::int64_t end);
void attendBackwardTiled(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end);
void attendBackwardTiled(const Attending<float>& args, std::int64_t begin, std::int64_t end);

/// By the faster of the two.
template <class S>
void attendForward(const Attending<S>& args, std::int64_t begin, std::int64_t end)
{
    if constexpr (!std::is_same_v<S, double>) {
        if (attentionHasTiles(static_cast<const S*>(nullptr))) return attendForwardTiled(args, begin, end);
    }
    attendForwardByRows(args, begin, end);
}
template <class S>
void attendBackward(const Attending<S>& args, std::int64_t begin, std::int64_t end)
{
    if constexpr (!std::is_same_v<S, double>) {
        if (attentionHasTiles(static_cast<const S*>(nullptr))) return attendBackwardTiled(args, begin, end);
    }
    attendBackwardByRows(args, begin, end);
}

/// The mask of one query's probabilities.
template <class S>
LUTHIER_INLINE DropMask maskOfRow(const Attending<S>& args, std::int64_t row, std::int64_t head)
{
    DropMask mask = args.mask;
    mask.seed
        = static_cast<std::uint32_t>(mixed(args.keys[row], args.site, static_cast<std::uint64_t>(head)));
    return mask;
}

/// Keys that several sequences look at, after backward.
template <class S>
struct SharedKeys {
    std::int64_t count{0};
    Rows<S> dk{}, dv{}; ///< row 0 is the first of them
    std::vector<std::int64_t> addends{}; ///< as KeyRun has them, in the order of the sequences
    const Sum<S>* start{nullptr}; ///< of Attending::addends
    std::int64_t width{0}; ///< of a row of keys
};

/// Rows [begin, end) of dk and dv.
void addUpShared(const SharedKeys<float>& args, std::int64_t begin, std::int64_t end);
void addUpShared(const SharedKeys<Bf16>& args, std::int64_t begin, std::int64_t end);
void addUpShared(const SharedKeys<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
