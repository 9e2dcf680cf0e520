// SPDX-License-Identifier: GPL-3.0-or-later
// On a graphics card the same comes out as on the processor. The card is one of paper (support/paper_card.h),
// whose memory nobody may touch but LibTorch: what would crash on a real one crashes here.
#include "core/infer/generate.h"
#include "core/nn/ops/attention.h"
#include "core/nn/ops/vocabulary_loss.h"
#include "core/peft/method.h"
#include "core/train/estimate.h"
#include "core/train/frozen_states.h"
#include "core/train/looks.h"
#include "tests/support/built_network.h"
#include "tests/support/op_check.h"
#include "tests/support/paper_card.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <string_view>

#include <QTest>

using namespace luthier;
using namespace luthier::test;

namespace {

using Tensors = std::vector<at::Tensor>;

nn::TokenKeys keysOf(std::size_t count)
{
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < count; ++i) {
        keys.push_back(1000 + 7 * i);
    }
    return std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
}

/// Output and gradients of an operation on one device, as the processor has them.
Tensors outcome(const std::function<at::Tensor(const Tensors&)>& op, const Tensors& inputs, at::Device device)
{
    Tensors there;
    for (const auto& input : inputs) {
        there.push_back(
            input.detach().to(device, input.scalar_type(), false, /*copy=*/true).requires_grad_());
    }
    const auto y = op(there);
    at::manual_seed(5);
    y.backward(torch::randn(y.sizes()).to(y.options()));
    if (y.device() != device) throw std::runtime_error{"the output lies elsewhere"};
    Tensors all{y.detach().cpu()};
    for (const auto& input : there) {
        if (input.grad().device() != device) throw std::runtime_error{"a gradient lies elsewhere"};
        all.push_back(input.grad().cpu());
    }
    return all;
}

bool isTheSame(const std::function<at::Tensor(const Tensors&)>& op, const Tensors& inputs, double tolerance)
{
    const auto here = outcome(op, inputs, at::kCPU);
    const auto there = outcome(op, inputs, PaperCard::device());
    for (std::size_t i = 0; i < here.size(); ++i) {
        if (here[i].sizes() == there[i].sizes() && tests::distance(there[i], here[i]) < tolerance) continue;
        qWarning("tensor %d differs by %g", static_cast<int>(i), tests::distance(there[i], here[i]));
        return false;
    }
    return true;
}

constexpr double kRounding = 2e-5; // float32, sums in another order

/// What learns, and of what.
struct Story {
    const char* family; ///< llama or bert
    bool lora{false};
    double dropout{0};
    at::ScalarType type{at::kFloat};
    bool severalParts{false}; ///< of a step
};

/// A run of a few steps on one device.
class Run {
public:
    Run(const Story& story, at::Device device)
        : m_story{story}
        , m_isText{std::string_view{story.family} == "llama"}
        , m_outline{must(family(story.family).outline(m_isText ? llamaConfig() : bertConfig()))}
        , m_set{tinySamples(m_isText ? data::Form::Answers : data::Form::Classes, true, m_isText ? 4 : 0)}
        , m_network{built(story.family, m_isText ? llamaConfig() : bertConfig(), story.type)}
        , m_trained{trainedOf(story, device)}
        , m_setup{.network = *m_network,
                  .task = task(),
                  .trained = m_trained,
                  .train = m_set,
                  .validation = m_set,
                  .labels = kTinyLabels,
                  .settings = tinySettings(kSteps)}
        , m_batcher{m_set, 5, 1, true, train::prefixesOf(*m_network, true)}
        , m_tokens{story.severalParts ? 20 : 1000}
    {
        m_network->train();
        m_setup.settings.clipGradNorm = 0.5;
        m_setup.settings.weightDecay = 0.1;
    }

    std::vector<double> losses(std::int64_t from = 0, std::int64_t to = kSteps)
    {
        std::vector<double> losses;
        for (auto step = from; step < to; ++step) {
            const auto taken = train::takeStep(m_setup, m_batcher.batchesOf(step, m_tokens), step);
            losses.push_back(taken.result.loss);
            losses.push_back(taken.norm);
        }
        const train::Looks looks{m_set, m_set, 1};
        losses.push_back(looks.look(*m_network, task(), kTinyLabels, 40, 1, m_setup.known).loss);
        return losses;
    }
    train::Setup& setup() { return m_setup; }
    train::Trained& trained() { return m_trained; }
    nn::Network& network() { return *m_network; }
    const data::SampleSet& samples() const { return m_set; }

    /// What train::memoryParts() is asked with, for this batch in one part.
    train::Load load(const data::Batch& batch) const
    {
        train::Load load{.outline = &m_outline,
                         .labels = m_isText ? 0 : kTinyLabels,
                         .bf16 = m_story.type == at::kBFloat16,
                         .microBatchTokens = batch.rows(),
                         .batchTokens = batch.rows(),
                         .onCard = true,
                         .droppedKeys = m_story.dropout > 0 ? m_set.longest() : 0};
        for (const auto& item : m_trained.items()) {
            if (item.name.find("adapter") == std::string::npos) continue;
            load.adapterParameters += item.adam.weight.numel();
            if (item.name.ends_with("lora_A")) load.adapterRanks += item.adam.weight.size(0);
        }
        load.trained.assign(m_outline.tensors.size(), !m_story.lora);
        load.learnedShare = static_cast<double>(batch.targets.size()) / static_cast<double>(batch.rows());
        return load;
    }

    static constexpr std::int64_t kSteps = 4;

private:
    static const models::Architecture& family(std::string_view name)
    {
        return **std::ranges::find_if(models::all(),
                                      [&](const auto* one) { return one->entry.name == name; });
    }

    const tasks::Task& task() const
    {
        return **std::ranges::find_if(tasks::all(),
                                      [this](const auto* one) { return one->needsClassifier == !m_isText; });
    }

    train::Trained trainedOf(const Story& story, at::Device device)
    {
        m_network->dropout()
            = {.hidden = story.dropout, .attention = story.dropout, .classifier = story.dropout};
        if (story.lora) {
            const auto lora = std::ranges::find_if(peft::all(),
                                                   [](const auto* one) { return one->entry.name == "lora"; });
            auto values = must(config::Values::checked("method", (*lora)->entry.fields, {}));
            values.set("rank", std::int64_t{4});
            values.set("dropout", story.dropout);
            must(peft::apply(**lora, *m_network, values, 1, [](const std::string&) { return true; }));
        }
        m_network->to(device);
        std::vector<std::int32_t> words{m_set.allIds().begin(), m_set.allIds().end()};
        std::ranges::sort(words);
        words.erase(std::ranges::unique(words).begin(), words.end());
        return must(train::Trained::of(
            *m_network,
            [&](const std::string& name) -> train::Choice {
                return {.train = !story.lora || name.find("adapter") != std::string::npos
                            || name.starts_with("classifier"),
                        .stepMultiplier = name.find("layers.0") != std::string::npos ? 0.5 : 1};
            },
            [&](const std::string& name) -> Expected<at::Tensor> { // more digits than bfloat16 has
                const auto held = m_network->named_parameters()[name].detach().cpu();
                return held.to(at::kFloat) * 1.001F;
            },
            words));
    }

    Story m_story;
    bool m_isText;
    models::Outline m_outline;
    data::SampleSet m_set;
    std::shared_ptr<nn::Network> m_network;
    train::Trained m_trained;
    train::Setup m_setup;
    data::Batcher m_batcher;
    std::int64_t m_tokens;
};

double meanDistance(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b)
{
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]).abs().to(at::kDouble).sum().item<double>();
        count += static_cast<double>(a[i].numel());
    }
    return sum / count;
}

} // namespace

Q_DECLARE_METATYPE(Story)

class TestCard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whatIsSwitchedOffIsTheSame();
    void attentionIsTheSame_data();
    void attentionIsTheSame();
    void theVocabularysLossIsTheSame();
    void stepsAreTheSame_data();
    void stepsAreTheSame();
    void aStepAsksForTwoNumbers();
    void aStateGoesFromOneDeviceToTheOther();
    void aTextIsTheSame();
    void statesOfTheFrozenPartAreTheSame();
    void theEstimateIsWhatTheCardHolds_data();
    void theEstimateIsWhatTheCardHolds();
};

void TestCard::initTestCase()
{
    at::set_num_threads(1);
}

void TestCard::whatIsSwitchedOffIsTheSame()
{
    const nn::Dropout dropout{0.3, 5, keysOf(9)};
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        const auto x = torch::randn({7, 37}).to(type);
        const auto here = nn::dropped(x, dropout);
        const auto there = nn::dropped(x.to(PaperCard::device()), dropout).cpu();
        QVERIFY(torch::equal(here, there));
        QVERIFY(here.eq(0).sum().item<std::int64_t>() > 37);
    }
    QVERIFY(isTheSame(
        [&](const Tensors& in) {
            return nn::dropped(in[0], dropout, {8, 0, 3});
        },
        {torch::randn({3, 21})}, 1e-7));
}

void TestCard::attentionIsTheSame_data()
{
    QTest::addColumn<std::vector<std::int32_t>>("queryBorders");
    QTest::addColumn<std::vector<std::int32_t>>("parents");
    QTest::addColumn<bool>("causal");
    QTest::addColumn<double>("dropout");
    using Numbers = std::vector<std::int32_t>;
    QTest::newRow("causal") << Numbers{} << Numbers{} << true << 0.0;
    QTest::newRow("both ways") << Numbers{} << Numbers{} << false << 0.0;
    QTest::newRow("with a beginning in common") << Numbers{} << Numbers{-1, 0, 0} << true << 0.0;
    QTest::newRow("the last ones ask") << Numbers{0, 1, 3, 6} << Numbers{} << true << 0.0;
    QTest::newRow("one of each asks") << Numbers{0, 1, 2, 3} << Numbers{} << false << 0.0;
    QTest::newRow("dropout") << Numbers{} << Numbers{} << false << 0.4;
    QTest::newRow("dropout where the last ones ask") << Numbers{0, 1, 3, 6} << Numbers{} << true << 0.4;
}

void TestCard::attentionIsTheSame()
{
    QFETCH(const std::vector<std::int32_t>, queryBorders);
    QFETCH(const std::vector<std::int32_t>, parents);
    QFETCH(const bool, causal);
    QFETCH(const double, dropout);
    const std::vector<std::int32_t> borders{0, 5, 8, 17};
    const nn::AttentionShape shape{4, 2, 6, 0.4, causal};
    const auto rows = queryBorders.empty() ? 20 : 7; // some behind the last border
    const auto attention = [&](const Tensors& in) {
        return nn::attention(in[0], in[1], in[2], borders, shape, {dropout, 3, keysOf(20)}, queryBorders,
                             parents);
    };
    QVERIFY(isTheSame(attention, {torch::randn({rows, 24}), torch::randn({20, 12}), torch::randn({20, 12})},
                      kRounding));
}

void TestCard::theVocabularysLossIsTheSame()
{
    const auto targets = torch::randint(700, {50}, at::kInt);
    const auto weights = torch::rand({50});
    const auto loss
        = [&](const Tensors& in) { return nn::vocabularyLoss(in[0], in[1], targets, weights).total; };
    QVERIFY(isTheSame(loss, {torch::randn({50, 16}), torch::randn({700, 16})}, kRounding));
    const auto hidden = torch::randn({50, 16});
    const auto table = torch::randn({700, 16});
    const auto here = nn::vocabularyLoss(hidden, table, targets, weights);
    const auto there
        = nn::vocabularyLoss(hidden.to(PaperCard::device()), table.to(PaperCard::device()), targets, weights);
    QVERIFY(tests::distance(there.perRow.cpu(), here.perRow) < kRounding);
    QVERIFY(torch::equal(there.likeliest.cpu(), here.likeliest));
}

void TestCard::stepsAreTheSame_data()
{
    QTest::addColumn<Story>("story");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("decoder, full") << Story{.family = "llama"} << 1e-4;
    QTest::newRow("decoder, full, in parts") << Story{.family = "llama", .severalParts = true} << 1e-4;
    QTest::newRow("decoder, full, dropout") << Story{.family = "llama", .dropout = 0.2} << 1e-4;
    QTest::newRow("decoder, LoRA") << Story{.family = "llama", .lora = true} << 1e-4;
    QTest::newRow("decoder, LoRA, dropout") << Story{.family = "llama", .lora = true, .dropout = 0.2} << 1e-4;
    QTest::newRow("decoder, full, bfloat16") << Story{.family = "llama", .type = at::kBFloat16} << 3e-2;
    QTest::newRow("encoder, full") << Story{.family = "bert"} << 1e-4;
    QTest::newRow("encoder, full, dropout, in parts")
        << Story{.family = "bert", .dropout = 0.2, .severalParts = true} << 1e-4;
    QTest::newRow("encoder, LoRA, dropout") << Story{.family = "bert", .lora = true, .dropout = 0.2} << 1e-4;
    QTest::newRow("encoder, full, bfloat16") << Story{.family = "bert", .type = at::kBFloat16} << 3e-2;
}

void TestCard::stepsAreTheSame()
{
    QFETCH(const Story, story);
    QFETCH(const double, tolerance);
    Run here{story, at::kCPU};
    Run there{story, PaperCard::device()};
    QVERIFY(there.network().device() == PaperCard::device());
    const auto expected = here.losses();
    const auto losses = there.losses();
    QCOMPARE(losses.size(), expected.size());
    for (std::size_t i = 0; i < losses.size(); ++i) {
        QVERIFY2(std::abs(losses[i] - expected[i]) <= tolerance * std::max(1.0, expected[i]),
                 QByteArray::number(qulonglong{i}) + ": " + QByteArray::number(losses[i], 'g', 9)
                     + " instead of " + QByteArray::number(expected[i], 'g', 9));
    }
    QVERIFY(expected[0] != expected[2]); // of two steps
    const auto state = there.trained().view();
    for (const auto& tensor : state.exact) {
        QVERIFY(tensor.is_cpu());
    }
    // Adam divides small slopes by small ones, so single weights may go the other way; hardly any do.
    QVERIFY(meanDistance(state.exact, here.trained().view().exact) < tolerance * Run::kSteps * 1e-3);
}

/// Each one waits until the card has done all that it was told.
void TestCard::aStepAsksForTwoNumbers()
{
    Run run{{.family = "llama", .lora = true}, PaperCard::device()};
    const data::Batch batch = wholeOf(run.samples());
    static_cast<void>(train::takeStep(run.setup(), {batch}, 0));
    const auto before = PaperCard::questions();
    static_cast<void>(train::takeStep(run.setup(), {batch}, 1));
    QCOMPARE(PaperCard::questions() - before, 2); // the loss and the norm of the gradient
}

void TestCard::aStateGoesFromOneDeviceToTheOther()
{
    const Story story{.family = "bert", .dropout = 0.1};
    Run here{story, at::kCPU};
    const auto whole = here.losses();
    Run first{story, PaperCard::device()};
    static_cast<void>(first.losses(0, 2));
    Run second{story, at::kCPU};
    second.trained().restore(first.trained().snapshot());
    const auto rest = second.losses(2, Run::kSteps);
    QVERIFY(std::abs(rest.back() - whole.back()) < 1e-4);
    Run third{story, PaperCard::device()};
    third.trained().restore(first.trained().snapshot());
    QVERIFY(std::abs(third.losses(2, Run::kSteps).back() - whole.back()) < 1e-4);
}

void TestCard::aTextIsTheSame()
{
    const Story story{.family = "llama", .lora = true};
    Run here{story, at::kCPU};
    Run there{story, PaperCard::device()};
    static_cast<void>(here.losses());
    static_cast<void>(there.losses());
    std::vector<infer::Prompt> prompts;
    for (const std::int32_t length : {20, 25}) { // they begin alike
        prompts.push_back({.maxTokens = 12});
        for (std::int32_t i = 0; i < length; ++i) {
            prompts.back().ids.push_back(5 + i * 13 % 400);
        }
    }
    const auto expected = infer::continued(here.network(), prompts, {}, {}, {});
    const auto written = infer::continued(there.network(), prompts, {}, {}, {});
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        QCOMPARE(written[i].ids.size(), 12U);
        QCOMPARE(written[i].ids, expected[i].ids);
    }
}

void TestCard::statesOfTheFrozenPartAreTheSame()
{
    for (const bool pooled : {false, true}) {
        const Story story{.family = "bert"};
        Run here{story, at::kCPU};
        Run there{story, PaperCard::device()};
        const train::FrozenPart part{.blocks = pooled ? 4 : 2, .onlyPooled = pooled};
        std::vector<double> looks;
        for (auto* run : {&here, &there}) {
            train::FrozenStates states{run->network(), part, run->samples()};
            run->network().eval();
            states.compute();
            run->setup().known = {.steps = &states, .trainLooks = &states, .validation = &states};
            looks.push_back(run->losses(0, 0).back());
        }
        QVERIFY(std::abs(looks[0] - looks[1]) < 1e-5);
    }
}

void TestCard::theEstimateIsWhatTheCardHolds_data()
{
    QTest::addColumn<Story>("story");
    QTest::newRow("decoder, full") << Story{.family = "llama"};
    QTest::newRow("decoder, LoRA") << Story{.family = "llama", .lora = true};
    QTest::newRow("decoder, full, bfloat16") << Story{.family = "llama", .type = at::kBFloat16};
    QTest::newRow("encoder, full") << Story{.family = "bert"};
    QTest::newRow("encoder, full, dropout") << Story{.family = "bert", .dropout = 0.1};
}

void TestCard::theEstimateIsWhatTheCardHolds()
{
    QFETCH(const Story, story);
    PaperCard::resetPeak();
    const auto before = PaperCard::heldBytes();
    Run run{story, PaperCard::device()};
    const auto batch = wholeOf(run.samples());
    static_cast<void>(train::takeStep(run.setup(), {batch}, 0));
    std::int64_t expected = 0;
    for (const auto& part : train::memoryParts(run.load(batch))) {
        if (std::string_view{part.name} != "fixed") expected += part.bytes;
    }
    const auto ratio = static_cast<double>(PaperCard::peakBytes() - before) / static_cast<double>(expected);
    // What is freed on a card does not always fit what comes next, so the sum of all is expected, not its
    // peak.
    QVERIFY2(ratio > 0.5 && ratio < 1, QByteArray::number(ratio));
}

QTEST_GUILESS_MAIN(TestCard)
#include "tst_card.moc"
