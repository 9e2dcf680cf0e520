// SPDX-License-Identifier: GPL-3.0-or-later
// What training keeps, saves and takes over, beside the steps themselves.
#include "core/checkpoint/safetensors_writer.h"
#include "core/infer/generate.h"
#include "core/nn/embedding.h"
#include "tests/support/tiny_network.h"

#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include <QTemporaryDir>
#include <QTest>

#include <ATen/core/grad_mode.h>

using namespace luthier;
using namespace luthier::test;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kWords = 512; // of the tiny network
const std::vector<std::int32_t> kKept{3, 7, 8, 100, 511};
constexpr std::array<std::int32_t, 4> kPrompt{3, 7, 8, 100};
const std::string kTable = "model.embed_tokens.weight";

std::string sameName(const std::string& name)
{
    return name;
}

train::Choice everything(const std::string& /*name*/)
{
    return {.train = true};
}

at::Tensor tableIn(const fs::path& file)
{
    return tensorOf(*must(checkpoint::TensorFile::open(file)), kTable);
}

at::Tensor otherWords(const at::Tensor& table)
{
    auto isOther = at::ones({kWords}, at::kBool);
    for (const auto id : kKept) {
        isOther[id] = false;
    }
    return table.index({isOther});
}

const tasks::Task& instruction()
{
    return **std::ranges::find_if(tasks::all(), [](const auto* task) { return !task->needsClassifier; });
}

data::SampleSet keptSamples(float weight = 1)
{
    data::SampleSet set;
    set.add({.row = 0, .ids = kKept, .learnFrom = 1, .weight = weight});
    return set;
}

} // namespace

class TestTrained : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aNarrowedTableIsReadWholeWithGradientsOff();
    void aTextIsWrittenWithANarrowedTable();
    void wordsThatNeverOccurKeepTheirDigits();
    void aStartTakesTheWordsThatNeverOccurToo();
    void aStartThatWouldLeaveWeightsOutIsRefused();
    void rowsThatDoNotCountMoveNothing();
    void theBestStateOutlivesARunThatBreaks_data();
    void theBestStateOutlivesARunThatBreaks();

private:
    /// The tiny network with a vocabulary matrix of its own, as files.
    void writeUntied(const fs::path& folder);
    std::shared_ptr<nn::Network> network(at::ScalarType type = at::kFloat) const
    {
        auto network = must(m_files->load(type, 1, false));
        network->dropout() = {};
        return network;
    }
    train::Trained narrowed(nn::Network& network) const
    {
        return must(train::Trained::of(
            network, everything, [this](const std::string& name) { return m_files->read(name); }, kKept));
    }
    static void takeSteps(nn::Network& network, train::Trained& trained, double weightDecay);

    QTemporaryDir m_folder;
    std::unique_ptr<models::ModelFiles> m_files;
};

void TestTrained::writeUntied(const fs::path& folder)
{
    const auto tied = tinyFiles();
    std::vector<at::Tensor> alive;
    std::vector<checkpoint::Tensor> tensors;
    const auto add = [&](const std::string& name, const at::Tensor& values) {
        alive.push_back(values);
        tensors.push_back({.name = name,
                           .shape = values.sizes().vec(),
                           .bytes = {static_cast<const std::byte*>(values.data_ptr()), values.nbytes()}});
    };
    for (const auto& spec : tied.outline().tensors) {
        // More digits than bfloat16 has, whatever the file was stored as.
        add(spec.name, must(tied.read(spec.name)) + 1.0F / 3000);
    }
    if (!tied.has("lm_head.weight")) add("lm_head.weight", must(tied.read(kTable)));
    must(checkpoint::writeSafetensors(folder / "model.safetensors", std::move(tensors)));
    auto config = tied.config();
    config["tie_word_embeddings"] = false;
    must(writeFile(folder / "config.json", toJson(config)));
}

void TestTrained::initTestCase()
{
    const fs::path folder{m_folder.path().toStdString()};
    writeUntied(folder);
    m_files = std::make_unique<models::ModelFiles>(must(models::ModelFiles::open(folder)));
    QVERIFY(!network()->wordsAreTied());
}

void TestTrained::takeSteps(nn::Network& network, train::Trained& trained, double weightDecay)
{
    const auto set = keptSamples();
    const data::SampleSet none;
    train::Setup setup{.network = network,
                       .task = instruction(),
                       .trained = trained,
                       .train = set,
                       .validation = none,
                       .settings = tinySettings(3)};
    setup.settings.weightDecay = weightDecay;
    for (std::int64_t step = 0; step < 3; ++step) {
        QVERIFY(train::takeStep(setup, {wholeOf(set)}, step).taken);
    }
}

void TestTrained::aNarrowedTableIsReadWholeWithGradientsOff()
{
    const auto network = this->network();
    auto trained = narrowed(*network);
    takeSteps(*network, trained, 0.1);
    const auto& words = network->words();
    QVERIFY(words.isNarrowed() && trained.restFactor() < 1);
    const auto all = at::arange(kWords, at::kInt);
    {
        const at::NoGradGuard noGrad;
        QVERIFY(at::equal(words.forward(all), words.whole(words.weight, trained.restFactor())));
    }
    QVERIFY_THROWS_EXCEPTION(c10::Error, words.forward(all)); // what has no gradient must not be learned
}

void TestTrained::aTextIsWrittenWithANarrowedTable()
{
    const auto plain = network();
    const auto network = this->network();
    const auto trained = narrowed(*network);
    const std::vector<infer::Prompt> prompts{{.ids = {kPrompt.begin(), kPrompt.end()}, .maxTokens = 8}};
    const auto expected = infer::continued(*plain, prompts, {}, {}, {});
    const auto found = infer::continued(*network, prompts, {}, {}, {});
    QVERIFY(std::ranges::any_of(expected.front().ids,
                                [](auto id) { return std::ranges::find(kKept, id) == kKept.end(); }));
    QVERIFY(found.front().ids == expected.front().ids);
}

void TestTrained::wordsThatNeverOccurKeepTheirDigits()
{
    const QTemporaryDir folder;
    const fs::path weights{folder.filePath("weights.safetensors").toStdString()};
    const fs::path moments{folder.filePath("moments.safetensors").toStdString()};
    const auto network = this->network(at::kBFloat16);
    auto trained = narrowed(*network);
    takeSteps(*network, trained, 0);
    must(trained.save(trained.view(), weights, moments, sameName));
    const auto before = must(m_files->read(kTable));
    QVERIFY(!at::equal(before, before.to(at::kBFloat16).to(at::kFloat)));
    QVERIFY(at::equal(otherWords(tableIn(weights)), otherWords(before)));
    QVERIFY(!at::equal(tableIn(weights), before));
}

void TestTrained::aStartTakesTheWordsThatNeverOccurToo()
{
    const QTemporaryDir folder;
    const fs::path weights{folder.filePath("weights.safetensors").toStdString()};
    const fs::path again{folder.filePath("again.safetensors").toStdString()};
    const fs::path moments{folder.filePath("moments.safetensors").toStdString()};
    const auto first = network();
    auto old = narrowed(*first);
    takeSteps(*first, old, 0.1);
    must(old.save(old.view(), weights, moments, sameName));
    QVERIFY(!at::equal(otherWords(tableIn(weights)), otherWords(must(m_files->read(kTable)))));
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        const auto second = network(type);
        auto trained = narrowed(*second);
        must(trained.load(weights, {}, sameName));
        must(trained.save(trained.view(), again, moments, sameName));
        QVERIFY(at::equal(tableIn(again), tableIn(weights)));
    }
}

void TestTrained::aStartThatWouldLeaveWeightsOutIsRefused()
{
    const QTemporaryDir folder;
    const fs::path weights{folder.filePath("weights.safetensors").toStdString()};
    const fs::path moments{folder.filePath("moments.safetensors").toStdString()};
    const auto first = network();
    const auto old = narrowed(*first);
    must(old.save(old.view(), weights, moments, sameName));
    const auto second = network();
    auto head = must(train::Trained::of(
        *second, [](const std::string& name) { return train::Choice{.train = name == "lm_head.weight"}; },
        noMoreDigits, {}));
    const auto started = head.load(weights, {}, sameName);
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Inconsistent);
    QVERIFY(!started.error().hint.empty());
}

void TestTrained::rowsThatDoNotCountMoveNothing()
{
    const auto network = this->network();
    auto trained = narrowed(*network);
    const auto before = trained.snapshot();
    const auto set = keptSamples(0);
    const data::SampleSet none;
    train::Setup setup{.network = *network,
                       .task = instruction(),
                       .trained = trained,
                       .train = set,
                       .validation = none,
                       .settings = tinySettings(1)};
    const auto done = train::takeStep(setup, {wholeOf(set)}, 0);
    QVERIFY(done.taken && done.result.loss == 0 && done.norm == 0);
    const auto after = trained.view();
    for (std::size_t i = 0; i < before.exact.size(); ++i) {
        QVERIFY(at::equal(after.exact[i], before.exact[i]));
    }
}

void TestTrained::theBestStateOutlivesARunThatBreaks_data()
{
    QTest::addColumn<bool>("throws");
    QTest::newRow("with an error") << false;
    QTest::newRow("with an exception") << true;
}

void TestTrained::theBestStateOutlivesARunThatBreaks()
{
    QFETCH(const bool, throws);
    const auto network = this->network();
    auto trained = narrowed(*network);
    const auto set = keptSamples();
    train::Setup setup{.network = *network,
                       .task = instruction(),
                       .trained = trained,
                       .train = set,
                       .validation = set,
                       .settings = tinySettings(20)};
    setup.settings.evaluateEvery = 4;
    std::vector<std::int64_t> saved;
    train::Hooks hooks;
    std::vector<std::int64_t> withRows;
    hooks.sink = [&](const Event& event) {
        const auto* const done = std::get_if<StepDone>(&event);
        if (done == nullptr) return;
        if (std::ssize(done->rows) == setup.settings.batchSize) withRows.push_back(done->step);
        if (done->step != 9) return;
        if (throws) throw std::runtime_error{"as torch does"};
        const at::NoGradGuard noGrad;
        trained.items().front().adam.weight.fill_(std::numeric_limits<float>::quiet_NaN());
    };
    hooks.judge = [](const LookDone&) { return train::Hooks::Decision{.stop = false, .isBest = true}; };
    hooks.save = [&](const train::Position& position, const train::Trained::Snapshot& state,
                     bool isBest) -> Expected<std::int64_t> {
        if (isBest && state.exact.front().isfinite().all().item<bool>()) saved.push_back(position.step);
        std::this_thread::sleep_for(std::chrono::milliseconds{100}); // so dear that the next state is held
        return 1;
    };
    bool broke = false;
    try {
        broke = !train::run(setup, hooks);
    } catch (const std::runtime_error&) {
        broke = throws;
    }
    QVERIFY(broke);
    // Those whose numbers broke name their rows, the others have none.
    QVERIFY(withRows == (throws ? std::vector<std::int64_t>{} : std::vector<std::int64_t>{10, 11, 12}));
    QVERIFY(saved == (std::vector<std::int64_t>{4, 8}));
}

QTEST_GUILESS_MAIN(TestTrained)
#include "tst_trained.moc"
