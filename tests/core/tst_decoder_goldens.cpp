// SPDX-License-Identifier: GPL-3.0-or-later
// Every family of decoders against what the Python stack computes with tiny models (tests/data/README.md,
// tiny).
#include "core/checkpoint/tensor_file.h"
#include "core/export/write_gguf.h"
#include "core/export/write_model.h"
#include "core/infer/generate.h"
#include "core/nn/network.h"
#include "core/nn/ops/vocabulary_loss.h"
#include "core/peft/method.h"
#include "tests/support/tiny_models.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include <ATen/core/grad_mode.h>

using namespace luthier;
using namespace luthier::test;
namespace fs = std::filesystem;

namespace {

/// Mean loss of the tokens that are learned in the golden's training case, ready for backward.
at::Tensor lossOf(nn::Network& network, const TinyCase& batch, const Json& labels)
{
    const auto hidden = network.hidden(packedOf(batch.ids));
    std::vector<std::int64_t> rows;
    std::vector<std::int32_t> targets;
    std::int64_t begin = 0;
    for (std::size_t row = 0; row < batch.ids.size(); ++row) {
        for (std::size_t i = 0; i + 1 < batch.ids[row].size(); ++i) {
            const auto label
                = labels[row][static_cast<std::size_t>(batch.places[row][i + 1])].get<std::int32_t>();
            if (label < 0) continue;
            rows.push_back(begin + static_cast<std::int64_t>(i));
            targets.push_back(label);
        }
        begin += static_cast<std::int64_t>(batch.ids[row].size());
    }
    const auto count = static_cast<std::int64_t>(targets.size());
    return nn::vocabularyLoss(hidden.index_select(0, torch::tensor(rows)), network.vocabulary(),
                              torch::tensor(targets).to(at::kInt),
                              torch::full({count}, 1.0F / static_cast<float>(count)), network.logitForm())
        .total;
}

/// The folder with the old spelling of its configuration.
void useLegacy(const fs::path& from, const fs::path& to)
{
    fs::copy_file(from / "config.legacy.json", to / "config.json");
    fs::copy_file(from / "model.safetensors", to / "model.safetensors");
}

} // namespace

/// Rows: every folder with a decoder, in each spelling of its configuration.
class TestDecoderGoldens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void statesAndLogits_data() { rows(); }
    void statesAndLogits();
    void lossAndGradients_data() { rows(); }
    void lossAndGradients();
    void greedyTokens_data() { rows(); }
    void greedyTokens();
    void theOutlineIsTheNetwork_data() { rows(); }
    void theOutlineIsTheNetwork();
    void fullTuningLearns_data() { rows(); }
    void fullTuningLearns();
    void loraLearns_data() { rows(); }
    void loraLearns();
    void anExportIsTheSame_data() { rows(); }
    void anExportIsTheSame();
    void aGgufFileIsTheSame_data() { rows(); }
    void aGgufFileIsTheSame();

private:
    static void rows();
    void learns(nn::Network& network, double rate) const;

    fs::path m_folder; ///< with the goldens
    std::unique_ptr<QTemporaryDir> m_legacy;
    std::optional<models::ModelFiles> m_files;
    std::shared_ptr<nn::Network> m_network;
    std::shared_ptr<const checkpoint::TensorFile> m_golden;
    Json m_facts;
};

void TestDecoderGoldens::rows()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("legacy");
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator{tiny("")}) {
        if (jsonOf(entry.path() / "golden.json").contains("greedy")) names.insert(entry.path().filename());
    }
    QVERIFY(names.size() >= 23);
    for (const auto& name : names) {
        QTest::newRow(name.c_str()) << QString::fromStdString(name) << false;
        if (fs::exists(tiny(name) / "config.legacy.json"))
            QTest::newRow((name + ", old spelling").c_str()) << QString::fromStdString(name) << true;
    }
}

void TestDecoderGoldens::init()
{
    QFETCH(const QString, name);
    QFETCH(const bool, legacy);
    m_folder = tiny(name.toStdString());
    auto path = m_folder;
    if (legacy) {
        m_legacy = std::make_unique<QTemporaryDir>();
        path = m_legacy->path().toStdString();
        useLegacy(m_folder, path);
    }
    m_files.emplace(must(models::ModelFiles::open(path)));
    m_network = must(m_files->load(at::kFloat, 1, false));
    m_network->dropout() = {};
    m_golden = must(checkpoint::TensorFile::open(m_folder / "golden.safetensors"));
    m_facts = jsonOf(m_folder / "golden.json");
}

void TestDecoderGoldens::statesAndLogits()
{
    const at::NoGradGuard noGrad;
    for (const std::string which : {"a", "b", "c"}) { // c: b with its padding in front
        const auto batch = caseOf(*m_golden, which);
        const auto packed = packedOf(batch.ids, 16);
        const auto wanted = [&](const std::string& what) {
            return packedRows(tensorOf(*m_golden, which + "." + what), batch);
        };
        const auto tokens = wanted("hidden.0").size(0);
        for (std::int64_t level = 0; level <= m_network->layers(); ++level) {
            const bool isLast = level == m_network->layers();
            const auto found = isLast ? m_network->hidden(packed) : m_network->prefix(packed, level, false);
            const auto difference
                = differenceOf(found.narrow(0, 0, tokens), wanted("hidden." + std::to_string(level)));
            QVERIFY2(difference < 1e-4,
                     qPrintable(QString{"%1 level %2: %3"}
                                    .arg(QString::fromStdString(which))
                                    .arg(level)
                                    .arg(difference)));
        }
        const auto logits = m_network->wordLogits(m_network->hidden(packed).narrow(0, 0, tokens));
        QVERIFY(differenceOf(logits, wanted("logits")) < 1e-4);
        std::int64_t begin = 0;
        for (const auto& ids : batch.ids) { // one by one as in the batch
            const auto count = static_cast<std::int64_t>(ids.size());
            const auto alone = m_network->wordLogits(m_network->hidden(packedOf({ids})));
            QVERIFY(differenceOf(alone, logits.narrow(0, begin, count)) < 1e-5);
            begin += count;
        }
    }
}

void TestDecoderGoldens::lossAndGradients()
{
    const auto& train = m_facts["train"];
    const auto batch = caseOf(*m_golden, train["case"].get<std::string>());
    const auto loss = lossOf(*m_network, batch, train["labels"]);
    const auto expected = train["loss"].get<double>();
    QVERIFY(std::abs(loss.item<double>() - expected) < 1e-4 * expected);
    loss.backward();
    const auto different = differentGradient(*m_network, train["grad_norms"]);
    QVERIFY2(different.empty(), different.c_str());
}

void TestDecoderGoldens::greedyTokens()
{
    const auto& greedy = m_facts["greedy"];
    const auto expected = idsOf(greedy["output"]);
    QVERIFY(greedy["min_margin"].get<double>() > 1e-4); // so there is one right answer
    const std::vector<infer::Prompt> prompts{
        {.ids = idsOf(greedy["prompt"]), .maxTokens = static_cast<std::int64_t>(expected.size())}};
    QCOMPARE(infer::continued(*m_network, prompts, {}, {}).front().ids, expected);
    const auto stored = must(m_files->loadToAnswer({}, 1));
    QCOMPARE(infer::continued(*stored, prompts, {}, {}).front().ids, expected);
}

void TestDecoderGoldens::theOutlineIsTheNetwork()
{
    const auto different = differentOutline(*m_network, m_files->outline());
    QVERIFY2(different.empty(), different.c_str());
}

/// Some steps down the slope make the loss smaller.
void TestDecoderGoldens::learns(nn::Network& network, double rate) const
{
    const auto& train = m_facts["train"];
    const auto batch = caseOf(*m_golden, train["case"].get<std::string>());
    double first = 0;
    for (int step = 0; step < 5; ++step) {
        const auto loss = lossOf(network, batch, train["labels"]);
        if (step == 0) first = loss.item<double>();
        if (step == 4)
            QVERIFY2(loss.item<double>() < 0.98 * first,
                     qPrintable(QString::number(loss.item<double>() / first)));
        network.zero_grad();
        loss.backward();
        stepDown(network, rate);
    }
}

void TestDecoderGoldens::fullTuningLearns()
{
    learns(*m_network, 0.01);
}

void TestDecoderGoldens::loraLearns()
{
    const auto found = std::ranges::find(peft::all(), std::string_view{"lora"},
                                         [](const peft::Method* method) { return method->entry.name; });
    const auto& lora = **found;
    const auto values = must(
        config::Values::checked("method", lora.entry.fields, {{"targets", std::string{"all-linear"}}}));
    const auto ids = caseOf(*m_golden, "a").ids;
    const auto before = m_network->hidden(packedOf(ids)).detach();
    must(peft::apply(lora, *m_network, values, 1, [](const std::string&) { return true; }));
    QVERIFY(torch::equal(m_network->hidden(packedOf(ids)), before)
            || differenceOf(m_network->hidden(packedOf(ids)), before) < 1e-6);
    std::size_t linear = 0;
    for (const auto& tensor : m_files->outline().tensors) {
        linear += tensor.linear && tensor.place == models::TensorSpec::Place::Block ? 1 : 0;
    }
    QCOMPARE(peft::adapted(*m_network).size(), linear);
    learns(*m_network, 0.05);
    exporting::merge(*m_network);
}

void TestDecoderGoldens::anExportIsTheSame()
{
    const QTemporaryDir folder;
    const fs::path to{folder.path().toStdString()};
    must(exporting::writeMerged(to, *m_network, *m_files, {}));
    const auto again = must(models::ModelFiles::open(to));
    const auto network = must(again.load(at::kFloat, 1, false));
    const auto theirs = network->named_parameters();
    for (const auto& item : m_network->named_parameters()) {
        QVERIFY2(torch::equal(theirs[item.key()], item.value()), item.key().c_str());
    }
    // Under the names and in the order that the file it came from has.
    const auto written = must(checkpoint::TensorFile::open(to / "model.safetensors"));
    const auto original = must(checkpoint::TensorFile::open(m_folder / "model.safetensors"));
    QCOMPARE(written->tensors().size(), original->tensors().size());
    for (const auto& tensor : original->tensors()) {
        const auto* const same = written->find(tensor.name);
        QVERIFY2(same != nullptr, tensor.name.c_str());
        QCOMPARE(same->shape, tensor.shape);
    }
}

/// Where GGUF files of the family can be written: with all digits the same network, with 8 bits nearly.
void TestDecoderGoldens::aGgufFileIsTheSame()
{
    const std::set<std::string> writable{"llama", "mistral", "qwen2", "qwen3"};
    const auto family = std::string{m_files->architecture().modelType};
    if (const auto whyNot = exporting::whyNoGguf(*m_files)) {
        QVERIFY(!writable.contains(family)
                || family == "llama"); // kinds of rotary positions that it cannot say
        return;
    }
    QVERIFY(writable.contains(family));
    const at::NoGradGuard noGrad;
    const QTemporaryDir folder;
    const auto path = fs::path{folder.path().toStdString()} / "x.gguf";
    const auto ids = caseOf(*m_golden, "a").ids;
    const auto wanted = tensorOf(*m_golden, "a.logits")[0];
    for (const auto& form : exporting::ggufForms()) {
        if (form.name != "f32" && form.name != "q8_0") continue;
        must(exporting::writeGguf(path, *m_network, *m_files, {}, form, "tiny"));
        const auto again = must(models::ModelFiles::open(path));
        const auto network = must(again.load(at::kFloat, 1, false));
        const auto difference = differenceOf(network->wordLogits(network->hidden(packedOf(ids))), wanted);
        // A window is not among the things that such a file can say of a Llama.
        const bool hasWindow
            = m_files->config().contains("sliding_window") && !m_files->config()["sliding_window"].is_null();
        if (!hasWindow)
            QVERIFY2(difference < (form.name == "f32" ? 1e-4 : 0.05),
                     qPrintable(QString::number(difference)));
        fs::remove(path);
    }
}

QTEST_GUILESS_MAIN(TestDecoderGoldens)
#include "tst_decoder_goldens.moc"
