// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/tensor_file.h"
#include "core/nn/ops/cpu_features.h"
#include "core/nn/ops/decoder_kernels.h"
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/rows.h"
#include "core/nn/ops/stored_matrix.h"
#include "tests/support/golden.h"
#include "tests/support/op_check.h"

#include <cmath>
#include <cstring>

#include <QTest>

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <torch/types.h>

using namespace luthier;
using namespace luthier::test;
using nn::FewRowsKernels;
using nn::StoredAs;
using nn::StoredMatrix;

/// Products with stored weights: every form, every instruction set of this processor, against what
/// checkpoint/decode makes of the same bytes, multiplied in float64.
class TestFewRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRoadThatIsAskedForIsTaken();
    void init() { at::manual_seed(1); }
    void everyKernelEqualsThePlainProduct_data();
    void everyKernelEqualsThePlainProduct();
    void aSubnormalScaleCounts();
    void fewAndManyRowsGiveTheSame_data() { forms(); }
    void fewAndManyRowsGiveTheSame();
    void aProductMakesTheNumbersThatItNeeds_data() { forms(); }
    void aProductMakesTheNumbersThatItNeeds();
    void rowsOfATableAreItsNumbers();
    void int8IsWithinHalfAStep();
    void storedWeightsRefuseGradients();
    void aPlaceHasAShapeAndNoNumbers();
    void theLargestIsFoundWhereverItStands();
    void headsThatShareKeysEachGetTheirOwn();

private:
    static void forms()
    {
        QTest::addColumn<int>("form");
        QTest::newRow("fp32") << static_cast<int>(StoredAs::Float32);
        QTest::newRow("bf16") << static_cast<int>(StoredAs::Bfloat16);
        QTest::newRow("int8") << static_cast<int>(StoredAs::Int8);
        QTest::newRow("Q4_0") << static_cast<int>(StoredAs::Q4_0);
        QTest::newRow("Q4_1") << static_cast<int>(StoredAs::Q4_1);
        QTest::newRow("Q8_0") << static_cast<int>(StoredAs::Q8_0);
    }
};

namespace {

/// Random bytes whose float16 scales are ordinary numbers; one byte further than aligned.
StoredMatrix blocksOf(StoredAs form, std::int64_t rows, std::int64_t columns)
{
    const auto blocks = rows * columns / nn::kBlock;
    const auto size = nn::blockBytes(form);
    const auto bytes
        = std::make_shared<std::vector<std::uint8_t>>(static_cast<std::size_t>(blocks * size + 1));
    const auto random = torch::randint(0, 256, {blocks * size}, at::kByte);
    std::memcpy(bytes->data() + 1, random.data_ptr(), static_cast<std::size_t>(blocks * size));
    for (std::int64_t b = 0; b < blocks; ++b) {
        const std::uint16_t d = static_cast<std::uint16_t>(0x2000 + b * 37 % 0x800); // 0.008 to 0.03
        const std::uint16_t m = static_cast<std::uint16_t>(0xA800 + b * 53 % 0x800); // −0.03 to −0.12
        std::memcpy(bytes->data() + 1 + b * size, &d, 2);
        if (form == StoredAs::Q4_1) std::memcpy(bytes->data() + 3 + b * size, &m, 2);
    }
    return {form, rows, columns, bytes->data() + 1, {}, bytes};
}

StoredMatrix matrixOf(StoredAs form, std::int64_t rows, std::int64_t columns)
{
    if (nn::hasBlocks(form)) return blocksOf(form, rows, columns);
    return nn::storedFrom(torch::randn({rows, columns}), form);
}

/// float64 [rows, columns], by checkpoint/decode for what files hold.
at::Tensor numbersOf(const StoredMatrix& matrix)
{
    const auto count = static_cast<std::size_t>(matrix.rows * matrix.columns);
    if (matrix.form == StoredAs::Int8) {
        const auto whole = torch::from_blob(const_cast<std::uint8_t*>(matrix.data),
                                            {matrix.rows, matrix.columns}, at::kChar);
        return whole.to(at::kDouble) * matrix.scales.to(at::kDouble).unsqueeze(1);
    }
    using checkpoint::Dtype;
    const Dtype dtype = matrix.form == StoredAs::Float32 ? Dtype::F32
        : matrix.form == StoredAs::Bfloat16              ? Dtype::BF16
        : matrix.form == StoredAs::Q4_0                  ? Dtype::Q4_0
        : matrix.form == StoredAs::Q4_1                  ? Dtype::Q4_1
                                                         : Dtype::Q8_0;
    checkpoint::TensorInfo info{.name = "w", .dtype = dtype, .shape = {matrix.rows, matrix.columns}};
    info.bytes = checkpoint::byteCount(dtype, count);
    auto exact = at::empty({matrix.rows, matrix.columns}, at::kFloat);
    must(checkpoint::decode(info, {reinterpret_cast<const std::byte*>(matrix.data), info.bytes},
                            {exact.data_ptr<float>(), count}));
    return exact.to(at::kDouble);
}

std::vector<std::pair<const char*, const FewRowsKernels*>> kernels()
{
    std::vector<std::pair<const char*, const FewRowsKernels*>> all{{"plain", &nn::fewRowsPlain()}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v3")) all.emplace_back("avx2", nn::fewRowsAvx2());
    if (__builtin_cpu_supports("x86-64-v4")) all.emplace_back("avx512", nn::fewRowsAvx512());
#endif
    return all;
}

/// Largest |found − expected| / Σ |x| |w|: what rounding of float32 sums is measured by.
double worst(const at::Tensor& found, const at::Tensor& x, const at::Tensor& w)
{
    const auto expected = x.to(at::kDouble).matmul(w.t());
    const auto size = x.to(at::kDouble).abs().matmul(w.abs().t()) + 1e-30;
    return ((found.to(at::kDouble) - expected).abs() / size).max().item<double>();
}

constexpr double kRounding = 1e-6; // sums of at most 1,500 float32 products

} // namespace

void TestFewRows::everyKernelEqualsThePlainProduct_data()
{
    forms();
}

void TestFewRows::everyKernelEqualsThePlainProduct()
{
    QFETCH(int, form);
    const auto as = static_cast<StoredAs>(form);
    const std::vector<std::int64_t> widths = nn::hasBlocks(as)
        ? std::vector<std::int64_t>{32, 96, 576, 4256}
        : std::vector<std::int64_t>{1, 31, 32, 47, 577};
    for (const auto columns : widths) {
        for (const std::int64_t rows : {1, 2, 7}) {
            const auto matrix = matrixOf(as, rows, columns);
            const auto exact = numbersOf(matrix);
            for (const auto& [name, kernel] : kernels()) {
                auto expanded = at::full({rows, columns + 3}, 77.0, at::kFloat);
                auto args = matrix.arguments();
                args.y = expanded.data_ptr<float>();
                args.yStride = columns + 3;
                kernel->expand(as, args, 0, rows);
                QVERIFY2(torch::equal(expanded.narrow(1, 0, columns), exact.to(at::kFloat)), name);
                QVERIFY2((expanded.narrow(1, columns, 3) == 77).all().item<bool>(), name);
                for (const std::int64_t count : {1, 2, 5, 16}) {
                    const auto x = torch::randn({count, columns});
                    auto y = at::full({count, rows}, 77.0, at::kFloat);
                    args.x = x.data_ptr<float>();
                    args.xStride = columns;
                    args.count = count;
                    args.y = y.data_ptr<float>();
                    args.yStride = rows;
                    kernel->multiply(as, args, 0, rows);
                    QVERIFY2(worst(y, x, exact) < kRounding, name);
                    if (rows < 2) continue;
                    y.fill_(77);
                    kernel->multiply(as, args, 1, rows - 1);
                    QVERIFY2((y.select(1, 0) == 77).all().item<bool>(), name);
                    QVERIFY2((y.select(1, rows - 1) == 77).all().item<bool>(), name);
                }
            }
        }
    }
}

void TestFewRows::aSubnormalScaleCounts()
{
    at::globalContext().setFlushDenormal(true); // as the trainer sets it
    for (const auto form : {StoredAs::Q4_0, StoredAs::Q4_1, StoredAs::Q8_0}) {
        auto matrix = blocksOf(form, 2, 128);
        auto* const bytes = const_cast<std::uint8_t*>(matrix.data);
        for (std::int64_t b = 0; b < 8; ++b) {
            const auto d = static_cast<std::uint16_t>(0x0001 + 100 * b);
            std::memcpy(bytes + b * nn::blockBytes(form), &d, 2);
        }
        const auto exact = numbersOf(matrix).to(at::kFloat);
        for (const auto& [name, kernel] : kernels()) {
            auto found = at::empty({2, 128}, at::kFloat);
            auto args = matrix.arguments();
            args.y = found.data_ptr<float>();
            args.yStride = 128;
            kernel->expand(form, args, 0, 2);
            QVERIFY2(torch::equal(found, exact), name);
        }
    }
    at::globalContext().setFlushDenormal(false);
}

void TestFewRows::fewAndManyRowsGiveTheSame()
{
    QFETCH(int, form);
    const at::NoGradGuard noGrad;
    const auto matrix = matrixOf(static_cast<StoredAs>(form), 700, 576);
    const auto exact = numbersOf(matrix);
    const auto x = torch::randn({40, 576});
    const auto bias = torch::randn({700});
    const auto many = nn::storedLinear(x, matrix, bias);
    const auto few = nn::storedLinear(x.narrow(0, 3, 5), matrix, bias);
    QVERIFY(worst(many - bias, x, exact) < kRounding);
    QVERIFY(worst(few - bias, x.narrow(0, 3, 5), exact) < kRounding);
    QVERIFY(nn::storedLinear(x.narrow(0, 0, 0), matrix, bias).size(0) == 0);
}

/// x Wᵀ + t Bᵀ, with W's numbers as a matrix or stored.
template <class S>
static at::Tensor productOf(const at::Tensor& x, const nn::Matrix<S>& w, const StoredMatrix* stored,
                            const at::Tensor& t, const at::Tensor& b)
{
    const auto matrix = [](const at::Tensor& m) { return nn::Matrix<S>{nn::dataOf<S>(m), m.size(1)}; };
    const auto out = torch::empty({x.size(0), b.size(0)}, x.options());
    nn::Product<S> product{
        .rows = out.size(0), .columns = out.size(1), .out = nn::dataOf<S>(out), .outStride = out.size(1)};
    product.add({matrix(t), matrix(b), t.size(1), nn::Form::NT}); // stored numbers do not begin a pass
    product.add({matrix(x), w, x.size(1), nn::Form::NT, {}, stored});
    nn::asTeam([&](nn::Team& team) { nn::multiply(team, std::span<const nn::Product<S>>{&product, 1}); });
    return out;
}

void TestFewRows::aProductMakesTheNumbersThatItNeeds()
{
    QFETCH(const int, form);
    const auto stored = matrixOf(static_cast<StoredAs>(form), 77, 704);
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        const auto x = torch::randn({50, 704}).to(type);
        const auto t = torch::randn({50, 5}).to(type);
        const auto b = torch::randn({77, 5}).to(type);
        const auto numbers = nn::expandedRows(stored, 0, 77).to(type);
        nn::byType(x, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            if constexpr (!std::is_same_v<S, double>) {
                const auto plain = productOf<S>(x, {nn::dataOf<S>(numbers), 704}, nullptr, t, b);
                const auto exact = at::mm(x.to(at::kDouble), numbers.to(at::kDouble).t())
                    + at::mm(t.to(at::kDouble), b.to(at::kDouble).t());
                QVERIFY(tests::distance(plain, exact) < (type == at::kFloat ? 1e-5 : 4e-3));
                // Passes are cut elsewhere for blocks, so sums are made in another order.
                QVERIFY(tests::distance(productOf<S>(x, {}, &stored, t, b), exact)
                        < (type == at::kFloat ? 1e-5 : 4e-3));
            }
        });
    }
}

void TestFewRows::rowsOfATableAreItsNumbers()
{
    for (const auto form : {StoredAs::Float32, StoredAs::Int8, StoredAs::Q8_0}) {
        const auto matrix = matrixOf(form, 50, 64);
        const auto exact = numbersOf(matrix).to(at::kFloat);
        const auto ids = torch::tensor({49, 0, 7, 7}, at::kInt);
        QVERIFY(torch::equal(nn::storedRows(matrix, ids), exact.index_select(0, ids)));
        QVERIFY(torch::equal(nn::expandedRows(matrix, 10, 13), exact.narrow(0, 10, 3)));
        QVERIFY_EXCEPTION_THROWN(nn::storedRows(matrix, torch::tensor({50}, at::kInt)), c10::Error);
    }
}

void TestFewRows::int8IsWithinHalfAStep()
{
    const auto weight = torch::randn({20, 100});
    weight[3].zero_();
    const auto matrix = nn::storedFrom(weight, StoredAs::Int8);
    const auto step = weight.abs().amax(1, true) / 127;
    const auto difference = (nn::expandedRows(matrix, 0, 20) - weight).abs();
    QVERIFY((difference <= step * 0.501).all().item<bool>());
    QCOMPARE(matrix.bytes(), std::uint64_t{20 * 100 + 20 * 4});
}

void TestFewRows::storedWeightsRefuseGradients()
{
    const auto matrix = matrixOf(StoredAs::Float32, 4, 8);
    QVERIFY_EXCEPTION_THROWN(nn::storedLinear(torch::ones({2, 8}), matrix, {}), c10::Error);
    const at::NoGradGuard noGrad;
    QVERIFY_EXCEPTION_THROWN(nn::storedLinear(torch::ones({2, 9}), matrix, {}), c10::Error);
}

void TestFewRows::aPlaceHasAShapeAndNoNumbers()
{
    const auto place = nn::placeFor(3, 64, at::kBFloat16);
    QVERIFY(nn::isPlace(place) && !nn::isPlace(torch::zeros({3, 64})));
    QCOMPARE(place.scalar_type(), at::kBFloat16);
    QCOMPARE(place.sizes(), (std::vector<std::int64_t>{3, 64}));
    QVERIFY(place.isnan().all().item<bool>());
}

void TestFewRows::theLargestIsFoundWhereverItStands()
{
    for (const std::int64_t count : {1, 5, 16, 17, 100}) {
        for (std::int64_t place = 0; place < count; ++place) {
            auto numbers = torch::rand({count});
            numbers[place] = 2;
            QCOMPARE(nn::placeOfLargest(numbers.data_ptr<float>(), count), place);
            if (count > 1) numbers[place == 0 ? 1 : 0] = std::nanf("");
            QCOMPARE(nn::placeOfLargest(numbers.data_ptr<float>(), count), place);
        }
        const auto logits = torch::randn({count});
        auto found = at::empty({count}, at::kFloat);
        const auto largest = logits.max().item<float>();
        const auto sum
            = nn::exponentialsOf(logits.data_ptr<float>(), count, largest, 2, found.data_ptr<float>());
        const auto expected = ((logits - largest).to(at::kDouble) * 2).exp();
        QVERIFY((found - expected).abs().max().item<double>() < 1e-6);
        QVERIFY(std::abs(sum - expected.sum().item<double>()) < 1e-5);
    }
}

/// The tests that run on each road (ctest -L isa) would else all show the same one.
void TestFewRows::theRoadThatIsAskedForIsTaken()
{
    const auto isa = nn::cpuFeatures().isa();
    const auto asked = qEnvironmentVariable("LUTHIER_ISA");
    if (asked == "plain") QCOMPARE(isa, nn::Isa::Plain);
    if (asked == "avx2") QVERIFY(isa <= nn::Isa::Avx2);
    if (asked == "avx512") QVERIFY(isa <= nn::Isa::Avx512);
    if (asked == "avx512bf16") QVERIFY(isa <= nn::Isa::Avx512Bf16);
    const auto* const expected = isa >= nn::Isa::Avx512 ? nn::fewRowsAvx512()
        : isa >= nn::Isa::Avx2                          ? nn::fewRowsAvx2()
                                                        : &nn::fewRowsPlain();
    QVERIFY(expected != nullptr);
    QCOMPARE(&nn::fewRowsKernels(), expected);
}

void TestFewRows::headsThatShareKeysEachGetTheirOwn()
{
    for (const std::int64_t heads : {1, 2, 3, 4, 5, 7, 8}) {
        for (const std::int64_t width : {8, 16, 64, 84}) {
            const std::int64_t count = 11;
            const auto keys = torch::randn({count, width + 3}); // others' numbers stand beside them
            const auto queries = torch::randn({heads, width});
            const auto scores = torch::full({heads, count + 2}, 777.0F);
            nn::scoreKeys({queries.data_ptr<float>(), width, heads, keys.data_ptr<float>(), width + 3, count,
                           width, scores.data_ptr<float>(), count + 2});
            const auto own = keys.narrow(1, 0, width);
            QVERIFY(tests::distance(scores.narrow(1, 0, count), at::mm(queries, own.t())) < 1e-5);
            QVERIFY(scores.narrow(1, count, 2).eq(777).all().item<bool>());
            const auto sums = torch::full({heads, width + 1}, 2.0F);
            nn::addValues({scores.data_ptr<float>(), count + 2, heads, keys.data_ptr<float>(), width + 3,
                           count, width, sums.data_ptr<float>(), width + 1});
            QVERIFY(tests::distance(sums.narrow(1, 0, width), 2 + at::mm(scores.narrow(1, 0, count), own))
                    < 1e-5);
            QVERIFY(sums.narrow(1, width, 1).eq(2).all().item<bool>());
        }
    }
}

QTEST_GUILESS_MAIN(TestFewRows)
#include "tst_few_rows.moc"
