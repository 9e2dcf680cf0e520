// SPDX-License-Identifier: GPL-3.0-or-later
// Products with weights in 8 bits: exactly what the rounded numbers stand for, on every road.
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/rows.h"
#include "tests/support/op_check.h"

#include <limits>

#include <QTest>

#include <ATen/Parallel.h>

using namespace luthier;
using nn::Form;

/// Symmetric rounding to 8 bits along `dim`: the numbers that it stands for. float64
static at::Tensor rounded(const at::Tensor& x, std::int64_t dim)
{
    const auto scale = (x.to(at::kFloat).abs().amax(dim, true) / 127).clamp_min(1e-30F);
    return (x.to(at::kFloat) / scale).round().to(at::kDouble) * scale.to(at::kDouble);
}

/// Rows as the road of this process multiplies them: in 8 bits, or as they are where the processor has no
/// products of those.
static at::Tensor rowsOf(const at::Tensor& x)
{
    return nn::int8Kernel() == nullptr ? x.to(at::kDouble) : rounded(x, 1);
}

/// How far apart, where a number that lies between two whole ones may be rounded either way.
static double apart(const at::Tensor& made, const at::Tensor& expected)
{
    return (made.to(at::kDouble) - expected).norm().item<double>() / expected.norm().item<double>();
}

/// A layer with a low-rank add-on: x Wᵀ + t Bᵀ, or back.
template <class S>
static at::Tensor made(const at::Tensor& x, const nn::Int8Matrix& eight, std::int64_t columns,
                       const at::Tensor& t, const at::Tensor& b)
{
    const auto out = torch::full({x.size(0), columns}, 777, x.options());
    nn::Product<S> product{
        .rows = x.size(0), .columns = columns, .out = nn::dataOf<S>(out), .outStride = columns};
    product.add({{nn::dataOf<S>(x), x.size(1)}, {}, x.size(1), Form::NT, eight});
    if (t.defined()) {
        product.add({{nn::dataOf<S>(t), t.size(1)}, {nn::dataOf<S>(b), t.size(1)}, t.size(1), Form::NT});
    }
    nn::asTeam([&](nn::Team& team) { nn::multiply(team, std::span<const nn::Product<S>>{&product, 1}); });
    return out;
}

class TestGemmInt8 : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(1); }
    void isTheProductOfRoundedNumbers_data();
    void isTheProductOfRoundedNumbers();
    void isNearTheExactProduct();
    void severalInputsAndLayersTogether();
    void largeInputsLeaveTheSmallOnesTheirDigits();
    void threadsChangeNoBit();
    void rowsForAnswersAreRoundedOnceMore();
    void whatIsNoNumberStaysNone();
};

void TestGemmInt8::isTheProductOfRoundedNumbers_data()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addColumn<double>("tolerance");
    QTest::addRow("float32") << at::kFloat << 5e-4; // a tie here and there is rounded the other way
    QTest::addRow("bfloat16") << at::kBFloat16 << 5e-3; // 2⁻⁸ where there is one number
}

void TestGemmInt8::isTheProductOfRoundedNumbers()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    for (const std::int64_t rows : {1, 31, 32, 77, 600}) {
        for (const std::int64_t out : {1, 16, 33, 100}) {
            for (const std::int64_t in : {5, 64, 576, 1600}) {
                const auto x = torch::randn({rows, in}).to(type);
                const auto dy = torch::randn({rows, out}).to(type);
                const auto w = torch::randn({out, in});
                const auto t = torch::randn({rows, 8}).to(type);
                const auto b = torch::randn({out, 8}).to(type);
                const nn::Int8Weight weight{w};
                const auto forward
                    = at::mm(rowsOf(x), rounded(w, 1).t()) + at::mm(t.to(at::kDouble), b.to(at::kDouble).t());
                const auto back = at::mm(rowsOf(dy), rounded(w, 0));
                double away = 0;
                if (type == at::kFloat) {
                    away = apart(made<float>(x, weight.forward(), out, t, b), forward);
                    away = std::max(away, apart(made<float>(dy, weight.back(), in, {}, {}), back));
                } else {
                    away = apart(made<nn::Bf16>(x, weight.forward(), out, t, b), forward);
                    away = std::max(away, apart(made<nn::Bf16>(dy, weight.back(), in, {}, {}), back));
                }
                QVERIFY2(away <= tolerance,
                         qPrintable(QString{"%1 x %2 x %3: %4"}.arg(rows).arg(out).arg(in).arg(away)));
                QVERIFY(apart(weight.expanded(), rounded(w, 1)) < 1e-3); // the same, but for ties
            }
        }
    }
}

void TestGemmInt8::isNearTheExactProduct()
{
    const auto x = torch::randn({128, 576});
    const auto w = torch::randn({192, 576});
    const nn::Int8Weight weight{w};
    const auto exact = at::mm(x.to(at::kDouble), w.to(at::kDouble).t());
    // A number is off by a step / √12, a step is about 3.3 deviations / 127: 0.8 % each side.
    QVERIFY(apart(made<float>(x, weight.forward(), 192, {}, {}), exact) < 0.015);
    QCOMPARE(weight.bytes(), (6 * (9 * 2048 + 128) + 18 * (3 * 2048 + 128)));
}

void TestGemmInt8::severalInputsAndLayersTogether()
{
    // Two layers that read one input, and the gradient back through both: as a block has them.
    const auto x = torch::randn({100, 192}).to(at::kBFloat16);
    const std::array w{torch::randn({160, 192}), torch::randn({64, 192})};
    const std::array weights{nn::Int8Weight{w[0]}, nn::Int8Weight{w[1]}};
    const std::array ys{torch::empty({100, 160}, x.options()), torch::empty({100, 64}, x.options())};
    const auto dx = torch::empty({100, 192}, x.options());
    const std::array dys{torch::randn({100, 160}).to(at::kBFloat16),
                         torch::randn({100, 64}).to(at::kBFloat16)};
    std::vector<nn::Product<nn::Bf16>> products;
    nn::Product<nn::Bf16> back{
        .rows = 100, .columns = 192, .out = nn::dataOf<nn::Bf16>(dx), .outStride = 192};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto out = w.at(i).size(0);
        products.push_back(
            {.rows = 100, .columns = out, .out = nn::dataOf<nn::Bf16>(ys.at(i)), .outStride = out});
        products.back().add({{nn::dataOf<nn::Bf16>(x), 192}, {}, 192, Form::NT, weights.at(i).forward()});
        back.add({{nn::dataOf<nn::Bf16>(dys.at(i)), out}, {}, out, Form::NN, weights.at(i).back()});
    }
    products.push_back(back);
    nn::asTeam([&](nn::Team& team) { nn::multiply(team, products); });
    for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(apart(ys.at(i), at::mm(rowsOf(x), rounded(w.at(i), 1).t())) < 3e-3);
    }
    QVERIFY(apart(dx, at::mm(rowsOf(dys[0]), rounded(w[0], 0)) + at::mm(rowsOf(dys[1]), rounded(w[1], 0)))
            < 3e-3);
}

void TestGemmInt8::largeInputsLeaveTheSmallOnesTheirDigits()
{
    auto sizes = torch::ones({576});
    sizes.narrow(0, 30, 8).fill_(60); // a few inputs are far larger than all others
    const auto x = torch::randn({64, 576}) * sizes;
    const auto w = torch::randn({100, 576}) / sizes.sqrt();
    const auto exact = at::mm(x.to(at::kDouble), w.to(at::kDouble).t());
    const nn::Int8Weight plain{w};
    const nn::Int8Weight moved{w, x.abs().mean(0)};
    const double away = apart(made<float>(x, moved.forward(), 100, {}, {}), exact);
    QVERIFY2(away < 0.04, qPrintable(QString::number(away)));
    QVERIFY(2 * away < apart(made<float>(x, plain.forward(), 100, {}, {}), exact));
    QVERIFY(apart(moved.expanded(), w.to(at::kDouble)) < 0.02);
    const auto rows = nn::expandedRows(moved.inRows(), 0, 100);
    QVERIFY(apart(rows, w.to(at::kDouble)) < 0.03);
    // Backward has nothing to do with it.
    const auto dy = torch::randn({64, 100});
    QVERIFY(
        at::equal(made<float>(dy, moved.back(), 576, {}, {}), made<float>(dy, plain.back(), 576, {}, {})));

    // Layers that read one input round it once, whoever of them has the factors.
    nn::Int8Weight other{torch::randn({40, 576}), x.abs().mean(0)};
    QVERIFY(other.forward().factors != moved.forward().factors);
    other.shareFactors(moved);
    QCOMPARE(other.forward().factors, moved.forward().factors);
    other.shareFactors(plain); // which has none
    QCOMPARE(other.forward().factors, moved.forward().factors);
}

void TestGemmInt8::threadsChangeNoBit()
{
    const auto before = at::get_num_threads();
    const auto x = torch::randn({130, 1600}).to(at::kBFloat16);
    const auto t = torch::randn({130, 16}).to(at::kBFloat16);
    const auto b = torch::randn({200, 16}).to(at::kBFloat16);
    const nn::Int8Weight weight{torch::randn({200, 1600})};
    at::set_num_threads(1);
    const auto one = made<nn::Bf16>(x, weight.forward(), 200, t, b);
    at::set_num_threads(3);
    const auto three = made<nn::Bf16>(x, weight.forward(), 200, t, b);
    at::set_num_threads(before);
    QVERIFY(at::equal(one, three));
}

void TestGemmInt8::rowsForAnswersAreRoundedOnceMore()
{
    const nn::Int8Weight weight{torch::randn({45, 131}), torch::rand({131}) + 0.1};
    const auto rows = nn::expandedRows(weight.inRows(), 0, 45);
    QVERIFY(at::equal(rows, nn::expandedRows(nn::storedFrom(weight.expanded(), nn::StoredAs::Int8), 0, 45)));
    QVERIFY(!at::equal(rows, weight.expanded()));
}

void TestGemmInt8::whatIsNoNumberStaysNone()
{
    const nn::Int8Weight weight{torch::randn({40, 70})};
    for (const float odd :
         {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
        auto x = torch::randn({3, 70});
        x[1][69] = odd;
        const auto y = made<float>(x, weight.forward(), 40, {}, {});
        QVERIFY(!y[1].isfinite().any().item<bool>()); // a step on it is not taken
        QVERIFY(y[0].isfinite().all().item<bool>() && y[2].isfinite().all().item<bool>());
    }
    const auto nothing = made<float>(torch::zeros({3, 70}), weight.forward(), 40, {}, {});
    QVERIFY(at::equal(nothing, torch::zeros({3, 40})));
}

QTEST_GUILESS_MAIN(TestGemmInt8)
#include "tst_gemm_int8.moc"
