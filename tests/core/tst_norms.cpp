// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/layer_norm.h"
#include "core/nn/ops/rms_norm.h"
#include "tests/support/gradient_check.h"
#include "tests/support/op_check.h"

#include <QTest>

#include <ATen/Parallel.h>

using namespace luthier;
using Tensors = std::vector<at::Tensor>;

constexpr double kEpsilon = 1e-6;

static at::Tensor plainRms(const Tensors& in)
{
    return in[0] * (in[0].square().mean(-1, true) + kEpsilon).rsqrt() * in[1];
}
static at::Tensor ourRms(const Tensors& in)
{
    return nn::rmsNorm(in[0], in[1], kEpsilon);
}
static at::Tensor plainLayer(const Tensors& in)
{
    return at::layer_norm(in[0] + in[1], {in[0].size(1)}, in[2], in[3], kEpsilon);
}
static at::Tensor ourLayer(const Tensors& in)
{
    return nn::addNorm(in[0], in[1], in[2], in[3], kEpsilon);
}

class TestNorms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(1); }
    void equalThePlainComposition_data();
    void equalThePlainComposition();
    void gradientsEqualDifferences();
    void threadsChangeNoBit();
    void withoutResidualItIsTheNormAlone();
    void droppedPlacesGetNoGradient();
    void shapesThatDoNotFitAreNamed();
};

void TestNorms::equalThePlainComposition_data()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("float64") << at::kDouble << 1e-12;
    QTest::newRow("float32") << at::kFloat << 1e-5;
    QTest::newRow("bfloat16") << at::kBFloat16 << 2e-2; // a few roundings of 2⁻⁸ each
}

void TestNorms::equalThePlainComposition()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    for (const std::int64_t tokens : {0, 1, 7, 200}) {
        for (const std::int64_t width : {5, 16, 40}) { // less than, exactly, and more than whole registers
            const auto x = torch::randn({tokens, width}, at::kDouble);
            const auto h = torch::randn({tokens, width}, at::kDouble);
            const auto weight = torch::randn({width}, at::kDouble);
            const auto bias = torch::randn({width}, at::kDouble);
            QVERIFY(tests::equalsPlain(ourRms, plainRms, {x, weight}, type, tolerance));
            QVERIFY(tests::equalsPlain(ourLayer, plainLayer, {h, x, weight, bias}, type, tolerance));
        }
    }
}

void TestNorms::gradientsEqualDifferences()
{
    const auto x = torch::randn({3, 5}, at::kDouble);
    const auto h = torch::randn({3, 5}, at::kDouble);
    const auto weight = torch::randn({5}, at::kDouble);
    const auto bias = torch::randn({5}, at::kDouble);
    const auto rms = [&] { return nn::rmsNorm(x, weight, kEpsilon); };
    const auto layer = [&] { return nn::addNorm(h, x, weight, bias, kEpsilon); };
    for (const auto& input : {x, weight}) {
        QVERIFY(tests::worstGradientError(rms, input) < 1e-7);
    }
    for (const auto& input : {h, x, weight, bias}) {
        QVERIFY(tests::worstGradientError(layer, input) < 1e-6);
    }
}

void TestNorms::threadsChangeNoBit()
{
    const auto x = torch::randn({300, 48});
    const auto dy = torch::randn({300, 48});
    std::vector<at::Tensor> gradients;
    for (const int threads : {1, 2}) {
        at::set_num_threads(threads);
        const auto weight = torch::ones({48}).requires_grad_();
        nn::rmsNorm(x, weight, kEpsilon).backward(dy);
        gradients.push_back(weight.grad());
    }
    QVERIFY(torch::equal(gradients[0], gradients[1]));
}

void TestNorms::withoutResidualItIsTheNormAlone()
{
    const auto x = torch::randn({4, 8});
    const auto weight = torch::randn({8});
    const auto bias = torch::randn({8});
    QVERIFY(torch::allclose(nn::addNorm(x, {}, weight, bias, kEpsilon),
                            at::layer_norm(x, {8}, weight, bias, kEpsilon), 1e-5, 1e-6));
}

void TestNorms::droppedPlacesGetNoGradient()
{
    const auto keys
        = std::make_shared<const std::vector<std::uint64_t>>(std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6});
    const nn::Dropout half{.p = 0.5, .site = 3, .keys = keys};
    const auto mask = nn::dropped(torch::ones({6, 32}, at::kDouble), half); // 0 or 2
    QVERIFY(mask.eq(0).any().item<bool>() && mask.eq(2).any().item<bool>());
    const auto h = torch::randn({6, 32}, at::kDouble).requires_grad_();
    const auto x = torch::randn({6, 32}, at::kDouble).requires_grad_();
    const auto weight = torch::randn({32}, at::kDouble).requires_grad_();
    const auto bias = torch::randn({32}, at::kDouble).requires_grad_();
    const auto ours = nn::addNorm(h, x, weight, bias, kEpsilon, half);
    const auto theirs = at::layer_norm(h * mask + x, {32}, weight, bias, kEpsilon);
    QVERIFY(torch::allclose(ours, theirs, 0, 1e-12));
    const auto dy = torch::randn({6, 32}, at::kDouble);
    const auto a = torch::autograd::grad({ours}, {h, x, weight, bias}, {dy});
    const auto b = torch::autograd::grad({theirs}, {h, x, weight, bias}, {dy});
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY(torch::allclose(a[i], b[i], 0, 1e-12));
    }
}

void TestNorms::shapesThatDoNotFitAreNamed()
{
    try {
        nn::rmsNorm(torch::ones({2, 3}), torch::ones({4}), kEpsilon);
        QFAIL("accepted");
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        QVERIFY2(text.starts_with("[rms_norm] x [2, 3] and weight [4]"), text.c_str());
    }
}

QTEST_GUILESS_MAIN(TestNorms)
#include "tst_norms.moc"
