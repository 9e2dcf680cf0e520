// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/attention.h"
#include "tests/support/gradient_check.h"
#include "tests/support/op_check.h"

#include <cmath>

#include <QTest>

using namespace luthier;
using Tensors = std::vector<at::Tensor>;

/// Softmax attention of each sequence, written out; `masks` [sequence][heads, n, n] multiply the
/// probabilities.
static at::Tensor plain(const Tensors& in, const std::vector<std::int32_t>& borders,
                        const nn::AttentionShape& shape, const std::vector<at::Tensor>& masks = {})
{
    std::vector<at::Tensor> outputs;
    for (std::size_t b = 0; b + 1 < borders.size(); ++b) {
        const std::int64_t n = borders[b + 1] - borders[b];
        const auto heads = [&](const at::Tensor& x, std::int64_t repeat) {
            return x.narrow(0, borders[b], n)
                .view({n, -1, shape.width})
                .transpose(0, 1)
                .repeat_interleave(repeat, 0);
        };
        const auto group = shape.heads / shape.keyHeads;
        auto scores = heads(in[0], 1).matmul(heads(in[1], group).transpose(1, 2)) * shape.scale;
        if (shape.cap > 0) scores = (scores / shape.cap).tanh() * shape.cap;
        const auto all = torch::ones({n, n}, torch::kBool);
        auto hidden = shape.causal ? all.triu(1) : torch::zeros_like(all);
        if (shape.window > 0) hidden = hidden | all.triu(shape.window) | all.tril(-shape.window);
        scores = scores.masked_fill(hidden, -std::numeric_limits<double>::infinity());
        auto p = scores.softmax(-1);
        if (!masks.empty()) p = p * masks[b];
        outputs.push_back(p.matmul(heads(in[2], group)).transpose(0, 1).reshape({n, -1}));
    }
    return torch::cat(outputs, 0);
}

static nn::AttentionShape shapeOf(std::int64_t heads, std::int64_t keyHeads, std::int64_t width, bool causal)
{
    return {heads, keyHeads, width, 1 / std::sqrt(static_cast<double>(width)), causal};
}

static nn::AttentionShape near(nn::AttentionShape shape, std::int64_t window, double cap = 0)
{
    shape.window = window;
    shape.cap = cap;
    return shape;
}

class TestAttention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(1); }
    void equalsThePlainComposition_data();
    void equalsThePlainComposition();
    void gradientsEqualDifferences();
    void packedEqualsOneByOne();
    void aSampleSeesNoOther();
    void rowsOfNobodyStayZero();
    void dropoutMasksForwardAndBackwardAlike();
    void lastQueriesEqualTheirPartOfTheWhole_data();
    void lastQueriesEqualTheirPartOfTheWhole();
    void cachedEqualsWhole();
    void goingOnFromAnotherEqualsACopyOfIt_data();
    void goingOnFromAnotherEqualsACopyOfIt();
};

void TestAttention::equalsThePlainComposition_data()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("float64") << at::kDouble << 1e-12;
    QTest::newRow("float32") << at::kFloat << 1e-5;
    QTest::newRow("bfloat16") << at::kBFloat16 << 2e-2;
}

void TestAttention::equalsThePlainComposition()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    const std::vector<std::int32_t> borders{0, 1, 6, 139, 160}; // 133 tokens: more than one block of queries
    for (const auto& shape : {shapeOf(6, 2, 8, true), shapeOf(3, 3, 32, false), shapeOf(3, 1, 64, true),
                              near(shapeOf(6, 2, 8, true), 20), near(shapeOf(3, 3, 32, false), 7),
                              near(shapeOf(6, 3, 8, true), 0, 1.5), near(shapeOf(4, 2, 8, true), 200),
                              near(shapeOf(4, 2, 8, false), 3, 0.5)}) {
        const auto q = torch::randn({160, shape.heads * shape.width}, at::kDouble);
        const auto k = torch::randn({160, shape.keyHeads * shape.width}, at::kDouble);
        const auto v = torch::randn({160, shape.keyHeads * shape.width}, at::kDouble);
        QVERIFY(tests::equalsPlain(
            [&](const Tensors& in) { return nn::attention(in[0], in[1], in[2], borders, shape); },
            [&](const Tensors& in) { return plain(in, borders, shape); }, {q, k, v}, type, tolerance));
    }
}

void TestAttention::gradientsEqualDifferences()
{
    const auto shape = shapeOf(2, 1, 4, true);
    const auto q = torch::randn({5, 8}, at::kDouble);
    const auto k = torch::randn({5, 4}, at::kDouble);
    const auto v = torch::randn({5, 4}, at::kDouble);
    const auto f = [&] { return nn::attention(q, k, v, {0, 2, 5}, shape); };
    for (const auto& input : {q, k, v}) {
        QVERIFY(tests::worstGradientError(f, input) < 1e-7);
    }
}

void TestAttention::packedEqualsOneByOne()
{
    const auto shape = shapeOf(4, 2, 16, true);
    const auto q = torch::randn({30, 64});
    const auto k = torch::randn({30, 32});
    const auto v = torch::randn({30, 32});
    const auto together = nn::attention(q, k, v, {0, 11, 30}, shape);
    const auto first
        = nn::attention(q.narrow(0, 0, 11), k.narrow(0, 0, 11), v.narrow(0, 0, 11), {0, 11}, shape);
    const auto second
        = nn::attention(q.narrow(0, 11, 19), k.narrow(0, 11, 19), v.narrow(0, 11, 19), {0, 19}, shape);
    QVERIFY(torch::equal(together, torch::cat({first, second}, 0)));
}

void TestAttention::aSampleSeesNoOther()
{
    const auto shape = shapeOf(2, 2, 8, false);
    const auto q = torch::randn({10, 16});
    const auto k = torch::randn({10, 16});
    auto v = torch::randn({10, 16});
    const auto before = nn::attention(q, k, v, {0, 4, 10}, shape);
    v.narrow(0, 4, 6).mul_(3);
    const auto after = nn::attention(q, k, v, {0, 4, 10}, shape);
    QVERIFY(torch::equal(before.narrow(0, 0, 4), after.narrow(0, 0, 4)));
    QVERIFY(!torch::equal(before.narrow(0, 4, 6), after.narrow(0, 4, 6)));
}

void TestAttention::rowsOfNobodyStayZero()
{
    const auto shape = shapeOf(2, 1, 8, true);
    const auto q = torch::randn({8, 16}).requires_grad_();
    const auto k = torch::randn({8, 8}).requires_grad_();
    const auto v = torch::randn({8, 8}).requires_grad_();
    const auto o = nn::attention(q, k, v, {0, 5}, shape);
    o.sum().backward();
    for (const auto& x : {o, q.grad(), k.grad(), v.grad()}) {
        QVERIFY(x.narrow(0, 5, 3).eq(0).all().item<bool>());
    }
}

void TestAttention::dropoutMasksForwardAndBackwardAlike()
{
    const auto shape = shapeOf(2, 2, 4, false);
    constexpr std::int64_t kTokens = 9;
    std::vector<std::uint64_t> numbers(kTokens);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = 100 + i;
    }
    const nn::Dropout drop{
        .p = 0.3, .site = 7, .keys = std::make_shared<const std::vector<std::uint64_t>>(numbers)};
    const auto q = torch::randn({kTokens, 8}, at::kDouble).requires_grad_();
    const auto k = torch::randn({kTokens, 8}, at::kDouble).requires_grad_();
    const auto v = torch::randn({kTokens, 8}, at::kDouble).requires_grad_();
    const auto ours = nn::attention(q, k, v, {0, kTokens}, shape, drop);
    // The mask read off by asking with v = one-hot rows, p known: o_ij = p_ij m_ij.
    const nn::AttentionShape wide{2, 2, 16, shape.scale, false};
    const auto padded = [&](const at::Tensor& x) {
        return at::constant_pad_nd(x.detach().view({kTokens, 2, 4}), {0, 12}).view({kTokens, 32});
    };
    const auto hot = at::constant_pad_nd(torch::eye(kTokens, at::kDouble), {0, 16 - kTokens}).repeat({1, 2});
    const auto masked = nn::attention(padded(q), padded(k), hot, {0, kTokens}, wide, drop);
    const auto clear = nn::attention(padded(q), padded(k), hot, {0, kTokens}, wide);
    const auto mask
        = (masked / clear).view({kTokens, 2, 16}).narrow(2, 0, kTokens).transpose(0, 1); // [H, n, n]
    const auto theirs = plain({q, k, v}, {0, kTokens}, shape, {mask});
    QVERIFY(torch::allclose(ours, theirs, 0, 1e-12));
    const double kept = mask.gt(0).to(at::kDouble).mean().item<double>();
    QVERIFY2(kept > 0.6 && kept < 0.8, std::to_string(kept).c_str());
    const auto dy = torch::randn({kTokens, 8}, at::kDouble);
    const auto a = torch::autograd::grad({ours}, {q, k, v}, {dy});
    const auto b = torch::autograd::grad({theirs}, {q, k, v}, {dy});
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY(torch::allclose(a[i], b[i], 0, 1e-11));
    }
}

void TestAttention::lastQueriesEqualTheirPartOfTheWhole_data()
{
    QTest::addColumn<bool>("causal");
    QTest::newRow("every token sees all") << false;
    QTest::newRow("causal") << true;
}

void TestAttention::lastQueriesEqualTheirPartOfTheWhole()
{
    QFETCH(bool, causal);
    const auto shape = shapeOf(4, 2, 8, causal);
    const std::vector<std::int32_t> borders{0, 5, 80, 81};
    const std::vector<std::int32_t> queryBorders{0, 2, 72, 73}; // more than one block of queries
    std::vector<std::int64_t> asked;
    for (std::size_t b = 0; b + 1 < borders.size(); ++b) {
        const auto count = queryBorders[b + 1] - queryBorders[b];
        for (auto i = borders[b + 1] - count; i < borders[b + 1]; ++i) {
            asked.push_back(i);
        }
    }
    const auto rows = torch::tensor(asked);
    std::vector<std::uint64_t> all(81);
    std::vector<std::uint64_t> some;
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = 100 + i;
    }
    for (const auto row : asked) {
        some.push_back(all[static_cast<std::size_t>(row)]);
    }
    const auto dropout = [](const std::vector<std::uint64_t>& keys) {
        return nn::Dropout{
            .p = 0.2, .site = 3, .keys = std::make_shared<const std::vector<std::uint64_t>>(keys)};
    };
    const auto q = torch::randn({81, 32}, at::kDouble).requires_grad_();
    const auto k = torch::randn({81, 16}, at::kDouble).requires_grad_();
    const auto v = torch::randn({81, 16}, at::kDouble).requires_grad_();
    const auto part
        = nn::attention(q.index_select(0, rows), k, v, borders, shape, dropout(some), queryBorders);
    const auto whole = nn::attention(q, k, v, borders, shape, dropout(all)).index_select(0, rows);
    QVERIFY(torch::allclose(part, whole, 0, 1e-12));
    const auto dy = torch::randn({73, 32}, at::kDouble);
    const auto ours = torch::autograd::grad({part}, {q, k, v}, {dy});
    const auto theirs = torch::autograd::grad({whole}, {q, k, v}, {dy});
    for (std::size_t i = 0; i < ours.size(); ++i) {
        QVERIFY(torch::allclose(ours[i], theirs[i], 0, 1e-12));
    }
}

void TestAttention::cachedEqualsWhole()
{
    for (const auto& shape : {shapeOf(4, 2, 16, true), near(shapeOf(4, 2, 16, true), 5, 2)}) {
        const auto q = torch::randn({12, 64});
        const auto k = torch::randn({12, 32});
        const auto v = torch::randn({12, 32});
        const auto whole = nn::attention(q, k, v, {0, 12}, shape);
        nn::KeyValues cache{torch::zeros({20, 32}), torch::zeros({20, 32}), 0};
        for (std::int64_t done = 0; done < 12;) {
            const std::int64_t count = done == 0 ? 9 : 1; // a prompt, then token by token
            cache.k.narrow(0, done, count).copy_(k.narrow(0, done, count));
            cache.v.narrow(0, done, count).copy_(v.narrow(0, done, count));
            cache.length += count;
            const auto part = nn::attentionOver(q.narrow(0, done, count), {&cache},
                                                {0, static_cast<std::int32_t>(count)}, shape);
            QVERIFY(torch::allclose(part, whole.narrow(0, done, count), 1e-5, 1e-6));
            done += count;
        }
    }
}

void TestAttention::goingOnFromAnotherEqualsACopyOfIt_data()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addColumn<double>("tolerance");
    QTest::addColumn<qint64>("window");
    QTest::newRow("float64") << at::kDouble << 1e-12 << qint64{0};
    QTest::newRow("float32") << at::kFloat << 1e-5 << qint64{0};
    QTest::newRow("bfloat16") << at::kBFloat16 << 2e-2 << qint64{0}; // sums of roundings of 2⁻⁹
    QTest::newRow("float64, near") << at::kDouble << 1e-12 << qint64{9};
    QTest::newRow("float32, near") << at::kFloat << 1e-5 << qint64{30};
}

/// A tree of sequences against the same tokens with every sequence written out from its first token on, whose
/// gradients come together by autograd.
void TestAttention::goingOnFromAnotherEqualsACopyOfIt()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    QFETCH(qint64, window);
    const auto shape = near(shapeOf(4, 2, 8, true), window);
    const std::vector<std::int32_t> borders{0, 20, 23, 58, 60, 77, 78};
    const std::vector<std::int32_t> parents{-1, 0, 0, 2, 2, -1};
    constexpr std::int64_t kRows = 80; // two of nobody
    std::vector<std::int64_t> copied; // rows of the written-out batch
    std::vector<std::int64_t> places; // where row i of the tree is there, the first time
    std::vector<std::int32_t> ends{0};
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
        std::vector<std::int64_t> rows;
        for (auto at = static_cast<std::int32_t>(i); at >= 0; at = parents[static_cast<std::size_t>(at)]) {
            const auto which = static_cast<std::size_t>(at);
            for (auto row = borders[which + 1] - 1; row >= borders[which]; --row) {
                rows.insert(rows.begin(), row);
            }
        }
        copied.insert(copied.end(), rows.begin(), rows.end());
        ends.push_back(static_cast<std::int32_t>(copied.size()));
        for (std::int64_t row = borders[i]; row < borders[i + 1]; ++row) {
            places.push_back(ends.back() - (borders[i + 1] - row));
        }
    }
    const auto numbers = [](std::int64_t width) { return torch::randn({kRows, width}); };
    Tensors in{numbers(32).to(type), numbers(16).to(type), numbers(16).to(type)};
    Tensors exact;
    Tensors written;
    for (auto& tensor : in) {
        exact.push_back(tensor.to(at::kDouble).requires_grad_());
        written.push_back(exact.back().index_select(0, torch::tensor(copied)));
        tensor.requires_grad_();
    }
    const auto ours = nn::attention(in[0], in[1], in[2], borders, shape, {}, {}, parents);
    const auto theirs = nn::attention(written[0], written[1], written[2], ends, shape)
                            .index_select(0, torch::tensor(places));
    QVERIFY(tests::distance(ours.narrow(0, 0, 78), theirs) < tolerance);
    QCOMPARE(ours.narrow(0, 78, 2).abs().sum().item<double>(), 0.0);
    const auto dy = torch::randn({kRows, 32}).to(type);
    const auto mine = torch::autograd::grad({ours}, in, {dy});
    const auto wanted = torch::autograd::grad({theirs}, exact, {dy.narrow(0, 0, 78).to(at::kDouble)});
    for (std::size_t i = 0; i < mine.size(); ++i) {
        const auto distance = tests::distance(mine[i], wanted[i]);
        QVERIFY2(distance < tolerance, qPrintable(QString{"%1: %2"}.arg(i).arg(distance)));
    }
    QVERIFY_THROWS_EXCEPTION(c10::Error,
                             nn::attention(in[0], in[1], in[2], {0, 4, 8}, shape, {}, {}, {1, -1}));
}

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_attention.moc"
