// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/header.h"
#include "core/checkpoint/safetensors_writer.h"
#include "tests/support/tensor_bytes.h"

#include <limits>

#include <QTest>

using namespace luthier;
using namespace luthier::checkpoint;
using namespace luthier::test;

static const std::string kTwo
    = R"({"__metadata__":{"made by":"hand"},"b":{"dtype":"BF16","shape":[2],"data_offsets":[16,20]},)"
      R"("a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})";
static const std::string kTwoData(20, '\1');

/// One tensor "a" with these three fields.
static std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets)
{
    return R"({"a":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

class TestSafetensors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tensorsAreListedInTheHeadersOrder();
    void emptyAndScalarTensorsAreRead();
    void aBrokenFileIsNamed_data();
    void aBrokenFileIsNamed();
    void faultsOfSyntaxGoBeforeFaultsOfMeaning();
    void everyCutIsRefused();
    void anyChangedByteLeavesTensorsInsideTheFile();
    void anotherFileUnderThisNameIsRecognised_data();
    void anotherFileUnderThisNameIsRecognised();
    void whatIsWrittenIsReadBack();
    void numbersAreAlignedInAWrittenFile();
    void whatCannotBeWrittenLeavesNothing();

private:
    Expected<std::shared_ptr<const TensorFile>> open(std::string_view bytes) const
    {
        return TensorFile::open(m_scratch.file("x.safetensors", bytes));
    }
    Scratch m_scratch;
};

void TestSafetensors::tensorsAreListedInTheHeadersOrder()
{
    const auto file = open(safetensorsBytes(kTwo, kTwoData));
    QVERIFY(file);
    const auto tensors = (*file)->tensors();
    QCOMPARE(tensors.size(), std::size_t{2});
    QCOMPARE(tensors[0].name, std::string{"b"});
    QCOMPARE(tensors[0].dtype, Dtype::BF16);
    QCOMPARE(tensors[1].shape, (std::vector<std::int64_t>{2, 2}));
    QCOMPARE(tensors[1].count(), 4);
    const auto* b = (*file)->find("b");
    QCOMPARE(b, &tensors[0]);
    QCOMPARE((*file)->bytes(*b).size(), std::size_t{4});
    QCOMPARE(b->offset, 8 + kTwo.size() + 16);
    QVERIFY((*file)->find("c") == nullptr);
    QCOMPARE((*file)->metadata().value("made by", ""), std::string{"hand"});
    QVERIFY(!(*file)->isGguf());
}

void TestSafetensors::emptyAndScalarTensorsAreRead()
{
    const auto file = open(safetensorsBytes(
        R"(  {"e":{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]},"\u0073":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  )",
        "1234"));
    QVERIFY(file);
    QCOMPARE((*file)->find("e")->count(), 0);
    QCOMPARE((*file)->find("s")->count(), 1);
    QVERIFY((*file)->metadata().empty());
}

void TestSafetensors::aBrokenFileIsNamed_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word"); // the offending value, in the message or the place
    const auto row = [](const char* name, const std::string& header, ErrorCode code, const char* word) {
        QTest::newRow(name) << safetensorsBytes(header, std::string(16, '\0')) << code << QString{word};
    };
    const std::string f32 = R"("F32")";
    QTest::newRow("short") << std::string{"1234567"} << ErrorCode::Truncated << QString{"7 bytes"};
    QTest::newRow("long header") << raw<std::uint64_t>(100'000'001) << ErrorCode::Limit
                                 << QString{"100000001"};
    QTest::newRow("cut header") << raw<std::uint64_t>(9) + "{}" << ErrorCode::Truncated << QString{"9 bytes"};
    row("utf-8", "{\"\xC0\xAF\":1}", ErrorCode::BadUtf8, ":byte 10");
    row("zero byte", std::string{"{}\0", 3}, ErrorCode::BadJson, ":byte 10");
    row("byte-order mark", "\xEF\xBB\xBF{}", ErrorCode::BadJson, ":byte 8");
    row("syntax", R"({"a":})", ErrorCode::BadJson, ":byte 13");
    row("array", "[]", ErrorCode::BadJson, "object");
    row("deep", R"({"a":[[[[1]]]]})", ErrorCode::TooDeep, "4");
    row("infinite", entry(f32, "[1e400]", "[0,16]"), ErrorCode::BadNumber, ":byte");
    row("tensor twice", R"({"a":1,"\u0061":1})", ErrorCode::DuplicateKey, "'a'");
    row("field twice", R"({"a":{"shape":[],"shape":[]}})", ErrorCode::DuplicateKey, "'shape'");
    row("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", ErrorCode::DuplicateKey,
        "'__metadata__'");
    row("metadata key twice", R"({"__metadata__":{"k":"","k":""}})", ErrorCode::DuplicateKey, "'k'");
    row("metadata list", R"({"__metadata__":[]})", ErrorCode::WrongType, "__metadata__");
    row("metadata number", R"({"__metadata__":{"k":1}})", ErrorCode::WrongType, "'k'");
    row("metadata nested", R"({"__metadata__":{"k":{"l":"m"}}})", ErrorCode::WrongType, "'k'");
    row("no entry", R"({"a":[0]})", ErrorCode::WrongType, "'a'");
    row("zero in name", R"({"a\u0000b":{}})", ErrorCode::BadName, "zero byte");
    row("name too long", "{\"" + std::string(4097, 'n') + "\":{}}", ErrorCode::Limit, "4097");
    row("field missing", R"({"a":{"dtype":"F32","data_offsets":[0,16]}})", ErrorCode::MissingField,
        "'shape'");
    row("field unknown", R"({"a":{"dtyp":"F32"}})", ErrorCode::UnknownField, "'dtyp'");
    row("dtype", entry(R"("f32")", "[4]", "[0,16]"), ErrorCode::BadDtype, "'f32'");
    row("dtype number", entry("7", "[4]", "[0,16]"), ErrorCode::BadDtype, "'7'");
    row("rank", entry(f32, "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4]", "[0,16]"), ErrorCode::BadShape, "16");
    row("shape object", entry(f32, "{}", "[0,16]"), ErrorCode::BadShape, "'a'");
    row("shape float", entry(f32, "[4.0]", "[0,16]"), ErrorCode::BadNumber, "4.0");
    row("shape text", entry(f32, R"(["4"])", "[0,16]"), ErrorCode::BadNumber, "\"4\"");
    row("shape negative", entry(f32, "[-4]", "[0,16]"), ErrorCode::BadNumber, "-4");
    row("shape overflows", entry(f32, "[4294967296,4294967296]", "[0,16]"), ErrorCode::Overflow, "'a'");
    row("shape times bits overflows", entry(f32, "[2305843009213693952]", "[0,16]"), ErrorCode::Overflow,
        "'a'");
    row("an empty tensor of sizes that overflow", entry(f32, "[4611686018427387904,2,0]", "[0,0]"),
        ErrorCode::Overflow, "'a'");
    row("a size beyond signed", entry(f32, "[0,18446744073709551615]", "[0,0]"), ErrorCode::Overflow, "'a'");
    row("half a byte", entry(R"("F4")", "[3]", "[0,1]"), ErrorCode::BadShape, "12 bits");
    row("one offset", entry(f32, "[4]", "[16]"), ErrorCode::BadOffset, "two");
    row("offset null", entry(f32, "[4]", "[null,16]"), ErrorCode::BadNumber, "null");
    row("backwards", entry(f32, "[4]", "[16,0]"), ErrorCode::BadOffset, "byte 0");
    row("other size", entry(f32, "[3]", "[0,16]"), ErrorCode::Inconsistent, "12");
    row("hole", entry(f32, "[3]", "[4,16]"), ErrorCode::Hole, "byte 4");
    row("overlap",
        R"({"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]},"b":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}})",
        ErrorCode::Overlap, "'b' begins at byte 8");
    row("data missing", entry(f32, "[5]", "[0,20]"), ErrorCode::Truncated, "20");
    row("data left over", entry(f32, "[3]", "[0,12]"), ErrorCode::TrailingBytes, "4 bytes");
}

void TestSafetensors::aBrokenFileIsNamed()
{
    QFETCH(std::string, bytes);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    const auto file = open(bytes);
    QVERIFY(!file);
    QCOMPARE(errorName(file.error().code), errorName(code));
    const auto words = QString::fromStdString(file.error().message.english() + " " + file.error().where);
    QVERIFY2(words.contains(word), qPrintable(words));
    QVERIFY(file.error().where.starts_with(m_scratch.path("x.safetensors").string()));
}

void TestSafetensors::faultsOfSyntaxGoBeforeFaultsOfMeaning()
{
    const auto syntax = open(safetensorsBytes(R"({"a":1,"b":{"dtype":7},"c":})"));
    QCOMPARE(syntax.error().code, ErrorCode::BadJson);
    const auto duplicate = open(safetensorsBytes(R"({"a":1,"b":{"dtype":7},"a":1})"));
    QCOMPARE(duplicate.error().code, ErrorCode::DuplicateKey);
    const auto metadata = open(safetensorsBytes(R"({"b":{"dtype":7},"__metadata__":1})"));
    QCOMPARE(metadata.error().code, ErrorCode::WrongType);
    QVERIFY(metadata.error().message.english().find("__metadata__") != std::string::npos);
}

void TestSafetensors::everyCutIsRefused()
{
    const auto whole = safetensorsBytes(kTwo, kTwoData);
    QVERIFY(open(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto header = readSafetensorsHeader(bytesOf(whole).first(length));
        QVERIFY2(!header, qPrintable(QString::number(length)));
        QCOMPARE(errorName(header.error().code), errorName(ErrorCode::Truncated));
    }
}

void TestSafetensors::anyChangedByteLeavesTensorsInsideTheFile()
{
    const auto whole = safetensorsBytes(kTwo, kTwoData);
    int opened = 0;
    for (std::size_t place = 0; place < whole.size() - kTwoData.size(); ++place) {
        for (const char other : {'\0', '"', '0', '9', '{', ']', ',', ' ', '\xFF'}) {
            auto changed = whole;
            changed[place] = other;
            const auto header = readSafetensorsHeader(bytesOf(changed));
            if (!header) continue;
            ++opened;
            for (const auto& tensor : header->tensors) {
                QVERIFY(tensor.offset + tensor.bytes <= changed.size());
            }
        }
    }
    QVERIFY2(opened > 0, "spaces and names can be changed without harm");
}

void TestSafetensors::anotherFileUnderThisNameIsRecognised_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("hint");
    QTest::newRow("pointer") << std::string{"version https://git-lfs.example/spec/v1\noid sha256:0\n"}
                             << "git lfs pull";
    QTest::newRow("gguf") << GgufBytes{}.bytes() << ".gguf";
    QTest::newRow("pickle") << std::string{"PK\x03\x04"} + std::string(26, '\0') + "archive/data.pkl"
                            << "pickle";
    QTest::newRow("cut") << safetensorsBytes(kTwo) << "fetch it again";
}

void TestSafetensors::anotherFileUnderThisNameIsRecognised()
{
    QFETCH(std::string, bytes);
    QFETCH(QString, hint);
    const auto file = open(bytes);
    QVERIFY(!file);
    const auto words = QString::fromStdString(file.error().hint.english());
    QVERIFY2(words.contains(hint), qPrintable(words));
}

void TestSafetensors::whatIsWrittenIsReadBack()
{
    const std::vector<float> floats{1.5F, -0.0F, std::numeric_limits<float>::infinity(), 1e-45F, 5, 6};
    const std::vector<std::uint16_t> halves{1, 2, 3};
    const std::vector<std::int64_t> longs{-1};
    const auto path = m_scratch.path("written.safetensors");
    const auto written
        = writeSafetensors(path,
                           {{"h", Dtype::BF16, {3}, std::as_bytes(std::span{halves})},
                            {"z\"\xC3\xA9", Dtype::F32, {2, 3}, std::as_bytes(std::span{floats})},
                            {"empty", Dtype::F16, {0, 7}, {}},
                            {"scalar", Dtype::I64, {}, std::as_bytes(std::span{longs})}},
                           {{"step", "15"}});
    QVERIFY(written);
    const auto file = TensorFile::open(path);
    QVERIFY2(file, file ? "" : file.error().message.english().c_str());
    QCOMPARE((*file)->metadata().value("format", ""), std::string{"pt"});
    QCOMPARE((*file)->metadata().value("step", ""), std::string{"15"});
    QCOMPARE((*file)->tensors().size(), std::size_t{4});
    const auto* matrix = (*file)->find("z\"\xC3\xA9");
    QVERIFY(matrix != nullptr);
    QCOMPARE(matrix->shape, (std::vector<std::int64_t>{2, 3}));
    QVERIFY(std::ranges::equal((*file)->bytes(*matrix), std::as_bytes(std::span{floats})));
    QVERIFY(std::ranges::equal((*file)->bytes(*(*file)->find("h")), std::as_bytes(std::span{halves})));
    QVERIFY(std::ranges::equal((*file)->bytes(*(*file)->find("scalar")), std::as_bytes(std::span{longs})));
}

void TestSafetensors::numbersAreAlignedInAWrittenFile()
{
    const std::string bytes(8, '\1');
    const auto data = std::as_bytes(std::span{bytes});
    const auto path = m_scratch.path("aligned.safetensors");
    QVERIFY(writeSafetensors(path,
                             {{"a", Dtype::U8, {3}, data.first(3)},
                              {"c", Dtype::F32, {1}, data.first(4)},
                              {"b", Dtype::F16, {1}, data.first(2)},
                              {"e", Dtype::F64, {1}, data},
                              {"d", Dtype::F32, {2}, data}}));
    const auto file = TensorFile::open(path);
    QVERIFY(file);
    std::string order;
    for (const auto& tensor : (*file)->tensors()) {
        order += tensor.name;
        QCOMPARE(tensor.offset % byteCount(tensor.dtype, 1), std::uint64_t{0});
    }
    QCOMPARE(order, std::string{"ecdba"});
}

void TestSafetensors::whatCannotBeWrittenLeavesNothing()
{
    const auto written = writeSafetensors(m_scratch.path("nowhere/x.safetensors"), {});
    QVERIFY(!written);
    QCOMPARE(errorName(written.error().code), errorName(ErrorCode::NotFound));
    QVERIFY(!std::filesystem::exists(m_scratch.path("nowhere")));
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
