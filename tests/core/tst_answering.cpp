// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/generate.h"
#include "core/nn/embedding.h"
#include "core/peft/method.h"
#include "tests/support/tiny_network.h"

#include <QTest>

#include <ATen/core/grad_mode.h>

using namespace luthier;
using namespace luthier::test;
using nn::StoredAs;

/// Networks that only answer, with weights as files store them, against the float32 network of the same file.
class TestAnswering : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theirLogitsAreTheFloat32Networks_data() { paths(); }
    void theirLogitsAreTheFloat32Networks();
    void theyWriteWhatTheFloat32NetworkWrites_data() { paths(); }
    void theyWriteWhatTheFloat32NetworkWrites();
    void theyKeepTheFilesOwnNumbers();
    void severalThreadsWriteTheSame();
    void anAdapterActsAlsoInTheQuickWay();
    void aSharedBeginIsReadOnceAndChangesNothing();
    void whatWasReadIsNotReadAgain();
    void whatIsTrainedWritesWithItsWeightsOfNow_data();
    void whatIsTrainedWritesWithItsWeightsOfNow();
    void aTextReadInBfloat16IsNearlyTheSame();
    void roundedWeightsAreNear();
    void theSameSeedDrawsTheSameText();
    void aShareOfTheLikeliestIsDrawn();

private:
    static void paths()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("folder") << "stories260k/hf";
        QTest::newRow("q8_0") << "stories260k/gguf/stories260K-q8_0.gguf";
    }
};

namespace {

constexpr std::int64_t kWritten = 40;

models::ModelFiles filesAt(const std::string& path)
{
    at::set_num_threads(1); // more would wait for each other longer than they work
    return must(models::ModelFiles::open(golden(path)));
}

std::vector<infer::Prompt> promptsOf(std::size_t count)
{
    std::vector<infer::Prompt> prompts;
    for (std::size_t i = 0; i < count; ++i) {
        infer::Prompt prompt{.ids = {1}, .maxTokens = kWritten};
        for (std::size_t k = 0; k < 3 + 2 * i; ++k) {
            prompt.ids.push_back(static_cast<std::int32_t>(3 + (i * 37 + k * 11) % 500));
        }
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

/// What the float32 network says word by word, without any cache, as long as it prefers it by `margin`:
/// behind that there is no one right answer.
std::vector<std::int32_t> greedyOf(nn::Network& network, const infer::Prompt& prompt, double margin)
{
    const at::NoGradGuard noGrad;
    std::vector<std::int32_t> result;
    auto ids = prompt.ids;
    for (std::int64_t i = 0; i < prompt.maxTokens; ++i) {
        const auto hidden = network.hidden(packedOf({ids}));
        const auto last = hidden.narrow(0, static_cast<std::int64_t>(ids.size()) - 1, 1);
        const auto best = std::get<0>(network.wordLogits(last).flatten().topk(2));
        if ((best[0] - best[1]).item<double>() < margin) break;
        ids.push_back(static_cast<std::int32_t>(network.wordLogits(last).argmax().item<std::int64_t>()));
        result.push_back(ids.back());
    }
    return result;
}

/// Each text alone and all together, against the network without a cache.
void compareWriting(nn::Network& exact, nn::Network& stored, std::size_t texts, double margin = 1e-4)
{
    const auto prompts = promptsOf(texts);
    const auto together = infer::continued(stored, prompts, {}, {});
    std::size_t compared = 0;
    for (std::size_t i = 0; i < texts; ++i) {
        const auto expected = greedyOf(exact, prompts[i], margin);
        compared += expected.size();
        const auto begin = [&](std::vector<std::int32_t> ids) {
            ids.resize(expected.size());
            return ids;
        };
        QCOMPARE(begin(together[i].ids), expected);
        QCOMPARE(begin(infer::continued(stored, {prompts[i]}, {}, {}).front().ids), expected);
    }
    QVERIFY2(compared > texts, qPrintable(QString::number(compared)));
}

/// As after some training.
void addLora(nn::Network& network)
{
    for (const auto* method : peft::all()) {
        if (method->entry.name != "lora") continue;
        const auto values = must(config::Values::checked("method", method->entry.fields, {}));
        must(peft::apply(*method, network, values, 1, [](const std::string&) { return true; }));
    }
    const at::NoGradGuard noGrad;
    std::uint64_t seed = 1;
    for (const auto& [name, layer] : peft::adapted(network)) {
        for (const auto& [part, tensor] : layer->adapter()->state()) {
            models::initialise(*tensor, name + part, ++seed, 0.1);
        }
    }
}

} // namespace

void TestAnswering::theirLogitsAreTheFloat32Networks()
{
    QFETCH(const QString, path);
    const auto files = filesAt(path.toStdString());
    const auto exact = must(files.load(at::kFloat, 1, false));
    const auto stored = must(files.loadToAnswer({}, 1));
    const at::NoGradGuard noGrad;
    for (const std::size_t length : {2, 30}) { // few rows, and more than few
        std::vector<std::int32_t> ids;
        for (std::size_t i = 0; i < length; ++i) {
            ids.push_back(static_cast<std::int32_t>(3 + i * 11 % 500));
        }
        const auto batch = packedOf({ids});
        const auto expected = exact->wordLogits(exact->hidden(batch));
        QVERIFY(differenceOf(stored->wordLogits(stored->hidden(batch)), expected) < 1e-4);
    }
    const std::vector<std::int32_t> text{1, 5, 300, 17, 44, 8};
    const auto expected = infer::logProbabilities(*exact, text, 2);
    const auto found = infer::logProbabilities(*stored, text, 2);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY(std::abs(found[i] - expected[i]) < 1e-4);
    }
}

void TestAnswering::theyWriteWhatTheFloat32NetworkWrites()
{
    QFETCH(const QString, path);
    const auto files = filesAt(path.toStdString());
    const auto exact = must(files.load(at::kFloat, 1, false));
    const auto stored = must(files.loadToAnswer({}, 1));
    compareWriting(*exact, *stored, 3);
    compareWriting(*exact, *exact, 1); // whose weights are not stored
    const auto many = infer::continued(*stored, promptsOf(20), {}, {}); // more than the quick way takes
    const auto few = infer::continued(*stored, promptsOf(3), {}, {});
    for (std::size_t i = 0; i < few.size(); ++i) {
        QCOMPARE(many[i].ids, few[i].ids);
    }
}

void TestAnswering::theyKeepTheFilesOwnNumbers()
{
    const auto files = filesAt("stories260k/gguf/stories260K-q8_0.gguf");
    const auto stored = must(files.loadToAnswer({}, 1));
    std::map<std::string, StoredAs> forms;
    for (const auto& [name, layer] : stored->linears()) {
        QVERIFY(layer->stored() != nullptr);
        QVERIFY(layer->weight.storage().nbytes() <= sizeof(float));
        forms[name] = layer->stored()->form;
        const auto exact = must(files.read(name + ".weight"));
        QVERIFY(torch::equal(nn::expandedRows(*layer->stored(), 0, layer->stored()->rows), exact));
    }
    QCOMPARE(forms.at("model.layers.0.self_attn.q_proj"),
             StoredAs::Q8_0); // whose rows stand in another order
    const auto& table = stored->words().stored();
    QVERIFY(torch::equal(nn::expandedRows(*table, 0, table->rows),
                         must(files.read("model.embed_tokens.weight"))));
}

void TestAnswering::severalThreadsWriteTheSame()
{
    const auto files = filesAt("stories260k/hf");
    const auto stored = must(files.loadToAnswer({}, 1));
    auto prompts = promptsOf(2);
    prompts.front().ids.resize(150, 9); // long enough that threads share its keys
    const auto alone = infer::continued(*stored, prompts, {}, {});
    for (const int threads : {2, 3}) {
        at::set_num_threads(threads);
        const auto found = infer::continued(*stored, prompts, {}, {});
        for (std::size_t i = 0; i < alone.size(); ++i) {
            QCOMPARE(found[i].ids, alone[i].ids);
        }
        QCOMPARE(infer::continued(*stored, {prompts[0]}, {}, {}).front().ids, alone[0].ids);
    }
    at::set_num_threads(1);
}

void TestAnswering::anAdapterActsAlsoInTheQuickWay()
{
    const auto files = filesAt("stories260k/hf");
    const auto exact = must(files.load(at::kFloat, 1, false));
    const auto stored = must(files.loadToAnswer({}, 1));
    const auto plain = infer::continued(*stored, promptsOf(1), {}, {});
    addLora(*exact);
    addLora(*stored);
    const auto tuned = infer::continued(*stored, promptsOf(1), {}, {});
    QVERIFY(tuned.front().ids != plain.front().ids);
    compareWriting(*exact, *stored, 2);
    for (const auto& [name, layer] : stored->linears()) {
        layer->switchAdapter(false);
    }
    QCOMPARE(infer::continued(*stored, promptsOf(1), {}, {}).front().ids, plain.front().ids);
}

void TestAnswering::aSharedBeginIsReadOnceAndChangesNothing()
{
    const auto files = filesAt("stories260k/hf");
    const auto stored = must(files.loadToAnswer({}, 1));
    const std::vector<std::int32_t> begin(40, 7);
    auto prompts = promptsOf(3);
    for (auto& prompt : prompts) {
        prompt.ids.insert(prompt.ids.begin(), begin.begin(), begin.end());
    }
    prompts.push_back({.ids = begin, .maxTokens = kWritten}); // it is a begin and nothing more
    prompts.push_back({.ids = begin, .maxTokens = 0});
    const auto together = infer::continued(*stored, prompts, {}, {});
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(together[i].ids, infer::continued(*stored, {prompts[i]}, {}, {}).front().ids);
    }
    QVERIFY(together[4].ids.empty());
}

void TestAnswering::whatWasReadIsNotReadAgain()
{
    const auto files = filesAt("stories260k/hf");
    const auto stored = must(files.loadToAnswer({}, 1));
    infer::TextMemory memory;
    auto prompt = promptsOf(1).front();
    prompt.ids.resize(30, 9);
    const auto fresh = infer::continued(*stored, {prompt}, {}, {});
    for (int i = 0; i < 2; ++i) { // not known, known as a whole
        QCOMPARE(infer::continued(*stored, {prompt}, {}, {}, {}, &memory).front().ids, fresh.front().ids);
    }
    auto longer = prompt; // goes on from what was written
    const auto& written = fresh.front().ids;
    longer.ids.insert(longer.ids.end(), written.begin(), written.end());
    longer.ids.push_back(33);
    auto other = prompt; // parts from it in the middle
    other.ids[20] = 77;
    for (const auto& next : {longer, other, promptsOf(2).back()}) {
        const auto expected = infer::continued(*stored, {next}, {}, {}).front().ids;
        QCOMPARE(infer::continued(*stored, {next}, {}, {}, {}, &memory).front().ids, expected);
    }
    infer::Caches caches(1);
    caches[0].push_back({at::zeros({40, 4}), at::zeros({40, 4}), 20});
    infer::TextMemory small;
    small.remember(std::vector<std::int32_t>(20, 5), caches);
    caches[0][0].length = 0;
    QCOMPARE(small.recall(std::vector<std::int32_t>(30, 5), caches), std::size_t{20});
    QCOMPARE(caches[0][0].length, std::int64_t{20});
    QCOMPARE(small.recall(std::vector<std::int32_t>(20, 5), caches), std::size_t{19});
    QCOMPARE(small.recall(std::vector<std::int32_t>(5, 5), caches), std::size_t{0});
}

void TestAnswering::whatIsTrainedWritesWithItsWeightsOfNow_data()
{
    QTest::addColumn<bool>("inInt8");
    QTest::addRow("bfloat16") << false;
    QTest::addRow("frozen in 8 bits") << true;
}

void TestAnswering::whatIsTrainedWritesWithItsWeightsOfNow()
{
    QFETCH(const bool, inInt8);
    const auto files = filesAt("stories260k/hf");
    const auto training = must(files.load(at::kBFloat16, 1, false));
    if (inInt8) must(files.freezeInInt8(*training));
    const auto exact = must(files.load(at::kFloat, 1, false));
    addLora(*training);
    addLora(*exact);
    const auto scale = [&](double factor) {
        const at::NoGradGuard noGrad;
        for (const auto& [name, layer] : peft::adapted(*training)) {
            for (const auto& [part, tensor] : layer->adapter()->state()) {
                tensor->mul_(factor);
            }
        }
    };
    scale(0.3); // with more, every rounding is a different text
    training->train();
    // The same numbers in float32, whatever form they have there.
    const auto follow = [&] {
        const at::NoGradGuard noGrad;
        auto there = training->named_parameters();
        for (auto& item : exact->named_parameters()) {
            if (!nn::isPlace(there[item.key()])) item.value().copy_(there[item.key()]);
        }
        const auto layers = exact->linears();
        for (const auto& [name, layer] : training->linears()) {
            const auto same = std::ranges::find(layers, name, [](const auto& one) { return one.first; });
            if (layer->int8()) same->second->weight.copy_(layer->int8()->expanded());
        }
    };
    constexpr double kMargin = 0.2; // the prompt is read in bfloat16
    follow();
    compareWriting(*exact, *training, 6, kMargin);
    QVERIFY(training->is_training());
    const auto before = infer::continued(*training, promptsOf(1), {}, {}).front().ids;
    scale(1.5);
    follow();
    compareWriting(*exact, *training, 6, kMargin);
    QVERIFY(infer::continued(*training, promptsOf(1), {}, {}).front().ids != before);
}

void TestAnswering::aTextReadInBfloat16IsNearlyTheSame()
{
    constexpr double kMargin = 0.2;
    const auto files = filesAt("stories260k/gguf/stories260K-q8_0.gguf");
    const auto exact = must(files.load(at::kFloat, 1, false));
    const auto stored = must(files.loadToAnswer({}, 1));
    const auto in = [&](at::ScalarType type, const std::vector<std::vector<std::int32_t>>& texts) {
        const at::NoGradGuard noGrad;
        stored->readTextsIn(type);
        infer::Caches caches(static_cast<std::size_t>(stored->layers()));
        for (auto& layer : caches) {
            for (std::size_t i = 0; i < texts.size(); ++i) {
                layer.push_back(
                    {at::zeros({64, stored->keyValueWidth()}), at::zeros({64, stored->keyValueWidth()}), 0});
            }
        }
        at::Tensor hidden;
        for (const auto part : {0, 1}) { // the second half looks at what is there already
            std::vector<std::vector<std::int32_t>> halves;
            std::vector<std::int32_t> starts;
            for (const auto& text : texts) {
                const auto middle = text.begin() + static_cast<std::ptrdiff_t>(text.size() / 2);
                starts.push_back(part == 0 ? 0 : static_cast<std::int32_t>(middle - text.begin()));
                halves.emplace_back(part == 0 ? text.begin() : middle, part == 0 ? middle : text.end());
            }
            auto batch = packedOf(halves);
            for (std::size_t i = 0; i < texts.size(); ++i) {
                batch.positions.narrow(0, batch.borders[i], batch.borders[i + 1] - batch.borders[i])
                    .add_(starts[i]);
            }
            batch.caches = &caches;
            hidden = stored->hidden(batch);
        }
        return hidden;
    };
    std::vector<std::vector<std::int32_t>> texts;
    for (const auto& prompt : promptsOf(5)) {
        texts.push_back(prompt.ids);
    }
    const auto expected = in(at::kFloat, texts);
    const auto found = in(at::kBFloat16, texts);
    QCOMPARE(found.scalar_type(), at::kFloat);
    const auto apart = (found - expected).norm().item<double>() / expected.norm().item<double>();
    QVERIFY2(apart > 0 && apart < 0.02, qPrintable(QString::number(apart)));
    compareWriting(*exact, *stored, 4, kMargin);
    addLora(*exact);
    addLora(*stored); // float32 beside texts in bfloat16
    compareWriting(*exact, *stored, 4, kMargin);
}

void TestAnswering::roundedWeightsAreNear()
{
    const auto files = filesAt("stories260k/hf");
    const auto exact = must(files.load(at::kFloat, 1, false));
    const at::NoGradGuard noGrad;
    const auto batch = packedOf({{1, 5, 300, 17, 44, 8}});
    const auto expected = exact->wordLogits(exact->hidden(batch));
    const auto size = expected.norm().item<double>();
    const std::vector<std::pair<StoredAs, double>> allowed{
        {StoredAs::Float32, 1e-5}, {StoredAs::Bfloat16, 0.02}, {StoredAs::Int8, 0.05}};
    for (const auto& [form, share] : allowed) {
        const auto stored = must(files.loadToAnswer(form, 1));
        const auto kept = must(files.load(at::kFloat, 1, false));
        models::keepToAnswer(*kept, form);
        for (const auto& network : {stored, kept}) {
            const auto found = network->wordLogits(network->hidden(batch));
            QVERIFY((found - expected).norm().item<double>() < share * size);
        }
    }
}

void TestAnswering::theSameSeedDrawsTheSameText()
{
    const auto files = filesAt("stories260k/hf");
    const auto stored = must(files.loadToAnswer({}, 1));
    auto prompts = promptsOf(1);
    const auto drawn = [&](double topP, std::uint64_t seed) {
        prompts.front().sampling = {.temperature = 1, .topP = topP, .seed = seed};
        return infer::continued(*stored, prompts, {}, {}).front().ids;
    };
    for (const double topP : {1.0, 0.9}) {
        QCOMPARE(drawn(topP, 1), drawn(topP, 1));
        QVERIFY(drawn(topP, 1) != drawn(topP, 2));
    }
}

void TestAnswering::aShareOfTheLikeliestIsDrawn()
{
    const auto files = filesAt("stories260k/hf");
    const auto stored = must(files.loadToAnswer({}, 1));
    auto prompts = promptsOf(1);
    prompts.front().maxTokens = 10;
    const auto greedy = infer::continued(*stored, prompts, {}, {}).front().ids;
    for (std::uint64_t seed = 1; seed < 5; ++seed) { // so small a share is the likeliest one alone
        prompts.front().sampling = {.temperature = 1, .topP = 1e-6, .seed = seed};
        QCOMPARE(infer::continued(*stored, prompts, {}, {}).front().ids, greedy);
    }
}

QTEST_GUILESS_MAIN(TestAnswering)
#include "tst_answering.moc"
