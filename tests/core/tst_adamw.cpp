// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/adamw.h"

#include <cmath>

#include <QTest>

#include <ATen/Parallel.h>
#include <torch/optim/adamw.h>
#include <torch/types.h>

using namespace luthier;

class TestAdamw : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(1); }
    void equalsTheReference();
    void aFirstStepIsOfOneLengthWhateverTheGradient();
    void aMasterSurvivesItsTwoHalves();
    void smallStepsAreNotRoundedAway();
    void theNormIsTheSameWhateverTheThreads();
    void aGradientThatIsNoNumberIsSeen();
};

void TestAdamw::equalsTheReference()
{
    const auto start = torch::randn({37, 5});
    auto theirs = start.clone().requires_grad_();
    torch::optim::AdamW reference{{theirs}, torch::optim::AdamWOptions(1e-2).weight_decay(0.1)};
    std::vector<nn::AdamTensor> ours{nn::adamTensor(start.clone())};
    ours[0].decays = true;
    for (std::int64_t step = 1; step <= 20; ++step) {
        const auto gradient = torch::randn({37, 5});
        theirs.mutable_grad() = gradient * 0.5;
        reference.step();
        nn::adamStep(ours, {gradient},
                     {.learningRate = 1e-2, .weightDecay = 0.1, .step = step, .gradientFactor = 0.5});
    }
    QVERIFY(torch::allclose(ours[0].weight, theirs, 1e-5, 1e-6));
}

/// m / √v of the first step is ±1: what the root is off by shows. Of 0 nothing moves, and of what has no
/// square in float32 nothing breaks.
void TestAdamw::aFirstStepIsOfOneLengthWhateverTheGradient()
{
    auto gradients = torch::pow(10.0, torch::linspace(-17, 18, 1001)) * torch::randn({1001}).sign();
    gradients[17] = 0;
    auto ours = std::vector{nn::adamTensor(torch::zeros({1001}))};
    nn::adamStep(ours, {gradients}, {.learningRate = 1, .epsilon = 0x1p-120});
    const auto off = (ours[0].weight + gradients.sign()).abs();
    QVERIFY2(off.max().item<float>() < 4e-7F, QByteArray::number(off.max().item<float>()));
    ours = {nn::adamTensor(torch::zeros({20}))};
    nn::adamStep(ours, {torch::full({20}, 3e38F)}, {.learningRate = 1});
    QVERIFY(ours[0].weight.isfinite().all().item<bool>());
}

void TestAdamw::aMasterSurvivesItsTwoHalves()
{
    const auto exact
        = torch::cat({torch::randn({1000}), torch::tensor({0.0F, -0.0F, 1e-38F, -3.4e38F, 1.00390625F})});
    auto tensor = nn::adamTensor(torch::empty_like(exact, at::kBFloat16), exact);
    QVERIFY(torch::equal(nn::masterOf(tensor), exact));
    const auto ordinary = exact.narrow(0, 0, 1000);
    const auto error = (tensor.weight.narrow(0, 0, 1000).to(at::kFloat) - ordinary).abs() / ordinary.abs();
    QVERIFY(error.max().item<float>() <= 1.0F / 256); // the nearest bfloat16
}

void TestAdamw::smallStepsAreNotRoundedAway()
{
    auto split = std::vector{nn::adamTensor(torch::ones({33}, at::kBFloat16), torch::ones({33}))};
    auto plain = std::vector{nn::adamTensor(torch::ones({33}))};
    for (std::int64_t step = 1; step <= 50; ++step) { // each far below bfloat16's spacing at 1
        const nn::AdamSettings settings{.learningRate = 1e-5, .step = step};
        nn::adamStep(split, {torch::ones({33})}, settings);
        nn::adamStep(plain, {torch::ones({33})}, settings);
    }
    QVERIFY(torch::equal(nn::masterOf(split[0]), plain[0].weight));
    QVERIFY(plain[0].weight.max().item<float>() < 0.9996F);
}

void TestAdamw::theNormIsTheSameWhateverTheThreads()
{
    const auto a = torch::randn({100'000});
    const auto b = torch::randn({17}).to(at::kBFloat16);
    at::set_num_threads(1);
    const double one = nn::gradientNorm({a, b});
    at::set_num_threads(2);
    QCOMPARE(nn::gradientNorm({a, b}), one);
    const auto exact = std::sqrt(a.to(at::kDouble).square().sum().item<double>()
                                 + b.to(at::kDouble).square().sum().item<double>());
    QVERIFY(std::abs(one - exact) < 1e-9 * exact);
}

void TestAdamw::aGradientThatIsNoNumberIsSeen()
{
    auto gradient = torch::ones({50});
    gradient[49] = std::nanf("");
    QVERIFY(std::isnan(nn::gradientNorm({gradient})));
}

QTEST_GUILESS_MAIN(TestAdamw)
#include "tst_adamw.moc"
