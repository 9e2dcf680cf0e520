// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/generate.h"

#include "core/base/assert.h"
#include "core/base/random.h"
#include "core/infer/drawing.h"
#include "core/infer/text_memory.h"
#include "core/nn/embedding.h"
#include "core/nn/ops/huge_pages.h"

#include <algorithm>
#include <array>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
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

/// [layer][one a capacity], for so many tokens each.
Caches emptyCaches(nn::Network& network, const std::vector<std::int64_t>& capacities)
{
    Caches caches(static_cast<std::size_t>(network.layers()));
    for (auto& layer : caches) {
        for (const auto capacity : capacities) {
            const auto empty = [&] {
                const std::array sizes{capacity, network.keyValueWidth()};
                const auto device = network.device();
                return device.is_cpu() ? nn::emptyInHugePages(sizes, at::kFloat) : at::empty(sizes, device);
            };
            layer.push_back({empty(), empty(), 0});
        }
    }
    return caches;
}

/// Tokens that all these prompts begin with; each keeps one of its own to go on from.
std::size_t sharedBegin(const std::vector<Stream*>& streams)
{
    const auto& first = streams.front()->next;
    std::size_t shared = first.size() - 1;
    for (const Stream* stream : streams) {
        const auto& ids = stream->next;
        shared = std::min({shared, ids.size() - 1,
                           static_cast<std::size_t>(std::ranges::mismatch(first, ids).in1 - first.begin())});
    }
    return shared;
}

/// So many tokens of each need not be read any more.
void skip(const std::vector<Stream*>& streams, std::size_t tokens)
{
    for (Stream* stream : streams) {
        stream->next.erase(stream->next.begin(), stream->next.begin() + static_cast<std::ptrdiff_t>(tokens));
        stream->position = static_cast<std::int32_t>(tokens);
    }
}

/// What all prompts begin with is read once; its keys and values are copied to each.
void readShared(nn::Network& network, const std::vector<Stream*>& streams, Caches& caches)
{
    constexpr std::size_t kWorthwhile = 16; // tokens; for fewer one pass more costs more than it saves
    if (streams.size() < 2) return;
    const auto shared = sharedBegin(streams);
    if (shared < kWorthwhile) return;
    const auto count = static_cast<std::int64_t>(shared);
    Stream begin{streams.front()->prompt, 0, Random{0, RandomPurpose::Sampling}};
    begin.next.assign(streams.front()->next.begin(),
                      streams.front()->next.begin() + static_cast<std::ptrdiff_t>(shared));
    auto once = emptyCaches(network, {count});
    auto packed = packedOf({&begin});
    packed.caches = &once;
    static_cast<void>(network.hidden(packed));
    for (std::size_t s = 0; s < streams.size(); ++s) {
        copyBegin(once, 0, caches, s, count);
    }
    skip(streams, shared);
}

/// The caches without those of streams that have ended.
void keepOnly(Caches& caches, const std::vector<bool>& goesOn)
{
    for (auto& layer : caches) {
        std::size_t kept = 0;
        for (std::size_t s = 0; s < goesOn.size(); ++s) {
            if (goesOn[s]) std::swap(layer[kept++], layer[s]);
        }
        layer.resize(kept);
    }
}

/// What the network says behind the last token of each stream. [streams, V] float32
at::Tensor lastLogits(nn::Network& network, const nn::Packed& packed)
{
    auto hidden = network.hidden(packed);
    if (hidden.size(0) > packed.samples()) {
        std::vector<std::int64_t> lasts;
        for (std::size_t b = 1; b < packed.borders.size(); ++b) {
            lasts.push_back(packed.borders[b] - 1);
        }
        hidden = hidden.index_select(0, at::tensor(lasts).to(hidden.device()));
    }
    return network.wordLogits(hidden).to(at::kCPU, at::kFloat).contiguous();
}

/// The network writes as long as this lives.
class Writing {
public:
    explicit Writing(nn::Network& network)
        : m_network{network}
        , m_wasTraining{network.is_training()}
    {
        network.eval();
        network.beginWriting();
    }
    ~Writing()
    {
        m_network.endWriting();
        m_network.train(m_wasTraining);
    }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

private:
    nn::Network& m_network;
    bool m_wasTraining;
};

} // namespace

std::vector<Continuation> continued(nn::Network& network, const std::vector<Prompt>& prompts,
                                    const std::vector<std::int32_t>& ends,
                                    const std::function<bool(std::size_t prompt, std::int32_t id)>& onToken,
                                    const std::stop_token& stop, TextMemory* memory)
{
    const at::NoGradGuard noGrad;
    const Writing writing{network};
    std::vector<Stream> streams;
    std::vector<Stream*> going;
    std::vector<std::int64_t> capacities;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        LUTHIER_ASSERT(!prompts[i].ids.empty());
        streams.push_back({&prompts[i], i, Random{prompts[i].sampling.seed, RandomPurpose::Sampling}});
        streams.back().next = prompts[i].ids;
    }
    for (Stream& stream : streams) {
        if (stream.prompt->maxTokens <= 0) continue;
        going.push_back(&stream);
        capacities.push_back(static_cast<std::int64_t>(stream.next.size()) + stream.prompt->maxTokens);
    }
    auto caches = emptyCaches(network, capacities);
    const Stream* const remembered = memory != nullptr && going.size() == 1 ? going.front() : nullptr;
    if (remembered != nullptr) skip(going, memory->recall(going.front()->next, caches));
    readShared(network, going, caches);
    Drawing drawing;
    while (!going.empty() && !stop.stop_requested()) {
        auto packed = packedOf(going);
        packed.caches = &caches;
        const auto logits = lastLogits(network, packed);
        std::vector<bool> goesOn;
        for (std::size_t s = 0; s < going.size(); ++s) {
            Stream& stream = *going[s];
            const auto id
                = drawing.drawn(logits.data_ptr<float>() + static_cast<std::int64_t>(s) * logits.size(1),
                                logits.size(1), stream.prompt->sampling, stream.random);
            goesOn.push_back(false);
            if (std::ranges::find(ends, id) != ends.end()) {
                stream.result.ended = true;
                continue;
            }
            stream.result.ids.push_back(id);
            stream.next.assign(1, id);
            const bool isWanted = !onToken || onToken(stream.index, id);
            const auto count = static_cast<std::int64_t>(stream.result.ids.size());
            goesOn.back() = isWanted && count < stream.prompt->maxTokens;
        }
        if (std::ranges::find(goesOn, false) == goesOn.end()) continue;
        if (std::ranges::find(goesOn, true) != goesOn.end()) keepOnly(caches, goesOn);
        std::vector<Stream*> still;
        for (std::size_t s = 0; s < going.size(); ++s) {
            if (goesOn[s]) still.push_back(going[s]);
        }
        going.swap(still);
    }
    if (remembered != nullptr) {
        auto ids = remembered->prompt->ids;
        const auto& written = remembered->result.ids;
        ids.insert(ids.end(), written.begin(), written.end());
        ids.resize(static_cast<std::size_t>(caches.front().front().length)); // the last was not read
        memory->remember(std::move(ids), std::move(caches));
    }
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
        const auto logs = at::log_softmax(network.wordLogits(rows), 1, at::kDouble);
        for (std::size_t i = begin; i < end; ++i) {
            result.push_back(logs[static_cast<std::int64_t>(i - begin)][ids[i]].item<double>());
        }
    }
    return result;
}

} // namespace luthier::infer
