// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/decoder_step.h"

#include "core/base/assert.h"
#include "core/nn/ops/decoder_kernels.h"
#include "core/nn/ops/shared_rows.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>

#include <omp.h>

namespace luthier::nn {
namespace {

constexpr std::int64_t kStages = 10; // of a block that threads share, at most

using Buffer = std::vector<float>;

float* sized(Buffer& buffer, std::int64_t count)
{
    if (static_cast<std::int64_t>(buffer.size()) < count) buffer.resize(static_cast<std::size_t>(count));
    return buffer.data();
}

/// A layer as the threads need it.
struct Layer {
    explicit Layer(const StepLayer& from)
        : form{from.weights->form}
        , base{from.weights->arguments()}
        , out{from.weights->rows}
        , bias{from.bias.defined() ? from.bias.const_data_ptr<float>() : nullptr}
    {
        if (!from.adapter) return;
        a = from.adapter->a.const_data_ptr<float>();
        b = from.adapter->b.const_data_ptr<float>();
        rank = from.adapter->a.size(0);
        scale = static_cast<float>(from.adapter->scale);
    }

    StoredAs form;
    FewRows base;
    std::int64_t out;
    const float* bias;
    const float* a{nullptr};
    const float* b{nullptr};
    std::int64_t rank{0};
    float scale{0};
};

struct Block {
    explicit Block(const StepBlock& from)
        : inputNorm{from.inputNorm.const_data_ptr<float>()}
        , mlpNorm{from.mlpNorm.const_data_ptr<float>()}
        , qkv{Layer{from.q}, Layer{from.k}, Layer{from.v}}
        , o{Layer{from.o}}
        , gateUp{Layer{from.gate}, Layer{from.up}}
        , down{Layer{from.down}}
    {
    }
    const float* inputNorm;
    const float* mlpNorm;
    std::vector<Layer> qkv, o, gateUp, down; ///< each group reads the same input
};

/// Each thread's own.
struct Scratch {
    Buffer input, query, scores;
};

} // namespace

struct DecoderStep::Work {
    AttentionShape shape;
    double epsilon;
    std::int64_t width, mlpWidth;
    std::vector<Block> blocks;

    // Of one call.
    std::int64_t tokens{0};
    std::int64_t parts{1}; ///< that a token's keys are cut into, so that every thread has some
    const std::int32_t* positions{nullptr};
    const RopeTable* table{nullptr};
    std::vector<std::vector<KeyValues>>* caches{nullptr};

    Buffer x, q, k, v, delta, gate, up, low, partial;
    std::vector<Scratch> scratch;
    SharedRows shared;

    std::int64_t queryWidth() const { return shape.heads * shape.width; }
    std::int64_t keyWidth() const { return shape.keyHeads * shape.width; }
    std::int64_t partWidth() const { return shape.width + 2; }

    void prepare(int threads);
    void blockOnThread(std::size_t index, Member& member);
    std::int64_t lower(const std::vector<Layer>& layers, const float* input, Member& member);
    void multiply(const std::vector<Layer>& layers, const float* input, std::span<float* const> outputs,
                  Member& member);
    void rows(const Layer& layer, const float* input, const float* itsLow, std::int64_t lowStride,
              float* output, std::int64_t begin, std::int64_t end) const;
    void attend(std::size_t index, Member& member);
    void addTo(const float* what, std::int64_t begin, std::int64_t end);
};

DecoderStep::DecoderStep(std::vector<StepBlock> blocks, at::Tensor lastNorm, const AttentionShape& shape,
                         double epsilon)
    : m_blocks{std::move(blocks)}
    , m_lastNorm{std::move(lastNorm)}
    , m_work{std::make_unique<Work>()}
{
    LUTHIER_ASSERT(!m_blocks.empty() && shape.causal);
    m_work->shape = shape;
    m_work->epsilon = epsilon;
    m_work->width = m_blocks.front().o.weights->rows;
    m_work->mlpWidth = m_blocks.front().gate.weights->rows;
    for (const StepBlock& block : m_blocks) {
        m_work->blocks.emplace_back(block);
    }
}

DecoderStep::~DecoderStep() = default;

at::Tensor DecoderStep::run(const at::Tensor& words, const at::Tensor& positions, const RopeTable& table,
                            std::vector<std::vector<KeyValues>>& caches)
{
    Work& work = *m_work;
    TORCH_CHECK(words.dim() == 2 && words.size(1) == work.width && words.size(0) <= kFewRows
                    && words.scalar_type() == at::kFloat && positions.size(0) == words.size(0)
                    && caches.size() == m_blocks.size(),
                "[decoder_step] words ", words.sizes(), ", ", caches.size(), " caches");
    const auto given = words.contiguous();
    const auto threads = at::get_num_threads();
    work.tokens = given.size(0);
    work.positions = positions.const_data_ptr<std::int32_t>();
    work.table = &table;
    work.caches = &caches;
    work.prepare(threads);
    std::copy_n(given.const_data_ptr<float>(), given.numel(), work.x.data());
#pragma omp parallel num_threads(threads)
    {
        Member member{work.shared, omp_get_thread_num(), omp_get_num_threads()};
        for (std::size_t i = 0; i < work.blocks.size(); ++i) {
            work.blockOnThread(i, member);
        }
    }
    auto result = at::empty_like(given);
    for (std::int64_t t = 0; t < work.tokens; ++t) {
        normRow(work.x.data() + t * work.width, m_lastNorm.const_data_ptr<float>(), work.epsilon,
                result.data_ptr<float>() + t * work.width, work.width);
    }
    for (auto& layer : caches) {
        for (KeyValues& cache : layer) {
            ++cache.length;
        }
    }
    return result;
}

void DecoderStep::Work::prepare(int threads)
{
    std::int64_t longest = 0;
    for (const KeyValues& cache : caches->front()) {
        TORCH_CHECK(cache.length < cache.k.size(0), "[decoder_step] the cache is full");
        longest = std::max(longest, cache.length + 1);
    }
    constexpr std::int64_t kFewestKeys = 64; // fewer are not worth putting together
    const auto tasks = tokens * shape.keyHeads;
    parts = tasks % threads == 0 || tasks >= 8 * threads
        ? 1
        : std::clamp<std::int64_t>(longest / kFewestKeys, 1, threads);
    std::int64_t mostLow = 1;
    for (const Block& block : blocks) {
        for (const auto* group : {&block.qkv, &block.o, &block.gateUp, &block.down}) {
            std::int64_t sum = 0;
            for (const Layer& layer : *group) {
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
    const auto group = shape.heads / shape.keyHeads;
    scratch.resize(static_cast<std::size_t>(threads));
    for (Scratch& one : scratch) {
        sized(one.input, tokens * std::max(width, queryWidth()));
        sized(one.query, queryWidth());
        sized(one.scores, group * (longest + kBlock));
    }
    shared.prepare(threads, static_cast<std::int64_t>(blocks.size()) * kStages);
}

/// Output rows [begin, end) of one layer, for all tokens.
void DecoderStep::Work::rows(const Layer& layer, const float* input, const float* itsLow,
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
std::int64_t DecoderStep::Work::lower(const std::vector<Layer>& layers, const float* input, Member& member)
{
    std::int64_t ranks = 0;
    for (const Layer& layer : layers) {
        ranks += layer.rank;
    }
    if (ranks > 0) {
        member.eachPart(ranks, [&](std::int64_t begin, std::int64_t end) {
            std::int64_t first = 0;
            for (const Layer& layer : layers) {
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
        member.meet();
    }
    return ranks;
}

/// All layers of a group.
void DecoderStep::Work::multiply(const std::vector<Layer>& layers, const float* input,
                                 std::span<float* const> outputs, Member& member)
{
    const auto ranks = lower(layers, input, member);
    std::int64_t all = 0;
    for (const Layer& layer : layers) {
        all += layer.out;
    }
    member.eachPart(all, [&](std::int64_t begin, std::int64_t end) {
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

void DecoderStep::Work::blockOnThread(std::size_t index, Member& member)
{
    const Block& block = blocks[index];
    float* const input = scratch[static_cast<std::size_t>(member.index())].input.data();
    // What is short and the same for all, every thread makes for itself: that is quicker than to wait for it.
    const auto norm = [&](const float* weight) {
        for (std::int64_t t = 0; t < tokens; ++t) {
            normRow(x.data() + t * width, weight, epsilon, input + t * width, width);
        }
    };
    norm(block.inputNorm);
    multiply(block.qkv, input, std::array{q.data(), k.data(), v.data()}, member);
    member.meet();
    attend(index, member);
    member.meet();
    for (std::int64_t i = 0; i < tokens * shape.heads; ++i) {
        mergeParts(partial.data() + i * parts * partWidth(), parts, partWidth(), shape.width,
                   input + i * shape.width);
    }
    multiply(block.o, input, std::array{delta.data()}, member);
    member.meet();
    norm(block.mlpNorm);
    const auto ranks = lower(block.gateUp, input, member);
    member.eachPart(mlpWidth, [&](std::int64_t begin, std::int64_t end) {
        const Layer& first = block.gateUp[0];
        rows(first, input, low.data(), ranks, gate.data(), begin, end);
        rows(block.gateUp[1], input, low.data() + first.rank, ranks, up.data(), begin, end);
        for (std::int64_t t = 0; t < tokens; ++t) {
            float* const g = gate.data() + t * mlpWidth + begin;
            gateRow(g, up.data() + t * mlpWidth + begin, g, end - begin);
        }
    });
    member.meet();
    multiply(block.down, gate.data(), std::array{delta.data()}, member);
    member.meet();
}

/// Tasks: (token, key head, part of the keys).
void DecoderStep::Work::attend(std::size_t index, Member& member)
{
    const auto group = shape.heads / shape.keyHeads;
    Scratch& own = scratch[static_cast<std::size_t>(member.index())];
    const auto half = table->rotated / 2;
    const auto turned = [&](const float* from, std::int64_t position, float* to) {
        const float* const cosine = table->cosine.const_data_ptr<float>() + position * half;
        const float* const sine = table->sine.const_data_ptr<float>() + position * half;
        for (std::int64_t i = 0; i < half; ++i) {
            to[i] = from[i] * cosine[i] - from[i + half] * sine[i];
            to[i + half] = from[i + half] * cosine[i] + from[i] * sine[i];
        }
        std::copy(from + 2 * half, from + shape.width, to + 2 * half);
    };
    member.eachTask(tokens * shape.keyHeads * parts, [&](std::int64_t task) {
        const auto part = task % parts;
        const auto head = task / parts % shape.keyHeads;
        const auto t = task / parts / shape.keyHeads;
        const KeyValues& cache = (*caches)[index][static_cast<std::size_t>(t)];
        float* const keys = static_cast<float*>(cache.k.data_ptr()) + head * shape.width;
        float* const values = static_cast<float*>(cache.v.data_ptr()) + head * shape.width;
        const auto stride = keyWidth();
        const auto count = cache.length + 1;
        if (part == parts - 1) {
            turned(k.data() + t * stride + head * shape.width, positions[t], keys + cache.length * stride);
            std::copy_n(v.data() + t * stride + head * shape.width, shape.width,
                        values + cache.length * stride);
        }
        for (std::int64_t g = 0; g < group; ++g) {
            turned(q.data() + t * queryWidth() + (head * group + g) * shape.width, positions[t],
                   own.query.data() + g * shape.width);
        }
        for (std::int64_t i = 0; i < group * shape.width; ++i) {
            own.query[static_cast<std::size_t>(i)] *= static_cast<float>(shape.scale);
        }
        const auto begin = count * part / parts;
        const auto end = count * (part + 1) / parts;
        const FewRows scores{reinterpret_cast<const std::uint8_t*>(keys + begin * stride),
                             stride * 4,
                             shape.width,
                             nullptr,
                             own.query.data(),
                             shape.width,
                             group,
                             own.scores.data(),
                             end - begin};
        fewRowsKernels().multiply(StoredAs::Float32, scores, 0, end - begin);
        float* const result
            = partial.data() + ((t * shape.heads + head * group) * parts + part) * partWidth();
        attendPart({own.scores.data(), end - begin, group, values + begin * stride, stride, end - begin,
                    shape.width, result, parts * partWidth()});
    });
}

} // namespace luthier::nn
