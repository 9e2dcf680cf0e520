// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/encoder_block.h"

#include "core/nn/block_node.h"
#include "core/nn/linear_view.h"
#include "core/nn/norm_gradient.h"
#include "core/nn/ops/attention_work.h"
#include "core/nn/ops/layer_norm_kernels.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>

namespace luthier::nn {
namespace {

/// What forward leaves to backward, in the arena.
template <class S>
struct KeptNumbers {
    S *asking, *q, *k, *v, *seen, *sum1, *middle, *up, *sum2;
    Sum<S>*lse, *moments1, *moments2;
    S *tq, *tk, *tv, *to, *tu, *td; ///< what goes into the adapters' second half
};

/// Everything that one pass through one block needs besides the numbers themselves.
struct Call : BlockCall {
    EncoderBlock block;
    std::vector<std::int32_t> borders, queryBorders, parents;
    std::vector<std::int32_t> asking; ///< rows of x; empty: all
    AttentionShape attention;
    Dropout inAttention; ///< with the keys of the asking rows, as all three
    std::vector<std::uint32_t> seeds1, seeds2; ///< of the masks behind both halves; empty: none
    DropMask mask;
    Bend bend{Bend::Gelu};

    std::int64_t rows() const
    {
        return asking.empty() ? x.size(0) : static_cast<std::int64_t>(asking.size());
    }
};

template <class S>
class Run {
public:
    using Kept = KeptNumbers<S>;

    Run(const Call& call, GradientSinks* sinks)
        : m_call{call}
        , m_q{viewOf<S>(*call.block.query, sinks)}
        , m_k{viewOf<S>(*call.block.key, sinks)}
        , m_v{viewOf<S>(*call.block.value, sinks)}
        , m_o{viewOf<S>(*call.block.output, sinks)}
        , m_up{viewOf<S>(*call.block.up, sinks)}
        , m_down{viewOf<S>(*call.block.down, sinks)}
        , m_all{call.x.size(0)}
        , m_rows{call.rows()}
        , m_d{call.x.size(1)}
        , m_f{m_up.out}
    {
    }

    at::Tensor forward(Kept& kept)
    {
        auto& arena = *m_call.arena;
        takeKept(kept, arena);
        m_kept = kept;
        const auto mark = arena.mark();
        m_h = arena.take<S>(m_rows * m_f);
        m_n = arena.take<S>(m_rows * m_d);
        const auto y = at::empty({m_rows, m_d}, m_call.x.options());
        const AttentionWork<S> attention{attentionCall(), rows(kept.q),    rows(kept.k),
                                         rows(kept.v),    rows(kept.seen), kept.lse};
        asTeam([&](Team& team) { forwardOn(team, attention, dataOf<S>(y)); });
        arena.release(mark);
        return y;
    }

    at::Tensor backward(const Kept& kept, const at::Tensor& dy, GradientSinks& sinks)
    {
        auto& arena = *m_call.arena;
        const auto& block = m_call.block;
        NormGradient<S> dNorm1{sinks, block.attentionNorm->weight, block.attentionNorm->bias};
        NormGradient<S> dNorm2{sinks, block.outputNorm->weight, block.outputNorm->bias};
        m_kept = kept;
        m_h = arena.take<S>(m_rows * m_f);
        m_dh = arena.take<S>(m_rows * m_f);
        m_n = arena.take<S>(m_rows * m_d);
        m_dSum = arena.take<S>(m_rows * m_d);
        m_dSeen = arena.take<S>(m_rows * m_d);
        m_dq = arena.take<S>(m_rows * m_d);
        m_dk = arena.take<S>(m_all * m_d);
        m_dv = arena.take<S>(m_all * m_d);
        const auto rank = std::max({m_q.rank, m_k.rank, m_v.rank, m_o.rank, m_up.rank, m_down.rank});
        for (auto& g : m_g) {
            g = arena.take<S>(m_all * rank);
        }
        m_ones = onesIn<S>(arena, m_all);
        const auto dx = m_call.wantsX ? at::empty_like(m_call.x) : at::Tensor{};
        const AttentionWork<S> attention{attentionCall(), rows(kept.q), rows(kept.k),  rows(kept.v),
                                         rows(kept.seen), kept.lse,     rows(m_dSeen), rows(m_dq),
                                         rows(m_dk),      rows(m_dv)};
        asTeam([&](Team& team) {
            backwardMlp(team, dataOf<S>(dy), dNorm2);
            backwardAttention(team, attention, dx.defined() ? dataOf<S>(dx) : nullptr, dNorm1);
        });
        dNorm1.finish();
        dNorm2.finish();
        return dx;
    }

private:
    Rows<S> rows(S* start) const { return rowsAt(start, m_d); }
    S* x() const { return dataOf<S>(m_call.x); }
    S* asking() const { return m_call.asking.empty() ? x() : m_kept.asking; }

    AttentionCall attentionCall() const
    {
        return {m_call.borders, m_call.queryBorders, m_call.parents, m_call.attention, m_call.inAttention};
    }

    void takeKept(Kept& kept, Arena& arena) const
    {
        const auto perRow = [&](std::int64_t numbers) { return arena.take<S>(m_rows * numbers); };
        kept.asking = m_call.asking.empty() ? nullptr : perRow(m_d);
        kept.q = perRow(m_d);
        kept.k = arena.take<S>(m_all * m_d);
        kept.v = arena.take<S>(m_all * m_d);
        kept.seen = perRow(m_d);
        kept.sum1 = perRow(m_d);
        kept.middle = perRow(m_d);
        kept.up = perRow(m_f);
        kept.sum2 = perRow(m_d);
        kept.lse = arena.take<Sum<S>>(m_rows * m_call.attention.heads);
        kept.moments1 = arena.take<Sum<S>>(2 * m_rows);
        kept.moments2 = arena.take<Sum<S>>(2 * m_rows);
        kept.tq = perRow(m_q.rank);
        kept.tk = arena.take<S>(m_all * m_k.rank);
        kept.tv = arena.take<S>(m_all * m_v.rank);
        kept.to = perRow(m_o.rank);
        kept.tu = perRow(m_up.rank);
        kept.td = perRow(m_down.rank);
    }

    /// y = LN(residual + dropout(h)), where `sum` keeps what stands in the brackets.
    void addNorm(Team& team, S* h, S* residual, S* sum, S* y, const LayerNorm& how, Sum<S>* moments,
                 const std::vector<std::uint32_t>& seeds)
    {
        const AddNormForward<S> args{rows(h),
                                     rows(residual),
                                     rows(sum),
                                     rows(y),
                                     dataOf<S>(how.weight),
                                     dataOf<S>(how.bias),
                                     moments,
                                     m_d,
                                     how.epsilon(),
                                     seeds.empty() ? nullptr : seeds.data(),
                                     m_call.mask};
        overRows(team, m_rows, [&](auto begin, auto end) { addNormForward(args, begin, end); });
    }
    /// ds goes to the residual, dh through the mask to the layer.
    void addNormBack(Team& team, S* sum, const S* dy, S* ds, S* dh, const LayerNorm& how,
                     const Sum<S>* moments, const std::vector<std::uint32_t>& seeds,
                     const NormGradient<S>& dNorm)
    {
        const AddNormBackward<S> args{rows(sum),
                                      rows(const_cast<S*>(dy)), // read only
                                      rows(ds),
                                      rows(dh),
                                      dataOf<S>(how.weight),
                                      moments,
                                      nullptr,
                                      nullptr,
                                      m_d,
                                      seeds.empty() ? nullptr : seeds.data(),
                                      m_call.mask};
        metered(StepPart::Rows, 0, 0, [&] {
            dNorm.make(team, m_rows, kRowsAtOnce, [&](Sum<S>* share, auto begin, auto end) {
                auto mine = args;
                mine.dWeight = share;
                mine.dBias = share == nullptr ? nullptr : share + m_d;
                addNormBackward(mine, begin, end);
            });
        });
    }
    void bent(Team& team)
    {
        const BendForward<S> args{rowsAt(m_kept.up, m_f), rowsAt(m_h, m_f), m_f, m_call.bend};
        overRows(team, m_rows, [&](auto begin, auto end) { bendForward(args, begin, end); });
    }

    void forwardOn(Team& team, const AttentionWork<S>& attention, S* y)
    {
        const auto& block = m_call.block;
        Products<S> products;
        const Matrix<S> all{x(), m_d};
        const Matrix<S> some{asking(), m_d};
        const Matrix<S> seen{m_kept.seen, m_d};
        const Matrix<S> middle{m_kept.middle, m_d};
        const Matrix<S> h{m_h, m_f};
        if (!m_call.asking.empty()) {
            overRows(team, m_rows, [&](auto begin, auto end) {
                for (auto i = begin; i < end; ++i) {
                    std::copy_n(x() + m_call.asking[static_cast<std::size_t>(i)] * m_d, m_d,
                                m_kept.asking + i * m_d);
                }
            });
        }
        addLow(products, m_q, some, m_rows, m_kept.tq);
        addLow(products, m_k, all, m_all, m_kept.tk);
        addLow(products, m_v, all, m_all, m_kept.tv);
        make(team, products);
        addForward(products, m_q, some, m_kept.tq, m_rows, m_kept.q, m_d);
        addForward(products, m_k, all, m_kept.tk, m_all, m_kept.k, m_d);
        addForward(products, m_v, all, m_kept.tv, m_all, m_kept.v, m_d);
        make(team, products);
        attention.forward(team, m_rows);
        addLow(products, m_o, seen, m_rows, m_kept.to);
        make(team, products);
        addForward(products, m_o, seen, m_kept.to, m_rows, m_n, m_d);
        make(team, products);
        addNorm(team, m_n, asking(), m_kept.sum1, m_kept.middle, *block.attentionNorm, m_kept.moments1,
                m_call.seeds1);
        addLow(products, m_up, middle, m_rows, m_kept.tu);
        make(team, products);
        addForward(products, m_up, middle, m_kept.tu, m_rows, m_kept.up, m_f);
        make(team, products);
        bent(team);
        addLow(products, m_down, h, m_rows, m_kept.td);
        make(team, products);
        addForward(products, m_down, h, m_kept.td, m_rows, m_n, m_d);
        make(team, products);
        addNorm(team, m_n, m_kept.middle, m_kept.sum2, y, *block.outputNorm, m_kept.moments2, m_call.seeds2);
    }

    /// Leaves the gradient of the middle of the stream in m_dSeen.
    void backwardMlp(Team& team, const S* dy, const NormGradient<S>& dNorm)
    {
        Products<S> products;
        addNormBack(team, m_kept.sum2, dy, m_dSum, m_n, *m_call.block.outputNorm, m_kept.moments2,
                    m_call.seeds2, dNorm);
        if (m_down.needsInput()) bent(team);
        const Matrix<S> dDown{m_n, m_d};
        addLowBack(products, m_down, dDown, m_rows, m_g[0]);
        make(team, products);
        products.push_back({.rows = m_rows, .columns = m_f, .out = m_dh, .outStride = m_f});
        addBack(products.back(), m_down, dDown, m_g[0]);
        addGradients(products, m_down, {m_h, m_f}, m_kept.td, dDown, m_g[0], m_rows, m_ones);
        make(team, products);
        const BendBackward<S> slopes{rowsAt(m_kept.up, m_f), rowsAt(m_dh, m_f), rowsAt(m_dh, m_f), m_f,
                                     m_call.bend};
        overRows(team, m_rows, [&](auto begin, auto end) { bendBackward(slopes, begin, end); });
        const Matrix<S> dUp{m_dh, m_f};
        addLowBack(products, m_up, dUp, m_rows, m_g[0]);
        make(team, products);
        products.push_back(
            {.rows = m_rows, .columns = m_d, .addend = {m_dSum, m_d}, .out = m_dSeen, .outStride = m_d});
        addBack(products.back(), m_up, dUp, m_g[0]);
        addGradients(products, m_up, {m_kept.middle, m_d}, m_kept.tu, dUp, m_g[0], m_rows, m_ones);
        make(team, products);
    }

    void backwardAttention(Team& team, const AttentionWork<S>& attention, S* dx, const NormGradient<S>& dNorm)
    {
        Products<S> products;
        addNormBack(team, m_kept.sum1, m_dSeen, m_dSum, m_n, *m_call.block.attentionNorm, m_kept.moments1,
                    m_call.seeds1, dNorm);
        const Matrix<S> dOut{m_n, m_d};
        addLowBack(products, m_o, dOut, m_rows, m_g[0]);
        make(team, products);
        products.push_back({.rows = m_rows, .columns = m_d, .out = m_dSeen, .outStride = m_d});
        addBack(products.back(), m_o, dOut, m_g[0]);
        addGradients(products, m_o, {m_kept.seen, m_d}, m_kept.to, dOut, m_g[0], m_rows, m_ones);
        make(team, products);
        attention.backward(team, m_rows, m_all);
        const Matrix<S> dq{m_dq, m_d};
        const Matrix<S> dk{m_dk, m_d};
        const Matrix<S> dv{m_dv, m_d};
        addLowBack(products, m_q, dq, m_rows, m_g[0]);
        addLowBack(products, m_k, dk, m_all, m_g[1]);
        addLowBack(products, m_v, dv, m_all, m_g[2]);
        make(team, products);
        const bool isPart = !m_call.asking.empty();
        if (dx != nullptr) {
            const Matrix<S> residual{m_dSum, m_d};
            if (isPart) { // of the asking rows; they are added to all below
                products.push_back(
                    {.rows = m_rows, .columns = m_d, .addend = residual, .out = m_n, .outStride = m_d});
                addBack(products.back(), m_q, dq, m_g[0]);
                products.push_back({.rows = m_all, .columns = m_d, .out = dx, .outStride = m_d});
            } else {
                products.push_back(
                    {.rows = m_all, .columns = m_d, .addend = residual, .out = dx, .outStride = m_d});
                addBack(products.back(), m_q, dq, m_g[0]);
            }
            addBack(products.back(), m_k, dk, m_g[1]);
            addBack(products.back(), m_v, dv, m_g[2]);
        }
        const Matrix<S> all{x(), m_d};
        addGradients(products, m_q, {asking(), m_d}, m_kept.tq, dq, m_g[0], m_rows, m_ones);
        addGradients(products, m_k, all, m_kept.tk, dk, m_g[1], m_all, m_ones);
        addGradients(products, m_v, all, m_kept.tv, dv, m_g[2], m_all, m_ones);
        make(team, products);
        if (dx == nullptr || !isPart) return;
        overRows(team, m_rows, [&](auto begin, auto end) {
            for (auto i = begin; i < end; ++i) {
                S* const to = dx + m_call.asking[static_cast<std::size_t>(i)] * m_d;
                for (std::int64_t c = 0; c < m_d; ++c) {
                    put(to + c, number(to[c]) + number(m_n[i * m_d + c]));
                }
            }
        });
    }

    const Call& m_call;
    LayerView<S> m_q, m_k, m_v, m_o, m_up, m_down;
    std::int64_t m_all, m_rows, m_d, m_f; ///< rows of x, and of those that ask
    Kept m_kept{};
    S *m_h{nullptr}, *m_dh{nullptr}, *m_n{nullptr}, *m_dSum{nullptr}, *m_dSeen{nullptr};
    S *m_dq{nullptr}, *m_dk{nullptr}, *m_dv{nullptr}, *m_ones{nullptr};
    std::array<S*, 3> m_g{};
};

std::array<std::shared_ptr<Linear>, 6> linearsOf(const EncoderBlock& block)
{
    return {block.query, block.key, block.value, block.output, block.up, block.down};
}

bool learns(const LayerNorm& norm)
{
    return norm.weight.requires_grad() || norm.bias.requires_grad();
}

/// The keys of the asking rows.
TokenKeys keysOf(const TokenKeys& keys, const std::vector<std::int32_t>& asking)
{
    if (!keys || asking.empty()) return keys;
    std::vector<std::uint64_t> chosen;
    for (const auto row : asking) {
        chosen.push_back((*keys)[static_cast<std::size_t>(row)]);
    }
    return std::make_shared<const std::vector<std::uint64_t>>(std::move(chosen));
}

} // namespace

bool canRunByHand(const EncoderBlock& block, const at::Tensor& x)
{
    return hasKernels(x) && std::ranges::all_of(linearsOf(block), [&](const auto& layer) {
               return hasView(*layer, x.scalar_type());
           });
}

at::Tensor encoderBlock(const at::Tensor& x, const EncoderBlock& block, const EncoderPass& pass,
                        std::uint32_t site, const std::vector<std::int32_t>& asking)
{
    TORCH_CHECK(x.dim() == 2 && x.size(1) == block.query->weight.size(1), "[encoder_block] x ", x.sizes(),
                ", query ", block.query->weight.sizes());
    const bool any = std::ranges::any_of(linearsOf(block), [](const auto& layer) { return learns(*layer); })
        || learns(*block.attentionNorm) || learns(*block.outputNorm);
    const bool records = at::GradMode::is_enabled() && (any || x.requires_grad());
    const auto keys = keysOf(pass.batch.keys, asking);
    auto queryBorders = pass.batch.borders;
    if (!asking.empty()) std::iota(queryBorders.begin(), queryBorders.end(), 0);
    const Dropout hidden{pass.dropout.hidden, 0, keys};
    const auto call = std::make_shared<Call>();
    call->arena = pass.arena;
    call->keeps = records;
    call->remakes = pass.remakes;
    call->wantsX = x.requires_grad();
    call->block = block;
    call->borders = pass.batch.borders;
    call->parents = pass.batch.parents;
    call->queryBorders = std::move(queryBorders);
    call->asking = asking;
    call->attention = pass.attention;
    call->inAttention = {pass.dropout.attention, site, keys};
    call->seeds1 = maskSeeds(hidden.at(site + 1));
    call->seeds2 = maskSeeds(hidden.at(site + 2));
    call->mask = maskOf(hidden.isOn() ? hidden.p : 0);
    call->bend = pass.bend;
    return BlockNode<Call, Run>::apply(x.contiguous(), anchor(records), call);
}

} // namespace luthier::nn
