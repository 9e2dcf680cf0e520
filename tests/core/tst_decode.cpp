// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/tensor_file.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include <QTest>

using namespace luthier;
using namespace luthier::checkpoint;

static std::uint32_t bitsOf(float number)
{
    return std::bit_cast<std::uint32_t>(number);
}

static std::vector<float> decoded(const TensorFile& file, std::string_view name)
{
    const auto* tensor = file.find(name);
    if (tensor == nullptr) return {};
    std::vector<float> values(static_cast<std::size_t>(tensor->count()));
    return decode(*tensor, file.bytes(*tensor), values) ? values : std::vector<float>{};
}

/// `numbers` as a tensor of a file would hold them.
template <class T>
static std::vector<float> decoded(Dtype dtype, const std::vector<T>& numbers)
{
    const auto bytes = std::as_bytes(std::span{numbers});
    const TensorInfo info{.name = "x",
                          .dtype = dtype,
                          .shape = {static_cast<std::int64_t>(numbers.size())},
                          .bytes = bytes.size()};
    std::vector<float> values(numbers.size());
    return decode(info, bytes, values) ? values : std::vector<float>{};
}

class TestDecode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyBlockEqualsTheReferenceBitForBit_data();
    void everyBlockEqualsTheReferenceBitForBit();
    void partsEqualTheWhole_data() { everyBlockEqualsTheReferenceBitForBit_data(); }
    void partsEqualTheWhole();
    void halvesAreRoundedFloats_data() { everyBlockEqualsTheReferenceBitForBit_data(); }
    void halvesAreRoundedFloats();
    void bytesNeedNoAlignment_data() { everyBlockEqualsTheReferenceBitForBit_data(); }
    void bytesNeedNoAlignment();
    void typesThatAreNotReadAreNamed();
    void everyHalfIsExact();
    void bf16RoundsToTheNearestAndTiesToEven();
    void integersAndTruthValuesAreNumbers();
    void bothFormatsHoldTheSameModel();

private:
    std::shared_ptr<const TensorFile> m_quants;
    std::shared_ptr<const TensorFile> m_expected;
};

void TestDecode::initTestCase()
{
    const auto quants = TensorFile::open(TEST_DATA "/gguf/quants.gguf");
    const auto expected = TensorFile::open(TEST_DATA "/gguf/expected.safetensors");
    QVERIFY(quants && expected);
    m_quants = *quants;
    m_expected = *expected;
}

void TestDecode::everyBlockEqualsTheReferenceBitForBit_data()
{
    QTest::addColumn<std::string>("name");
    for (const char* name : {"F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K",
                             "Q4_K", "Q5_K", "Q6_K"}) {
        QTest::newRow(name) << std::string{name};
    }
}

void TestDecode::everyBlockEqualsTheReferenceBitForBit()
{
    QFETCH(std::string, name);
    const auto values = decoded(*m_quants, name);
    const auto expected = decoded(*m_expected, name);
    QCOMPARE(values.size(), std::size_t{2048});
    QCOMPARE(expected.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        QCOMPARE(bitsOf(values[i]), bitsOf(expected[i]));
    }
}

void TestDecode::partsEqualTheWhole()
{
    QFETCH(std::string, name);
    const auto* tensor = m_quants->find(name);
    QVERIFY(tensor != nullptr);
    const auto whole = decoded(*m_quants, name);
    const auto step = std::max<std::size_t>(256, blockLength(tensor->dtype));
    std::vector<float> pieces(whole.size());
    for (std::size_t begin = 0; begin < whole.size(); begin += step) {
        QVERIFY(decode(*tensor, m_quants->bytes(*tensor), std::span{pieces}.subspan(begin, step),
                       static_cast<std::int64_t>(begin)));
    }
    QVERIFY(pieces == whole);
}

void TestDecode::halvesAreRoundedFloats()
{
    QFETCH(std::string, name);
    const auto* tensor = m_quants->find(name);
    QVERIFY(tensor != nullptr);
    const auto whole = decoded(*m_quants, name);
    std::vector<std::uint16_t> rounded(whole.size() - 256);
    QVERIFY(decodeBf16(*tensor, m_quants->bytes(*tensor), rounded, 256));
    for (std::size_t i = 0; i < rounded.size(); ++i) {
        QCOMPARE(rounded[i], toBf16(whole[256 + i]));
    }
}

void TestDecode::bytesNeedNoAlignment()
{
    QFETCH(std::string, name);
    const auto* tensor = m_quants->find(name);
    QVERIFY(tensor != nullptr);
    const auto bytes = m_quants->bytes(*tensor);
    std::vector<std::byte> shifted(bytes.size() + 1);
    std::ranges::copy(bytes, shifted.begin() + 1);
    std::vector<float> values(static_cast<std::size_t>(tensor->count()));
    QVERIFY(decode(*tensor, std::span{shifted}.subspan(1), values));
    QVERIFY(values == decoded(*m_quants, name));
}

void TestDecode::typesThatAreNotReadAreNamed()
{
    const std::vector<std::byte> bytes(4);
    const TensorInfo tensor{
        .name = "x", .dtype = Dtype::Other, .dtypeText = "F8_E4M3", .shape = {4}, .bytes = bytes.size()};
    std::vector<float> values(4);
    const auto result = decode(tensor, bytes, values);
    QVERIFY(!result);
    QCOMPARE(errorName(result.error().code), errorName(ErrorCode::Unsupported));
    QCOMPARE(result.error().message.english(),
             std::string{"tensor 'x' is stored as F8_E4M3, which is not supported"});
}

/// Against the definition: (-1)^s · 2^(e-15) · 1.m, without the leading one at e = 0.
void TestDecode::everyHalfIsExact()
{
    for (std::uint32_t bits = 0; bits <= 0xFFFFU; ++bits) {
        const float value = fromF16(static_cast<std::uint16_t>(bits));
        const int exponent = static_cast<int>((bits >> 10U) & 31U);
        const auto mantissa = static_cast<double>(bits & 1023U);
        const double sign = (bits & 0x8000U) != 0 ? -1 : 1;
        QCOMPARE(std::signbit(value), sign < 0);
        if (exponent == 31 && mantissa > 0) {
            QVERIFY(std::isnan(value));
        } else if (exponent == 31) {
            QVERIFY(std::isinf(value));
        } else {
            const double exact
                = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
            QCOMPARE(bitsOf(value), bitsOf(static_cast<float>(sign * exact)));
        }
    }
}

void TestDecode::bf16RoundsToTheNearestAndTiesToEven()
{
    for (std::uint32_t bits = 0; bits <= 0xFFFFU; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const float value = fromBf16(half);
        if (std::isnan(value)) {
            QVERIFY(std::isnan(fromBf16(toBf16(value))));
            continue;
        }
        QCOMPARE(toBf16(value), half);
        if (std::isinf(value)) continue;
        const auto even = static_cast<std::uint16_t>(bits + (bits & 1U));
        QCOMPARE(toBf16(std::bit_cast<float>((bits << 16U) + 0x7FFFU)), half);
        QCOMPARE(toBf16(std::bit_cast<float>((bits << 16U) + 0x8000U)), even);
        QCOMPARE(toBf16(std::bit_cast<float>((bits << 16U) + 0x8001U)), static_cast<std::uint16_t>(bits + 1));
    }
    QVERIFY(std::isnan(fromBf16(toBf16(std::bit_cast<float>(0x7F800001U))))); // its payload is cut off
    QVERIFY(std::isinf(fromBf16(toBf16(std::numeric_limits<float>::max()))));
}

void TestDecode::integersAndTruthValuesAreNumbers()
{
    const std::vector<float> some{1, 0, 100};
    QCOMPARE(decoded(Dtype::I64, std::vector<std::int64_t>{-5, 1LL << 40U}),
             (std::vector<float>{-5, 0x1p40F}));
    QCOMPARE(decoded(Dtype::U64, std::vector<std::uint64_t>{1ULL << 63U}), (std::vector<float>{0x1p63F}));
    QCOMPARE(decoded(Dtype::I32, std::vector<std::int32_t>{-7}), (std::vector<float>{-7}));
    QCOMPARE(decoded(Dtype::U32, std::vector<std::uint32_t>{1, 0, 100}), some);
    QCOMPARE(decoded(Dtype::I16, std::vector<std::int16_t>{-9}), (std::vector<float>{-9}));
    QCOMPARE(decoded(Dtype::U16, std::vector<std::uint16_t>{1, 0, 100}), some);
    QCOMPARE(decoded(Dtype::I8, std::vector<std::int8_t>{-128}), (std::vector<float>{-128}));
    QCOMPARE(decoded(Dtype::U8, std::vector<std::uint8_t>{1, 0, 100}), some);
    QCOMPARE(decoded(Dtype::F64, std::vector<double>{0.1}), (std::vector<float>{0.1F}));
    QCOMPARE(decoded(Dtype::Bool, std::vector<std::uint8_t>{1, 0, 2}), (std::vector<float>{1, 0, 1}));
}

/// The rows of ffn_down, 172 long, are no multiple of 32: that file keeps them as F16.
void TestDecode::bothFormatsHoldTheSameModel()
{
    const auto gguf = TensorFile::open(TEST_DATA "/models/stories260k/gguf/stories260K-q8_0.gguf");
    const auto safetensors = TensorFile::open(TEST_DATA "/models/stories260k/hf/model.safetensors");
    QVERIFY(gguf && safetensors);
    const auto* down = (*gguf)->find("blk.0.ffn_down.weight");
    QVERIFY(down != nullptr);
    QCOMPARE(down->dtype, Dtype::F16);
    QCOMPARE(down->shape, (*safetensors)->find("model.layers.0.mlp.down_proj.weight")->shape);
    const auto exact = decoded(**safetensors, "model.layers.0.mlp.down_proj.weight");
    const auto half = decoded(**gguf, "blk.0.ffn_down.weight");
    QCOMPARE(half.size(), exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
        QVERIFY(std::abs(half[i] - exact[i])
                <= 0x1p-11F * std::abs(exact[i]) + 0x1p-25F); // half a unit of F16
    }
    QVERIFY(decoded(**gguf, "output_norm.weight") == decoded(**safetensors, "model.norm.weight"));
    const auto embedding = decoded(**gguf, "token_embd.weight");
    const auto exactEmbedding = decoded(**safetensors, "model.embed_tokens.weight");
    QCOMPARE(embedding.size(), exactEmbedding.size());
    for (std::size_t block = 0; block < embedding.size(); block += 32) {
        float most = 0;
        float worst = 0;
        for (std::size_t i = block; i < block + 32; ++i) {
            most = std::max(most, std::abs(exactEmbedding[i]));
            worst = std::max(worst, std::abs(embedding[i] - exactEmbedding[i]));
        }
        // Half a step of Q8_0, and its scale as F16 is off by up to 2^-11.
        QVERIFY(worst <= most * (0.5F / 127 + 0x1p-11F));
    }
}

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
