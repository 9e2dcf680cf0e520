// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/random.h"
#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/tokenizer.h"

#include <QTemporaryDir>
#include <QTest>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

using namespace luthier;
using namespace luthier::tokenizer;
using Ids = std::vector<std::int32_t>;

class TestTokenizer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void gpt2sSplittingIsThatOfItsRegularExpression();
    void aListOfWordsMakesABertTokenizer();
    void specialTokensAreFoundByTheNamesOfTheConfiguration();
    void theTemplateInItsOwnFileWins();
    void aGgufVocabularySurroundsTextsWhereItSaysSo();
    void aGgufVocabularyThatIsNotKnownExactlyIsRefused_data();
    void aGgufVocabularyThatIsNotKnownExactlyIsRefused();
    void bytesThatAreNoTextAreEncodedAndComeBack();
    void aVeryLongWordIsNoSlowerThanItsLength();
    void aCharacterIsHeldBackUntilItIsWhole();
    void aFolderWithoutATokenizerIsRefused();
};

/// The folder of a tokenizer made of these files.
static std::string folderWith(const QTemporaryDir& folder, std::map<std::string, std::string> files)
{
    for (const auto& [name, text] : files) {
        if (!writeFile(folder.path().toStdString() + "/" + name, text)) qFatal("could not write");
    }
    return folder.path().toStdString();
}

static GgufVocabulary bytesAndAFewMerges()
{
    GgufVocabulary gguf{.model = "gpt2", .pre = "gpt-2"};
    for (unsigned byte = 0; byte < 256; ++byte) {
        appendUtf8(gguf.tokens.emplace_back(), letterOfByte(static_cast<unsigned char>(byte)));
    }
    for (const char* const token : {"ab", "abab", "<end>"}) {
        gguf.tokens.emplace_back(token);
    }
    gguf.types.assign(gguf.tokens.size(), 1);
    gguf.types.back() = 3;
    gguf.merges = {"a b", "ab ab"};
    return gguf;
}

static const char* const kBertWords = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\ncat\n##s\nété\nete\n";

/// How a real engine cuts a text.
static std::vector<std::string> cutByEngine(pcre2_code* pattern, const std::string& text)
{
    std::vector<std::string> parts;
    auto* const match = pcre2_match_data_create_from_pattern(pattern, nullptr);
    std::size_t at = 0;
    while (
        at < text.size()
        && pcre2_match(pattern, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at, 0, match, nullptr)
            > 0) {
        const auto* const ends = pcre2_get_ovector_pointer(match);
        parts.push_back(text.substr(ends[0], ends[1] - ends[0]));
        at = ends[1];
    }
    pcre2_match_data_free(match);
    return parts;
}

static std::vector<std::string> cutByHand(const std::string& text)
{
    std::vector<Piece> pieces;
    splitAsGpt2(text, {0, text.size()}, pieces);
    std::vector<std::string> parts;
    for (const Piece piece : pieces) {
        parts.emplace_back(piece.in(text));
    }
    return parts;
}

/// All texts of up to five of these parts, and longer ones by chance: every way in which two of the pattern's
/// alternatives can meet.
void TestTokenizer::gpt2sSplittingIsThatOfItsRegularExpression()
{
    int error = 0;
    std::size_t place = 0;
    const std::string expression
        = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
    auto* const pattern = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(),
                                        PCRE2_UTF | PCRE2_UCP, &error, &place, nullptr);
    QVERIFY(pattern != nullptr);
    const std::array<std::string, 9> parts{"l", "s", "e", "1", " ", "\n", "'", "!", "\u00a0"};
    std::vector<std::string> texts{""};
    for (std::size_t begin = 0, round = 0; round < 5; ++round) {
        const auto end = texts.size();
        for (; begin < end; ++begin) {
            for (const std::string& part : parts) {
                texts.push_back(texts[begin] + part);
            }
        }
    }
    const std::array<std::string, 14> rich{"'re", "'ve", "'ll", "'LL", "r",  "v",    "é",
                                           "日",  "½",   "٣",   "\t",  "  ", "🙂", "\u3000"};
    Random random{1, RandomPurpose::Shuffle};
    for (int i = 0; i < 5'000; ++i) {
        std::string& text = texts.emplace_back();
        for (auto length = random.index(30); length > 0; --length) {
            const bool plain = random.index(2) == 0;
            text += plain ? parts[random.index(parts.size())] : rich[random.index(rich.size())];
        }
    }
    for (const std::string& text : texts) {
        QVERIFY2(cutByHand(text) == cutByEngine(pattern, text), text.c_str());
    }
    pcre2_code_free(pattern);
}

void TestTokenizer::aListOfWordsMakesABertTokenizer()
{
    const QTemporaryDir folder;
    const auto path = folderWith(folder, {{"vocab.txt", kBertWords}});
    const auto tokenizer = Tokenizer::fromFolder(path);
    QVERIFY(tokenizer);
    QCOMPARE((*tokenizer)->encode("The CATS été dogs", true).ids, (Ids{2, 5, 6, 7, 9, 1, 3}));
    QCOMPARE((*tokenizer)->encodePair("cat", "the", true).ids, (Ids{2, 6, 3, 5, 3}));
    QCOMPARE((*tokenizer)->decode(Ids{2, 5, 6, 7, 3}, true), std::string{"the cats"});
    QCOMPARE(*(*tokenizer)->special().cls, 2);
    QVERIFY((*tokenizer)->isSpecial(4));
    QCOMPARE((*tokenizer)->vocabularySize(), std::size_t{10});

    folderWith(folder, {{"tokenizer_config.json", R"({"do_lower_case": false, "strip_accents": false})"}});
    const auto cased = Tokenizer::fromFolder(path);
    QVERIFY(cased);
    QCOMPARE((*cased)->encode("The été", false).ids, (Ids{1, 8}));
}

void TestTokenizer::specialTokensAreFoundByTheNamesOfTheConfiguration()
{
    const QTemporaryDir folder;
    const auto tokenizer = Tokenizer::fromFolder(folderWith(
        folder,
        {{"vocab.txt", kBertWords},
         {"tokenizer_config.json", R"({"bos_token": "the", "eos_token": {"content": "cat"}, "pad_token": null,
                                       "unk_token": "nowhere"})"}}));
    QVERIFY(tokenizer);
    const auto& special = (*tokenizer)->special();
    QCOMPARE(special.bos, std::optional{5});
    QCOMPARE(special.eos, std::optional{6});
    QCOMPARE(special.pad, std::optional{0});
    QCOMPARE(special.unk, std::optional{1});
}

void TestTokenizer::theTemplateInItsOwnFileWins()
{
    const QTemporaryDir folder;
    const auto path = folderWith(
        folder,
        {{"vocab.txt", kBertWords},
         {"tokenizer_config.json",
          R"({"chat_template": [{"name": "tool", "template": "t"}, {"name": "default", "template": "d"}]})"}});
    auto tokenizer = Tokenizer::fromFolder(path);
    QVERIFY(tokenizer);
    QCOMPARE((*tokenizer)->chatTemplate(), std::string{"d"});
    folderWith(folder, {{"chat_template.jinja", "file"}});
    tokenizer = Tokenizer::fromFolder(path);
    QVERIFY(tokenizer);
    QCOMPARE((*tokenizer)->chatTemplate(), std::string{"file"});
}

void TestTokenizer::aGgufVocabularySurroundsTextsWhereItSaysSo()
{
    auto gguf = bytesAndAFewMerges();
    gguf.bos = gguf.eos = 258;
    gguf.addBos = true;
    gguf.chatTemplate = "{{ messages }}";
    const auto tokenizer = Tokenizer::fromVocabulary(gguf);
    QVERIFY(tokenizer);
    QCOMPARE((*tokenizer)->encode("ababab<end>", true).ids, (Ids{258, 257, 256, 258}));
    QCOMPARE((*tokenizer)->encode("ab", false).ids, (Ids{256}));
    QCOMPARE((*tokenizer)->chatTemplate(), std::string{"{{ messages }}"});
    QCOMPARE((*tokenizer)->id("abab"), std::optional{257});
    QCOMPARE((*tokenizer)->token(258), std::string{"<end>"});
    QCOMPARE((*tokenizer)->token(259), std::string{});

    gguf.bos.reset();
    const auto nameless = Tokenizer::fromVocabulary(gguf);
    QVERIFY(!nameless);
    QCOMPARE(nameless.error().code, ErrorCode::MissingField);
}

void TestTokenizer::aGgufVocabularyThatIsNotKnownExactlyIsRefused_data()
{
    QTest::addColumn<GgufVocabulary>("gguf");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("value");
    auto model = bytesAndAFewMerges();
    model.model = "llama";
    QTest::newRow("model") << model << ErrorCode::Unsupported << "llama";
    auto pre = bytesAndAFewMerges();
    pre.pre = "falcon";
    QTest::newRow("splitting") << pre << ErrorCode::Unsupported << "falcon";
    auto twice = bytesAndAFewMerges();
    twice.tokens[257] = "ab";
    QTest::newRow("a token twice") << twice << ErrorCode::Inconsistent << "ab";
    auto merge = bytesAndAFewMerges();
    merge.merges.emplace_back("b zz");
    QTest::newRow("a merge of unknown tokens") << merge << ErrorCode::Inconsistent << "zz";
    auto onePart = bytesAndAFewMerges();
    onePart.merges.emplace_back("lonely");
    QTest::newRow("a merge of one part") << onePart << ErrorCode::BadValue << "lonely";
    auto outside = bytesAndAFewMerges();
    outside.pad = 9'999;
    QTest::newRow("an id outside") << outside << ErrorCode::Inconsistent << "9999";
    QTest::newRow("nothing") << GgufVocabulary{.model = "gpt2", .pre = "gpt-2"} << ErrorCode::Inconsistent
                             << "empty";
}

void TestTokenizer::aGgufVocabularyThatIsNotKnownExactlyIsRefused()
{
    QFETCH(GgufVocabulary, gguf);
    QFETCH(ErrorCode, code);
    QFETCH(QString, value);
    const auto tokenizer = Tokenizer::fromVocabulary(gguf);
    QVERIFY(!tokenizer);
    QCOMPARE(tokenizer.error().code, code);
    QVERIFY2(tokenizer.error().message.english().find(value.toStdString()) != std::string::npos,
             tokenizer.error().message.english().c_str());
}

void TestTokenizer::bytesThatAreNoTextAreEncodedAndComeBack()
{
    const auto tokenizer = Tokenizer::fromVocabulary(bytesAndAFewMerges());
    QVERIFY(tokenizer);
    const auto encoding = (*tokenizer)->encode("a\xFF\xF0\x9F", false, true);
    QCOMPARE(encoding.ids.size(), std::size_t{4});
    QCOMPARE(encoding.offsets.back(), (std::pair{3, 4}));
    QCOMPARE((*tokenizer)->decode(encoding.ids, true),
             std::string{"a\uFFFD\uFFFD"}); // F0 9F is one beginning
}

void TestTokenizer::aVeryLongWordIsNoSlowerThanItsLength()
{
    const auto tokenizer = Tokenizer::fromVocabulary(bytesAndAFewMerges());
    QVERIFY(tokenizer);
    std::string word; // merging by looking for the best pair again and again would take hours
    for (int i = 0; i < 500'000; ++i) {
        word += "ab";
    }
    QCOMPARE((*tokenizer)->encode(word, false).ids, Ids(250'000, 257));
}

void TestTokenizer::aCharacterIsHeldBackUntilItIsWhole()
{
    const auto tokenizer = Tokenizer::fromVocabulary(bytesAndAFewMerges());
    QVERIFY(tokenizer);
    TextStream stream{*tokenizer, true};
    QCOMPARE(stream.add(0xF0), std::string{});
    QCOMPARE(stream.add(0x9F), std::string{});
    QCOMPARE(stream.add(0x99), std::string{});
    QCOMPARE(stream.add(0x82), std::string{"🙂"});
    QCOMPARE(stream.add(258), std::string{}); // special, and skipped
    QCOMPARE(stream.add(0xF0), std::string{});
    QCOMPARE(stream.add('a'), std::string{"\uFFFDa"});
    QCOMPARE(stream.add(0xE2), std::string{});
    QCOMPARE(stream.finish(), std::string{"\uFFFD"});
    QCOMPARE(stream.finish(), std::string{});
}

void TestTokenizer::aFolderWithoutATokenizerIsRefused()
{
    const QTemporaryDir folder;
    const auto tokenizer = Tokenizer::fromFolder(folder.path().toStdString());
    QVERIFY(!tokenizer);
    QCOMPARE(tokenizer.error().code, ErrorCode::MissingFile);
    QCOMPARE(tokenizer.error().where, folder.path().toStdString());
}

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
