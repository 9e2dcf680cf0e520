// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"
#include "core/nn/ops/attention_kernels.h"
#include "core/nn/ops/meter.h"
#include "core/nn/ops/team.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace luthier::nn {

/// Who looks at whom, as attention() takes it.
struct AttentionCall {
    const std::vector<std::int32_t>& borders; ///< over keys
    const std::vector<std::int32_t>& queryBorders;
    const std::vector<std::int32_t>& parents;
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
        for (std::size_t i = 0; i + 1 < call.borders.size(); ++i) {
            const std::int64_t begin = call.borders[i];
            const std::int64_t keys = call.borders[i + 1] - begin;
            AttentionSequence<S> own{
                call.queryBorders[i], call.queryBorders[i + 1] - call.queryBorders[i], keys, {}};
            if (!call.parents.empty() && call.parents[i] >= 0) {
                const auto& before = m_sequences[static_cast<std::size_t>(call.parents[i])];
                own.runs = before.runs;
                own.keys += before.keys;
            }
            own.runs.push_back({keys, from(k, begin), from(v, begin), from(dk, begin), from(dv, begin)});
            m_sequences.push_back(std::move(own));
        }
        if (dk.start != nullptr && !call.parents.empty()) shareGradients(call.parents);
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
            auto args = m_args;
            if (m_addends > 0)
                args.addends = reinterpret_cast<Sum<S>*>(
                    team.scratch(static_cast<std::size_t>(m_addends) * sizeof(Sum<S>)));
            team.forEach(pieces() + 1, [&](std::int64_t piece) {
                if (piece < pieces()) {
                    attendBackward(args, piece, piece + 1);
                } else {
                    clear(m_args.dq, m_args.heads, m_queries, queryRows);
                    clear(m_dk, m_args.keyHeads, m_keys, keyRows);
                    clear(m_dv, m_args.keyHeads, m_keys, keyRows);
                }
            });
            for (auto shared : m_shared) { // each thread its own
                shared.start = args.addends;
                team.forRanges(shared.count, kSharedAtOnce,
                               [&](auto begin, auto end) { addUpShared(shared, begin, end); });
            }
        });
    }

private:
    static constexpr std::int64_t kSharedAtOnce = 8; // rows

    /// Keys that several sequences look at get their gradients from all of them: each puts its share aside,
    /// and they are added in the order of the sequences, whoever was done first.
    void shareGradients(const std::vector<std::int32_t>& parents)
    {
        std::vector<SharedKeys<S>> shared(parents.size());
        for (const auto parent : parents) {
            if (parent >= 0) shared[static_cast<std::size_t>(parent)].width = m_args.keyHeads * m_args.width;
        }
        for (std::size_t i = 0; i < parents.size(); ++i) {
            auto at = static_cast<std::int32_t>(i);
            for (auto run = m_sequences[i].runs.rbegin(); run != m_sequences[i].runs.rend(); ++run) {
                auto& keys = shared[static_cast<std::size_t>(at)];
                at = parents[static_cast<std::size_t>(at)];
                if (keys.width == 0) continue; // nobody goes on from it
                keys.count = run->count;
                keys.dk = run->dk;
                keys.dv = run->dv;
                keys.addends.push_back(m_addends);
                run->addend = m_addends;
                m_addends += 2 * run->count * keys.width;
            }
        }
        std::erase_if(shared, [](const auto& keys) { return keys.width == 0; });
        m_shared = std::move(shared);
    }

    /// Of `products` products of queries and keys.
    double operations(double products) const
    {
        double pairs = 0;
        for (const auto& sequence : m_sequences) {
            const auto queries = static_cast<double>(sequence.queries);
            pairs += queries * (static_cast<double>(sequence.keys) - (m_args.causal ? queries / 2 : 0));
        }
        return products * 2 * pairs * static_cast<double>(m_args.heads * m_args.width);
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
    std::vector<SharedKeys<S>> m_shared;
    std::int64_t m_addends{0}; ///< numbers
    std::int64_t m_queries, m_keys;
};

} // namespace luthier::nn
