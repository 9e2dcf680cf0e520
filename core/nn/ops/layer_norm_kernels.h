// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/drop_mask.h"
#include "core/nn/ops/rows.h"

#include <cstdint>

namespace luthier::nn {

/// Rows of addNorm (see layer_norm.h), for whoever goes over rows anyway.
template <class S>
struct AddNormForward {
    Rows<S> h, residual, s, y;
    const S* weight;
    const S* bias;
    Sum<S>* moments; ///< mean and r of each row, [T, 2]
    std::int64_t d;
    double epsilon;
    const std::uint32_t* seeds; ///< null: no dropout
    DropMask mask;
};
void addNormForward(const AddNormForward<float>& args, std::int64_t begin, std::int64_t end);
void addNormForward(const AddNormForward<Bf16>& args, std::int64_t begin, std::int64_t end);
void addNormForward(const AddNormForward<double>& args, std::int64_t begin, std::int64_t end);

template <class S>
struct AddNormBackward {
    Rows<S> s, dy, ds, dh; ///< ds: of the residual, null where it is wanted nowhere
    const S* weight;
    const Sum<S>* moments;
    Sum<S>* dWeight; ///< one row a share, added to; or null
    Sum<S>* dBias;
    std::int64_t d;
    const std::uint32_t* seeds;
    DropMask mask;
};
void addNormBackward(const AddNormBackward<float>& args, std::int64_t begin, std::int64_t end);
void addNormBackward(const AddNormBackward<Bf16>& args, std::int64_t begin, std::int64_t end);
void addNormBackward(const AddNormBackward<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
