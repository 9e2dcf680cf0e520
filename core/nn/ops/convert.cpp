// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/convert.h"

#include <algorithm>

namespace luthier::nn {
namespace {

template <int W, class From, class To>
LUTHIER_INLINE void convertAll(const From* from, To* to, std::int64_t count)
{
    eachPiece<float, W>(
        count, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> lanes;
            loadPiece(from + i, n, lanes);
            storePiece(to + i, n, lanes);
        });
}

LUTHIER_KERNEL(void, toBf16, (const float* from, Bf16* to, std::int64_t count), (from, to, count),
               convertAll<W>(from, to, count))
LUTHIER_KERNEL(void, ofBf16, (const Bf16* from, float* to, std::int64_t count), (from, to, count),
               convertAll<W>(from, to, count))

} // namespace

void convert(const float* from, float* to, std::int64_t count)
{
    std::copy_n(from, count, to);
}
void convert(const float* from, Bf16* to, std::int64_t count)
{
    toBf16(from, to, count);
}
void convert(const Bf16* from, float* to, std::int64_t count)
{
    ofBf16(from, to, count);
}
void convert(const float* from, double* to, std::int64_t count)
{
    std::copy_n(from, count, to);
}
void convert(const double* from, float* to, std::int64_t count)
{
    std::transform(from, from + count, to, [](double x) { return static_cast<float>(x); });
}

} // namespace luthier::nn
