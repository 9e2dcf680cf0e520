// SPDX-License-Identifier: GPL-3.0-or-later
// What the frozen part of a network makes of a row is computed once, and nothing about the run tells.
#include "core/base/cache_file.h"
#include "core/train/frozen_states.h"
#include "core/train/looks.h"
#include "tests/support/built_network.h"
#include "tests/support/memory_disk.h"
#include "tests/support/tiny_network.h"

#include <filesystem>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/equal.h>

using namespace luthier;
using namespace luthier::test;

namespace {

constexpr std::int64_t kSteps = 6;

/// One job of a row: the network, what is frozen of it, and the parameters that learn.
struct JobOf {
    const tasks::Task* task;
    std::shared_ptr<nn::Network> network;
    train::FrozenPart part;
    std::vector<std::string> learning; ///< how their names begin
};

class One {
public:
    One(const JobOf& job, const data::SampleSet& set)
        : m_trained{must(train::Trained::of(*job.network,
                                            [&](const std::string& name) -> train::Choice {
                                                return {.train = std::ranges::any_of(
                                                            job.learning, [&](const auto& begin) {
                                                                return name.starts_with(begin);
                                                            })};
                                            },
                                            noMoreDigits, {}))}
        , m_setup{.network = *job.network,
                  .task = *job.task,
                  .trained = m_trained,
                  .train = set,
                  .validation = set,
                  .labels = kTinyLabels,
                  .settings = tinySettings(kSteps)}
        , m_batcher{set, 5, 1, true, train::prefixesOf(*job.network, true)}
    {
        job.network->train();
        m_setup.settings.deterministic = true;
    }

    train::Setup& setup() { return m_setup; }
    train::Trained& trained() { return m_trained; }
    /// The losses of the steps from `from` on, and of a look behind each.
    std::vector<double> losses(std::int64_t from = 0, std::int64_t to = kSteps)
    {
        std::vector<double> losses;
        for (auto step = from; step < to; ++step) {
            losses.push_back(train::takeStep(m_setup, m_batcher.batchesOf(step, 40), step).result.loss);
            const train::Looks looks{m_setup.train, m_setup.validation, 1};
            losses.push_back(
                looks.look(m_setup.network, m_setup.task, kTinyLabels, 40, 1, m_setup.known).loss);
        }
        return losses;
    }

private:
    train::Trained m_trained;
    train::Setup m_setup;
    data::Batcher m_batcher;
};

train::KnownStates knownOf(const train::FrozenStates& states)
{
    return {&states, &states, &states};
}

} // namespace

/// One job twice: without kept states and, once `kept` is filled and known to b, with them.
struct TwoRuns {
    TwoRuns(JobOf first, JobOf second)
        : without{std::move(first)}
        , with{std::move(second)}
    {
        a.setup().known = knownOf(unknown);
    }

    JobOf without, with;
    data::SampleSet set{tinySamples(without.task->form, true)};
    train::FrozenStates unknown{*without.network, without.part, set};
    train::FrozenStates kept{*with.network, with.part, set};
    One a{without, set};
    One b{with, set};
};

class TestFrozenPrefix : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theSameBitsWithKeptStates_data() { jobs(); }
    void theSameBitsWithKeptStates();
    void aRunThatGoesOnWithKeptStatesHasTheSameBits_data() { jobs(); }
    void aRunThatGoesOnWithKeptStatesHasTheSameBits();
    void statesAreWhatTheNetworkMakesItself_data() { jobs(); }
    void statesAreWhatTheNetworkMakesItself();
    void halfPrecisionKeepsItsOwnNumbers();
    void anotherIdPartOrWeightIsAnotherKey();
    void someSamplesAreKnownAndOthersAreNot();
    void aFileThatCannotBeReadAnyMoreIsDoneWithout_data() { jobs(); }
    void aFileThatCannotBeReadAnyMoreIsDoneWithout();
    void aStopLeavesNothingBehind();

private:
    static void jobs();
    JobOf job(const QString& name, at::ScalarType type = at::kFloat) const;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestFrozenPrefix::init()
{
    m_home = std::make_unique<QTemporaryDir>(memoryDisk());
    qputenv("LUTHIER_HOME", m_home->path().toUtf8());
    at::set_num_threads(1);
}

void TestFrozenPrefix::jobs()
{
    QTest::addColumn<QString>("name");
    for (const auto* name :
         {"bert last two", "bert head", "bert classifier", "llama last two", "llama head"}) {
        QTest::newRow(name) << QString{name};
    }
}

JobOf TestFrozenPrefix::job(const QString& name, at::ScalarType type) const
{
    const bool isBert = name.startsWith("bert");
    const bool isHead = !name.endsWith("last two");
    const bool classifies = isBert || isHead;
    const auto task = std::ranges::find_if(
        tasks::all(), [&](const auto* one) { return one->needsClassifier == classifies; });
    JobOf result{.task = *task,
                 .network = isBert ? built("bert", bertConfig(), type) : built("llama", llamaConfig(), type),
                 .part = {.blocks = isHead ? 4 : 2,
                          .onlyPooled = isHead,
                          .withPooler = name == "bert classifier" || name == "llama head",
                          .oneByOne = true},
                 .learning = {classifies ? (isBert ? "classifier" : "score") : "model.norm"}};
    if (name != "bert classifier" && isBert) result.learning.push_back("bert.pooler");
    if (isHead) return result;
    const std::string layers = isBert ? "bert.encoder.layer." : "model.layers.";
    result.learning.push_back(layers + "2.");
    result.learning.push_back(layers + "3.");
    return result;
}

void TestFrozenPrefix::theSameBitsWithKeptStates()
{
    QFETCH(const QString, name);
    TwoRuns runs{job(name), job(name)};
    auto& [without, with, set, unknown, kept, a, b] = runs;
    const auto key = kept.keyFor("these weights");
    QVERIFY(!kept.find(key));
    must(kept.fill(key, {}));
    QVERIFY(kept.areKnown() && !unknown.areKnown());
    b.setup().known = knownOf(kept);
    QVERIFY(a.losses() == b.losses());
    for (std::size_t i = 0; i < a.trained().items().size(); ++i) {
        QVERIFY(at::equal(a.trained().items()[i].adam.weight, b.trained().items()[i].adam.weight));
        QVERIFY(at::equal(a.trained().items()[i].adam.m, b.trained().items()[i].adam.m));
    }
}

void TestFrozenPrefix::aRunThatGoesOnWithKeptStatesHasTheSameBits()
{
    QFETCH(const QString, name);
    const auto whole = job(name);
    const auto set = tinySamples(whole.task->form, true);
    const auto key = train::FrozenStates{*whole.network, whole.part, set}.keyFor("these weights");
    One a{whole, set};
    {
        train::FrozenStates kept{*whole.network, whole.part, set};
        must(kept.fill(key, {}));
        a.setup().known = knownOf(kept);
        static_cast<void>(a.losses(0, 3));
    }
    const auto state = a.trained().snapshot();
    const auto goesOn = job(name);
    One b{goesOn, set};
    b.trained().restore(state);
    train::FrozenStates found{*goesOn.network, goesOn.part, set};
    QVERIFY(found.find(key));
    b.setup().known = knownOf(found);
    train::FrozenStates unknown{*whole.network, whole.part, set};
    a.setup().known = knownOf(unknown);
    QVERIFY(a.losses(3) == b.losses(3));
    for (std::size_t i = 0; i < a.trained().items().size(); ++i) {
        QVERIFY(at::equal(a.trained().items()[i].adam.weight, b.trained().items()[i].adam.weight));
    }
}

void TestFrozenPrefix::statesAreWhatTheNetworkMakesItself()
{
    QFETCH(const QString, name);
    const auto plain = job(name);
    auto with = job(name);
    with.part.oneByOne = false; // as many as fit
    const auto set
        = tinySamples(plain.task->form, true, 10); // and a decoder's samples share what they begin with
    One a{plain, set};
    One b{with, set};
    train::FrozenStates kept{*with.network, with.part, set};
    kept.compute();
    b.setup().known = knownOf(kept);
    const auto expected = a.losses();
    const auto found = b.losses();
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY2(std::abs(expected[i] - found[i]) < 1e-5 * expected[i], qPrintable(QString::number(i)));
    }
}

void TestFrozenPrefix::halfPrecisionKeepsItsOwnNumbers()
{
    for (const auto* name : {"bert last two", "bert head", "llama last two"}) {
        auto half = job(name, at::kBFloat16);
        half.part.roundTo = 32;
        const auto set = tinySamples(half.task->form);
        train::FrozenStates kept{*half.network, half.part, set};
        const auto rows = half.part.onlyPooled ? static_cast<std::int64_t>(set.size()) : set.tokens();
        QCOMPARE(kept.bytes(), rows * 32 * 2);
        must(kept.fill(kept.keyFor(name), {}));
        const train::FrozenStates unknown{*half.network, half.part, set};
        const auto batch = wholeOf(set);
        auto a = tasks::packed(batch, {.roundTo = 32});
        auto b = a;
        kept.give(a, batch);
        unknown.give(b, batch);
        QVERIFY(a.states.scalar_type() == at::kBFloat16);
        QCOMPARE(a.fromBlock, half.part.blocks);
        QVERIFY(at::equal(a.states, b.states));
        QCOMPARE(a.states.size(0), half.part.onlyPooled ? rows : a.ids.size(0));
    }
}

void TestFrozenPrefix::anotherIdPartOrWeightIsAnotherKey()
{
    const auto bert = job("bert last two");
    const auto set = tinySamples(data::Form::Classes);
    auto other = tinySamples(data::Form::Classes);
    other.add({.ids = {5}, .learnFrom = 1, .label = 0});
    auto longer = bert.part;
    longer.blocks = 3;
    auto batched = bert.part;
    batched.oneByOne = false;
    const auto half = job("bert last two", at::kBFloat16);
    const std::vector<std::int64_t> some{1, 2};
    const auto key = [&](const nn::Network& network, const train::FrozenPart& part,
                         const data::SampleSet& samples, std::span<const std::int64_t> which = {}) {
        return train::FrozenStates{const_cast<nn::Network&>(network), part, samples, which}.keyFor("w");
    };
    const std::set<std::string> keys{key(*bert.network, bert.part, set),
                                     key(*bert.network, bert.part, other),
                                     key(*bert.network, longer, set),
                                     key(*bert.network, batched, set),
                                     key(*half.network, bert.part, set),
                                     key(*bert.network, bert.part, set, some),
                                     train::FrozenStates{*bert.network, bert.part, set}.keyFor("v")};
    QCOMPARE(keys.size(), std::size_t{7});
    QVERIFY(key(*bert.network, bert.part, set) == key(*job("bert last two").network, bert.part, set));
}

void TestFrozenPrefix::someSamplesAreKnownAndOthersAreNot()
{
    auto bert = job("bert last two");
    const auto set = tinySamples(data::Form::Classes);
    const std::vector<std::int64_t> some{1, 4, 7};
    train::FrozenStates exact{*bert.network, bert.part, set, some};
    exact.compute();
    bert.part.oneByOne = false;
    train::FrozenStates fast{*bert.network, bert.part, set, some};
    fast.compute();
    const auto batch = data::batchesOf(set, std::vector<std::int64_t>{4, 5}, 1000).front();
    auto packed = tasks::packed(batch, {});
    fast.give(packed, batch);
    QVERIFY(!packed.states.defined()); // the network does it all
    QCOMPARE(packed.fromBlock, 0);
    exact.give(packed, batch);
    QVERIFY(packed.states.defined()); // the same bits, known or not
    const auto both = data::batchesOf(set, std::vector<std::int64_t>{7, 4}, 1000).front();
    auto known = tasks::packed(both, {});
    fast.give(known, both);
    QVERIFY(known.states.defined());
    QVERIFY(at::allclose(known.states.narrow(0, set.length(7), set.length(4)),
                         packed.states.narrow(0, 0, set.length(4))));
}

void TestFrozenPrefix::aFileThatCannotBeReadAnyMoreIsDoneWithout()
{
    QFETCH(const QString, name);
    TwoRuns runs{job(name), job(name)};
    auto& [without, with, set, unknown, kept, a, b] = runs;
    must(kept.fill(kept.keyFor("these weights"), {}));
    b.setup().known = knownOf(kept);
    QVERIFY(a.losses(0, 2) == b.losses(0, 2));
    for (const auto& file : std::filesystem::directory_iterator{cacheFilesFolder()}) {
        std::filesystem::resize_file(file.path(), 4096);
    }
    QVERIFY(a.losses(2) == b.losses(2));
    QVERIFY(!kept.areKnown());
}

void TestFrozenPrefix::aStopLeavesNothingBehind()
{
    const auto bert = job("bert head");
    const auto set = tinySamples(data::Form::Classes);
    train::FrozenStates states{*bert.network, bert.part, set};
    std::stop_source stop;
    int reports = 0;
    const Job stopping{.stop = stop.get_token(), .progress = [&](double, const Text&) {
                           if (++reports == 3) stop.request_stop();
                       }};
    const auto filled = states.fill(states.keyFor("w"), stopping);
    QVERIFY(!filled && filled.error().code == ErrorCode::Interrupted);
    QVERIFY(!states.areKnown());
    QVERIFY(entriesOf(cacheFilesFolder()).empty());
}

QTEST_GUILESS_MAIN(TestFrozenPrefix)
#include "tst_frozen_prefix.moc"
