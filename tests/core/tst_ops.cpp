// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/embedding.h"
#include "core/nn/ops/low_rank.h"
#include "core/nn/ops/rope.h"
#include "core/nn/ops/swiglu.h"
#include "core/nn/ops/vocabulary_loss.h"
#include "tests/support/gradient_check.h"
#include "tests/support/op_check.h"

#include <cmath>

#include <QTest>

using namespace luthier;
using Tensors = std::vector<at::Tensor>;

/// Rotary positions, gate, low-rank layer, table and language head: each against the same formula in plain
/// ATen.
class TestOps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(1); }
    void ropeEqualsPlain_data() { types(); }
    void ropeEqualsPlain();
    void swigluEqualsPlain_data() { types(); }
    void swigluEqualsPlain();
    void lowRankEqualsPlain_data() { types(); }
    void lowRankEqualsPlain();
    void lowRankDropsTheSameForwardAndBackward();
    void embeddingEqualsPlain_data() { types(); }
    void embeddingEqualsPlain();
    void vocabularyLossEqualsPlain_data() { types(); }
    void vocabularyLossEqualsPlain();
    void vocabularyLossInPartsEqualsWhole();
    void dropoutKeepsItsShare();

private:
    static void types()
    {
        QTest::addColumn<at::ScalarType>("type");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("float64") << at::kDouble << 1e-12;
        QTest::newRow("float32") << at::kFloat << 1e-5;
        QTest::newRow("bfloat16") << at::kBFloat16 << 2e-2;
    }
};

void TestOps::ropeEqualsPlain()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    for (const std::int64_t half : {3, 16, 32}) {
        std::vector<double> frequencies;
        for (std::int64_t i = 0; i < half; ++i) {
            frequencies.push_back(std::pow(100.0, -static_cast<double>(i) / static_cast<double>(half)));
        }
        const auto table = nn::ropeTable(frequencies, 16);
        const auto positions = torch::tensor({0, 1, 2, 0, 1, 15}, at::kInt);
        const auto width = 2 * half + 1; // one dimension does not turn
        const auto plain = [&](const Tensors& in) {
            const auto x = in[0].view({6, 2, width});
            const auto cosine = table.cosine.to(at::kDouble).index_select(0, positions).unsqueeze(1);
            const auto sine = table.sine.to(at::kDouble).index_select(0, positions).unsqueeze(1);
            const auto a = x.narrow(2, 0, half);
            const auto b = x.narrow(2, half, half);
            return torch::cat({a * cosine - b * sine, b * cosine + a * sine, x.narrow(2, 2 * half, 1)}, 2)
                .view({6, 2 * width});
        };
        QVERIFY(
            tests::equalsPlain([&](const Tensors& in) { return nn::rope(in[0], positions, table, width); },
                               plain, {torch::randn({6, 2 * width}, at::kDouble)}, type, tolerance));
    }
}

void TestOps::swigluEqualsPlain()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    for (const std::int64_t tokens : {0, 1, 9}) {
        const auto g = torch::randn({tokens, 37}, at::kDouble) * 4;
        const auto u = torch::randn({tokens, 37}, at::kDouble);
        QVERIFY(tests::equalsPlain([](const Tensors& in) { return nn::swiglu(in[0], in[1]); },
                                   [](const Tensors& in) { return at::silu(in[0]) * in[1]; }, {g, u}, type,
                                   tolerance));
    }
}

void TestOps::lowRankEqualsPlain()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    const auto weight = torch::randn({7, 12}, at::kDouble).to(type);
    const auto bias = torch::randn({7}, at::kDouble).to(type);
    const auto x = torch::randn({5, 12}, at::kDouble);
    const auto a = torch::randn({3, 12}, at::kDouble);
    const auto b = torch::randn({7, 3}, at::kDouble);
    QVERIFY(tests::equalsPlain(
        [&](const Tensors& in) { return nn::lowRankLinear(in[0], weight, bias, in[1], in[2], 2.0); },
        [&](const Tensors& in) {
            return at::linear(in[0], weight.to(at::kDouble), bias.to(at::kDouble))
                + 2.0 * in[0].matmul(in[1].t()).matmul(in[2].t());
        },
        {x, a, b}, type, tolerance));
}

void TestOps::lowRankDropsTheSameForwardAndBackward()
{
    const std::vector<std::uint64_t> numbers{1, 2, 3, 4, 5};
    const nn::Dropout drop{
        .p = 0.4, .site = 1, .keys = std::make_shared<const std::vector<std::uint64_t>>(numbers)};
    const auto mask = nn::dropped(torch::ones({5, 12}, at::kDouble), drop);
    const auto weight = torch::randn({7, 12}, at::kDouble);
    QVERIFY(tests::equalsPlain(
        [&](const Tensors& in) { return nn::lowRankLinear(in[0], weight, {}, in[1], in[2], 0.5, drop); },
        [&](const Tensors& in) {
            return at::linear(in[0], weight) + 0.5 * (in[0] * mask).matmul(in[1].t()).matmul(in[2].t());
        },
        {torch::randn({5, 12}, at::kDouble), torch::randn({3, 12}, at::kDouble),
         torch::randn({7, 3}, at::kDouble)},
        at::kDouble, 1e-12));
}

void TestOps::embeddingEqualsPlain()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    const auto ids = torch::tensor({3, 0, 3, 9, 3, 0}, at::kInt);
    QVERIFY(tests::equalsPlain([&](const Tensors& in) { return nn::embeddingRows(ids, in[0]); },
                               [&](const Tensors& in) { return at::embedding(in[0], ids); },
                               {torch::randn({10, 21}, at::kDouble)}, type, tolerance));
}

void TestOps::vocabularyLossEqualsPlain()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    for (const std::int64_t words : {37, 5000}) { // dh in one share, and in several
        const auto targets = torch::tensor({4, 0, 36, 4}, at::kInt);
        const auto weights = torch::tensor({0.5F, 0.25F, 1.0F, 0.125F});
        const auto hidden = torch::randn({4, 6}, at::kDouble).to(type).requires_grad_();
        const auto table = torch::randn({words, 6}, at::kDouble).to(type).requires_grad_();
        const auto ours = nn::vocabularyLoss(hidden, table, targets, weights);
        ours.total.backward();
        const auto exactHidden = hidden.detach().to(at::kDouble).requires_grad_();
        const auto exactTable = table.detach().to(at::kDouble).requires_grad_();
        const auto logs = exactHidden.matmul(exactTable.t()).log_softmax(1);
        const auto perRow = -logs.gather(1, targets.to(at::kLong).unsqueeze(1)).squeeze(1);
        const auto total = (perRow * weights.to(at::kDouble)).sum();
        total.backward();
        const double sums = std::max(tolerance, 1e-6); // losses are float32
        QVERIFY(tests::distance(ours.perRow, perRow) < sums);
        QVERIFY(tests::distance(ours.total, total) < sums);
        QVERIFY(tests::distance(hidden.grad(), exactHidden.grad()) < tolerance);
        QVERIFY(tests::distance(table.grad(), exactTable.grad()) < tolerance);
    }
}

void TestOps::vocabularyLossInPartsEqualsWhole()
{
    // 16 rows of 600,000 float32 logits are more than are held at once.
    constexpr std::int64_t kWords = 600'000;
    const auto hidden = torch::randn({40, 2});
    const auto table = torch::randn({kWords, 2});
    const auto targets = torch::randint(kWords, {40}, at::kInt);
    const auto whole = nn::vocabularyLoss(hidden, table, targets, torch::ones({40}));
    for (const std::int64_t row : {0, 15, 16, 39}) {
        const auto alone = nn::vocabularyLoss(hidden.narrow(0, row, 1), table, targets.narrow(0, row, 1),
                                              torch::ones({1}));
        QVERIFY(torch::allclose(alone.perRow, whole.perRow.narrow(0, row, 1), 1e-5, 1e-5));
    }
    QVERIFY(torch::equal(whole.likeliest, hidden.matmul(table.t()).argmax(1)));
}

void TestOps::dropoutKeepsItsShare()
{
    std::vector<std::uint64_t> numbers(500);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = i;
    }
    const nn::Dropout drop{
        .p = 0.1, .site = 5, .keys = std::make_shared<const std::vector<std::uint64_t>>(numbers)};
    const auto y = nn::dropped(torch::ones({500, 400}), drop);
    const double kept = y.gt(0).to(at::kDouble).mean().item<double>();
    QVERIFY2(std::abs(kept - 0.9) < 0.003,
             std::to_string(kept).c_str()); // 4.5 standard errors of 200,000 draws
    QVERIFY(torch::allclose(y.max(), torch::tensor(1 / 0.9F)));
    QVERIFY(torch::equal(y, nn::dropped(torch::ones({500, 400}), drop)));
    QVERIFY(!torch::equal(y, nn::dropped(torch::ones({500, 400}), drop.at(6))));
    const auto half = nn::dropped(torch::ones({500, 400}, at::kBFloat16), drop);
    QVERIFY(torch::equal(half.gt(0), y.gt(0))); // the same mask in every type
}

QTEST_GUILESS_MAIN(TestOps)
#include "tst_ops.moc"
