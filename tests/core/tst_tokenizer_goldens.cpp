// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/tokenizer/tokenizer.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace luthier;
using namespace luthier::tokenizer;

/// Tokenizers of real models and of trained styles against what the reference library made of 2,200 texts.
class TestTokenizerGoldens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyTextGetsTheReferencesIdsAndOffsets_data() { rows(); }
    void everyTextGetsTheReferencesIdsAndOffsets();
    void everyTextIsDecodedAsByTheReference_data() { rows(); }
    void everyTextIsDecodedAsByTheReference();
    void everyPairGetsTheReferencesIdsAndTypes_data() { rows(); }
    void everyPairGetsTheReferencesIdsAndTypes();
    void idsThatComeOneByOneBecomeTheSameText_data() { rows(); }
    void idsThatComeOneByOneBecomeTheSameText();
    void theVocabularyOfAGgufFileEncodesLikeTheFolder();

private:
    struct Subject {
        std::shared_ptr<const Tokenizer> tokenizer; ///< none where it could not be read
        std::vector<Json> goldens;
    };

    static void rows();
    const Subject& subject(const QString& name);

    std::vector<std::string> m_texts;
    std::map<QString, Subject> m_subjects; ///< read once for all tests
};

static const QString kFolder{TEST_DATA "/tokenizers/"};

static std::vector<Json> linesOf(const QString& path)
{
    QFile file{path};
    std::vector<Json> lines;
    if (!file.open(QIODevice::ReadOnly)) return lines;
    while (!file.atEnd()) {
        lines.push_back(Json::parse(file.readLine().toStdString()));
    }
    return lines;
}

static std::vector<std::int32_t> flat(const Encoding& encoding)
{
    std::vector<std::int32_t> numbers;
    for (const auto& [begin, end] : encoding.offsets) {
        numbers.insert(numbers.end(), {begin, end});
    }
    return numbers;
}

static QByteArray label(std::size_t text, const std::string& content)
{
    return QByteArray{"text "} + QByteArray::number(static_cast<int>(text)) + ": "
        + QByteArray::fromStdString(toJson(Json(content)));
}

void TestTokenizerGoldens::rows()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : QDir{kFolder}.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

const TestTokenizerGoldens::Subject& TestTokenizerGoldens::subject(const QString& name)
{
    const auto [entry, isNew] = m_subjects.try_emplace(name);
    if (isNew) {
        auto tokenizer = Tokenizer::fromFolder((kFolder + name).toStdString());
        if (tokenizer) {
            entry->second = {*tokenizer, linesOf(kFolder + name + "/golden.jsonl")};
        } else {
            qWarning("%s: %s", tokenizer.error().where.c_str(), tokenizer.error().message.english().c_str());
        }
    }
    return entry->second;
}

void TestTokenizerGoldens::initTestCase()
{
    for (const Json& line : linesOf(kFolder + "texts.jsonl")) {
        m_texts.push_back(line["t"]);
    }
    QCOMPARE(m_texts.size(), std::size_t{2200});
}

void TestTokenizerGoldens::everyTextGetsTheReferencesIdsAndOffsets()
{
    QFETCH(QString, name);
    const auto& [tokenizer, goldens] = subject(name);
    QVERIFY(tokenizer);
    QCOMPARE(goldens.size(), m_texts.size());
    for (std::size_t i = 0; i < goldens.size(); ++i) {
        const auto encoding = tokenizer->encode(m_texts[i], true, true);
        QVERIFY2(Json(encoding.ids) == goldens[i]["ids"], label(i, m_texts[i]));
        QVERIFY2(Json(flat(encoding)) == goldens[i]["off"], label(i, m_texts[i]));
        const auto withoutOffsets = tokenizer->encode(m_texts[i], true);
        QVERIFY2(withoutOffsets.ids == encoding.ids && withoutOffsets.offsets.empty(), label(i, m_texts[i]));
    }
}

void TestTokenizerGoldens::everyTextIsDecodedAsByTheReference()
{
    QFETCH(QString, name);
    const auto& [tokenizer, goldens] = subject(name);
    QVERIFY(tokenizer);
    for (const Json& golden : goldens) {
        const auto& text = m_texts[golden["i"].get<std::size_t>()];
        const std::vector<std::int32_t> ids = golden["ids"];
        const std::string expected = golden.contains("dec") ? golden["dec"].get<std::string>() : text;
        QCOMPARE(tokenizer->decode(ids, true), expected);
    }
}

void TestTokenizerGoldens::everyPairGetsTheReferencesIdsAndTypes()
{
    QFETCH(QString, name);
    const auto& tokenizer = subject(name).tokenizer;
    QVERIFY(tokenizer);
    const auto pairs = linesOf(kFolder + name + "/pairs.jsonl");
    QVERIFY(pairs.size() > 50);
    for (const Json& golden : pairs) {
        const auto& text = m_texts[golden["i"].get<std::size_t>()];
        const auto encoding = golden.contains("j")
            ? tokenizer->encodePair(text, m_texts[golden["j"].get<std::size_t>()], true)
            : tokenizer->encode(text, false);
        QVERIFY2(Json(encoding.ids) == golden["ids"], toJson(golden).c_str());
        QVERIFY2(Json(encoding.types) == golden["type_ids"], toJson(golden).c_str());
    }
}

void TestTokenizerGoldens::idsThatComeOneByOneBecomeTheSameText()
{
    QFETCH(QString, name);
    const auto& [tokenizer, goldens] = subject(name);
    QVERIFY(tokenizer);
    for (const Json& golden : goldens) {
        const std::vector<std::int32_t> ids = golden["ids"];
        for (const bool skipSpecial : {true, false}) {
            TextStream stream{tokenizer, skipSpecial};
            std::string joined;
            for (const auto id : ids) {
                const auto piece = stream.add(id);
                QCOMPARE(invalidUtf8(piece), std::string::npos);
                joined += piece;
            }
            joined += stream.finish();
            QCOMPARE(joined, tokenizer->decode(ids, skipSpecial));
        }
    }
}

void TestTokenizerGoldens::theVocabularyOfAGgufFileEncodesLikeTheFolder()
{
    const auto json = readJson((kFolder + "smollm2/tokenizer.json").toStdString());
    QVERIFY(json);
    const Json& model = (*json)["model"];
    GgufVocabulary gguf{.model = "gpt2", .pre = "smollm"};
    gguf.tokens.resize(model["vocab"].size());
    gguf.types.assign(gguf.tokens.size(), 1);
    for (const auto& [token, id] : model["vocab"].items()) {
        gguf.tokens[id.get<std::size_t>()] = token;
    }
    for (const Json& added : (*json)["added_tokens"]) {
        gguf.types[added["id"].get<std::size_t>()] = 3;
    }
    gguf.merges = model["merges"].get<std::vector<std::string>>();

    const auto tokenizer = Tokenizer::fromVocabulary(std::move(gguf));
    QVERIFY(tokenizer);
    for (const Json& golden : subject("smollm2").goldens) {
        const auto i = golden["i"].get<std::size_t>();
        QVERIFY2(Json((*tokenizer)->encode(m_texts[i], true).ids) == golden["ids"], label(i, m_texts[i]));
    }
}

QTEST_GUILESS_MAIN(TestTokenizerGoldens)
#include "tst_tokenizer_goldens.moc"
