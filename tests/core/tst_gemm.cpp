// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/rows.h"
#include "tests/support/op_check.h"

#include <QTest>

#include <ATen/Parallel.h>

using namespace luthier;
using nn::Form;

Q_DECLARE_METATYPE(nn::Form)

/// What goes into a product: summands of one form, and what is added.
struct Given {
    std::vector<at::Tensor> a, b;
    at::Tensor bias, addend;
    Form form;
};

static Given given(Form form, std::int64_t rows, std::int64_t columns,
                   const std::vector<std::int64_t>& depths, at::ScalarType type)
{
    Given g{.a = {},
            .b = {},
            .bias = torch::randn({columns}),
            .addend = torch::randn({rows, columns}),
            .form = form};
    g.bias = g.bias.to(type);
    g.addend = g.addend.to(type);
    for (const auto depth : depths) {
        g.a.push_back(
            (form == Form::TN ? torch::randn({depth, rows}) : torch::randn({rows, depth})).to(type));
        g.b.push_back(
            (form == Form::NT ? torch::randn({columns, depth}) : torch::randn({depth, columns})).to(type));
    }
    return g;
}

static at::Tensor exact(const Given& g)
{
    auto sum = torch::zeros(g.addend.sizes(), torch::kFloat64);
    for (std::size_t i = 0; i < g.a.size(); ++i) {
        auto a = g.a[i].to(torch::kFloat64);
        auto b = g.b[i].to(torch::kFloat64);
        if (g.form == Form::TN) a = a.t();
        if (g.form == Form::NT) b = b.t();
        sum += at::mm(a, b);
    }
    return sum * 0.5 + g.bias.to(torch::kFloat64) + g.addend.to(torch::kFloat64);
}

template <class S>
static nn::Matrix<S> matrix(const at::Tensor& x)
{
    return {nn::dataOf<S>(x), x.size(1)};
}

template <class S>
static at::Tensor made(const Given& g)
{
    const auto out = torch::full(g.addend.sizes(), 777, g.addend.options());
    nn::Product<S> product{.rows = out.size(0),
                           .columns = out.size(1),
                           .scale = 0.5,
                           .bias = nn::dataOf<S>(g.bias),
                           .addend = matrix<S>(g.addend),
                           .out = nn::dataOf<S>(out),
                           .outStride = out.size(1)};
    for (std::size_t i = 0; i < g.a.size(); ++i) {
        product.add({matrix<S>(g.a[i]), matrix<S>(g.b[i]), g.a[i].size(g.form == Form::TN ? 0 : 1), g.form});
    }
    nn::asTeam([&](nn::Team& team) { nn::multiply(team, std::span<const nn::Product<S>>{&product, 1}); });
    return out;
}

static at::Tensor madeIn(const Given& g)
{
    at::Tensor result;
    nn::byType(g.addend, [&](auto* null) { result = made<std::remove_pointer_t<decltype(null)>>(g); });
    return result;
}

class TestGemm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(1); }
    void equalsThePlainProduct_data();
    void equalsThePlainProduct();
    void manySummandsAreRoundedOnce();
    void threadsChangeNoBit();
    void sumsCanComeOutWideAndAcross();
    void productsOfOneCallDoNotDisturbEachOther();
};

void TestGemm::equalsThePlainProduct_data()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addColumn<double>("tolerance");
    QTest::addColumn<Form>("form");
    const std::vector<std::pair<const char*, Form>> forms{
        {"NT", Form::NT}, {"NN", Form::NN}, {"TN", Form::TN}};
    for (const auto& [name, form] : forms) {
        QTest::addRow("float64 %s", name) << at::kDouble << 1e-12 << form;
        QTest::addRow("float32 %s", name) << at::kFloat << 1e-5 << form;
        QTest::addRow("bfloat16 %s", name)
            << at::kBFloat16 << 4e-3 << form; // one rounding: 2⁻⁹ of the largest
    }
}

void TestGemm::equalsThePlainProduct()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    QFETCH(Form, form);
    for (const std::int64_t rows : {1, 31, 32, 77, 600}) { // less than, exactly, and more than whole blocks
        for (const std::int64_t columns : {1, 16, 33, 96, 100, 160}) { // one to five panels
            for (const std::int64_t depth : {1, 16, 45, 256, 700}) {
                const auto g = given(form, rows, columns, {depth}, type);
                const double away = tests::distance(madeIn(g), exact(g));
                QVERIFY2(away <= tolerance,
                         qPrintable(QString{"%1 x %2 x %3: %4"}.arg(rows).arg(columns).arg(depth).arg(away)));
            }
        }
    }
}

void TestGemm::manySummandsAreRoundedOnce()
{
    const auto g = given(Form::NN, 50, 70, {576, 192, 192, 16, 16, 16}, at::kBFloat16);
    QVERIFY(tests::distance(madeIn(g), exact(g)) <= 4e-3);
}

void TestGemm::threadsChangeNoBit()
{
    const auto before = at::get_num_threads();
    for (const auto form : {Form::NT, Form::NN, Form::TN}) {
        const auto g = given(form, 130, 200, {333, 64}, at::kBFloat16);
        at::set_num_threads(1);
        const auto one = madeIn(g);
        at::set_num_threads(3);
        const auto three = madeIn(g);
        QVERIFY(at::equal(one, three));
    }
    at::set_num_threads(before);
}

void TestGemm::sumsCanComeOutWideAndAcross()
{
    const auto g = given(Form::TN, 16, 90, {77}, at::kBFloat16);
    const auto out = torch::empty({90, 16});
    nn::Product<nn::Bf16> product{
        .rows = 16, .columns = 90, .wideOut = out.data_ptr<float>(), .outStride = 16, .outAcross = true};
    product.add({matrix<nn::Bf16>(g.a[0]), matrix<nn::Bf16>(g.b[0]), 77, Form::TN});
    nn::asTeam([&](nn::Team& team) {
        nn::multiply(team, std::span<const nn::Product<nn::Bf16>>{&product, 1});
    });
    const auto plain = at::mm(g.a[0].to(torch::kFloat64).t(), g.b[0].to(torch::kFloat64)).t();
    QVERIFY(tests::distance(out, plain) < 1e-6);
}

void TestGemm::productsOfOneCallDoNotDisturbEachOther()
{
    std::vector<Given> all;
    std::vector<at::Tensor> outs;
    std::vector<nn::Product<float>> products;
    for (const std::int64_t columns : {5, 64, 130}) {
        for (const auto form : {Form::NT, Form::TN}) {
            all.push_back(given(form, 40 + columns, columns, {columns}, at::kFloat));
            outs.push_back(torch::empty({40 + columns, columns}));
            products.push_back({.rows = 40 + columns,
                                .columns = columns,
                                .out = outs.back().data_ptr<float>(),
                                .outStride = columns});
            products.back().add(
                {matrix<float>(all.back().a[0]), matrix<float>(all.back().b[0]), columns, form});
        }
    }
    nn::asTeam([&](nn::Team& team) { nn::multiply(team, products); });
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto plain = (exact(all[i]) - all[i].bias - all[i].addend) * 2;
        QVERIFY(tests::distance(outs[i], plain) < 1e-5);
    }
}

QTEST_GUILESS_MAIN(TestGemm)
#include "tst_gemm.moc"
