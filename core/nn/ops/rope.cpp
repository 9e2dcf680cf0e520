// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/rope.h"

#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/rope_kernels.h"
#include "core/nn/ops/saved.h"

#include <cmath>

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <class S>
LUTHIER_INLINE void turnHead(const Turning<S>& a, const S* x, S* y, const float* cosine, const float* sine)
{
    using A = Sum<S>;
    for (std::int64_t i = 0; i < a.half; ++i) {
        const A c = static_cast<A>(cosine[i]);
        const A s = static_cast<A>(a.back ? -sine[i] : sine[i]);
        const A first = number(x[i]);
        const A second = number(x[i + a.half]);
        put(y + i, first * c - second * s);
        put(y + i + a.half, second * c + first * s);
    }
    for (std::int64_t i = 2 * a.half; i < a.width; ++i) {
        y[i] = x[i];
    }
}

template <int W, class S>
LUTHIER_INLINE void turnHeadByLanes(const Turning<S>& a, const S* x, S* y, const float* cosine,
                                    const float* sine)
{
    for (std::int64_t i = 0; i < a.half; i += kLanes<float, W>) {
        Lanes<float, W> c;
        Lanes<float, W> s;
        Lanes<float, W> first;
        Lanes<float, W> second;
        load(cosine + i, c);
        load(sine + i, s);
        if (a.back) s = -s;
        load(x + i, first);
        load(x + i + a.half, second);
        store(y + i, first * c - second * s);
        store(y + i + a.half, second * c + first * s);
    }
    for (std::int64_t i = 2 * a.half; i < a.width; ++i) {
        y[i] = x[i];
    }
}

template <int W, class S>
LUTHIER_INLINE void turnRows(const Turning<S>& a, std::int64_t begin, std::int64_t end)
{
    for (std::int64_t t = begin; t < end; ++t) {
        const float* const cosine = a.cosine + a.positions[t] * a.half;
        const float* const sine = a.sine + a.positions[t] * a.half;
        for (std::int64_t h = 0; h < a.heads; ++h) {
            const S* const x = a.x.row(t) + h * a.width;
            S* const y = a.y.row(t) + h * a.width;
            if constexpr (std::is_same_v<Sum<S>, float>) {
                if (a.half % kLanes<float, W> == 0) {
                    turnHeadByLanes<W>(a, x, y, cosine, sine);
                    continue;
                }
            }
            turnHead(a, x, y, cosine, sine);
        }
    }
}

} // namespace

LUTHIER_KERNELS(turn, Turning, turnRows)

namespace {

struct Kept {
    at::Tensor positions;
    RopeTable table;
    std::int64_t width;
};

at::Tensor turned(const at::Tensor& x, const Kept& kept, bool back)
{
    const auto y = at::empty_like(x);
    byType(x, [&](auto* null) {
        using S = std::remove_pointer_t<decltype(null)>;
        const Turning<S> args{Rows<S>{x},
                              Rows<S>{y},
                              dataOf<std::int32_t>(kept.positions),
                              dataOf<float>(kept.table.cosine),
                              dataOf<float>(kept.table.sine),
                              x.size(1) / kept.width,
                              kept.width,
                              kept.table.rotated / 2,
                              back};
        at::parallel_for(0, x.size(0), rowGrain(x.size(1)),
                         [&](auto begin, auto end) { turn(args, begin, end); });
    });
    return y;
}

class Rope final : public torch::autograd::Function<Rope> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const Kept& what)
    {
        keep(context, what);
        return turned(x, what, false);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        return {turned(gradients[0].contiguous(), kept<Kept>(context), true), {}};
    }
};

at::Tensor plain(const at::Tensor& x, const Kept& what)
{
    const auto half = what.table.rotated / 2;
    const auto heads = x.view({x.size(0), -1, what.width});
    const auto positions = what.positions.to(x.device(), at::kLong);
    const auto cosine = what.table.cosine.to(x.device()).index_select(0, positions).unsqueeze(1);
    const auto sine = what.table.sine.to(x.device()).index_select(0, positions).unsqueeze(1);
    const auto first = heads.narrow(2, 0, half).to(at::kFloat);
    const auto second = heads.narrow(2, half, half).to(at::kFloat);
    const auto rest = heads.narrow(2, 2 * half, what.width - 2 * half);
    return at::cat({(first * cosine - second * sine).to(x.scalar_type()),
                    (second * cosine + first * sine).to(x.scalar_type()), rest},
                   2)
        .view_as(x);
}

} // namespace

RopeTable ropeTable(const std::vector<double>& frequencies, std::int64_t positions, double scale)
{
    const auto half = static_cast<std::int64_t>(frequencies.size());
    RopeTable table{at::empty({positions, half}), at::empty({positions, half}), 2 * half};
    auto* cosine = table.cosine.data_ptr<float>();
    auto* sine = table.sine.data_ptr<float>();
    for (std::int64_t p = 0; p < positions; ++p) {
        for (const double frequency : frequencies) {
            const double angle = static_cast<double>(p) * frequency;
            *cosine++ = static_cast<float>(std::cos(angle) * scale);
            *sine++ = static_cast<float>(std::sin(angle) * scale);
        }
    }
    return table;
}

at::Tensor rope(const at::Tensor& x, const at::Tensor& positions, const RopeTable& table, std::int64_t width)
{
    TORCH_CHECK(x.dim() == 2 && x.size(1) % width == 0 && positions.size(0) == x.size(0)
                    && table.rotated <= width,
                "[rope] x ", x.sizes(), ", heads of ", width, ", positions ", positions.sizes());
    const Kept what{positions, table, width};
    return hasKernels(x) ? Rope::apply(x.contiguous(), what) : plain(x, what);
}

} // namespace luthier::nn
