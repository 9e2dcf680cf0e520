// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/model_words.h"
#include "core/tokenizer/write_tokenizer.h"
#include "tests/support/golden.h"

#include <fstream>

#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::test;
using namespace luthier::tokenizer;

/// What is written beside an exported model: the vocabulary of a GGUF file as the files of a folder.
class TestWriteTokenizer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theFileSaysWhatTheReferencesFileSays();
    void theFolderEncodesAndDecodesLikeTheGguf();
    void theFolderKeepsSpecialTokensAndTemplate();
    void whatIsPutAroundATextIsWritten();

private:
    void write(const GgufVocabulary& vocabulary);

    QTemporaryDir m_folder;
    GgufVocabulary m_vocabulary;
    std::shared_ptr<const Tokenizer> m_original;
};

namespace {

const std::filesystem::path kGoldens{TEST_DATA "/tokenizers"};

/// Merges as pairs: the older form of the file joins the two parts with a space.
Json withPairs(Json tokenizer)
{
    for (Json& merge : tokenizer["model"]["merges"]) {
        if (!merge.is_string()) continue;
        const auto text = merge.get<std::string>();
        const auto space = text.find(' ');
        merge = {text.substr(0, space), text.substr(space + 1)};
    }
    return tokenizer;
}

/// Keys in the order of the alphabet, so that order does not count.
nlohmann::json unordered(const Json& value)
{
    return nlohmann::json::parse(toJson(value));
}

} // namespace

void TestWriteTokenizer::write(const GgufVocabulary& vocabulary)
{
    const std::filesystem::path folder{m_folder.path().toStdString()};
    must(writeFile(folder / "tokenizer.json", toPrettyJson(tokenizerJson(vocabulary))));
    must(writeFile(folder / "tokenizer_config.json", toPrettyJson(tokenizerConfigJson(vocabulary))));
}

void TestWriteTokenizer::initTestCase()
{
    m_vocabulary = must(engine::vocabularyOfGguf(smolLm()));
    m_original = must(Tokenizer::fromVocabulary(m_vocabulary));
}

void TestWriteTokenizer::theFileSaysWhatTheReferencesFileSays()
{
    const auto golden = withPairs(must(readJson(kGoldens / "smollm2/tokenizer.json")));
    const auto found = withPairs(tokenizerJson(m_vocabulary));
    for (const auto& [key, expected] : golden.items()) {
        QVERIFY2(found.contains(key), key.c_str());
        QVERIFY2(unordered(found[key]) == unordered(expected), key.c_str());
    }
    QCOMPARE(found.size(), golden.size());
}

void TestWriteTokenizer::theFolderEncodesAndDecodesLikeTheGguf()
{
    write(m_vocabulary);
    const auto folder = must(Tokenizer::fromFolder(m_folder.path().toStdString()));
    QCOMPARE(folder->vocabularySize(), m_original->vocabularySize());
    std::ifstream texts{kGoldens / "texts.jsonl"};
    int count = 0;
    for (std::string line; std::getline(texts, line); ++count) {
        const auto text = must(parseJson(line, "texts.jsonl"))["t"].get<std::string>();
        const auto expected = m_original->encode(text, true, true);
        const auto found = folder->encode(text, true, true);
        QVERIFY2(found.ids == expected.ids, line.c_str());
        QVERIFY2(found.offsets == expected.offsets, line.c_str());
        QVERIFY2(folder->decode(found.ids, true) == m_original->decode(found.ids, true), line.c_str());
    }
    QCOMPARE(count, 2200);
}

void TestWriteTokenizer::theFolderKeepsSpecialTokensAndTemplate()
{
    write(m_vocabulary);
    const auto folder = must(Tokenizer::fromFolder(m_folder.path().toStdString()));
    QVERIFY(!folder->chatTemplate().empty());
    QVERIFY(folder->chatTemplate() == m_original->chatTemplate());
    const auto& found = folder->special();
    const auto& expected = m_original->special();
    QVERIFY(expected.bos && found.bos == expected.bos);
    QVERIFY(expected.eos && found.eos == expected.eos);
    QVERIFY(found.pad == expected.pad);
    QVERIFY(found.unk == expected.unk);
    for (std::int32_t id = 0; id < 100; ++id) { // the special ones are among the first
        QCOMPARE(folder->isSpecial(id), m_original->isSpecial(id));
        QCOMPARE(folder->token(id), m_original->token(id));
    }
}

void TestWriteTokenizer::whatIsPutAroundATextIsWritten()
{
    auto vocabulary = m_vocabulary;
    vocabulary.addBos = vocabulary.addEos = true;
    const auto original = must(Tokenizer::fromVocabulary(vocabulary));
    write(vocabulary);
    const auto folder = must(Tokenizer::fromFolder(m_folder.path().toStdString()));
    const auto ids = folder->encode("two words", true).ids;
    QCOMPARE(ids.front(), *vocabulary.bos);
    QCOMPARE(ids.back(), *vocabulary.eos);
    QCOMPARE(ids, original->encode("two words", true).ids);
    QCOMPARE(folder->encode("two words", false).ids.size(), ids.size() - 2);
    QCOMPARE(folder->encodePair("one", "two", true).ids, original->encodePair("one", "two", true).ids);
}

QTEST_GUILESS_MAIN(TestWriteTokenizer)
#include "tst_write_tokenizer.moc"
