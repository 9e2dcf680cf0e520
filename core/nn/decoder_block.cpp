// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/decoder_block.h"

#include "core/nn/block_node.h"
#include "core/nn/cached_keys.h"
#include "core/nn/linear_view.h"
#include "core/nn/norm_gradient.h"
#include "core/nn/ops/attention_work.h"
#include "core/nn/ops/rms_norm_kernels.h"
#include "core/nn/ops/rope_kernels.h"
#include "core/nn/ops/swiglu_kernels.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <ATen/ops/empty_like.h>

namespace luthier::nn {
namespace {

/// What forward leaves to backward, in the arena.
template <class S>
struct KeptNumbers {
    S *q, *k, *v; ///< of one row of numbers, `qkvStride` apart; rotated
    S *seen, *middle, *gate, *up;
    Sum<S>*lse, *r1, *r2;
    S *tq, *tk, *tv, *to, *tg, *tu, *td; ///< what goes into the adapters' second half
};

/// Everything that one pass through one block needs besides the numbers themselves.
struct Call : BlockCall {
    DecoderBlock block;
    at::Tensor inputNorm, mlpNorm; ///< their weights, of x's type
    std::vector<KeyValues>* caches{nullptr};
    at::Tensor positions;
    std::vector<std::int32_t> borders, parents;
    RopeTable table;
    AttentionShape attention;
    Dropout dropout;
};

template <class S>
class Run {
public:
    using Kept = KeptNumbers<S>;

    Run(const Call& call, GradientSinks* sinks)
        : m_call{call}
        , m_q{viewOf<S>(*call.block.q, sinks)}
        , m_k{viewOf<S>(*call.block.k, sinks)}
        , m_v{viewOf<S>(*call.block.v, sinks)}
        , m_o{viewOf<S>(*call.block.o, sinks)}
        , m_gate{viewOf<S>(*call.block.gate, sinks)}
        , m_up{viewOf<S>(*call.block.up, sinks)}
        , m_down{viewOf<S>(*call.block.down, sinks)}
        , m_rows{call.x.size(0)}
        , m_d{call.x.size(1)}
        , m_stride{m_q.out + m_k.out + m_v.out}
        , m_f{m_gate.out}
    {
    }

    at::Tensor forward(Kept& kept)
    {
        auto& arena = *m_call.arena;
        takeKept(kept, arena);
        m_kept = kept;
        const auto mark = arena.mark();
        m_n = arena.take<S>(m_rows * std::max(m_d, m_f));
        const auto y = at::empty_like(m_call.x);
        if (m_call.caches != nullptr) m_cached.emplace(*m_call.caches, m_call.borders, arena);
        const AttentionWork<S> attention{attentionCall(),
                                         rows(kept.q),
                                         m_cached ? m_cached->keys() : rows(kept.k),
                                         m_cached ? m_cached->values() : rows(kept.v),
                                         rowsAt(kept.seen, m_o.in),
                                         kept.lse};
        asTeam([&](Team& team) { forwardOn(team, attention, dataOf<S>(y)); });
        if (m_cached) m_cached->close();
        arena.release(mark);
        return y;
    }

    at::Tensor backward(const Kept& kept, const at::Tensor& dy, GradientSinks& sinks)
    {
        auto& arena = *m_call.arena;
        NormGradient<S> dNorm1{sinks, m_call.block.inputNorm->weight};
        NormGradient<S> dNorm2{sinks, m_call.block.mlpNorm->weight};
        m_kept = kept;
        m_dy = dataOf<S>(dy);
        m_n = arena.take<S>(m_rows * std::max(m_d, m_f));
        m_dn = arena.take<S>(m_rows * std::max(m_d, m_f));
        m_dMiddle = arena.take<S>(m_rows * m_d);
        m_dSeen = arena.take<S>(m_rows * m_o.in);
        m_dqkv = arena.take<S>(m_rows * m_stride);
        for (auto& g : m_g) {
            g = arena.take<S>(m_rows
                              * std::max<std::int64_t>({m_q.rank, m_k.rank, m_v.rank, m_o.rank, m_gate.rank,
                                                        m_up.rank, m_down.rank}));
        }
        m_ones = onesIn<S>(arena, m_rows);
        const auto dx = m_call.wantsX ? at::empty_like(m_call.x) : at::Tensor{};
        const AttentionWork<S> attention{attentionCall(),
                                         rows(kept.q),
                                         rows(kept.k),
                                         rows(kept.v),
                                         rowsAt(kept.seen, m_o.in),
                                         kept.lse,
                                         rowsAt(m_dSeen, m_o.in),
                                         rows(m_dqkv),
                                         rows(m_dqkv + m_q.out),
                                         rows(m_dqkv + m_q.out + m_k.out)};
        asTeam([&](Team& team) {
            backwardMlp(team, dNorm2);
            backwardAttention(team, attention, dx.defined() ? dataOf<S>(dx) : nullptr, dNorm1);
        });
        dNorm1.finish();
        dNorm2.finish();
        return dx;
    }

private:
    Rows<S> rows(S* start) const { return rowsAt(start, m_stride); }
    const S* weightOf(const RmsNorm& norm) const
    {
        return dataOf<S>(&norm == m_call.block.inputNorm.get() ? m_call.inputNorm : m_call.mlpNorm);
    }
    S* x() const { return dataOf<S>(m_call.x); }

    AttentionCall attentionCall() const
    {
        return {m_cached ? m_cached->borders() : m_call.borders, m_call.borders, m_call.parents,
                m_call.attention, m_call.dropout};
    }

    void takeKept(Kept& kept, Arena& arena) const
    {
        kept.q = arena.take<S>(m_rows * m_stride);
        kept.k = kept.q + m_q.out;
        kept.v = kept.k + m_k.out;
        kept.seen = arena.take<S>(m_rows * m_o.in);
        kept.middle = arena.take<S>(m_rows * m_d);
        kept.gate = arena.take<S>(m_rows * 2 * m_f);
        kept.up = kept.gate + m_f;
        kept.lse = arena.take<Sum<S>>(m_rows * m_call.attention.heads);
        kept.r1 = arena.take<Sum<S>>(m_rows);
        kept.r2 = arena.take<Sum<S>>(m_rows);
        const auto low = [&](const LayerView<S>& layer) { return arena.take<S>(m_rows * layer.rank); };
        kept.tq = low(m_q);
        kept.tk = low(m_k);
        kept.tv = low(m_v);
        kept.to = low(m_o);
        kept.tg = low(m_gate);
        kept.tu = low(m_up);
        kept.td = low(m_down);
    }

    void norm(Team& team, S* from, const RmsNorm& how, Sum<S>* r)
    {
        const RmsNormForward<S> args{rowsAt(from, m_d), rowsAt(m_n, m_d), weightOf(how), r, m_d,
                                     how.epsilon()};
        overRows(team, m_rows, [&](auto begin, auto end) { rmsNormForward(args, begin, end); });
    }
    void turnBoth(Team& team, S* q, bool back)
    {
        const auto& table = m_call.table;
        const Turning<S> args{rows(q),
                              rows(q),
                              dataOf<std::int32_t>(m_call.positions),
                              dataOf<float>(table.cosine),
                              dataOf<float>(table.sine),
                              m_call.attention.heads + m_call.attention.keyHeads, // keys stand behind queries
                              m_call.attention.width,
                              table.rotated / 2,
                              back};
        overRows(team, m_rows, [&](auto begin, auto end) { turn(args, begin, end); });
    }
    void gated(Team& team, S* to)
    {
        const SwigluForward<S> args{rowsAt(m_kept.gate, 2 * m_f), rowsAt(m_kept.up, 2 * m_f), rowsAt(to, m_f),
                                    m_f};
        overRows(team, m_rows, [&](auto begin, auto end) { swigluForward(args, begin, end); });
    }

    void forwardOn(Team& team, const AttentionWork<S>& attention, S* y)
    {
        Products<S> products;
        const Matrix<S> n{m_n, m_d};
        const Matrix<S> seen{m_kept.seen, m_o.in};
        const Matrix<S> gatedUp{m_n, m_f};
        norm(team, x(), *m_call.block.inputNorm, m_kept.r1);
        addLow(products, m_q, n, m_rows, m_kept.tq);
        addLow(products, m_k, n, m_rows, m_kept.tk);
        addLow(products, m_v, n, m_rows, m_kept.tv);
        make(team, products);
        addForward(products, m_q, n, m_kept.tq, m_rows, m_kept.q, m_stride);
        addForward(products, m_k, n, m_kept.tk, m_rows, m_kept.k, m_stride);
        addForward(products, m_v, n, m_kept.tv, m_rows, m_kept.v, m_stride);
        make(team, products);
        turnBoth(team, m_kept.q, false);
        if (m_cached) m_cached->fill(team, rows(m_kept.k), rows(m_kept.v));
        attention.forward(team, m_rows);
        addLow(products, m_o, seen, m_rows, m_kept.to);
        make(team, products);
        addForward(products, m_o, seen, m_kept.to, m_rows, m_kept.middle, m_d, {x(), m_d});
        make(team, products);
        norm(team, m_kept.middle, *m_call.block.mlpNorm, m_kept.r2);
        addLow(products, m_gate, n, m_rows, m_kept.tg);
        addLow(products, m_up, n, m_rows, m_kept.tu);
        make(team, products);
        addForward(products, m_gate, n, m_kept.tg, m_rows, m_kept.gate, 2 * m_f);
        addForward(products, m_up, n, m_kept.tu, m_rows, m_kept.up, 2 * m_f);
        make(team, products);
        gated(team, m_n);
        addLow(products, m_down, gatedUp, m_rows, m_kept.td);
        make(team, products);
        addForward(products, m_down, gatedUp, m_kept.td, m_rows, y, m_d, {m_kept.middle, m_d});
        make(team, products);
    }

    void backwardMlp(Team& team, NormGradient<S>& dNorm)
    {
        Products<S> products;
        const Matrix<S> dy{m_dy, m_d};
        addLowBack(products, m_down, dy, m_rows, m_g[0]);
        make(team, products);
        products.push_back({.rows = m_rows, .columns = m_f, .out = m_dn, .outStride = m_f});
        addBack(products.back(), m_down, dy, m_g[0]);
        make(team, products);
        SwigluBackward<S> slopes{rowsAt(m_kept.gate, 2 * m_f),
                                 rowsAt(m_kept.up, 2 * m_f),
                                 rowsAt(m_dn, m_f),
                                 rowsAt(m_kept.gate, 2 * m_f),
                                 rowsAt(m_kept.up, 2 * m_f),
                                 m_f,
                                 {}};
        if (m_down.needsInput()) slopes.y = rowsAt(m_n, m_f); // what forward did not keep
        overRows(team, m_rows, [&](auto begin, auto end) { swigluBackward(slopes, begin, end); });
        const Matrix<S> dGate{m_kept.gate, 2 * m_f};
        const Matrix<S> dUp{m_kept.up, 2 * m_f};
        addGradients(products, m_down, {m_n, m_f}, m_kept.td, dy, m_g[0], m_rows, m_ones);
        addLowBack(products, m_gate, dGate, m_rows, m_g[1]);
        addLowBack(products, m_up, dUp, m_rows, m_g[2]);
        make(team, products);
        if (m_gate.needsInput() || m_up.needsInput())
            norm(team, m_kept.middle, *m_call.block.mlpNorm, nullptr);
        products.push_back({.rows = m_rows, .columns = m_d, .out = m_dn, .outStride = m_d});
        addBack(products.back(), m_gate, dGate, m_g[1]);
        addBack(products.back(), m_up, dUp, m_g[2]);
        addGradients(products, m_gate, {m_n, m_d}, m_kept.tg, dGate, m_g[1], m_rows, m_ones);
        addGradients(products, m_up, {m_n, m_d}, m_kept.tu, dUp, m_g[2], m_rows, m_ones);
        make(team, products);
        normBack(team, m_kept.middle, *m_call.block.mlpNorm, m_kept.r2, m_dy, m_dMiddle, dNorm);
    }

    void backwardAttention(Team& team, const AttentionWork<S>& attention, S* dx, NormGradient<S>& dNorm)
    {
        Products<S> products;
        const Matrix<S> dMiddle{m_dMiddle, m_d};
        addLowBack(products, m_o, dMiddle, m_rows, m_g[0]);
        make(team, products);
        products.push_back({.rows = m_rows, .columns = m_o.in, .out = m_dSeen, .outStride = m_o.in});
        addBack(products.back(), m_o, dMiddle, m_g[0]);
        addGradients(products, m_o, {m_kept.seen, m_o.in}, m_kept.to, dMiddle, m_g[0], m_rows, m_ones);
        make(team, products);
        attention.backward(team, m_rows, m_rows);
        turnBoth(team, m_dqkv, true);
        if (m_q.needsInput() || m_k.needsInput() || m_v.needsInput())
            norm(team, x(), *m_call.block.inputNorm, nullptr);
        const Matrix<S> dq{m_dqkv, m_stride};
        const Matrix<S> dk{m_dqkv + m_q.out, m_stride};
        const Matrix<S> dv{m_dqkv + m_q.out + m_k.out, m_stride};
        addLowBack(products, m_q, dq, m_rows, m_g[0]);
        addLowBack(products, m_k, dk, m_rows, m_g[1]);
        addLowBack(products, m_v, dv, m_rows, m_g[2]);
        make(team, products);
        const bool reachesNorm = dx != nullptr || dNorm.isWanted();
        if (reachesNorm) {
            products.push_back({.rows = m_rows, .columns = m_d, .out = m_dn, .outStride = m_d});
            addBack(products.back(), m_q, dq, m_g[0]);
            addBack(products.back(), m_k, dk, m_g[1]);
            addBack(products.back(), m_v, dv, m_g[2]);
        }
        const Matrix<S> n{m_n, m_d};
        addGradients(products, m_q, n, m_kept.tq, dq, m_g[0], m_rows, m_ones);
        addGradients(products, m_k, n, m_kept.tk, dk, m_g[1], m_rows, m_ones);
        addGradients(products, m_v, n, m_kept.tv, dv, m_g[2], m_rows, m_ones);
        make(team, products);
        // Without anybody who wants dx it lands where nobody looks.
        if (reachesNorm)
            normBack(team, x(), *m_call.block.inputNorm, m_kept.r1, m_dMiddle, dx != nullptr ? dx : m_dSeen,
                     dNorm);
    }

    /// to = direct + what goes through the norm, whose output has the gradient m_dn.
    void normBack(Team& team, S* from, const RmsNorm& how, const Sum<S>* r, const S* direct, S* to,
                  NormGradient<S>& dNorm)
    {
        RmsNormBackward<S> args{.x = rowsAt(from, m_d),
                                .dy = rowsAt(m_dn, m_d),
                                .dx = rowsAt(to, m_d),
                                .addend = rowsAt(const_cast<S*>(direct), m_d), // read only
                                .weight = weightOf(how),
                                .r = r,
                                .dWeight = nullptr,
                                .d = m_d};
        metered(StepPart::Rows, 0, 0, [&] {
            dNorm.make(team, m_rows, kRowsAtOnce, [&](Sum<S>* share, auto begin, auto end) {
                auto mine = args;
                mine.dWeight = share;
                rmsNormBackward(mine, begin, end);
            });
        });
    }

    const Call& m_call;
    LayerView<S> m_q, m_k, m_v, m_o, m_gate, m_up, m_down;
    std::int64_t m_rows, m_d, m_stride, m_f;
    Kept m_kept{};
    std::optional<CachedKeys<S>> m_cached;
    const S* m_dy{nullptr};
    S *m_n{nullptr}, *m_dn{nullptr}, *m_dMiddle{nullptr}, *m_dSeen{nullptr}, *m_dqkv{nullptr},
        *m_ones{nullptr};
    std::array<S*, 3> m_g{};
};

} // namespace

bool canRunByHand(const DecoderBlock& block, const at::Tensor& x)
{
    const auto layers = {block.q, block.k, block.v, block.o, block.gate, block.up, block.down};
    return hasKernels(x)
        && std::ranges::all_of(layers, [&](const auto& layer) { return hasView(*layer, x.scalar_type()); });
}

at::Tensor decoderBlock(const at::Tensor& x, const DecoderBlock& block, const DecoderPass& pass,
                        std::uint32_t site)
{
    TORCH_CHECK(x.dim() == 2 && x.size(1) == block.q->weight.size(1), "[decoder_block] x ", x.sizes(), ", q ",
                block.q->weight.sizes());
    const auto layers = {block.q, block.k, block.v, block.o, block.gate, block.up, block.down};
    const bool any = std::ranges::any_of(layers, [](const auto& layer) { return learns(*layer); })
        || block.inputNorm->weight.requires_grad() || block.mlpNorm->weight.requires_grad();
    const bool records = at::GradMode::is_enabled() && (any || x.requires_grad());
    TORCH_CHECK(!records || pass.caches == nullptr, "[decoder_block] caches have no gradient");
    const auto call = std::make_shared<Call>();
    call->arena = pass.arena;
    call->keeps = records;
    call->remakes = pass.remakes;
    call->wantsX = x.requires_grad();
    call->block = block;
    call->inputNorm = block.inputNorm->weight.to(x.scalar_type());
    call->mlpNorm = block.mlpNorm->weight.to(x.scalar_type());
    call->caches = pass.caches;
    call->positions = pass.batch.positions;
    call->borders = pass.batch.borders;
    call->parents = pass.batch.parents;
    call->table = pass.table;
    call->attention = pass.attention;
    call->dropout = {pass.attentionDropout, site, pass.batch.keys};
    return BlockNode<Call, Run>::apply(x.contiguous(), anchor(records), call);
}

} // namespace luthier::nn
