// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/decoder_block.h"
#include "core/nn/encoder_block.h"
#include "core/nn/ops/swiglu.h"
#include "tests/support/block_check.h"

#include <cmath>

#include <QTest>

using namespace luthier;
using tests::Learns;

Q_DECLARE_METATYPE(tests::Learns)

constexpr std::int64_t kWidth = 48; // no whole number of tiles of 32
constexpr std::int64_t kMlp = 80;

// ---- Decoders: two query heads on each key head

static const nn::AttentionShape kDecoderHeads{4, 2, 12, 0.3, true};

static nn::DecoderBlock decoder(Learns learns, at::ScalarType type)
{
    at::manual_seed(3);
    nn::DecoderBlock b{.inputNorm = tests::randomNorm<nn::RmsNorm>(kWidth, learns),
                       .mlpNorm = tests::randomNorm<nn::RmsNorm>(kWidth, learns),
                       .q = tests::randomLinear(kWidth, 48, true, learns),
                       .k = tests::randomLinear(kWidth, 24, true, learns),
                       .v = tests::randomLinear(kWidth, 24, false, learns),
                       .o = tests::randomLinear(48, kWidth, false, learns),
                       .gate = tests::randomLinear(kWidth, kMlp, false, learns),
                       .up = tests::randomLinear(kWidth, kMlp, false, learns),
                       .down = tests::randomLinear(kMlp, kWidth, true, learns)};
    for (const auto& layer : {b.q, b.k, b.v, b.o, b.gate, b.up, b.down}) {
        layer->to(type);
    }
    b.inputNorm->to(type);
    b.mlpNorm->to(type);
    return b;
}

static std::vector<std::shared_ptr<torch::nn::Module>> partsOf(const nn::DecoderBlock& b)
{
    return {b.inputNorm, b.mlpNorm, b.q, b.k, b.v, b.o, b.gate, b.up, b.down};
}

/// The block of its docstring, op by op.
static at::Tensor plain(const at::Tensor& x, const nn::DecoderBlock& b, const nn::DecoderPass& pass)
{
    const auto& batch = pass.batch;
    const auto n = b.inputNorm->normed(x);
    const auto q = nn::rope(b.q->forward(n), batch.positions, pass.table, kDecoderHeads.width);
    const auto k = nn::rope(b.k->forward(n), batch.positions, pass.table, kDecoderHeads.width);
    const auto seen = nn::attention(q, k, b.v->forward(n), batch.borders, pass.attention,
                                    {pass.attentionDropout, 9, batch.keys});
    const auto middle = x + b.o->forward(seen);
    const auto m = b.mlpNorm->normed(middle);
    return middle + b.down->forward(nn::swiglu(b.gate->forward(m), b.up->forward(m)));
}

// ---- Encoders

static const nn::AttentionShape kEncoderHeads{4, 4, 12, 0.3, false};

static nn::EncoderBlock encoder(Learns learns, at::ScalarType type)
{
    at::manual_seed(4);
    nn::EncoderBlock b{.query = tests::randomLinear(kWidth, kWidth, true, learns),
                       .key
                       = tests::randomLinear(kWidth, kWidth, false, learns), // a bias would have no gradient
                       .value = tests::randomLinear(kWidth, kWidth, true, learns),
                       .output = tests::randomLinear(kWidth, kWidth, true, learns),
                       .up = tests::randomLinear(kWidth, kMlp, true, learns),
                       .down = tests::randomLinear(kMlp, kWidth, true, learns),
                       .attentionNorm = tests::randomNorm<nn::LayerNorm>(kWidth, learns),
                       .outputNorm = tests::randomNorm<nn::LayerNorm>(kWidth, learns)};
    for (const auto& layer : {b.query, b.key, b.value, b.output, b.up, b.down}) {
        layer->to(type);
    }
    b.attentionNorm->to(type);
    b.outputNorm->to(type);
    return b;
}

static std::vector<std::shared_ptr<torch::nn::Module>> partsOf(const nn::EncoderBlock& b)
{
    return {b.query, b.key, b.value, b.output, b.up, b.down, b.attentionNorm, b.outputNorm};
}

static at::Tensor plain(const at::Tensor& x, const nn::EncoderBlock& b, const nn::EncoderPass& pass)
{
    const auto& batch = pass.batch;
    const nn::Dropout drop{pass.dropout.hidden, 0, batch.keys};
    const auto seen = nn::attention(b.query->forward(x), b.key->forward(x), b.value->forward(x),
                                    batch.borders, pass.attention, {pass.dropout.attention, 9, batch.keys});
    const auto middle = b.attentionNorm->forward(b.output->forward(seen), x, drop.at(10));
    const auto up = b.up->forward(middle);
    const auto bent = pass.bend == nn::Bend::Relu
        ? at::relu(up)
        : at::gelu(up, pass.bend == nn::Bend::Gelu ? "none" : "tanh");
    return b.outputNorm->forward(b.down->forward(bent), middle, drop.at(11));
}

class TestBlocks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decodersEqualTheirOps_data() { rows(); }
    void decodersEqualTheirOps();
    void encodersEqualTheirOps_data() { rows(); }
    void encodersEqualTheirOps();
    void anEncoderForSomeRowsEqualsThoseOfAll();
    void everyBendHasItsSlope();
    void whereOnlyParametersLearnNoGradientOfTheInputIsMade();
    void samplesDoNotSeeEachOther();
    void memoryIsUsedAgain();
    void whatIsMadeAgainInBackwardIsTheSame();
    void aFrozenBaseInInt8IsNearTheExactOne_data();
    void aFrozenBaseInInt8IsNearTheExactOne();

private:
    static void rows();
};

void TestBlocks::rows()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addColumn<double>("tolerance");
    QTest::addColumn<Learns>("learns");
    QTest::addColumn<double>("dropout");
    for (const auto& [what, learns] :
         {std::pair{"everything", Learns::Everything}, std::pair{"adapters", Learns::Adapters},
          std::pair{"nothing", Learns::Nothing}}) {
        QTest::addRow("float64 %s", what) << at::kDouble << 1e-11 << learns << 0.0;
        QTest::addRow("float64 %s, dropout", what) << at::kDouble << 1e-11 << learns << 0.2;
        QTest::addRow("float32 %s", what)
            << at::kFloat << 3e-5 << learns << 0.2; // some twenty ops behind each other
        QTest::addRow("bfloat16 %s", what)
            << at::kBFloat16 << 1e-1 << learns << 0.2; // as many roundings of 2⁻⁹
    }
}

void TestBlocks::decodersEqualTheirOps()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    QFETCH(Learns, learns);
    QFETCH(double, dropout);
    const auto batch = tests::threeSequences(dropout);
    const auto table = nn::ropeTable({1, 0.5, 0.25, 0.1, 0.05, 0.01}, 64);
    nn::Arenas arenas;
    const nn::DecoderPass pass{batch, table, kDecoderHeads, dropout, arenas.take()};
    at::manual_seed(5);
    const auto numbers = torch::randn({52, kWidth}).to(type);
    const auto mine = decoder(learns, type);
    const auto x = numbers.clone().requires_grad_();
    QVERIFY(nn::canRunByHand(mine, x));
    const auto ours = tests::outcome(nn::decoderBlock(x, mine, pass, 9), x, partsOf(mine));

    auto exact = decoder(learns, type);
    for (const auto& part : partsOf(exact)) {
        part->to(at::kDouble);
    }
    const auto wide = numbers.to(at::kDouble).requires_grad_();
    QVERIFY(tests::agree(ours, tests::outcome(plain(wide, exact, pass), wide, partsOf(exact)), tolerance));
}

void TestBlocks::encodersEqualTheirOps()
{
    QFETCH(at::ScalarType, type);
    QFETCH(double, tolerance);
    QFETCH(Learns, learns);
    QFETCH(double, dropout);
    const auto batch = tests::threeSequences(dropout);
    nn::Arenas arenas;
    const nn::EncoderPass pass{batch, kEncoderHeads, {dropout, dropout, 0}, nn::Bend::Gelu, arenas.take()};
    at::manual_seed(5);
    const auto numbers = torch::randn({52, kWidth}).to(type);
    const auto mine = encoder(learns, type);
    const auto x = numbers.clone().requires_grad_();
    QVERIFY(nn::canRunByHand(mine, x));
    const auto ours = tests::outcome(nn::encoderBlock(x, mine, pass, 9), x, partsOf(mine));

    auto exact = encoder(learns, type);
    for (const auto& part : partsOf(exact)) {
        part->to(at::kDouble);
    }
    const auto wide = numbers.to(at::kDouble).requires_grad_();
    QVERIFY(tests::agree(ours, tests::outcome(plain(wide, exact, pass), wide, partsOf(exact)), tolerance));
}

void TestBlocks::anEncoderForSomeRowsEqualsThoseOfAll()
{
    const auto batch = tests::threeSequences(0.2);
    nn::Arenas arenas;
    const nn::EncoderPass pass{batch, kEncoderHeads, {0.2, 0.2, 0}, nn::Bend::Gelu, arenas.take()};
    const std::vector<std::int32_t> firsts{0, 1, 10};
    const auto numbers = torch::randn({52, kWidth}, at::kDouble);
    for (const auto learns : {Learns::Everything, Learns::Adapters}) {
        const auto some = encoder(learns, at::kDouble);
        const auto all = encoder(learns, at::kDouble);
        const auto x = numbers.clone().requires_grad_();
        const auto y = numbers.clone().requires_grad_();
        const auto chosen = plain(y, all, pass).index_select(0, torch::tensor({0, 1, 10}));
        QVERIFY(tests::agree(tests::outcome(nn::encoderBlock(x, some, pass, 9, firsts), x, partsOf(some)),
                             tests::outcome(chosen, y, partsOf(all)), 1e-11));
    }
}

void TestBlocks::everyBendHasItsSlope()
{
    const auto batch = tests::threeSequences(0);
    nn::Arenas arenas;
    for (const auto bend : {nn::Bend::Gelu, nn::Bend::GeluTanh, nn::Bend::Relu}) {
        for (const auto& [type, tolerance] : {std::pair{at::kDouble, 1e-11}, std::pair{at::kFloat, 3e-5}}) {
            const nn::EncoderPass pass{batch, kEncoderHeads, {}, bend, arenas.take()};
            const auto mine = encoder(Learns::Everything, type);
            const auto exact = encoder(Learns::Everything, at::kDouble);
            const auto x = torch::randn({52, kWidth}, type).requires_grad_();
            const auto wide = x.detach().to(at::kDouble).requires_grad_();
            QVERIFY(tests::agree(tests::outcome(nn::encoderBlock(x, mine, pass, 9), x, partsOf(mine)),
                                 tests::outcome(plain(wide, exact, pass), wide, partsOf(exact)), tolerance));
        }
    }
}

void TestBlocks::whereOnlyParametersLearnNoGradientOfTheInputIsMade()
{
    const auto batch = tests::threeSequences(0);
    const auto table = nn::ropeTable({1, 0.5, 0.25, 0.1, 0.05, 0.01}, 64);
    nn::Arenas arenas;
    const nn::DecoderPass pass{batch, table, kDecoderHeads, 0, arenas.take()};
    const auto mine = decoder(Learns::Adapters, at::kDouble);
    const auto exact = decoder(Learns::Adapters, at::kDouble);
    const auto x = torch::randn({52, kWidth}, at::kDouble);
    const auto ours = tests::outcome(nn::decoderBlock(x, mine, pass, 9), x, partsOf(mine));
    QVERIFY(!x.grad().defined());
    QVERIFY(tests::agree(ours, tests::outcome(plain(x, exact, pass), x, partsOf(exact)), 1e-11));
}

void TestBlocks::samplesDoNotSeeEachOther()
{
    const at::NoGradGuard noGrad;
    const auto batch = tests::threeSequences(0);
    const auto table = nn::ropeTable({1, 0.5, 0.25, 0.1, 0.05, 0.01}, 64);
    nn::Arenas arenas;
    const nn::DecoderPass pass{batch, table, kDecoderHeads, 0, arenas.take()};
    const auto block = decoder(Learns::Nothing, at::kBFloat16);
    auto x = torch::randn({52, kWidth}).to(at::kBFloat16);
    const auto before = nn::decoderBlock(x, block, pass, 9).clone();
    x.narrow(0, 1, 9).add_(1); // the second sequence
    const auto after = nn::decoderBlock(x, block, pass, 9);
    QVERIFY(at::equal(before.narrow(0, 0, 1), after.narrow(0, 0, 1)));
    QVERIFY(!at::equal(before.narrow(0, 1, 9), after.narrow(0, 1, 9)));
    QVERIFY(at::equal(before.narrow(0, 10, 40), after.narrow(0, 10, 40)));
}

void TestBlocks::memoryIsUsedAgain()
{
    const auto batch = tests::threeSequences(0);
    const auto table = nn::ropeTable({1, 0.5, 0.25, 0.1, 0.05, 0.01}, 64);
    nn::Arenas arenas;
    const auto block = decoder(Learns::Adapters, at::kFloat);
    const auto numbers = torch::randn({52, kWidth});
    std::size_t first = 0;
    for (int step = 0; step < 3; ++step) {
        auto arena = arenas.take();
        QCOMPARE(arena->mark(), std::size_t{0});
        const nn::DecoderPass pass{batch, table, kDecoderHeads, 0, arena};
        const auto x = numbers.clone().requires_grad_();
        auto y = nn::decoderBlock(x, block, pass, 9);
        y = nn::decoderBlock(y, block, pass, 9);
        y.sum().backward();
        if (step == 0) first = arena->peakBytes();
        QCOMPARE(arena->peakBytes(), first);
    }
}

void TestBlocks::whatIsMadeAgainInBackwardIsTheSame()
{
    const auto batch = tests::threeSequences(0.2);
    const auto table = nn::ropeTable({1, 0.5, 0.25, 0.1, 0.05, 0.01}, 64);
    const auto numbers = torch::randn({52, kWidth});
    constexpr int kBlocks = 4;
    const auto decoded = [&](nn::Arenas& arenas, bool remakes) {
        const nn::DecoderPass pass{batch, table, kDecoderHeads, 0.2, arenas.take(), remakes};
        const auto block = decoder(Learns::Everything, at::kFloat);
        const auto x = numbers.clone().requires_grad_();
        auto y = x;
        for (std::uint32_t i = 0; i < kBlocks; ++i) {
            y = nn::decoderBlock(y, block, pass, i);
        }
        return std::pair{tests::outcome(y, x, partsOf(block)), pass.arena->peakBytes()};
    };
    const auto encoded = [&](nn::Arenas& arenas, bool remakes) {
        const nn::EncoderPass pass{batch,          kEncoderHeads, {0.2, 0.2, 0},
                                   nn::Bend::Gelu, arenas.take(), remakes};
        const auto block = encoder(Learns::Everything, at::kFloat);
        const auto x = numbers.clone().requires_grad_();
        auto y = x;
        for (std::uint32_t i = 0; i < kBlocks; ++i) {
            y = nn::encoderBlock(y, block, pass, 3 * i,
                                 i + 1 == kBlocks ? std::vector<std::int32_t>{0, 1, 10}
                                                  : std::vector<std::int32_t>{});
        }
        return std::pair{tests::outcome(y, x, partsOf(block)), pass.arena->peakBytes()};
    };
    const auto compare = [](const auto& pass) {
        nn::Arenas keeping, remaking; // with nothing in stock from the other
        const auto [kept, keptBytes] = pass(keeping, false);
        const auto [made, madeBytes] = pass(remaking, true);
        QVERIFY(tests::agree(made, kept, 0));
        QVERIFY2(3 * madeBytes < 2 * keptBytes, qPrintable(QString{"%1 %2"}.arg(madeBytes).arg(keptBytes)));
    };
    compare(decoded);
    compare(encoded);
}

/// The linear layers' own weights frozen in 8 bits.
template <class Block>
static Block inInt8(Block block)
{
    for (const auto& part : partsOf(block)) {
        if (const auto layer = std::dynamic_pointer_cast<nn::Linear>(part))
            layer->freezeInInt8(layer->weight.detach().to(at::kFloat));
    }
    return block;
}

void TestBlocks::aFrozenBaseInInt8IsNearTheExactOne_data()
{
    QTest::addColumn<at::ScalarType>("type");
    QTest::addRow("float32") << at::kFloat;
    QTest::addRow("bfloat16") << at::kBFloat16;
}

void TestBlocks::aFrozenBaseInInt8IsNearTheExactOne()
{
    QFETCH(at::ScalarType, type);
    // Each number of a product is off by up to 1 / 254 of the largest beside it; gradients go through seven
    // of them.
    constexpr double kTolerance = 0.05;
    const auto batch = tests::threeSequences(0.2);
    const auto table = nn::ropeTable({1, 0.5, 0.25, 0.1, 0.05, 0.01}, 64);
    nn::Arenas arenas;
    at::manual_seed(5);
    const auto numbers = torch::randn({52, kWidth});
    const auto check = [&](const auto& make, const auto& byHand, const auto& byOps) {
        const auto mine = inInt8(make(Learns::Adapters, type));
        const auto exact = make(Learns::Adapters, at::kFloat);
        const auto x = numbers.to(type).clone().requires_grad_();
        const auto y = numbers.clone().requires_grad_();
        const auto z = numbers.to(type).clone().requires_grad_();
        QVERIFY(nn::canRunByHand(mine, x));
        const auto reference = tests::outcome(byOps(y, exact), y, partsOf(exact));
        QVERIFY(tests::agree(tests::outcome(byHand(x, mine), x, partsOf(mine)), reference, kTolerance));
        // Where a block is not run by hand, its 8 bits become numbers again.
        const auto other = inInt8(make(Learns::Adapters, type));
        QVERIFY(tests::agree(tests::outcome(byOps(z, other), z, partsOf(other)), reference, kTolerance));
    };
    const nn::DecoderPass down{batch, table, kDecoderHeads, 0.2, arenas.take()};
    check(
        decoder,
        [&](const at::Tensor& x, const nn::DecoderBlock& b) { return nn::decoderBlock(x, b, down, 9); },
        [&](const at::Tensor& x, const nn::DecoderBlock& b) { return plain(x, b, down); });
    const nn::EncoderPass up{batch, kEncoderHeads, {0.2, 0.2, 0}, nn::Bend::Gelu, arenas.take()};
    check(
        encoder,
        [&](const at::Tensor& x, const nn::EncoderBlock& b) { return nn::encoderBlock(x, b, up, 9); },
        [&](const at::Tensor& x, const nn::EncoderBlock& b) { return plain(x, b, up); });
}

QTEST_GUILESS_MAIN(TestBlocks)
#include "tst_blocks.moc"
