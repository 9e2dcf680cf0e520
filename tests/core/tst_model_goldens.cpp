// SPDX-License-Identifier: GPL-3.0-or-later
// The networks against what the Python stack computes with the same weights (tests/data/README.md, models).
#include "core/infer/embed.h"
#include "core/infer/generate.h"
#include "core/nn/network.h"
#include "tests/support/golden.h"

#include <algorithm>

#include <QTest>

#include <ATen/core/grad_mode.h>

using namespace luthier;
using namespace luthier::test;

namespace {

std::shared_ptr<nn::Network> load(const std::filesystem::path& path, at::ScalarType type = at::kFloat)
{
    return must(must(models::ModelFiles::open(path)).load(type, 1, false));
}

at::Tensor logitsOf(nn::Network& network, const std::vector<std::int32_t>& ids)
{
    const at::NoGradGuard noGrad;
    return network.hidden(packedOf({ids})).matmul(network.vocabulary().t());
}

/// The stored best 64 of each position, and the log of the sum over all.
void compareBest(const at::Tensor& logits, const checkpoint::TensorFile& file, const std::string& prompt)
{
    const auto values = tensorOf(file, prompt + ".top_values");
    const auto ids = tensorOf(file, prompt + ".top_ids").to(at::kLong);
    QVERIFY2(differenceOf(logits.gather(1, ids), values) < 2e-4, prompt.c_str());
    QVERIFY2(differenceOf(logits.logsumexp(1), tensorOf(file, prompt + ".logsumexp")) < 2e-4, prompt.c_str());
}

} // namespace

class TestModelGoldens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void miniLmEncodesLikeTheReference();
    void packedTextsDoNotSeeEachOther();
    void smolLmHasTheReferencesLogits();
    void smolLmHasTheReferencesLogProbabilities();
    void smolLmWritesTheReferencesText_data();
    void smolLmWritesTheReferencesText();
    void stories260kHasTheReferencesLogits_data();
    void stories260kHasTheReferencesLogits();
    void textsWrittenTogetherAreThoseWrittenAlone();
};

void TestModelGoldens::miniLmEncodesLikeTheReference()
{
    const auto network = load(miniLm());
    const auto file = must(checkpoint::TensorFile::open(golden("minilm/encode.safetensors")));
    std::vector<std::vector<std::int32_t>> texts;
    for (const auto& line : goldenLines("minilm/encode.jsonl")) {
        texts.push_back(idsOf(line["input_ids"]));
    }
    const at::NoGradGuard noGrad;
    for (const std::string text : {"0", "1", "2"}) {
        const auto hidden = network->hidden(packedOf({texts[std::stoul(text)]}));
        QVERIFY(differenceOf(hidden, tensorOf(*file, "s" + text + ".last_hidden_state")) < 1e-4);
    }
    const auto all = packedOf(texts); // one packed pass over texts that the reference encoded one by one
    QVERIFY(differenceOf(network->pooled(all), tensorOf(*file, "pooler_output")) < 1e-4);

    const auto vectors = infer::embedded(*network, setOf(texts),
                                         {.kind = infer::Pooling::Kind::Mean, .normalised = true}, 4096);
    const auto expected = tensorOf(*file, "sentence_embedding");
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        const auto found = torch::tensor(vectors[i]);
        QVERIFY(differenceOf(found, expected[static_cast<std::int64_t>(i)]) < 1e-4);
    }
}

void TestModelGoldens::packedTextsDoNotSeeEachOther()
{
    const auto network = load(miniLm());
    const std::vector<std::int32_t> one{101, 1037, 4937, 2938, 1012, 102};
    const std::vector<std::int32_t> other{101, 2054, 2064, 1045, 102};
    const at::NoGradGuard noGrad;
    const auto alone = network->hidden(packedOf({one}));
    const auto together = network->hidden(packedOf({other, one, other}, 32));
    QVERIFY(differenceOf(together.narrow(0, 5, 6), alone) < 1e-6);
}

void TestModelGoldens::smolLmHasTheReferencesLogits()
{
    const auto network = load(smolLm());
    const auto file = must(checkpoint::TensorFile::open(golden("smollm2/logits.safetensors")));
    const auto prompts = goldenLines("smollm2/prompts.jsonl");
    QVERIFY(!prompts.empty());
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        compareBest(logitsOf(*network, idsOf(prompts[i]["input_ids"])), *file, "p" + std::to_string(i));
    }
}

void TestModelGoldens::smolLmHasTheReferencesLogProbabilities()
{
    const auto network = load(smolLm());
    for (const auto& line : goldenLines("smollm2/logprobs.jsonl")) {
        auto ids = idsOf(line["prompt_ids"]);
        const auto given = ids.size();
        const auto completion = idsOf(line["completion_ids"]);
        ids.insert(ids.end(), completion.begin(), completion.end());
        const auto found = infer::logProbabilities(*network, ids, given);
        const auto expected = line["logprobs"].get<std::vector<double>>();
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            QVERIFY(std::abs(found[i] - expected[i]) < 2e-3);
        }
    }
}

void TestModelGoldens::smolLmWritesTheReferencesText_data()
{
    QTest::addColumn<bool>("asStored");
    QTest::newRow("float32") << false;
    QTest::newRow("as stored") << true;
}

void TestModelGoldens::smolLmWritesTheReferencesText()
{
    QFETCH(const bool, asStored);
    const auto network
        = asStored ? must(must(models::ModelFiles::open(smolLm())).loadToAnswer({}, 1)) : load(smolLm());
    for (const auto& line : goldenLines("smollm2/greedy.jsonl")) {
        const auto expected = idsOf(line["output_ids"]);
        const auto margins = line["margin"].get<std::vector<double>>();
        const auto written = infer::continued(
            *network,
            {{.ids = idsOf(line["input_ids"]), .maxTokens = static_cast<std::int64_t>(expected.size())}}, {},
            {});
        const auto& found = written.front().ids;
        QCOMPARE(found.size(), expected.size());
        const auto differ = std::ranges::mismatch(found, expected).in1 - found.begin();
        const bool isSame = differ == static_cast<std::ptrdiff_t>(found.size());
        QVERIFY2(isSame || margins[static_cast<std::size_t>(differ)] < 2e-3,
                 line["prompt"].get<std::string>().c_str());
    }
}

void TestModelGoldens::stories260kHasTheReferencesLogits_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("suffix");
    QTest::newRow("folder") << "stories260k/hf"
                            << "";
    QTest::newRow("q8_0") << "stories260k/gguf/stories260K-q8_0.gguf"
                          << "_q8_0";
}

void TestModelGoldens::stories260kHasTheReferencesLogits()
{
    QFETCH(const QString, path);
    QFETCH(const QString, suffix);
    const auto network = load(golden(path.toStdString()));
    const auto file = must(checkpoint::TensorFile::open(golden("stories260k/logits.safetensors")));
    for (const std::string prompt : {"p0", "p1", "p2"}) {
        const auto ids = tensorOf(*file, prompt + ".input_ids");
        const auto* const first = ids.data_ptr<std::int32_t>();
        const auto logits = logitsOf(*network, {first, first + ids.numel()});
        QVERIFY(differenceOf(logits, tensorOf(*file, prompt + ".logits" + suffix.toStdString())) < 1e-4);
    }
}

void TestModelGoldens::textsWrittenTogetherAreThoseWrittenAlone()
{
    const auto network = load(golden("stories260k/hf"));
    const auto texts = goldenJson("stories260k/golden.json")["greedy"];
    std::vector<infer::Prompt> prompts;
    for (const auto& text : texts) {
        prompts.push_back({.ids = idsOf(text["input_ids"]), .maxTokens = 60});
    }
    const auto written = infer::continued(*network, prompts, {}, {});
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        auto expected = idsOf(texts[i]["output_ids"]);
        QVERIFY(texts[i]["min_margin"].get<double>() > 1e-4); // so there is one right answer
        expected.resize(60);
        QCOMPARE(written[i].ids, expected);
    }
}

QTEST_GUILESS_MAIN(TestModelGoldens)
#include "tst_model_goldens.moc"
