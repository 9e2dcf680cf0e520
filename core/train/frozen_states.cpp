// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/frozen_states.h"

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/tasks/packing.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

namespace luthier::train {
namespace {

constexpr std::int64_t kTokensAtOnce = 1024; // more is no faster, and memory stays small
constexpr std::int64_t kMappedBytes = std::int64_t{16} << 20U; // of the file while it is made
constexpr std::string_view kKind = "states";
constexpr int kVersion = 2; // raised whenever the same weights and ids would give other numbers

template <class T>
void addNumber(Sha256& sum, const T& number)
{
    sum.add(std::as_bytes(std::span{&number, 1}));
}

} // namespace

FrozenStates::FrozenStates(nn::Network& network, const FrozenPart& part, const data::SampleSet& set,
                           std::span<const std::int64_t> samples)
    : m_network{network}
    , m_part{part}
    , m_set{set}
    , m_type{network.parameters().front().scalar_type()}
    , m_samples{samples.begin(), samples.end()}
    , m_begins(set.size(), -1)
{
    if (samples.empty()) {
        m_samples.resize(set.size());
        std::iota(m_samples.begin(), m_samples.end(), 0);
    }
    for (const auto sample : m_samples) {
        m_begins[static_cast<std::size_t>(sample)] = m_rows;
        m_rows += rowsOf(sample);
        m_tokens += m_set.length(static_cast<std::size_t>(sample));
    }
}

std::int64_t FrozenStates::rowsOf(std::int64_t sample) const
{
    return m_part.onlyPooled ? 1 : m_set.length(static_cast<std::size_t>(sample));
}

at::Tensor FrozenStates::emptyStates(std::int64_t rows) const
{
    return at::empty({rows, m_network.width()}, m_type);
}

std::int64_t FrozenStates::rowBytes() const
{
    return m_network.width() * static_cast<std::int64_t>(c10::elementSize(m_type));
}

std::int64_t FrozenStates::bytes() const
{
    return m_rows * rowBytes();
}

std::string FrozenStates::keyFor(const std::string& weights) const
{
    Sha256 sum;
    sum.add(weights);
    addNumber(sum, kVersion);
    addNumber(sum, m_part.blocks);
    addNumber(sum, m_part.onlyPooled);
    addNumber(sum, m_part.withPooler);
    addNumber(sum, m_part.oneByOne);
    addNumber(sum, rowBytes());
    for (const auto sample : m_samples) {
        const auto i = static_cast<std::size_t>(sample);
        addNumber(sum, m_set.length(i));
        addNumber(sum, m_set.secondFrom(i));
        sum.add(std::as_bytes(std::span{m_set.ids(i), static_cast<std::size_t>(m_set.length(i))}));
    }
    return sum.hex();
}

bool FrozenStates::find(const std::string& key)
{
    auto file = CacheFile::find(kKind, key);
    if (!file || static_cast<std::int64_t>(file->size()) != bytes()) return false;
    m_file = std::move(file);
    return true;
}

Expected<void> FrozenStates::fill(const std::string& key, const Job& job)
{
    LUTHIER_TRY(auto writer, CacheWriter::create(kKind, key, static_cast<std::uint64_t>(bytes())));
    LUTHIER_CHECK(computeInto(writer.bytes().data(), job, &writer));
    LUTHIER_TRY(auto file, writer.publish());
    m_file = std::move(file);
    return {};
}

void FrozenStates::compute()
{
    auto states = emptyStates(m_rows);
    static_cast<void>(computeInto(static_cast<std::byte*>(states.data_ptr()), {})); // nobody interrupts it
    m_states = std::move(states);
}

Expected<void> FrozenStates::computeInto(std::byte* target, const Job& job, const CacheWriter* writer) const
{
    const auto atOnce = m_part.oneByOne ? 1 : kTokensAtOnce;
    std::int64_t done = 0;
    std::int64_t mapped = 0; // bytes since pages were let go
    data::Batch batch;
    const auto put = [&] {
        const auto states = computed(batch);
        const auto rows = m_part.onlyPooled ? batch.size() : batch.rows();
        std::memcpy(target, states.data_ptr(), static_cast<std::size_t>(rows * rowBytes()));
        target += rows * rowBytes();
        mapped += rows * rowBytes();
        if (writer != nullptr && mapped > kMappedBytes) {
            writer->release();
            mapped = 0;
        }
        done += batch.tokens;
        batch = {};
        job.report(static_cast<double>(done) / static_cast<double>(m_tokens),
                   QT_TRANSLATE_NOOP("core", "Computing the frozen part once"));
    };
    for (const auto sample : m_samples) {
        const auto i = static_cast<std::size_t>(sample);
        if (batch.size() > 0 && batch.rows() + m_set.length(i) > atOnce) put();
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        batch.add(m_set, i, 0);
    }
    if (batch.size() > 0) put();
    return {};
}

at::Tensor FrozenStates::computed(const data::Batch& batch) const
{
    const at::NoGradGuard noGrad;
    const auto packed = tasks::packed(batch, {.dropout = false, .roundTo = m_part.roundTo});
    const auto states = m_part.withPooler ? m_network.pooled(packed)
                                          : m_network.prefix(packed, m_part.blocks, m_part.onlyPooled);
    return states.cpu().contiguous();
}

/// Rows from that one on. False where they cannot be read any more.
bool FrozenStates::read(std::int64_t row, std::span<std::byte> to) const
{
    const auto at = row * rowBytes();
    if (m_states.defined()) {
        std::memcpy(to.data(), static_cast<const std::byte*>(m_states.data_ptr()) + at, to.size());
        return true;
    }
    m_isLost = m_isLost || !m_file->read(static_cast<std::size_t>(at), to);
    return !m_isLost;
}

void FrozenStates::give(nn::Packed& packed, const data::Batch& batch) const
{
    const bool areHere = areKnown() && std::ranges::all_of(batch.samples, [this](std::int64_t sample) {
                             return m_begins[static_cast<std::size_t>(sample)] >= 0;
                         });
    if (!areHere && !m_part.oneByOne) return;
    auto states = emptyStates(m_part.onlyPooled ? batch.size() : packed.ids.size(0));
    auto* const to = static_cast<std::byte*>(states.data_ptr());
    bool wereRead = true;
    for (std::size_t b = 0; b < batch.samples.size(); ++b) {
        const auto sample = batch.samples[b];
        at::Tensor alone;
        if (!areHere) {
            data::Batch itself;
            itself.add(m_set, static_cast<std::size_t>(sample), 0);
            alone = computed(itself);
        }
        std::int64_t from = areHere ? m_begins[static_cast<std::size_t>(sample)] : 0;
        const auto put = [&](std::int64_t row, std::int64_t rows) {
            const std::span target{to + row * rowBytes(), static_cast<std::size_t>(rows * rowBytes())};
            if (areHere) {
                wereRead = wereRead && read(from, target);
            } else {
                std::memcpy(target.data(),
                            static_cast<const std::byte*>(alone.data_ptr()) + from * rowBytes(),
                            target.size());
            }
            from += rows;
        };
        if (m_part.onlyPooled) {
            put(static_cast<std::int64_t>(b), 1);
            continue;
        }
        for (const auto sequence :
             batch.sequencesOf(b)) { // of shared ones the last sample's are left: the same
            const std::int64_t rows = batch.borders[sequence + 1] - batch.borders[sequence];
            put(batch.borders[sequence], rows);
        }
    }
    if (!wereRead) return give(packed, batch); // now not known
    const auto filled = m_part.onlyPooled ? batch.size() : batch.rows();
    std::memset(to + filled * rowBytes(), 0, states.nbytes() - static_cast<std::size_t>(filled * rowBytes()));
    packed.states = states.to(m_network.device());
    packed.fromBlock = m_part.blocks + (m_part.withPooler ? 1 : 0);
}

} // namespace luthier::train
