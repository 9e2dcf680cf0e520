// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_kernels.h"

#include <algorithm>

namespace luthier::nn {
namespace {

template <int W, class S, class O>
LUTHIER_INLINE void finishRow(const Finishing<S>& a, O* out, std::int64_t r, std::int64_t columns)
{
    using A = Sum<S>;
    const auto& product = *a.product;
    const auto scale = static_cast<A>(product.scale);
    eachPiece<A, W>(
        columns, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<A, W> v;
            load(a.sums + r * kGemmColumns + i, v);
            v *= scale;
            if (product.bias != nullptr) {
                Lanes<A, W> bias;
                loadPiece(product.bias + a.column + i, n, bias);
                v += bias;
            }
            if (product.addend.start != nullptr) {
                Lanes<A, W> addend;
                loadPiece(product.addend.start + (a.row + r) * product.addend.stride + a.column + i, n,
                          addend);
                v += addend;
            }
            storePiece<O>(out + i, n, v);
        });
}

/// Rows [begin, end) of the block.
template <int W, class S>
LUTHIER_INLINE void finishRows(const Finishing<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    const auto& product = *a.product;
    const auto columns = std::min(kGemmColumns, product.columns - a.column);
    for (std::int64_t r = begin; r < end; ++r) {
        if (!product.outAcross) {
            const auto at = (a.row + r) * product.outStride + a.column;
            if (product.wideOut != nullptr) {
                finishRow<W>(a, product.wideOut + at, r, columns);
            } else {
                finishRow<W>(a, product.out + at, r, columns);
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
} // namespace

LUTHIER_KERNELS(finish, Finishing, finishRows)

} // namespace luthier::nn
