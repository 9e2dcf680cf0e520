// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"
#include "core/nn/ops/attention_kernels.h"
#include "core/nn/ops/meter.h"
#include "core/nn/ops/team.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace luthier::nn {

/// Who looks at whom, as attention() takes it.
struct AttentionCall {
    const std::vector<std::int32_t>& borders; ///< over keys
    const std::vector<std::int32_t>& queryBorders;
    AttentionShape shape;
    const Dropout& dropout; ///< its keys are those of the queries' rows
};

/// Attention inside a parallel region: a piece of work is one sequence and key head, the longest
/// first. Rows behind the last border come out as zeros.
template <class S>
class AttentionWork {
public:
    AttentionWork(const AttentionCall& call, Rows<S> q, Rows<S> k, Rows<S> v, Rows<S> seen, Sum<S>* lse,
                  Rows<S> grad = {}, Rows<S> dq = {}, Rows<S> dk = {}, Rows<S> dv = {})
        : m_queries{call.queryBorders.back()}
        , m_keys{call.borders.back()}
    {
        m_args.q = q;
        m_args.o = seen;
        m_args.lse = lse;
        m_args.grad = grad;
        m_args.dq = dq;
        m_args.heads = call.shape.heads;
        m_args.keyHeads = call.shape.keyHeads;
        m_args.width = call.shape.width;
        m_args.scale = call.shape.scale;
        m_args.causal = call.shape.causal;
        m_args.keys = call.dropout.isOn() ? call.dropout.keys->data() : nullptr;
        m_args.site = call.dropout.site;
        m_args.mask = maskOf(call.dropout.isOn() ? call.dropout.p : 0);
        m_dk = dk;
        m_dv = dv;
        const auto from = [](Rows<S> rows, std::int64_t begin) {
            if (rows.start != nullptr) rows.start += begin * rows.stride;
            return rows;
        };
        for (std::size_t b = 0; b + 1 < call.borders.size(); ++b) {
            const auto begin = call.borders[b];
            m_sequences.push_back({call.queryBorders[b], call.queryBorders[b + 1] - call.queryBorders[b],
                                   call.borders[b + 1] - begin, from(k, begin), from(v, begin),
                                   from(dk, begin), from(dv, begin)});
        }
        std::ranges::stable_sort(m_sequences, [](const auto& a, const auto& b) {
            return a.keys * a.queries > b.keys * b.queries;
        });
        m_args.sequences = m_sequences.data();
    }

    AttentionWork(const AttentionWork&) = delete; // m_args points into m_sequences
    AttentionWork& operator=(const AttentionWork&) = delete;

    /// `queryRows`, `keyRows`: of q and k as a whole, with those that belong to nobody.
    void forward(Team& team, std::int64_t queryRows) const
    {
        metered(StepPart::Attention, operations(2), 0, [&] {
            team.forEach(pieces() + 1, [&](std::int64_t piece) {
                if (piece < pieces()) {
                    attendForward(m_args, piece, piece + 1);
                } else {
                    clear(m_args.o, m_args.heads, m_queries, queryRows);
                }
            });
        });
    }
    void backward(Team& team, std::int64_t queryRows, std::int64_t keyRows) const
    {
        metered(StepPart::Attention, operations(5), 0, [&] {
            team.forEach(pieces() + 1, [&](std::int64_t piece) {
                if (piece < pieces()) {
                    attendBackward(m_args, piece, piece + 1);
                } else {
                    clear(m_args.dq, m_args.heads, m_queries, queryRows);
                    clear(m_dk, m_args.keyHeads, m_keys, keyRows);
                    clear(m_dv, m_args.keyHeads, m_keys, keyRows);
                }
            });
        });
    }

private:
    /// Of `products` products of queries and keys.
    double operations(double products) const
    {
        double pairs = 0;
        for (const auto& sequence : m_sequences) {
            pairs += static_cast<double>(sequence.queries) * static_cast<double>(sequence.keys);
        }
        return products * 2 * pairs * (m_args.causal ? 0.5 : 1)
            * static_cast<double>(m_args.heads * m_args.width);
    }
    std::int64_t pieces() const { return static_cast<std::int64_t>(m_sequences.size()) * m_args.keyHeads; }
    void clear(const Rows<S>& rows, std::int64_t heads, std::int64_t begin, std::int64_t end) const
    {
        for (auto row = begin; row < end; ++row) {
            std::fill_n(rows.row(row), heads * m_args.width, S{});
        }
    }

    Attending<S> m_args{};
    Rows<S> m_dk, m_dv;
    std::vector<AttentionSequence<S>> m_sequences;
    std::int64_t m_queries, m_keys;
};

} // namespace luthier::nn
