// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/header.h"
#include "tests/support/tensor_bytes.h"

#include <QTest>

using namespace luthier;
using namespace luthier::checkpoint;
using namespace luthier::test;

using Strings = std::vector<std::string>;
using Ints = std::vector<std::int32_t>;

static const std::string kData(64, '\1');
constexpr std::uint32_t kTypeF32 = 0;
constexpr std::uint32_t kTypeQ40 = 2;

/// Two tensors and a key of each kind that matters.
static GgufBytes small()
{
    return GgufBytes{}
        .key("general.architecture", GgufBytes::kString, GgufBytes::text("llama"))
        .key("llama.rope.freq_base", GgufBytes::kF32, raw(10000.0F))
        .key("llama.block_count", GgufBytes::kU32, raw(30U))
        .key("tokenizer.ggml.add_bos_token", GgufBytes::kBool, raw('\1'))
        .array("tokenizer.ggml.tokens", GgufBytes::kString,
               {GgufBytes::text("a"), GgufBytes::text("\xFF\xFE"), GgufBytes::text("")})
        .array("tokenizer.ggml.token_type", GgufBytes::kI32, {raw(1), raw(3), raw(-6)})
        .tensor("t", {4, 2}, kTypeF32, 0)
        .tensor("u", {3}, kTypeF32, 32);
}

class TestGguf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shapesAreSlowestFirst();
    void metadataKeepsEveryKey();
    void tokensKeepTheirBytes();
    void aKeyOfAnotherTypeIsNamed();
    void theAlignmentOfTheFileIsUsed();
    void aBrokenFileIsNamed_data();
    void aBrokenFileIsNamed();
    void typesThatAreNotReadAreNamed_data();
    void typesThatAreNotReadAreNamed();
    void arraysBeyondAllVocabulariesArePassedOver();
    void everyCutIsRefused();
    void anyChangedByteLeavesTensorsInsideTheFile();

private:
    Expected<std::shared_ptr<const TensorFile>> open(std::string_view bytes) const
    {
        return TensorFile::open(m_scratch.file("x.gguf", bytes));
    }
    Scratch m_scratch;
};

void TestGguf::shapesAreSlowestFirst()
{
    const auto file = open(small().bytes(kData));
    QVERIFY(file);
    QVERIFY((*file)->isGguf());
    const auto* t = (*file)->find("t");
    QVERIFY(t != nullptr);
    QCOMPARE(t->shape, (std::vector<std::int64_t>{2, 4}));
    QCOMPARE(t->dtypeText, std::string{"F32"});
    QCOMPARE((*file)->tensors()[1].offset, t->offset + 32);
    QCOMPARE((*file)->bytes((*file)->tensors()[1]).size(), std::size_t{12});
    const auto scalar = open(GgufBytes{}.tensor("s", {}, kTypeF32, 0).bytes("1234"));
    QVERIFY(scalar);
    QCOMPARE((*scalar)->tensors()[0].count(), 1);
}

void TestGguf::metadataKeepsEveryKey()
{
    const auto file = open(small().bytes(kData));
    QVERIFY(file);
    QCOMPARE((*file)->metadata().size(), std::size_t{6});
    QCOMPARE(*metadataValue<std::string>(**file, "general.architecture"), std::string{"llama"});
    QCOMPARE(*metadataValue<std::int64_t>(**file, "llama.block_count"), 30);
    QCOMPARE(*metadataValue<double>(**file, "llama.block_count"), 30.0);
    QCOMPARE(*metadataValue<double>(**file, "llama.rope.freq_base"), 10000.0);
    QCOMPARE(*metadataValue<bool>(**file, "tokenizer.ggml.add_bos_token"), true);
    QCOMPARE(*metadataValue<Ints>(**file, "tokenizer.ggml.token_type"), (Ints{1, 3, -6}));
}

void TestGguf::tokensKeepTheirBytes()
{
    const auto file = open(small().bytes(kData));
    QVERIFY(file);
    QCOMPARE(*metadataValue<Strings>(**file, "tokenizer.ggml.tokens"), (Strings{"a", "\xFF\xFE", ""}));
    QVERIFY(invalidUtf8(toJson((*file)->metadata())) == std::string_view::npos);
}

void TestGguf::aKeyOfAnotherTypeIsNamed()
{
    const auto file = open(small().key("big", GgufBytes::kU64, raw(~std::uint64_t{0})).bytes(kData));
    QVERIFY(file);
    const auto missing = metadataValue<bool>(**file, "llama.vocab_size");
    QCOMPARE(errorName(missing.error().code), errorName(ErrorCode::MissingField));
    QVERIFY(missing.error().message.english().find("llama.vocab_size") != std::string::npos);
    const auto other = metadataValue<Strings>(**file, "tokenizer.ggml.token_type");
    QCOMPARE(errorName(other.error().code), errorName(ErrorCode::WrongType));
    QVERIFY(other.error().message.english().find("tokenizer.ggml.token_type") != std::string::npos);
    QVERIFY(!metadataValue<std::int64_t>(**file, "big")); // 2^64 - 1
    QVERIFY(!metadataValue<std::int64_t>(**file, "llama.rope.freq_base"));
    QVERIFY(!metadataValue<bool>(**file, "llama.block_count"));
    QVERIFY(!metadataValue<std::string>(**file, "llama.block_count"));
}

void TestGguf::theAlignmentOfTheFileIsUsed()
{
    const auto bytes = GgufBytes{}
                           .key("general.alignment", GgufBytes::kU32, raw(64U))
                           .tensor("t", {2}, kTypeF32, 0)
                           .tensor("u", {2}, kTypeF32, 64)
                           .bytes(std::string(72, '\1'), 64);
    const auto file = open(bytes);
    QVERIFY(file);
    QCOMPARE((*file)->tensors()[0].offset % 64, std::uint64_t{0});
    QCOMPARE((*file)->tensors()[1].offset - (*file)->tensors()[0].offset, std::uint64_t{64});
}

void TestGguf::aBrokenFileIsNamed_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const std::string& bytes, ErrorCode code, const char* word) {
        QTest::newRow(name) << bytes << code << QString{word};
    };
    const auto key
        = [&](const char* name, std::uint32_t type, const std::string& value, ErrorCode code,
              const char* word) { row(name, GgufBytes{}.key("k", type, value).bytes(), code, word); };
    const auto tensor = [&](const char* name, const GgufBytes& gguf, ErrorCode code, const char* word) {
        row(name, gguf.bytes(kData), code, word);
    };
    const auto counts
        = [](std::int64_t tensors, std::int64_t keys) { return "GGUF" + raw(3U) + raw(tensors) + raw(keys); };
    row("magic", "ggjt" + std::string(20, '\0'), ErrorCode::BadMagic, "GGUF");
    row("version", "GGUF" + raw(1U) + std::string(16, '\0'), ErrorCode::BadVersion, "version 1");
    row("big-endian", "GGUF" + raw(0x03000000U) + std::string(16, '\0'), ErrorCode::BadVersion, "big-endian");
    row("negative", counts(-5, 0), ErrorCode::BadNumber, "-5");
    row("more than the file", counts(0, 1LL << 40U), ErrorCode::Truncated, "1099511627776");
    row("too many keys", counts(0, 100'001) + std::string(2'000'000, '\0'), ErrorCode::Limit, "100001");
    row("no name", GgufBytes{}.key("", GgufBytes::kU32, raw(1U)).bytes(), ErrorCode::BadName, "key");
    row("key utf-8", GgufBytes{}.key("\xFF", GgufBytes::kU32, raw(1U)).bytes(), ErrorCode::BadUtf8, ":byte");
    row("key twice", small().key("llama.block_count", GgufBytes::kU32, raw(1U)).bytes(kData),
        ErrorCode::DuplicateKey, "llama.block_count");
    key("value type", 13, raw(1U), ErrorCode::BadType, "13");
    key("bool", GgufBytes::kBool, "\2", ErrorCode::BadValue, "is 2");
    key("long text", GgufBytes::kString, raw(1ULL << 40U), ErrorCode::Limit, "1099511627776");
    key("cut text", GgufBytes::kString, raw<std::uint64_t>(5) + "abcd", ErrorCode::Truncated, ":byte");
    key("element type", GgufBytes::kArray, raw(99U) + raw<std::uint64_t>(1), ErrorCode::BadType, "99");
    key("array of arrays", GgufBytes::kArray, raw(9U) + raw<std::uint64_t>(1), ErrorCode::BadType, "type 9");
    key("long array", GgufBytes::kArray, raw(10U) + raw(1ULL << 61U), ErrorCode::Limit,
        "2305843009213693952");
    key("cut array", GgufBytes::kArray, raw(4U) + raw<std::uint64_t>(3) + raw(1U), ErrorCode::Truncated,
        ":byte");
    row("alignment", GgufBytes{}.key("general.alignment", GgufBytes::kU32, raw(24U)).bytes(),
        ErrorCode::BadValue, "24");
    row("alignment type",
        GgufBytes{}.key("general.alignment", GgufBytes::kU64, raw<std::uint64_t>(32)).bytes(),
        ErrorCode::BadType, "type 10");
    tensor("name too long", GgufBytes{}.tensor(std::string(64, 'n'), {16}, kTypeF32, 0), ErrorCode::BadName,
           "64");
    tensor("tensor utf-8", GgufBytes{}.tensor("\xC3", {16}, kTypeF32, 0), ErrorCode::BadUtf8, ":byte");
    tensor("tensor twice", GgufBytes{}.tensor("t", {8}, kTypeF32, 0).tensor("t", {8}, kTypeF32, 32),
           ErrorCode::DuplicateKey, "'t'");
    tensor("rank", GgufBytes{}.tensor("t", {1, 1, 1, 1, 16}, kTypeF32, 0), ErrorCode::BadShape,
           "5 dimensions");
    tensor("negative size", GgufBytes{}.tensor("t", {-16}, kTypeF32, 0), ErrorCode::BadShape, "-16");
    tensor("numbers overflow", GgufBytes{}.tensor("t", {1LL << 32U, 1LL << 32U}, kTypeF32, 0),
           ErrorCode::Overflow, "'t'");
    tensor("an empty tensor of sizes that overflow", GgufBytes{}.tensor("t", {0, 1LL << 62U, 4}, kTypeF32, 0),
           ErrorCode::Overflow, "'t'");
    tensor("bytes overflow", GgufBytes{}.tensor("t", {1LL << 62U}, kTypeF32, 0), ErrorCode::Overflow, "'t'");
    tensor("half a block", GgufBytes{}.tensor("t", {16, 2}, kTypeQ40, 0), ErrorCode::BadShape, "16 numbers");
    tensor("type given back", GgufBytes{}.tensor("t", {32}, 4, 0), ErrorCode::BadDtype, "type 4");
    tensor("offset not aligned", GgufBytes{}.tensor("t", {4}, kTypeF32, 0).tensor("u", {4}, kTypeF32, 33),
           ErrorCode::BadOffset, "33");
    tensor("overlap", GgufBytes{}.tensor("t", {16}, kTypeF32, 0).tensor("u", {4}, kTypeF32, 32),
           ErrorCode::Overlap, "'u'");
    tensor("hole", GgufBytes{}.tensor("t", {4}, kTypeF32, 32), ErrorCode::Hole, "byte 32");
    tensor("data missing", GgufBytes{}.tensor("t", {17}, kTypeF32, 0), ErrorCode::Truncated, "'t'");
}

void TestGguf::aBrokenFileIsNamed()
{
    QFETCH(std::string, bytes);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    const auto file = open(bytes);
    QVERIFY(!file);
    QCOMPARE(errorName(file.error().code), errorName(code));
    const auto words = QString::fromStdString(file.error().message.english() + " " + file.error().where);
    QVERIFY2(words.contains(word), qPrintable(words));
    QVERIFY(file.error().where.starts_with(m_scratch.path("x.gguf").string()));
}

void TestGguf::typesThatAreNotReadAreNamed_data()
{
    QTest::addColumn<std::uint32_t>("type");
    QTest::addColumn<QString>("name");
    QTest::newRow("IQ4_NL") << 20U << "IQ4_NL";
    QTest::newRow("Q8_1") << 9U << "Q8_1";
}

void TestGguf::typesThatAreNotReadAreNamed()
{
    QFETCH(std::uint32_t, type);
    QFETCH(QString, name);
    const auto read = [&]() -> Expected<void> {
        LUTHIER_TRY(const auto file,
                    open(GgufBytes{}.tensor("w.weight", {256}, type, 0).bytes(std::string(176, '\1'))));
        std::vector<float> out(256);
        const auto& tensor = file->tensors()[0];
        return decode(tensor, file->bytes(tensor), out);
    }();
    QVERIFY(!read);
    QCOMPARE(errorName(read.error().code), errorName(ErrorCode::Unsupported));
    const auto words = QString::fromStdString(read.error().message.english());
    QVERIFY2(words.contains(name) && words.contains("w.weight"), qPrintable(words));
}

void TestGguf::arraysBeyondAllVocabulariesArePassedOver()
{
    constexpr std::uint64_t kMost = std::uint64_t{1} << 21U;
    const auto numbers = raw(0U) + raw<std::uint64_t>(kMost) + std::string(kMost, '\7');
    const auto texts = raw(8U) + raw<std::uint64_t>(2) + GgufBytes::text("a") + GgufBytes::text("b");
    const auto file = open(GgufBytes{}
                               .key("small", GgufBytes::kArray, raw(0U) + raw<std::uint64_t>(1) + "\3")
                               .key("numbers", GgufBytes::kArray, numbers)
                               .key("filled", GgufBytes::kArray,
                                    raw(0U) + raw<std::uint64_t>(kMost - 1) + std::string(kMost - 1, '\7'))
                               .key("texts", GgufBytes::kArray, texts)
                               .key("last", GgufBytes::kU32, raw(5U))
                               .bytes());
    QVERIFY(file);
    const auto& metadata = (*file)->metadata();
    QCOMPARE(metadata["small"].size(), std::size_t{1});
    QVERIFY(metadata["numbers"].is_null());
    QCOMPARE(metadata["filled"].size(), std::size_t{kMost - 1});
    QVERIFY(metadata["texts"].is_null());
    QCOMPARE(*metadataValue<std::int64_t>(**file, "last"), 5);
}

void TestGguf::everyCutIsRefused()
{
    const auto whole = small().bytes(kData.substr(0, 44)); // no padding behind the last tensor
    QVERIFY(open(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto header = readGgufHeader(bytesOf(whole).first(length));
        QVERIFY2(!header, qPrintable(QString::number(length)));
        QCOMPARE(errorName(header.error().code), errorName(ErrorCode::Truncated));
    }
}

void TestGguf::anyChangedByteLeavesTensorsInsideTheFile()
{
    const auto whole = small().bytes(kData);
    int opened = 0;
    for (std::size_t place = 0; place < whole.size() - kData.size(); ++place) {
        for (const char other : {'\0', '\1', '\4', '\x20', '\x7F', '\x80', '\xFF'}) {
            auto changed = whole;
            changed[place] = other;
            const auto header = readGgufHeader(bytesOf(changed));
            if (!header) continue;
            ++opened;
            for (const auto& tensor : header->tensors) {
                QVERIFY(tensor.offset + tensor.bytes <= changed.size());
            }
        }
    }
    QVERIFY2(opened > 0, "values can be changed without harm");
}

QTEST_GUILESS_MAIN(TestGguf)
#include "tst_gguf.moc"
