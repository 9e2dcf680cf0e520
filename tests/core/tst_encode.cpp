// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/encode.h"
#include "core/checkpoint/gguf_writer.h"

#include <bit>
#include <cmath>
#include <cstring>

#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::checkpoint;

namespace {

std::vector<std::byte> encoded(Dtype dtype, std::span<const float> numbers)
{
    std::vector<std::byte> bytes(byteCount(dtype, numbers.size()));
    encode(dtype, numbers, bytes);
    return bytes;
}

std::vector<float> roundTrip(Dtype dtype, std::span<const float> numbers)
{
    const auto bytes = encoded(dtype, numbers);
    const TensorInfo info{.name = "x",
                          .dtype = dtype,
                          .shape = {static_cast<std::int64_t>(numbers.size())},
                          .bytes = bytes.size()};
    std::vector<float> values(numbers.size());
    return decode(info, bytes, values) ? values : std::vector<float>{};
}

/// Root of the mean squared difference over that of the numbers.
double errorOf(Dtype dtype, std::span<const float> numbers)
{
    const auto values = roundTrip(dtype, numbers);
    double off = 0;
    double all = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double difference = static_cast<double>(values[i]) - static_cast<double>(numbers[i]);
        off += difference * difference;
        all += static_cast<double>(numbers[i]) * static_cast<double>(numbers[i]);
    }
    return std::sqrt(off / all);
}

} // namespace

class TestEncode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theBytesAreThoseOfTheReference_data();
    void theBytesAreThoseOfTheReference();
    void everyHalfComesBack();
    void halvesAreTheNearest();
    void wideBlocksLoseLittle();
    void blocksOfOneNumberAreExact();
    void aWrittenFileIsRead();

private:
    std::shared_ptr<const TensorFile> m_golden;
    std::vector<float> m_input;
};

void TestEncode::initTestCase()
{
    const auto golden = TensorFile::open(TEST_DATA "/gguf/quantize.safetensors");
    QVERIFY(golden);
    m_golden = *golden;
    const auto* const input = m_golden->find("input");
    QVERIFY(input != nullptr);
    m_input.resize(static_cast<std::size_t>(input->count()));
    QVERIFY(decode(*input, m_golden->bytes(*input), m_input));
}

void TestEncode::theBytesAreThoseOfTheReference_data()
{
    QTest::addColumn<int>("dtype");
    for (const auto dtype :
         {Dtype::BF16, Dtype::Q4_0, Dtype::Q4_1, Dtype::Q5_0, Dtype::Q5_1, Dtype::Q8_0}) {
        QTest::newRow(std::string{dtypeName(dtype)}.c_str()) << static_cast<int>(dtype);
    }
}

void TestEncode::theBytesAreThoseOfTheReference()
{
    QFETCH(int, dtype);
    const auto which = static_cast<Dtype>(dtype);
    const auto* const wanted = m_golden->find("bytes." + std::string{dtypeName(which)});
    QVERIFY(wanted != nullptr);
    const auto expected = m_golden->bytes(*wanted);
    const auto found = encoded(which, m_input);
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        QVERIFY2(found[i] == expected[i], qPrintable(QString{"byte %1"}.arg(i)));
    }
}

void TestEncode::everyHalfComesBack()
{
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const float number = fromF16(half);
        if (std::isnan(number)) continue;
        std::uint16_t found = 0;
        const auto bytes = encoded(Dtype::F16, std::span{&number, 1});
        std::memcpy(&found, bytes.data(), sizeof found);
        QCOMPARE(found, half);
    }
}

void TestEncode::halvesAreTheNearest()
{
    const auto half = [](float number) {
        std::uint16_t found = 0;
        const auto bytes = encoded(Dtype::F16, std::span{&number, 1});
        std::memcpy(&found, bytes.data(), sizeof found);
        return found;
    };
    for (std::uint16_t bits = 0; bits < 0x7BFF; ++bits) { // between two neighbours
        const float low = fromF16(bits);
        const float high = fromF16(static_cast<std::uint16_t>(bits + 1));
        const float middle = low + (high - low) / 2;
        const auto even = static_cast<std::uint16_t>(bits + bits % 2);
        QCOMPARE(half(middle), even);
        QCOMPARE(half(std::nextafter(middle, low)), bits);
        QCOMPARE(half(std::nextafter(middle, high)), static_cast<std::uint16_t>(bits + 1));
    }
    QCOMPARE(half(65519), std::uint16_t{0x7BFF});
    QCOMPARE(half(65520), std::uint16_t{0x7C00});
    QCOMPARE(half(-1e9F), std::uint16_t{0xFC00});
    QVERIFY(std::isnan(fromF16(half(std::numeric_limits<float>::quiet_NaN()))));
}

void TestEncode::wideBlocksLoseLittle()
{
    const auto four = errorOf(Dtype::Q4_K, m_input);
    const auto six = errorOf(Dtype::Q6_K, m_input);
    QVERIFY2(four < 0.9 * errorOf(Dtype::Q4_0, m_input), qPrintable(QString::number(four)));
    QVERIFY2(six < 0.3 * four, qPrintable(QString::number(six)));
    // Whole steps of a scale that a block can have come back as they were.
    std::vector<float> exact(256);
    for (std::size_t i = 0; i < exact.size(); ++i) {
        exact[i] = static_cast<float>(static_cast<int>(i * 7 % 63) - 31) * 0.125F;
    }
    exact[0] = -4;
    QVERIFY(errorOf(Dtype::Q6_K, exact) < 0.01);
}

void TestEncode::blocksOfOneNumberAreExact()
{
    for (const auto dtype : {Dtype::Q4_0, Dtype::Q4_1, Dtype::Q5_0, Dtype::Q5_1, Dtype::Q8_0, Dtype::Q4_K,
                             Dtype::Q6_K}) {
        const std::vector<float> none(256, 0.0F);
        QVERIFY(roundTrip(dtype, none) == none);
        std::vector<float> one(256, 0.0F);
        one[5] = -0.5F;
        const auto back = roundTrip(dtype, one);
        QVERIFY(std::abs(back[5] + 0.5F) < 0.01F);
        QVERIFY(std::abs(back[6]) < 0.05F);
    }
}

void TestEncode::aWrittenFileIsRead()
{
    const QTemporaryDir folder;
    const auto path = std::filesystem::path{folder.path().toStdString()} / "x.gguf";
    const std::string odd{"\xFF\0 \xE2\x96\x81", 6}; // no text, and kept
    const GgufFront front{{"general.architecture", std::string{"llama"}},
                          {"a.flag", true},
                          {"a.count", std::uint32_t{7}},
                          {"a.number", 0.1F},
                          {"a.ids", std::vector<std::int32_t>{-1, 2}},
                          {"a.scores", std::vector<float>{0.5F}},
                          {"a.words", std::vector<std::string>{odd, ""}}};
    const auto fill = [this](Dtype dtype, std::size_t count) {
        return [this, dtype, count](std::span<std::byte> to) -> Expected<void> {
            encode(dtype, std::span{m_input}.first(count), to);
            return {};
        };
    };
    const auto written = writeGguf(path, front,
                                   {{"first", Dtype::F32, {3}, fill(Dtype::F32, 3)},
                                    {"second", Dtype::Q8_0, {2, 64}, fill(Dtype::Q8_0, 128)}});
    QVERIFY(written);
    const auto file = TensorFile::open(path);
    QVERIFY(file);
    const auto& metadata = (*file)->metadata();
    QVERIFY(metadata["a.flag"] == true);
    QVERIFY(metadata["a.count"] == 7);
    QCOMPARE(static_cast<float>(metadata["a.number"].get<double>()), 0.1F);
    QVERIFY(metadata["a.ids"] == Json({-1, 2}));
    QCOMPARE(metadata["a.words"][0].get<std::string>(), odd);
    const auto* const second = (*file)->find("second");
    QVERIFY(second != nullptr);
    QCOMPARE(second->shape, (std::vector<std::int64_t>{2, 64}));
    const auto bytes = (*file)->bytes(*second);
    QVERIFY(std::ranges::equal(bytes, encoded(Dtype::Q8_0, std::span{m_input}.first(128))));
}

QTEST_GUILESS_MAIN(TestEncode)
#include "tst_encode.moc"
