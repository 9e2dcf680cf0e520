// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/generate.h"

#include "core/base/assert.h"
#include "core/base/random.h"
#include "core/nn/embedding.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/tensor.h>

namespace luthier::infer {
namespace {

/// One prompt and what has come of it.
struct Stream {
    const Prompt* prompt;
    std::size_t index;
    Random random;
    Continuation result{};
    std::vector<std::int32_t> next{}; ///< ids that the network has not seen yet
    std::int32_t position{0};
};

nn::Packed packedOf(const std::vector<Stream*>& streams)
{
    nn::Packed packed;
    std::vector<std::int32_t> ids;
    std::vector<std::int32_t> positions;
    packed.borders = {0};
    for (Stream* stream : streams) {
        for (const auto id : stream->next) {
            ids.push_back(id);
            positions.push_back(stream->position++);
        }
        packed.borders.push_back(static_cast<std::int32_t>(ids.size()));
    }
    const auto column = [](const std::vector<std::int32_t>& numbers) {
        auto tensor = at::empty({static_cast<std::int64_t>(numbers.size())}, at::kInt);
        std::copy(numbers.begin(), numbers.end(), tensor.data_ptr<std::int32_t>());
        return tensor;
    };
    packed.ids = column(ids);
    packed.positions = column(positions);
    packed.types = at::zeros_like(packed.ids);
    return packed;
}

std::int32_t drawn(const float* logits, std::int64_t vocabulary, const Sampling& sampling, Random& random)
{
    if (sampling.temperature <= 0) {
        return static_cast<std::int32_t>(std::max_element(logits, logits + vocabulary) - logits);
    }
    const float largest = *std::max_element(logits, logits + vocabulary);
    std::vector<double> weights(static_cast<std::size_t>(vocabulary));
    double sum = 0;
    for (std::int64_t i = 0; i < vocabulary; ++i) {
        const double weight = std::exp(static_cast<double>(logits[i] - largest) / sampling.temperature);
        weights[static_cast<std::size_t>(i)] = weight;
        sum += weight;
    }
    std::vector<std::int32_t> order(weights.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](auto a, auto b) {
        return weights[static_cast<std::size_t>(a)] > weights[static_cast<std::size_t>(b)];
    });
    double kept = 0;
    std::size_t count = 0;
    while (count < order.size() && kept < sampling.topP * sum) {
        kept += weights[static_cast<std::size_t>(order[count++])];
    }
    double left = random.uniform() * kept;
    for (std::size_t i = 0; i < count; ++i) {
        left -= weights[static_cast<std::size_t>(order[i])];
        if (left < 0) return order[i];
    }
    return order[std::max<std::size_t>(count, 1) - 1];
}

using Caches = std::vector<std::vector<nn::KeyValues>>;

Caches emptyCaches(nn::Network& network, const std::vector<Prompt>& prompts)
{
    const auto options = network.words().weight.options().requires_grad(false);
    Caches caches(static_cast<std::size_t>(network.layers()));
    for (auto& layer : caches) {
        for (const Prompt& prompt : prompts) {
            const auto capacity = static_cast<std::int64_t>(prompt.ids.size()) + prompt.maxTokens;
            layer.push_back({at::empty({capacity, network.keyValueWidth()}, options),
                             at::empty({capacity, network.keyValueWidth()}, options), 0});
        }
    }
    return caches;
}

/// The caches of the streams that still go on.
Caches takenOut(Caches& all, const std::vector<Stream*>& streams)
{
    Caches chosen;
    for (auto& layer : all) {
        std::vector<nn::KeyValues> some;
        for (const Stream* stream : streams) {
            some.push_back(layer[stream->index]);
        }
        chosen.push_back(std::move(some));
    }
    return chosen;
}

void putBack(Caches& all, const Caches& chosen, const std::vector<Stream*>& streams)
{
    for (std::size_t l = 0; l < all.size(); ++l) {
        for (std::size_t s = 0; s < streams.size(); ++s) {
            all[l][streams[s]->index].length = chosen[l][s].length;
        }
    }
}

} // namespace

std::vector<Continuation> continued(nn::Network& network, const std::vector<Prompt>& prompts,
                                    const std::vector<std::int32_t>& ends,
                                    const std::function<bool(std::size_t prompt, std::int32_t id)>& onToken,
                                    const std::stop_token& stop)
{
    const at::NoGradGuard noGrad;
    const bool wasTraining = network.is_training();
    network.eval();
    auto caches = emptyCaches(network, prompts);
    std::vector<Stream> streams;
    std::vector<Stream*> going;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        LUTHIER_ASSERT(!prompts[i].ids.empty());
        streams.push_back({&prompts[i], i, Random{prompts[i].sampling.seed, RandomPurpose::Sampling}});
        streams.back().next = prompts[i].ids;
    }
    for (Stream& stream : streams) {
        if (stream.prompt->maxTokens > 0) going.push_back(&stream);
    }
    while (!going.empty() && !stop.stop_requested()) {
        auto packed = packedOf(going);
        auto chosen = takenOut(caches, going);
        packed.caches = &chosen;
        const auto hidden = network.hidden(packed);
        putBack(caches, chosen, going);
        const std::vector<std::int64_t> lasts = [&] {
            std::vector<std::int64_t> rows;
            for (std::size_t b = 1; b < packed.borders.size(); ++b) {
                rows.push_back(packed.borders[b] - 1);
            }
            return rows;
        }();
        const auto logits = at::linear(hidden.index_select(0, at::tensor(lasts)), network.vocabulary())
                                .to(at::kFloat)
                                .contiguous();
        std::vector<Stream*> still;
        for (std::size_t s = 0; s < going.size(); ++s) {
            Stream& stream = *going[s];
            const auto id = drawn(logits.data_ptr<float>() + static_cast<std::int64_t>(s) * logits.size(1),
                                  logits.size(1), stream.prompt->sampling, stream.random);
            if (std::ranges::find(ends, id) != ends.end()) {
                stream.result.ended = true;
                continue;
            }
            stream.result.ids.push_back(id);
            stream.next = {id};
            const bool goesOn = !onToken || onToken(stream.index, id);
            const auto count = static_cast<std::int64_t>(stream.result.ids.size());
            if (goesOn && count < stream.prompt->maxTokens) still.push_back(&stream);
        }
        going.swap(still);
    }
    network.train(wasTraining);
    std::vector<Continuation> results;
    for (Stream& stream : streams) {
        results.push_back(std::move(stream.result));
    }
    return results;
}

std::vector<double> logProbabilities(nn::Network& network, const std::vector<std::int32_t>& ids,
                                     std::size_t given)
{
    const at::NoGradGuard noGrad;
    LUTHIER_ASSERT(given > 0 && given <= ids.size());
    const bool wasTraining = network.is_training();
    network.eval();
    const Prompt prompt{.ids = ids};
    Stream stream{&prompt, 0, Random{0, RandomPurpose::Sampling}};
    stream.next = ids;
    const auto packed = packedOf({&stream});
    const auto hidden = network.hidden(packed);
    network.train(wasTraining);
    std::vector<double> result;
    constexpr std::size_t kRowsAtOnce = 128; // a whole long text's logits would not fit
    for (std::size_t begin = given; begin < ids.size(); begin += kRowsAtOnce) {
        const auto end = std::min(begin + kRowsAtOnce, ids.size());
        const auto rows
            = hidden.narrow(0, static_cast<std::int64_t>(begin) - 1, static_cast<std::int64_t>(end - begin));
        const auto logs = at::log_softmax(at::linear(rows, network.vocabulary()), 1, at::kDouble);
        for (std::size_t i = begin; i < end; ++i) {
            result.push_back(logs[static_cast<std::int64_t>(i - begin)][ids[i]].item<double>());
        }
    }
    return result;
}

} // namespace luthier::infer
