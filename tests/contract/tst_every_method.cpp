// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_writer.h"
#include "core/checkpoint/tensor_file.h"
#include "core/config/sections.h"
#include "core/engine/layers.h"
#include "core/engine/opened_model.h"
#include "core/engine/run_work.h"
#include "core/export/write_model.h"
#include "tests/support/tiny_network.h"

#include <cctype>
#include <map>

#include <QTemporaryDir>
#include <QTest>

#include <ATen/core/grad_mode.h>

using namespace luthier;
using namespace luthier::test;

/// What every line of methods.def promises, on a tiny network that sorts into three classes.
class TestEveryMethod : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itDescribesItself_data() { rows(); }
    void itDescribesItself();
    void aFreshAdapterChangesNothing_data() { rows(); }
    void aFreshAdapterChangesNothing();
    void itAddsAsManyParametersAsItSays_data() { rows(); }
    void itAddsAsManyParametersAsItSays();
    void mergedEqualsApplied_data() { rows(); }
    void mergedEqualsApplied();
    void itsFileSaysItsSettings_data() { rows(); }
    void itsFileSaysItsSettings();
    void whatLearnsMovesAndTheRestKeepsEveryBit_data() { rows(); }
    void whatLearnsMovesAndTheRestKeepsEveryBit();
    void savedAndLoadedGivesTheSameOutput_data() { rows(); }
    void savedAndLoadedGivesTheSameOutput();
    void aFileWithoutATensorOfItsOwnIsRefused_data() { rows(); }
    void aFileWithoutATensorOfItsOwnIsRefused();

private:
    static void rows()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < peft::all().size(); ++i) {
            QTest::newRow(std::string{peft::all()[i]->entry.name}.c_str()) << static_cast<int>(i);
        }
    }
    static const peft::Method& method(int index) { return *peft::all()[static_cast<std::size_t>(index)]; }

    std::shared_ptr<nn::Network> prepared(const peft::Method& method, const config::Values& values,
                                          std::uint64_t seed = 1) const;
    train::Trained trainedOf(const peft::Method& method, nn::Network& network) const;

    models::ModelFiles m_files{tinyFiles()};
};

namespace {

config::Values valuesOf(const peft::Method& method, const config::Settings& settings = {})
{
    return must(config::Values::checked("method", method.entry.fields, settings));
}

/// Every number of the method at another value than the one it starts with.
config::Settings otherNumbers(const peft::Method& method)
{
    config::Settings settings;
    for (const auto& field : method.entry.fields) {
        const std::string key{field.key};
        if (const auto* integer = std::get_if<config::Integer>(&field.kind)) {
            settings[key] = std::to_string(std::min(integer->initial + 3, integer->most));
        } else if (const auto* real = std::get_if<config::Real>(&field.kind)) {
            settings[key] = config::Setting::number((real->initial + real->most) / 2);
        }
    }
    return settings;
}

/// Hidden states and class scores of the whole set, in one row.
at::Tensor outputOf(nn::Network& network)
{
    const at::NoGradGuard noGrad;
    const auto batch = tasks::packed(wholeOf(tinySamples(data::Form::Classes)), {});
    const auto hidden = network.hidden(batch);
    const auto scores = network.classify(batch, network.pooled(batch));
    return torch::cat({hidden.flatten(), scores.flatten()});
}

/// As after some training: every number of every adapter is another one.
void disturbAdapters(nn::Network& network)
{
    const at::NoGradGuard noGrad;
    std::uint64_t seed = 1;
    for (const auto& [name, layer] : peft::adapted(network)) {
        for (const auto& [part, tensor] : layer->adapter()->state()) {
            auto noise = at::empty_like(*tensor);
            models::initialise(noise, name + part, ++seed, 0.05);
            tensor->add_(noise);
        }
    }
}

std::vector<std::string> adaptedNames(nn::Network& network)
{
    std::vector<std::string> names;
    for (const auto& [name, layer] : peft::adapted(network)) {
        names.push_back(name);
    }
    return names;
}

const tasks::Task& classification()
{
    const auto found = std::ranges::find_if(tasks::all(), &tasks::Task::needsClassifier);
    return **found;
}

void takeThreeSteps(nn::Network& network, train::Trained& trained)
{
    const auto set = tinySamples(data::Form::Classes);
    const data::SampleSet none;
    train::Setup setup{.network = network,
                       .task = classification(),
                       .trained = trained,
                       .train = set,
                       .validation = none,
                       .labels = kTinyLabels,
                       .settings = tinySettings(3)};
    for (std::int64_t step = 0; step < 3; ++step) {
        QVERIFY(train::takeStep(setup, {wholeOf(set)}, step).taken);
    }
}

} // namespace

std::shared_ptr<nn::Network> TestEveryMethod::prepared(const peft::Method& method,
                                                       const config::Values& values, std::uint64_t seed) const
{
    auto network = tinyNetwork(m_files, true, seed);
    must(peft::apply(method, *network, values, seed, [](const std::string&) { return true; }));
    return network;
}

/// What a recipe trains that says nothing of layers: the new head, and what the method is for.
train::Trained TestEveryMethod::trainedOf(const peft::Method& method, nn::Network& network) const
{
    const auto& outline = m_files.outline();
    const auto silent = must(config::Values::checked("layers", config::fieldsOf("layers"), {}));
    const auto selected = must(engine::chosenTensors(outline, method, silent, true));
    const auto learns = [&](const std::string& name) {
        if (name.starts_with(outline.classifier + ".")) return true;
        if (name.find(".adapter.") != std::string::npos) return true;
        const auto at = std::ranges::find(outline.tensors, name, &models::TensorSpec::name);
        return method.adapt == nullptr && at != outline.tensors.end()
            && selected[static_cast<std::size_t>(at - outline.tensors.begin())];
    };
    return must(train::Trained::of(
        network, [&](const std::string& name) { return train::Choice{.train = learns(name)}; }, noMoreDigits,
        {}));
}

void TestEveryMethod::itDescribesItself()
{
    QFETCH(const int, index);
    const auto& entry = method(index).entry;
    QVERIFY(!entry.title.empty());
    QVERIFY(!entry.summary.empty());
    for (const auto& field : entry.fields) {
        QVERIFY(!field.label.empty());
        QVERIFY(!field.help.empty());
    }
    QVERIFY(config::Values::checked("method", entry.fields, {}));
    const bool adapts = method(index).adapt != nullptr; // all of an adapter's functions, or none
    QCOMPARE(method(index).targets != nullptr, adapts);
    QCOMPARE(method(index).parametersFor != nullptr, adapts);
    QCOMPARE(method(index).fileConfig != nullptr, adapts);
    QCOMPARE(method(index).settingsOf != nullptr, adapts);
}

void TestEveryMethod::aFreshAdapterChangesNothing()
{
    QFETCH(const int, index);
    const auto plain = tinyNetwork(m_files, true);
    const auto network = prepared(method(index), valuesOf(method(index)));
    QCOMPARE(!peft::adapted(*network).empty(), method(index).adapt != nullptr);
    QVERIFY(differenceOf(outputOf(*network), outputOf(*plain)) < 1e-6);
}

void TestEveryMethod::itAddsAsManyParametersAsItSays()
{
    QFETCH(const int, index);
    const auto values = valuesOf(method(index), otherNumbers(method(index)));
    const auto network = prepared(method(index), values);
    const auto countOf = [](const nn::Network& one) {
        std::int64_t sum = 0;
        for (const auto& parameter : one.parameters()) {
            sum += parameter.numel();
        }
        return sum;
    };
    std::int64_t expected = countOf(*tinyNetwork(m_files, true));
    for (const auto& [name, layer] : peft::adapted(*network)) {
        std::int64_t ofLayer = 0;
        for (const auto& parameter : layer->adapter()->parameters()) {
            ofLayer += parameter.numel();
        }
        const auto said = method(index).parametersFor(layer->weight.size(1), layer->weight.size(0), values);
        QVERIFY2(said == ofLayer && said > 0, name.c_str());
        QVERIFY2(!layer->weight.is_same(network->vocabulary()), name.c_str());
        expected += said;
    }
    QCOMPARE(countOf(*network), expected);
}

void TestEveryMethod::mergedEqualsApplied()
{
    QFETCH(const int, index);
    const auto network = prepared(method(index), valuesOf(method(index)));
    const auto plain = outputOf(*network);
    disturbAdapters(*network);
    const auto applied = outputOf(*network);
    if (method(index).adapt != nullptr) QVERIFY(differenceOf(applied, plain) > 1e-3);
    exporting::merge(*network);
    QVERIFY(peft::adapted(*network).empty());
    QVERIFY(differenceOf(outputOf(*network), applied) < 1e-5);
}

void TestEveryMethod::itsFileSaysItsSettings()
{
    QFETCH(const int, index);
    const auto& subject = method(index);
    if (subject.fileConfig == nullptr) return; // its result is a model, not an add-on
    const auto values = valuesOf(subject, otherNumbers(subject));
    const auto network = prepared(subject, values);
    const auto file = must(parseJson(toJson(subject.fileConfig(values, peft::targetModules(*network))), ""));

    std::string type{subject.entry.name};
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::toupper(c); });
    QVERIFY(file["peft_type"] == type); // by which it is found again

    const auto found = valuesOf(subject, must(subject.settingsOf(file)));
    for (const auto& [key, setting] : otherNumbers(subject)) {
        QVERIFY2(found.settings().at(key) == setting, key.c_str());
    }
    QCOMPARE(adaptedNames(*prepared(subject, found)), adaptedNames(*network));
}

void TestEveryMethod::whatLearnsMovesAndTheRestKeepsEveryBit()
{
    QFETCH(const int, index);
    const auto network = prepared(method(index), valuesOf(method(index)));
    auto trained = trainedOf(method(index), *network);
    std::map<std::string, at::Tensor> before;
    std::int64_t learned = 0;
    for (const auto& item : network->named_parameters()) {
        before.emplace(item.key(), item.value().detach().clone());
        if (item.value().requires_grad()) learned += item.value().numel();
    }
    QCOMPARE(learned, trained.parameters());
    takeThreeSteps(*network, trained);
    for (const auto& item : network->named_parameters()) {
        const bool isSame = at::equal(item.value(), before.at(item.key()));
        QVERIFY2(isSame != item.value().requires_grad(), item.key().c_str());
    }
}

void TestEveryMethod::savedAndLoadedGivesTheSameOutput()
{
    QFETCH(const int, index);
    const QTemporaryDir folder;
    const std::filesystem::path weights{folder.filePath("weights.safetensors").toStdString()};
    const std::filesystem::path moments{folder.filePath("moments.safetensors").toStdString()};
    const auto& subject = method(index);
    const auto fileName = [&](const std::string& name) { return engine::fileNameOf(name, subject); };
    const auto network = prepared(subject, valuesOf(subject));
    auto trained = trainedOf(subject, *network);
    takeThreeSteps(*network, trained);
    must(trained.save(trained.view(), weights, moments, fileName));

    const auto forAnswers = prepared(subject, valuesOf(subject), 2); // begins with other numbers
    QVERIFY(!at::equal(outputOf(*forAnswers), outputOf(*network)));
    must(engine::loadTensors(*forAnswers, weights, subject, engine::HeadFrom::File));
    QVERIFY(at::equal(outputOf(*forAnswers), outputOf(*network)));

    const auto resumed = prepared(subject, valuesOf(subject), 2); // and goes on learning in the same way
    auto resumedState = trainedOf(subject, *resumed);
    must(resumedState.load(weights, moments, fileName));
    QVERIFY(at::equal(outputOf(*resumed), outputOf(*network)));
    for (std::size_t i = 0; i < trained.items().size(); ++i) {
        QVERIFY(at::equal(resumedState.items()[i].adam.m, trained.items()[i].adam.m));
        QVERIFY(at::equal(resumedState.items()[i].adam.v, trained.items()[i].adam.v));
    }
}

void TestEveryMethod::aFileWithoutATensorOfItsOwnIsRefused()
{
    QFETCH(const int, index);
    const QTemporaryDir folder;
    const auto at
        = [&](const char* name) { return std::filesystem::path{folder.filePath(name).toStdString()}; };
    const auto& subject = method(index);
    const auto network = prepared(subject, valuesOf(subject));
    const auto trained = trainedOf(subject, *network);
    const auto fileName = [&](const std::string& name) { return engine::fileNameOf(name, subject); };
    must(trained.save(trained.view(), at("whole"), at("moments"), fileName));
    const auto whole = must(checkpoint::TensorFile::open(at("whole")));
    int refused = 0;
    for (const auto& item : network->named_parameters()) {
        const bool isHead = item.key().starts_with(m_files.outline().classifier + ".");
        if (!isHead && item.key().find(".adapter.") == std::string::npos) continue;
        std::vector<checkpoint::Tensor> others;
        for (const auto& info : whole->tensors()) {
            if (info.name == fileName(item.key())) continue;
            others.push_back({info.name, info.dtype, info.shape, whole->bytes(info)});
        }
        QCOMPARE(others.size() + 1, whole->tensors().size());
        must(checkpoint::writeSafetensors(at("torn"), std::move(others)));
        const auto loaded = engine::loadTensors(*network, at("torn"), subject, engine::HeadFrom::File);
        QVERIFY2(!loaded, item.key().c_str());
        QCOMPARE(loaded.error().code, ErrorCode::MissingTensor);
        if (isHead) must(engine::loadTensors(*network, at("torn"), subject, engine::HeadFrom::Base));
        ++refused;
    }
    QVERIFY(refused > 0);
}

QTEST_GUILESS_MAIN(TestEveryMethod)
#include "tst_every_method.moc"
