// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/simd.h"

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// True where the hand-written kernels know the tensor: on the processor, float64, float32 or bfloat16.
inline bool hasKernels(const at::Tensor& x)
{
    const auto type = x.scalar_type();
    return x.is_cpu() && (type == at::kFloat || type == at::kBFloat16 || type == at::kDouble);
}

/// Calls f with a null pointer of the storage type: `byType(x, [&](auto* null) { using S = …; })`.
template <class F>
void byType(const at::Tensor& x, F f)
{
    switch (x.scalar_type()) {
    case at::kDouble:
        f(static_cast<double*>(nullptr));
        return;
    case at::kFloat:
        f(static_cast<float*>(nullptr));
        return;
    default:
        f(static_cast<Bf16*>(nullptr));
    }
}

template <class S>
S* dataOf(const at::Tensor& x)
{
    return static_cast<S*>(x.data_ptr());
}

/// Rows of a tensor as a kernel walks over them: the last dimension lies together, rows may be apart.
template <class S>
struct Rows {
    explicit Rows(const at::Tensor& x)
        : start{dataOf<S>(x)}
        , stride{x.stride(0)}
    {
    }
    Rows() = default;
    LUTHIER_INLINE S* row(std::int64_t i) const { return start + i * stride; }

    S* start{nullptr};
    std::int64_t stride{0};
};

/// Shares that sums over rows are made in: fixed, so that they do not depend on the number of threads.
inline constexpr std::int64_t kShares = 16;

inline at::ScalarType sumTypeOf(const at::Tensor& x)
{
    return x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
}

} // namespace luthier::nn
