// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/looks.h"
#include "tests/support/tiny_network.h"

#include <algorithm>
#include <cmath>

#include <QTest>

#include <ATen/core/grad_mode.h>

using namespace luthier;
using namespace luthier::test;

/// What every line of tasks.def promises, on a tiny network.
class TestEveryTask : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itDescribesItself_data() { rows(); }
    void itDescribesItself();
    void theLossOfMicroBatchesAddsUpToTheWholes_data() { rows(); }
    void theLossOfMicroBatchesAddsUpToTheWholes();
    void theGradientOfMicroBatchesIsTheWholes_data() { rows(); }
    void theGradientOfMicroBatchesIsTheWholes();
    void sharedBeginningsChangeNothing_data() { rows(); }
    void sharedBeginningsChangeNothing();
    void theLossIsTheWeightedMeanOfTheOutcomes_data() { rows(); }
    void theLossIsTheWeightedMeanOfTheOutcomes();
    void withoutWeightsTheLossIsTheMeanLoss_data() { rows(); }
    void withoutWeightsTheLossIsTheMeanLoss();
    void outcomesAndMetricsAreInTheirRange_data() { rows(); }
    void outcomesAndMetricsAreInTheirRange();
    void metricsAgreeWithACountByHand_data() { rows(&tasks::Task::metricIsShare); }
    void metricsAgreeWithACountByHand();
    void tenStepsLowerTheLoss_data() { rows(); }
    void tenStepsLowerTheLoss();

private:
    /// A row for each task, or each of which `is` tells.
    static void rows(bool tasks::Task::*is = nullptr)
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < tasks::all().size(); ++i) {
            if (is != nullptr && !(tasks::all()[i]->*is)) continue;
            QTest::newRow(std::string{tasks::all()[i]->entry.name}.c_str()) << static_cast<int>(i);
        }
    }
    static const tasks::Task& task(int index) { return *tasks::all()[static_cast<std::size_t>(index)]; }

    models::ModelFiles m_files{tinyFiles()};
};

namespace {

constexpr std::int64_t kFewTokens = 20; // several micro-batches, one of them a sample too long for it

std::vector<data::Batch> partsOf(const data::SampleSet& set)
{
    return data::batchesOf(set, allOf(set), kFewTokens);
}

tasks::LabelWeights labelWeights(const tasks::Task& task)
{
    return task.needsClassifier ? tasks::LabelWeights{0.5F, 1, 3} : tasks::LabelWeights{};
}

train::Setup setupOf(const tasks::Task& task, nn::Network& network, train::Trained& trained,
                     const data::SampleSet& set, std::int64_t steps)
{
    static const data::SampleSet kNone;
    return {.network = network,
            .task = task,
            .trained = trained,
            .train = set,
            .validation = kNone,
            .labels = kTinyLabels,
            .settings = tinySettings(steps)};
}

train::Trained allTrained(nn::Network& network)
{
    return must(train::Trained::of(network, [](const std::string&) { return train::Choice{.train = true}; },
                                   noMoreDigits, {}));
}

double lossOf(const tasks::Task& task, nn::Network& network, const data::Batch& batch,
              const tasks::LabelWeights& weights, double norm)
{
    const at::NoGradGuard noGrad;
    return task.loss(network, tasks::packed(batch, {}), batch, weights, norm).item<double>();
}

std::vector<tasks::SampleOutcome> outcomesOf(const tasks::Task& task, nn::Network& network,
                                             const data::SampleSet& set)
{
    return train::measured(network, task, set, allOf(set), kFewTokens, 1);
}

bool near(double found, double expected, double tolerance = 1e-5) // sums of float32
{
    return std::abs(found - expected) < tolerance * (1 + std::abs(expected));
}

} // namespace

void TestEveryTask::itDescribesItself()
{
    QFETCH(const int, index);
    const auto& entry = task(index).entry;
    QVERIFY(!entry.title.empty());
    QVERIFY(!entry.summary.empty());
    QVERIFY(!task(index).metric.empty());
}

void TestEveryTask::theLossOfMicroBatchesAddsUpToTheWholes()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form, true);
    const auto weights = labelWeights(task(index));
    const auto whole = wholeOf(set);
    const auto parts = partsOf(set);
    QVERIFY(parts.size() > 3);
    const double norm = task(index).weightOf(whole, weights);
    double sumOfNorms = 0;
    double sum = 0;
    for (const auto& part : parts) {
        sumOfNorms += task(index).weightOf(part, weights);
        sum += lossOf(task(index), *network, part, weights, norm);
    }
    QVERIFY(norm > 0 && near(sumOfNorms, norm));
    QVERIFY(near(sum, lossOf(task(index), *network, whole, weights, norm)));
}

void TestEveryTask::theGradientOfMicroBatchesIsTheWholes()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form, true);
    auto trained = allTrained(*network);
    auto setup = setupOf(task(index), *network, trained, set, 1);
    setup.labelWeights = labelWeights(task(index));
    const auto whole = train::gradientsOf(setup, {wholeOf(set)});
    const auto parts = train::gradientsOf(setup, partsOf(set));
    QVERIFY(near(parts.loss, whole.loss));
    QCOMPARE(parts.tokens, whole.tokens);
    QCOMPARE(parts.samples, whole.samples);
    QCOMPARE(parts.gradients.size(), whole.gradients.size());
    for (std::size_t i = 0; i < whole.gradients.size(); ++i) {
        const auto& name = trained.items()[i].name;
        QVERIFY2(whole.gradients[i].defined() && parts.gradients[i].defined(), name.c_str());
        const double norm = whole.gradients[i].norm().item<double>();
        QVERIFY2(norm > 0, name.c_str());
        QVERIFY2((parts.gradients[i] - whole.gradients[i]).norm().item<double>() < 1e-4 * norm, name.c_str());
    }
}

/// Rows of all tokens once against rows of each sample: losses, gradients and outcomes.
void TestEveryTask::sharedBeginningsChangeNothing()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form, true, 20);
    auto trained = allTrained(*network);
    auto setup = setupOf(task(index), *network, trained, set, 1);
    const auto shared = data::batchesOf(set, allOf(set), 1000, train::prefixesOf(*network, true));
    QCOMPARE(shared.size(), std::size_t{1});
    const auto own = wholeOf(set);
    if (task(index).form == data::Form::Answers) QCOMPARE(shared.front().rows(), own.rows() - 11 * 20);
    const auto once = train::gradientsOf(setup, shared);
    const auto each = train::gradientsOf(setup, {own});
    QVERIFY(near(once.loss, each.loss));
    QCOMPARE(once.tokens, each.tokens);
    for (std::size_t i = 0; i < each.gradients.size(); ++i) {
        const double norm = each.gradients[i].norm().item<double>();
        const double distance = (once.gradients[i] - each.gradients[i]).norm().item<double>();
        QVERIFY2(norm > 0 && distance < 1e-4 * norm, trained.items()[i].name.c_str());
    }
    const at::NoGradGuard noGrad;
    network->eval();
    const auto looked
        = train::measured(*network, task(index), set, allOf(set), 1000, 1); // shares what it can
    const auto outcomes = task(index).outcomes(*network, tasks::packed(own, {}), own);
    QCOMPARE(looked.size(), outcomes.size());
    for (std::size_t i = 0; i < looked.size(); ++i) {
        QVERIFY(near(looked[i].loss, outcomes[i].loss));
        QCOMPARE(looked[i].rightTokens, outcomes[i].rightTokens);
    }
    network->dropout().hidden = 0.1;
    QVERIFY(train::prefixesOf(*network, true) == data::Prefixes::Own); // each sample loses others
}

void TestEveryTask::theLossIsTheWeightedMeanOfTheOutcomes()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form, true);
    const auto weights = labelWeights(task(index));
    double sum = 0;
    double weight = 0;
    for (const auto& outcome : outcomesOf(task(index), *network, set)) {
        const auto i = static_cast<std::size_t>(outcome.sample);
        const double ofLabel
            = weights.empty() ? 1 : static_cast<double>(weights[static_cast<std::size_t>(set.label(i))]);
        const double counts
            = static_cast<double>(set.weight(i)) * ofLabel * static_cast<double>(outcome.learned);
        sum += counts * outcome.loss;
        weight += counts;
    }
    const auto whole = wholeOf(set);
    QVERIFY(near(weight, task(index).weightOf(whole, weights)));
    QVERIFY(near(sum / weight, lossOf(task(index), *network, whole, weights, weight)));
}

void TestEveryTask::withoutWeightsTheLossIsTheMeanLoss()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form);
    const auto whole = wholeOf(set);
    const double found = lossOf(task(index), *network, whole, {}, task(index).weightOf(whole, {}));
    QVERIFY(near(tasks::meanLoss(outcomesOf(task(index), *network, set)), found));
}

void TestEveryTask::outcomesAndMetricsAreInTheirRange()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form);
    const auto outcomes = outcomesOf(task(index), *network, set);
    QCOMPARE(outcomes.size(), set.size());
    for (const auto& outcome : outcomes) {
        QVERIFY(std::isfinite(outcome.loss) && outcome.loss >= 0);
        QVERIFY(outcome.rightTokens >= 0 && outcome.rightTokens <= outcome.learned);
        if (!task(index).needsClassifier) continue;
        QCOMPARE(outcome.probabilities.size(), std::size_t{kTinyLabels});
        double sum = 0;
        for (const float probability : outcome.probabilities) {
            sum += static_cast<double>(probability);
        }
        QVERIFY(near(sum, 1));
        QCOMPARE(outcome.expected, set.label(static_cast<std::size_t>(outcome.sample)));
        const auto best = std::ranges::max_element(outcome.probabilities) - outcome.probabilities.begin();
        QCOMPARE(std::ptrdiff_t{outcome.predicted}, best);
    }
    const auto metrics = task(index).metrics(outcomes, kTinyLabels);
    QVERIFY(metrics.contains(task(index).metric));
    for (const auto& [name, value] : metrics) {
        QVERIFY2(std::isfinite(value) && value >= 0, name.c_str());
        if (name == task(index).metric && task(index).metricIsShare) QVERIFY2(value <= 1, name.c_str());
    }
}

/// Where the deciding metric is a share: of rows, or of learned tokens.
void TestEveryTask::metricsAgreeWithACountByHand()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto outcomes = outcomesOf(task(index), *network, tinySamples(task(index).form));
    std::int64_t right = 0;
    std::int64_t learned = 0;
    for (const auto& outcome : outcomes) {
        right += outcome.rightTokens;
        learned += outcome.learned;
    }
    const auto metrics = task(index).metrics(outcomes, kTinyLabels);
    const double share = static_cast<double>(right) / static_cast<double>(learned);
    QVERIFY(near(metrics.find(task(index).metric)->second, share, 1e-12));

    auto allRight = outcomes;
    for (auto& outcome : allRight) {
        outcome.predicted = outcome.expected;
        outcome.rightTokens = outcome.learned;
    }
    QVERIFY(task(index).metrics(allRight, kTinyLabels).find(task(index).metric)->second == 1.0);
}

void TestEveryTask::tenStepsLowerTheLoss()
{
    QFETCH(const int, index);
    const auto network = tinyNetwork(m_files, task(index).needsClassifier);
    const auto set = tinySamples(task(index).form);
    auto trained = allTrained(*network);
    auto setup = setupOf(task(index), *network, trained, set, 10);
    const double before = tasks::meanLoss(outcomesOf(task(index), *network, set));
    for (std::int64_t step = 0; step < 10; ++step) {
        QVERIFY(train::takeStep(setup, {wholeOf(set)}, step).taken);
    }
    const double after = tasks::meanLoss(outcomesOf(task(index), *network, set));
    QVERIFY2(after < 0.9 * before, QByteArray::number(before) + " -> " + QByteArray::number(after));
}

QTEST_GUILESS_MAIN(TestEveryTask)
#include "tst_every_task.moc"
