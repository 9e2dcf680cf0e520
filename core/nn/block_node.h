// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/linear_view.h"
#include "core/nn/ops/arena.h"
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/saved.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include <ATen/ops/zeros.h>

namespace luthier::nn {

inline constexpr std::int64_t kRowsAtOnce = 16; // of a stage over rows: some tens of microseconds of work

/// What one pass through a block by hand is made of, whatever the block.
struct BlockCall {
    std::shared_ptr<Arena> arena;
    bool keeps{false}; ///< a backward follows
    bool remakes{false}; ///< which runs forward again instead of finding what it left
    bool wantsX{false};

    // Set by forward.
    at::Tensor x{};
    std::shared_ptr<void> kept{}; ///< Run<S>::Kept
    std::size_t end{0}; ///< of what is kept in the arena
};

/// A tensor that makes an operation a node of the graph where none of its other inputs would: gradients of
/// parameters go straight to their sinks. `records`: whether one is wanted.
inline at::Tensor anchor(bool records)
{
    return at::zeros({1}, at::TensorOptions{at::kFloat}).requires_grad_(records);
}

/// A block as one node of the graph: y = block(x), with x's gradient through autograd and those of parameters
/// through GradientSinks. Run<S>{call} has `Kept`, `at::Tensor forward(Kept&)` and
/// `at::Tensor backward(const Kept&, const at::Tensor& dy, GradientSinks&)`. Call is a BlockCall.
template <class Call, template <class> class Run>
class BlockNode final : public torch::autograd::Function<BlockNode<Call, Run>> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& /*anchor*/, const std::shared_ptr<Call>& call)
    {
        call->x = x;
        at::Tensor y;
        byType(x, [&](auto* null) {
            using Work = Run<std::remove_pointer_t<decltype(null)>>;
            const auto kept = std::make_shared<typename Work::Kept>();
            const auto mark = call->arena->mark();
            y = Work{*call, nullptr}.forward(*kept);
            if (!call->keeps || call->remakes) {
                call->arena->release(mark);
            } else {
                call->kept = kept;
            }
            call->end = call->arena->mark();
        });
        if (call->keeps) keep(context, call);
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients)
    {
        const auto call = kept<std::shared_ptr<Call>>(context);
        TORCH_CHECK(call->arena, "[block] backward was here already");
        at::Tensor dx;
        const auto dy = gradients[0].contiguous();
        GradientSinks sinks;
        byType(call->x, [&](auto* null) {
            using Work = Run<std::remove_pointer_t<decltype(null)>>;
            call->arena->release(call->end); // blocks above are done
            if (call->remakes) {
                const auto again = std::make_shared<typename Work::Kept>();
                static_cast<void>(Work{*call, nullptr}.forward(*again));
                call->kept = again;
            }
            dx = Work{*call, &sinks}.backward(*std::static_pointer_cast<typename Work::Kept>(call->kept), dy,
                                              sinks);
        });
        sinks.close();
        call->x.reset();
        call->arena.reset();
        return {dx, {}, {}};
    }
};

/// Rows of numbers, from where they start.
template <class S>
Rows<S> rowsAt(S* start, std::int64_t stride)
{
    Rows<S> rows;
    rows.start = start;
    rows.stride = stride;
    return rows;
}

/// `count` ones, for sums over rows that are made as products.
template <class S>
S* onesIn(Arena& arena, std::int64_t count)
{
    S one;
    put(&one, Sum<S>{1});
    S* const ones = arena.take<S>(count);
    std::fill_n(ones, count, one);
    return ones;
}

/// f(begin, end) over all rows, a stage of the team.
template <class F>
void overRows(Team& team, std::int64_t rows, F f)
{
    metered(StepPart::Rows, 0, 0, [&] { team.forRanges(rows, kRowsAtOnce, f); });
}

/// Makes what was listed, if anything was, and empties the list.
template <class S>
void make(Team& team, std::vector<Product<S>>& products)
{
    if (!products.empty()) multiply(team, products);
    products.clear();
}

} // namespace luthier::nn
