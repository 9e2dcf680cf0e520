// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/dropout.h"

#include "core/base/random.h"
#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/drop_mask.h"
#include "core/nn/ops/saved.h"

#include <algorithm>

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <class S>
struct Masking {
    Rows<S> x, y;
    std::int64_t d;
    const std::uint32_t* seeds;
    DropMask mask;
};

template <int W, class S>
LUTHIER_INLINE void maskRows(const Masking<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        DropMask mask = a.mask;
        mask.seed = a.seeds[t];
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(a.x.row(t) + i, n, v);
                applyMask(mask, i, v);
                storePiece<S>(a.y.row(t) + i, n, v);
            });
    }
}

LUTHIER_KERNELS(maskKernel, Masking, maskRows)

struct Kept {
    std::vector<std::uint32_t> seeds;
    double p;
};

at::Tensor masked(const at::Tensor& x, const Kept& kept)
{
    if (!hasKernels(x)) {
        std::vector<std::uint32_t> seeds{kept.seeds.begin(), kept.seeds.begin() + x.size(0)};
        return x.to(at::kFloat).mul(maskFactors(seeds, kept.p, x.size(1), x.device())).to(x.scalar_type());
    }
    const auto y = at::empty_like(x);
    byType(x, [&](auto* null) {
        using S = std::remove_pointer_t<decltype(null)>;
        const Masking<S> args{Rows<S>{x}, Rows<S>{y}, x.size(1), kept.seeds.data(), maskOf(kept.p)};
        at::parallel_for(0, x.size(0), rowGrain(x.size(1)),
                         [&](auto begin, auto end) { maskKernel(args, begin, end); });
    });
    return y;
}

class Dropped final : public torch::autograd::Function<Dropped> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const Kept& mask)
    {
        keep(context, mask);
        return masked(x, mask);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        return {masked(gradients[0].contiguous(), kept<Kept>(context)), {}};
    }
};

} // namespace

std::vector<std::uint32_t> maskSeeds(const Dropout& dropout)
{
    std::vector<std::uint32_t> seeds;
    if (!dropout.isOn()) return seeds;
    seeds.reserve(dropout.keys->size());
    for (const auto key : *dropout.keys) {
        seeds.push_back(static_cast<std::uint32_t>(mixed(key, dropout.site)));
    }
    return seeds;
}

/// applyMask() with ATen alone. In 64 bits, of which the upper half is cleared wherever it counts.
at::Tensor maskFactors(const std::vector<std::uint32_t>& seeds, double p, std::int64_t columns,
                       at::Device device)
{
    constexpr std::int64_t kLowerHalf = 0xFFFFFFFF;
    const auto mask = maskOf(p);
    const auto host = at::empty({static_cast<std::int64_t>(seeds.size()), 1}, at::kLong);
    std::copy(seeds.begin(), seeds.end(), host.data_ptr<std::int64_t>());
    const auto places = at::arange(columns, at::TensorOptions{at::kLong}.device(device)).mul_(0x9E3779B1);
    auto h = (host.to(device) + places).bitwise_and_(kLowerHalf);
    h.bitwise_xor_(h.bitwise_right_shift(16)).mul_(0x85EBCA6B).bitwise_and_(kLowerHalf);
    h.bitwise_xor_(h.bitwise_right_shift(13)).mul_(0xC2B2AE35).bitwise_and_(kLowerHalf);
    h.bitwise_xor_(h.bitwise_right_shift(16));
    return h.ge(static_cast<std::int64_t>(mask.drop)).to(at::kFloat).mul_(mask.scale);
}

at::Tensor dropped(const at::Tensor& x, const Dropout& dropout, const std::vector<std::int32_t>& rows)
{
    if (!dropout.isOn()) return x;
    auto seeds = maskSeeds(dropout);
    if (!rows.empty()) {
        std::vector<std::uint32_t> chosen;
        for (const auto row : rows) {
            chosen.push_back(seeds[static_cast<std::size_t>(row)]);
        }
        seeds.swap(chosen);
    }
    TORCH_CHECK(x.dim() == 2 && x.size(0) <= static_cast<std::int64_t>(seeds.size()), "[dropout] x ",
                x.sizes(), " for ", seeds.size(), " keys");
    return Dropped::apply(x.contiguous(), Kept{std::move(seeds), dropout.p});
}

} // namespace luthier::nn
