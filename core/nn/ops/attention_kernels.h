// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/drop_mask.h"
#include "core/nn/ops/rows.h"

#include <cstdint>
#include <vector>

namespace luthier::nn {

/// One sequence as the kernels see it. Query i stands at place keys − queries + i among the keys.
template <class S>
struct AttentionSequence {
    std::int64_t begin; ///< its first row in q, o and their gradients
    std::int64_t queries;
    std::int64_t keys;
    Rows<S> k, v; ///< row 0 is its first key
    Rows<S> dk, dv; ///< of backward
};

template <class S>
struct Attending {
    const AttentionSequence<S>* sequences;
    Rows<S> q, o;
    Sum<S>* lse; ///< [T, heads]; null where no backward follows
    Rows<S> grad, dq; ///< of backward: dL/do in, dL/dq out
    std::int64_t heads, keyHeads, width;
    double scale;
    bool causal;
    const std::uint64_t* keys; ///< of the mask, one a row of q; null without dropout
    std::uint64_t site;
    DropMask mask;
};

/// Pieces of work: (sequence, key head) pairs in `tasks`, task = sequence · keyHeads + key head.
void attendForward(const Attending<float>& args, std::int64_t begin, std::int64_t end);
void attendForward(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end);
void attendForward(const Attending<double>& args, std::int64_t begin, std::int64_t end);
void attendBackward(const Attending<float>& args, std::int64_t begin, std::int64_t end);
void attendBackward(const Attending<Bf16>& args, std::int64_t begin, std::int64_t end);
void attendBackward(const Attending<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
