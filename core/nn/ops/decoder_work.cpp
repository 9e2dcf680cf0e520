// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/decoder_work.h"

#include "core/nn/ops/decoder_kernels.h"

#include <algorithm>
#include <array>

namespace luthier::nn {
namespace {

void sized(StepBuffer& buffer, std::int64_t count)
{
    if (static_cast<std::int64_t>(buffer.size()) < count) buffer.resize(static_cast<std::size_t>(count));
}

std::int64_t rowsOf(const std::vector<RawLayer>& layers)
{
    std::int64_t rows = 0;
    for (const RawLayer& layer : layers) {
        rows += layer.out;
    }
    return rows;
}

} // namespace

void DecoderStep::Work::prepare(int threads)
{
    std::int64_t longest = 0;
    for (const KeyValues& cache : caches->front()) {
        TORCH_CHECK(cache.length < cache.k.size(0), "[decoder_step] the cache is full");
        longest = std::max(longest, cache.length + 1);
    }
    constexpr std::int64_t kFewestKeys = 64; // fewer are not worth putting together
    parts = tokens % threads == 0 || tokens >= 8 * threads
        ? 1
        : std::clamp<std::int64_t>(longest / kFewestKeys, 1, threads);
    std::int64_t mostLow = 1;
    for (const RawBlock& block : blocks) {
        for (const auto* group : {&block.qkv, &block.o, &block.gateUp, &block.down}) {
            std::int64_t sum = 0;
            for (const RawLayer& layer : *group) {
                sum += layer.rank;
            }
            mostLow = std::max(mostLow, sum);
        }
    }
    sized(x, tokens * width);
    sized(q, tokens * queryWidth());
    sized(k, tokens * keyWidth());
    sized(v, tokens * keyWidth());
    sized(delta, tokens * width);
    sized(gate, tokens * mlpWidth);
    sized(up, tokens * mlpWidth);
    sized(low, tokens * mostLow);
    sized(partial, tokens * shape.heads * parts * partWidth());
    scratch.resize(static_cast<std::size_t>(threads));
    for (StepScratch& one : scratch) {
        sized(one.input, tokens * std::max(width, queryWidth()));
        sized(one.query, queryWidth());
        sized(one.scores, shape.heads * longest);
    }
}

/// Output rows [begin, end) of one layer, for all tokens.
void DecoderStep::Work::rows(const RawLayer& layer, const float* input, const float* itsLow,
                             std::int64_t lowStride, float* output, std::int64_t begin,
                             std::int64_t end) const
{
    FewRows args = layer.base;
    args.x = input;
    args.xStride = layer.base.columns;
    args.count = tokens;
    args.y = output;
    args.yStride = layer.out;
    fewRowsKernels().multiply(layer.form, args, begin, end);
    for (std::int64_t t = 0; t < tokens; ++t) {
        float* const y = output + t * layer.out;
        if (layer.rank > 0)
            addLowRank(layer.b, itsLow + t * lowStride, layer.rank, layer.scale, y, begin, end);
        for (std::int64_t n = begin; layer.bias != nullptr && n < end; ++n) {
            y[n] += layer.bias[n];
        }
    }
}

/// x Aᵀ of the adapters of these layers, side by side. Returns how many numbers a token has there.
std::int64_t DecoderStep::Work::lower(const std::vector<RawLayer>& layers, const float* input, Team& team)
{
    std::int64_t ranks = 0;
    for (const RawLayer& layer : layers) {
        ranks += layer.rank;
    }
    if (ranks > 0) {
        team.forRuns(ranks, [&](std::int64_t begin, std::int64_t end) {
            std::int64_t first = 0;
            for (const RawLayer& layer : layers) {
                const auto from = std::max(begin, first) - first;
                const auto to = std::min(end, first + layer.rank) - first;
                if (from < to) {
                    const FewRows args{reinterpret_cast<const std::uint8_t*>(layer.a),
                                       layer.base.columns * 4,
                                       layer.base.columns,
                                       nullptr,
                                       input,
                                       layer.base.columns,
                                       tokens,
                                       low.data() + first,
                                       ranks};
                    fewRowsKernels().multiply(StoredAs::Float32, args, from, to);
                }
                first += layer.rank;
            }
        });
    }
    return ranks;
}

/// All layers of a group.
void DecoderStep::Work::multiply(const std::vector<RawLayer>& layers, const float* input,
                                 std::span<float* const> outputs, Team& team)
{
    const auto ranks = lower(layers, input, team);
    team.forRuns(rowsOf(layers), [&](std::int64_t begin, std::int64_t end) {
        std::int64_t first = 0;
        std::int64_t firstLow = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const auto from = std::max(begin, first) - first;
            const auto to = std::min(end, first + layers[i].out) - first;
            if (from < to) rows(layers[i], input, low.data() + firstLow, ranks, outputs[i], from, to);
            first += layers[i].out;
            firstLow += layers[i].rank;
        }
        if (outputs[0] == delta.data()) addTo(delta.data(), begin, end);
    });
}

void DecoderStep::Work::addTo(const float* what, std::int64_t begin, std::int64_t end)
{
    for (std::int64_t t = 0; t < tokens; ++t) {
        for (std::int64_t n = begin; n < end; ++n) {
            x[static_cast<std::size_t>(t * width + n)] += what[t * width + n];
        }
    }
}

void DecoderStep::Work::blockOnThread(std::size_t index, Team& team)
{
    const RawBlock& block = blocks[index];
    float* const input = scratch[static_cast<std::size_t>(team.index())].input.data();
    // What is short and the same for all, every thread makes for itself: that is quicker than to wait for it.
    const auto norm = [&](const float* weight) {
        for (std::int64_t t = 0; t < tokens; ++t) {
            normRow(x.data() + t * width, weight, epsilon, input + t * width, width);
        }
    };
    norm(block.inputNorm);
    multiply(block.qkv, input, std::array{q.data(), k.data(), v.data()}, team);
    attend(index, team);
    for (std::int64_t i = 0; i < tokens * shape.heads; ++i) {
        mergeParts(partial.data() + i * parts * partWidth(), parts, partWidth(), shape.width,
                   input + i * shape.width);
    }
    multiply(block.o, input, std::array{delta.data()}, team);
    norm(block.mlpNorm);
    const auto ranks = lower(block.gateUp, input, team);
    team.forRuns(mlpWidth, [&](std::int64_t begin, std::int64_t end) {
        const RawLayer& first = block.gateUp[0];
        rows(first, input, low.data(), ranks, gate.data(), begin, end);
        rows(block.gateUp[1], input, low.data() + first.rank, ranks, up.data(), begin, end);
        for (std::int64_t t = 0; t < tokens; ++t) {
            float* const g = gate.data() + t * mlpWidth + begin;
            gateRow(g, up.data() + t * mlpWidth + begin, g, end - begin);
        }
    });
    multiply(block.down, gate.data(), std::array{delta.data()}, team);
}

/// Tasks: (token, part of the keys). A part is read row by row, with all heads at once, as it lies in memory.
void DecoderStep::Work::attend(std::size_t index, Team& team)
{
    team.forEach(tokens * parts, [&](std::int64_t task) {
        const auto part = task % parts;
        const auto t = task / parts;
        const KeyValues& cache = (*caches)[index][static_cast<std::size_t>(t)];
        auto* const keys = static_cast<float*>(cache.k.data_ptr());
        auto* const values = static_cast<float*>(cache.v.data_ptr());
        const auto length = cache.length + 1;
        if (part == parts - 1) { // which has the new one
            turn(k.data() + t * keyWidth(), shape.keyHeads, positions[t], 1,
                 keys + cache.length * keyWidth());
            std::copy_n(v.data() + t * keyWidth(), keyWidth(), values + cache.length * keyWidth());
        }
        StepScratch& own = scratch[static_cast<std::size_t>(team.index())];
        turn(q.data() + t * queryWidth(), shape.heads, positions[t], static_cast<float>(shape.scale),
             own.query.data());
        const auto begin = length * part / parts;
        const auto end = length * (part + 1) / parts;
        attendPart(keys + begin * keyWidth(), values + begin * keyWidth(), end - begin, own,
                   partial.data() + (t * shape.heads * parts + part) * partWidth());
    });
}

/// Each head's pairs turned by the angle of the position, times `factor`.
void DecoderStep::Work::turn(const float* from, std::int64_t heads, std::int64_t position, float factor,
                             float* to) const
{
    const auto half = table->rotated / 2;
    const float* const cosine = table->cosine.const_data_ptr<float>() + position * half;
    const float* const sine = table->sine.const_data_ptr<float>() + position * half;
    for (std::int64_t h = 0; h < heads; ++h, from += shape.width, to += shape.width) {
        for (std::int64_t i = 0; i < half; ++i) {
            to[i] = factor * (from[i] * cosine[i] - from[i + half] * sine[i]);
            to[i + half] = factor * (from[i + half] * cosine[i] + from[i] * sine[i]);
        }
        for (std::int64_t i = 2 * half; i < shape.width; ++i) {
            to[i] = factor * from[i];
        }
    }
}

/// results: of each head, `parts` · partWidth() numbers apart.
void DecoderStep::Work::attendPart(const float* keys, const float* values, std::int64_t count,
                                   StepScratch& own, float* results) const
{
    constexpr std::int64_t kKeysAtOnce = 8; // so that all heads find them in the cache
    constexpr std::int64_t kKeysAhead = 24;
    const auto group = shape.heads / shape.keyHeads;
    const auto stride = keyWidth();
    const auto apart = parts * partWidth();
    float* const scores = own.scores.data();
    // f(first, last, fetch): each call of fetch() brings a share of a chunk further on nearer. All at once
    // they would wait for each other, and the work for them.
    const auto byChunks = [&](const float* rows, std::int64_t shares, auto f) {
        constexpr std::int64_t kLine = 16; // numbers
        for (std::int64_t first = 0; first < count; first += kKeysAtOnce) {
            const auto last = std::min(count, first + kKeysAtOnce);
            auto at = std::min(count, first + kKeysAhead) * stride;
            const auto end = std::min(count, last + kKeysAhead) * stride;
            const auto share = (end - at + shares - 1) / shares;
            f(first, last, [&] {
                for (const auto stop = std::min(end, at + share); at < stop; at += kLine) {
                    __builtin_prefetch(rows + at, 0, 3);
                }
            });
        }
    };
    byChunks(keys, shape.keyHeads, [&](std::int64_t first, std::int64_t last, auto fetch) {
        for (std::int64_t head = 0; head < shape.keyHeads; ++head) {
            fetch();
            scoreKeys({own.query.data() + head * group * shape.width, shape.width, group,
                       keys + first * stride + head * shape.width, stride, last - first, shape.width,
                       scores + head * group * count + first, count});
        }
    });
    for (std::int64_t h = 0; h < shape.heads; ++h) {
        weighScores(scores + h * count, count, results + h * apart);
        std::fill_n(results + h * apart + 2, shape.width, 0.0F);
    }
    byChunks(values, shape.keyHeads, [&](std::int64_t first, std::int64_t last, auto fetch) {
        for (std::int64_t head = 0; head < shape.keyHeads; ++head) {
            fetch();
            addValues({scores + head * group * count + first, count, group,
                       values + first * stride + head * shape.width, stride, last - first, shape.width,
                       results + head * group * apart + 2, apart});
        }
    });
}

} // namespace luthier::nn
