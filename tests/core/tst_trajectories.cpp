// SPDX-License-Identifier: GPL-3.0-or-later
// Loss and gradient norm of every step against the Python stack's (tests/data/README.md, models).
#include "core/nn/network.h"
#include "core/peft/method.h"
#include "core/tasks/task.h"
#include "core/train/trainer.h"
#include "tests/support/golden.h"

#include <cmath>
#include <map>

#include <QTest>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <torch/types.h>

using namespace luthier;
using namespace luthier::test;

namespace {

template <class T>
const T& named(std::span<const T* const> registry, std::string_view name)
{
    const auto found = std::ranges::find_if(registry, [&](const T* one) { return one->entry.name == name; });
    if (found == registry.end()) throw std::runtime_error{"not registered"};
    return **found;
}

train::Settings settingsOf(const Json& golden, std::int64_t batchSize, std::int64_t microBatchTokens)
{
    const auto steps = static_cast<std::int64_t>(golden["steps"].size());
    return {.steps = steps,
            .stepsPerEpoch = steps,
            .batchSize = batchSize,
            .microBatchTokens = microBatchTokens,
            .learningRate = golden["lr"].get<double>(),
            .schedule = train::Settings::Schedule::Constant,
            .shuffle = false};
}

void follow(train::Setup& setup, const Json& golden)
{
    data::Batcher batcher{setup.train, setup.settings.batchSize, 1, false,
                          train::prefixesOf(setup.network, true)};
    for (const auto& expected : golden["steps"]) {
        const auto step = expected["step"].get<std::int64_t>();
        const auto taken
            = train::takeStep(setup, batcher.batchesOf(step, setup.settings.microBatchTokens), step);
        QVERIFY(taken.taken);
        const auto where = QByteArray{"step "} + QByteArray::number(qint64{step}) + ": loss "
            + QByteArray::number(taken.result.loss, 'g', 10) + ", norm "
            + QByteArray::number(taken.norm, 'g', 10);
        QVERIFY2(std::abs(taken.result.loss - expected["loss"].get<double>()) < 2e-4, where);
        const auto norm = expected["grad_norm"].get<double>();
        QVERIFY2(std::abs(taken.norm - norm) < 1e-3 * norm, where);
    }
}

/// A from the golden's generator, in the order of its names; B stays zero.
void setAdapters(nn::Network& network)
{
    const at::NoGradGuard noGrad;
    std::map<std::string, at::Tensor*> first;
    for (const auto& [name, layer] : peft::adapted(network)) {
        for (const auto& [part, tensor] : layer->adapter()->state()) {
            if (part == "lora_A.weight") first.emplace(name, tensor);
        }
    }
    auto generator = at::make_generator<at::CPUGeneratorImpl>(1601);
    for (auto& [name, tensor] : first) {
        const auto draw = (at::rand(tensor->sizes(), generator) * 2 - 1) / std::sqrt(double(tensor->size(1)));
        tensor->copy_(draw.to(at::kBFloat16));
    }
}

} // namespace

class TestTrajectories : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void classificationFollowsTheReference_data();
    void classificationFollowsTheReference();
    void loraFollowsTheReference();
};

void TestTrajectories::classificationFollowsTheReference_data()
{
    QTest::addColumn<int>("microBatchTokens");
    QTest::newRow("in one piece") << 100000;
    QTest::newRow("in micro-batches") << 64;
}

void TestTrajectories::classificationFollowsTheReference()
{
    QFETCH(const int, microBatchTokens);
    const auto golden = goldenJson("minilm/train.json");
    const auto files = must(models::ModelFiles::open(miniLm()));
    const auto network = must(files.load(at::kFloat, 1, false));
    const auto labels = golden["labels"].size();
    network->addClassifier(static_cast<std::int64_t>(labels));
    network->dropout() = {};
    {
        const at::NoGradGuard noGrad;
        const auto head = must(checkpoint::TensorFile::open(test::golden("minilm/head_init.safetensors")));
        network->classifier()->weight.copy_(tensorOf(*head, "classifier.weight"));
        network->classifier()->bias.copy_(tensorOf(*head, "classifier.bias"));
    }
    data::SampleSet set;
    for (const auto& input : golden["inputs"]) {
        const auto ids = idsOf(input["input_ids"]);
        set.add({.row = static_cast<std::int64_t>(set.size()),
                 .ids = ids,
                 .learnFrom = static_cast<std::int32_t>(ids.size()),
                 .label = input["label"].get<std::int32_t>()});
    }
    std::vector<std::int32_t> words{set.allIds().begin(), set.allIds().end()};
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    auto trained = must(train::Trained::of(
        *network, [](const std::string&) { return train::Choice{.train = true}; },
        [](const std::string&) -> Expected<at::Tensor> { return at::Tensor{}; }, words));
    const data::SampleSet none;
    train::Setup setup{.network = *network,
                       .task = named(tasks::all(), "text-classification"),
                       .trained = trained,
                       .train = set,
                       .validation = none,
                       .labels = labels,
                       .settings = settingsOf(golden, 16, microBatchTokens)};
    follow(setup, golden);
}

void TestTrajectories::loraFollowsTheReference()
{
    const auto golden = goldenJson("smollm2_lora/train.json");
    const auto files = must(models::ModelFiles::open(smolLm()));
    const auto network = must(files.load(at::kFloat, 1, false));
    const auto& lora = named(peft::all(), "lora");
    const auto values = must(config::Values::checked(
        "method", lora.entry.fields,
        {{"rank", "16"}, {"alpha", "32"}, {"dropout", "0"}, {"targets", "all-linear"}}));
    must(peft::apply(lora, *network, values, 1, [](const std::string&) { return true; }));
    setAdapters(*network);
    data::SampleSet set;
    for (const auto& input : golden["inputs"]) {
        auto ids = idsOf(input["prompt_ids"]);
        const auto given = ids.size();
        const auto answer = idsOf(input["completion_ids"]);
        ids.insert(ids.end(), answer.begin(), answer.end());
        set.add({.row = static_cast<std::int64_t>(set.size()),
                 .ids = ids,
                 .learnFrom = static_cast<std::int32_t>(given)});
    }
    auto trained = must(train::Trained::of(
        *network,
        [](const std::string& name) { return train::Choice{.train = name.find(".adapter.") != name.npos}; },
        [](const std::string&) -> Expected<at::Tensor> { return at::Tensor{}; }, {}));
    const data::SampleSet none;
    train::Setup setup{.network = *network,
                       .task = named(tasks::all(), "instruction"),
                       .trained = trained,
                       .train = set,
                       .validation = none,
                       .settings = settingsOf(golden, 4, 100000)};
    const auto first = data::batchesOf(set, std::vector<std::int64_t>{0, 1, 2, 3}, 100000,
                                       train::prefixesOf(*network, true));
    QVERIFY(first.front().rows() < first.front().tokens); // the template begins them all alike
    follow(setup, golden);

    for (const auto& [name, layer] : peft::adapted(*network)) {
        for (const auto& [part, tensor] : layer->adapter()->state()) {
            const auto expected = golden["final"]["base_model.model." + name + "." + part];
            QVERIFY(!expected.is_null());
            const auto norm = tensor->norm().item<double>();
            QVERIFY2(std::abs(norm - expected[0].get<double>()) < 1e-3 * norm, name.c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestTrajectories)
#include "tst_trajectories.moc"
