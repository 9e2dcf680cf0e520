// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/frozen_work.h"

#include "core/base/sha256.h"
#include "core/data/import.h"
#include "core/engine/run_work.h"
#include "core/nn/ops/cpu_features.h"

#include <chrono>
#include <set>
#include <utility>

#include <torch/version.h>

namespace luthier::engine {
namespace {

/// The sums of the files that the weights come from. Errors  Io, Interrupted.
Expected<std::string> fileSums(const models::ModelFiles& model, const Job& job)
{
    std::set<std::filesystem::path> files;
    for (const auto& entry : model.store().entries()) {
        files.insert(entry.file->path());
    }
    std::string sums;
    for (const auto& file : files) {
        LUTHIER_TRY(const auto state, data::fileState(file));
        LUTHIER_TRY(const auto sum, data::knownSha256(file, state, job));
        sums += sum + "\n";
    }
    return sums;
}

} // namespace

FrozenWork::FrozenWork(RunWork& work)
    : m_work{work}
    , m_looks{work.train(), work.validation(), work.settings().seed}
{
    const auto& settings = work.settings();
    const bool hasClassifier = work.load().labels > 0;
    const auto blocks = train::frozenBlocks(work.load());
    m_part = {.blocks = blocks,
              .onlyPooled = hasClassifier && blocks == work.network().layers(),
              .withPooler = train::onlyClassifierLearns(work.load()),
              .oneByOne = settings.deterministic,
              .roundTo = train::rowRounding(settings)};
    if (blocks == 0) return;
    const auto& rates = work.network().dropout();
    m_servesSteps = rates.hidden == 0 && rates.attention == 0;
    auto& network = work.network();
    if (m_servesSteps) {
        m_train.emplace(network, m_part, work.train());
    } else if (m_looks.canLook()) {
        m_train.emplace(network, m_part, work.train(), m_looks.trainSamples());
    }
    if (m_looks.canLook())
        m_validation.emplace(network, m_part, work.validation(), m_looks.validationSamples());
}

std::int64_t FrozenWork::bytes() const
{
    return (m_train ? m_train->bytes() : 0) + (m_validation ? m_validation->bytes() : 0);
}

train::KnownStates FrozenWork::known() const
{
    const auto* const train = m_train ? &*m_train : nullptr;
    return {.steps = m_servesSteps ? train : nullptr,
            .trainLooks = train,
            .validation = m_validation ? &*m_validation : nullptr};
}

/// All that the states depend on besides the rows. Empty where it cannot be told.
std::string FrozenWork::weightsKey(const Job& job) const
{
    if (m_work.load().blocksInInt8) return {}; // rounded by the inputs of this very run
    const auto sums = fileSums(m_work.model(), job);
    if (!sums) return {};
    const auto& settings = m_work.settings();
    std::string key = *sums + toJson(m_work.model().config()) + "\n" + TORCH_VERSION + "\n"
        + nn::cpuFeatures().name + nn::cpuFeatures().words() + "\n";
    if (settings.device != "cpu") key += settings.device.substr(0, settings.device.find(':')) + "\n";
    if (settings.deterministic) key += std::to_string(settings.threads); // they share the sums otherwise
    // What the file has not starts from numbers of the seed; what is held in another type says other things.
    for (const auto& tensor : m_work.model().outline().tensors) {
        if (!m_work.model().has(tensor.name)) key += tensor.name + std::to_string(settings.seed) + "\n";
    }
    for (const auto& item : m_work.network().named_parameters()) {
        if (item.key().find(".adapter.") != std::string::npos) continue;
        key += item.key() + c10::toString(item.value().scalar_type()) + "\n";
    }
    for (const auto& item : m_work.network().named_buffers()) {
        key += item.key() + c10::toString(item.value().scalar_type()) + "\n";
    }
    return sha256(key);
}

Expected<void> FrozenWork::findOrFill(train::FrozenStates& states, const std::string& weights, bool isWorthIt,
                                      const Job& job)
{
    const auto key = states.keyFor(weights);
    if (states.find(key) || !isWorthIt) return {};
    LUTHIER_CHECK(states.fill(key, job));
    m_hasComputed = true;
    return {};
}

bool FrozenWork::isWorthIt(const Sights& sights) const
{
    const auto perLook = static_cast<std::int64_t>(m_looks.trainSamples().size());
    if (!m_servesSteps) return sights.looks > 1;
    return sights.steps * m_work.settings().batchSize + sights.looks * perLook
        > static_cast<std::int64_t>(m_work.train().size());
}

void FrozenWork::keep(const Sights& sights, const Job& job, const std::function<void(Text)>& note)
{
    if (!m_train && !m_validation) return;
    const auto start = std::chrono::steady_clock::now();
    const auto weights = weightsKey(job);
    if (weights.empty()) return;
    Expected<void> done;
    if (m_train) done = findOrFill(*m_train, weights, isWorthIt(sights), job);
    if (done && m_validation) done = findOrFill(*m_validation, weights, sights.looks > 1, job);
    m_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    constexpr std::int64_t kMegabyte = 1'000'000;
    if (!done && done.error().code != ErrorCode::Interrupted) {
        note(Text{QT_TRANSLATE_NOOP(
                      "core", "What the frozen part makes of the rows is computed at every step anew: %1."),
                  done.error().message});
    } else if (m_hasComputed) {
        note(Text{QT_TRANSLATE_NOOP("core",
                                    "What the %1 frozen blocks make of the rows was computed once and kept: "
                                    "%2 MB."),
                  m_part.blocks, bytes() / kMegabyte});
    } else if (m_train && m_train->areKnown()) {
        note(Text{QT_TRANSLATE_NOOP("core",
                                    "What the %1 frozen blocks make of the rows was kept by an earlier run."),
                  m_part.blocks});
    }
}

} // namespace luthier::engine
