// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/tokenizer/tokenizer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::tokenizer;

/// Each fault of a tokenizer.json is named with its code, its key and the value that is wrong.
class TestTokenizerFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSoundFilesAreAccepted_data();
    void theSoundFilesAreAccepted();
    void aFaultIsNamedWithItsPlace_data();
    void aFaultIsNamedWithItsPlace();
    void aFileThatIsNoJsonIsRefused_data();
    void aFileThatIsNoJsonIsRefused();
    void everyMalformedFileGetsItsVerdict_data();
    void everyMalformedFileGetsItsVerdict();
};

static const char* const kSound = R"({
  "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
  "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
  "post_processor": null,
  "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
  "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
            "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
            "vocab": {"a": 0, "b": 1, "ab": 2, "c": 3}, "merges": [["a", "b"]]}})";

static Expected<std::shared_ptr<const Tokenizer>> load(const std::string& text)
{
    const QTemporaryDir folder;
    const auto path = folder.path().toStdString();
    if (!writeFile(path + "/tokenizer.json", text)) qFatal("could not write");
    return Tokenizer::fromFolder(path);
}

/// The sound file with `value` at `pointer`; without that key where `value` is "-".
static std::string changed(const char* pointer, const char* value)
{
    auto json = Json::parse(kSound);
    const Json::json_pointer place{pointer};
    if (QByteArray{value} == "-") {
        json.at(place.parent_pointer()).erase(place.back());
    } else {
        json[place] = Json::parse(value);
    }
    return json.dump();
}

void TestTokenizerFaults::theSoundFilesAreAccepted_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::newRow("as it is") << "/padding"
                              << "null";
    QTest::newRow("merges as texts") << "/model/merges"
                                     << R"(["a b"])";
    QTest::newRow("empty sequence") << "/normalizer"
                                    << R"({"type": "Sequence", "normalizers": []})";
    QTest::newRow("no decoder") << "/decoder"
                                << "null";
    QTest::newRow("an added token that is a piece")
        << "/added_tokens"
        << R"([{"id": 2, "content": "ab", "single_word": false, "lstrip": false, "rstrip": false, "special": true}])";
    QTest::newRow("word pieces")
        << "/model"
        << R"({"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                                        "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "a": 1, "##b": 2}})";
    QTest::newRow("no type, as in old files") << "/model"
                                              << R"({"vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]})";
    QTest::newRow("truncation and padding are for others")
        << "/padding"
        << R"({"strategy": {"Fixed": 128}, "direction": "Right", "pad_to_multiple_of": null})";
}

void TestTokenizerFaults::theSoundFilesAreAccepted()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    const auto tokenizer = load(changed(qPrintable(pointer), value.toUtf8().constData()));
    QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message.english().c_str());
    QVERIFY(!(*tokenizer)->encode("ab", true).ids.empty());
}

struct Fault {
    const char* pointer;
    const char* value;
    ErrorCode code;
    const char* where; ///< what the place ends in
    const char* says; ///< what the message holds
};

static const std::array kFaults{
    Fault{"/version", "-", ErrorCode::MissingField, "version", "version"},
    Fault{"/version", R"("2.0")", ErrorCode::BadVersion, "version", "2.0"},
    Fault{"/model", "-", ErrorCode::MissingField, "model", "model"},
    Fault{"/model", "[]", ErrorCode::WrongType, "model", "array"},
    Fault{"/model", R"({"type": "Magic"})", ErrorCode::BadType, "model.type", "Magic"},
    Fault{"/model", R"({"type": "Unigram"})", ErrorCode::MissingField, "model.vocab", "vocab"},
    Fault{"/model/vocab", "-", ErrorCode::MissingField, "model.vocab", "vocab"},
    Fault{"/model/vocab", "{}", ErrorCode::Inconsistent, "model.vocab", "empty"},
    Fault{"/model/vocab/a", "-1", ErrorCode::BadNumber, "model.vocab.a", "-1"},
    Fault{"/model/vocab/a", "0.5", ErrorCode::BadNumber, "model.vocab.a", "0.5"},
    Fault{"/model/vocab/a", "8589934592", ErrorCode::BadNumber, "model.vocab.a", "8589934592"},
    Fault{"/model/vocab/a", "2000000000", ErrorCode::Inconsistent, "model.vocab.a", "2000000000"},
    Fault{"/model/vocab/b", "0", ErrorCode::Inconsistent, "model.vocab.b", "'a'"},
    Fault{"/model/vocab/a", R"("0")", ErrorCode::WrongType, "model.vocab.a", "string"},
    Fault{"/model/merges", R"([["a", "z"]])", ErrorCode::Inconsistent, "model", "'z'"},
    Fault{"/model/merges", R"([["b", "a"]])", ErrorCode::Inconsistent, "model", "'ba'"},
    Fault{"/model/merges", R"(["a b c"])", ErrorCode::BadValue, "model.merges.0", "a b c"},
    Fault{"/model/merges", R"([["a"]])", ErrorCode::BadValue, "model.merges.0", "1"},
    Fault{"/model/merges", "[1]", ErrorCode::WrongType, "model.merges.0", "number"},
    Fault{"/model/unk_token", R"("<unk>")", ErrorCode::Inconsistent, "model", "<unk>"},
    Fault{"/model/dropout", "2.0", ErrorCode::BadValue, "model.dropout", "2"},
    Fault{"/model/byte_fallback", "1", ErrorCode::WrongType, "model.byte_fallback", "number"},
    Fault{"/normalizer", R"({"type": "Nope"})", ErrorCode::BadType, "normalizer", "Nope"},
    Fault{"/normalizer", R"({"foo": 1})", ErrorCode::BadType, "normalizer", "type"},
    Fault{"/normalizer", "[]", ErrorCode::WrongType, "normalizer", "array"},
    Fault{"/normalizer", R"({"type": "NFZ"})", ErrorCode::BadType, "normalizer", "NFZ"},
    Fault{"/normalizer", R"({"type": "Replace", "pattern": {"Regex": "(a"}, "content": ""})",
          ErrorCode::BadRegex, "normalizer.pattern.Regex", "(a"},
    Fault{"/normalizer", R"({"type": "Precompiled", "precompiled_charsmap": "////"})", ErrorCode::BadValue,
          "normalizer", "damaged"},
    Fault{"/normalizer", R"({"type": "Sequence"})", ErrorCode::MissingField, "normalizer.normalizers",
          "normalizers"},
    Fault{"/normalizer/clean_text", R"("yes")", ErrorCode::BadType, "normalizer", "type"},
    Fault{"/pre_tokenizer", R"({"type": "Sequence", "pretokenizers": [null]})", ErrorCode::WrongType,
          "pre_tokenizer.pretokenizers.0", "null"},
    Fault{"/pre_tokenizer/add_prefix_space", R"("no")", ErrorCode::WrongType,
          "pre_tokenizer.add_prefix_space", "string"},
    Fault{"/post_processor", R"({"type": "BertProcessing", "cls": ["[CLS]", 0]})", ErrorCode::MissingField,
          "post_processor.sep", "sep"},
    Fault{"/post_processor", R"({"type": "BertProcessing", "sep": ["x", 9], "cls": ["y", 0]})",
          ErrorCode::Inconsistent, "post_processor.sep.1", "9"},
    Fault{"/post_processor",
          R"({"type": "TemplateProcessing", "single": [{"Sequence": {"id": "C", "type_id": 0}}], "pair": [],
              "special_tokens": {}})",
          ErrorCode::BadValue, "single.0.Sequence", "'C'"},
    Fault{
        "/post_processor",
        R"({"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}], "pair": [],
              "special_tokens": {}})",
        ErrorCode::Inconsistent, "single.0.SpecialToken", "<s>"},
    Fault{"/decoder", R"({"type": "Nope"})", ErrorCode::BadType, "decoder", "Nope"},
    Fault{"/added_tokens", "{}", ErrorCode::WrongType, "added_tokens", "object"},
    Fault{"/added_tokens", R"([{"content": "<x>"}])", ErrorCode::MissingField, "added_tokens.0.id", "id"},
    Fault{
        "/added_tokens",
        R"([{"id": 900, "content": "<x>", "single_word": false, "lstrip": false, "rstrip": false, "special": true}])",
        ErrorCode::Inconsistent, "added_tokens", "900"},
    Fault{"/truncation",
          R"({"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 4})",
          ErrorCode::BadValue, "truncation.stride", "4"},
    Fault{"/padding", R"({"strategy": "Sometimes", "pad_to_multiple_of": null})", ErrorCode::BadValue,
          "padding", "Sometimes"},
};

void TestTokenizerFaults::aFaultIsNamedWithItsPlace_data()
{
    QTest::addColumn<Fault>("fault");
    for (const Fault& fault : kFaults) {
        QTest::addRow("%s %s", fault.pointer, QString{fault.value}.simplified().toUtf8().constData())
            << fault;
    }
}

void TestTokenizerFaults::aFaultIsNamedWithItsPlace()
{
    QFETCH(Fault, fault);
    const auto tokenizer = load(changed(fault.pointer, fault.value));
    QVERIFY(!tokenizer);
    const Error& error = tokenizer.error();
    QCOMPARE(errorName(error.code), errorName(fault.code));
    QVERIFY2(QString::fromStdString(error.where).endsWith(fault.where), error.where.c_str());
    QVERIFY2(error.message.english().find(fault.says) != std::string::npos, error.message.english().c_str());
}

void TestTokenizerFaults::aFileThatIsNoJsonIsRefused_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<ErrorCode>("code");
    const std::string sound{kSound};
    QTest::newRow("empty") << std::string{} << ErrorCode::BadJson;
    QTest::newRow("cut") << sound.substr(0, sound.size() - 40) << ErrorCode::BadJson;
    QTest::newRow("a second document") << sound + "{}" << ErrorCode::BadJson;
    QTest::newRow("byte-order mark") << "\xEF\xBB\xBF" + sound << ErrorCode::BadJson;
    QTest::newRow("not UTF-8") << sound + "\xFF" << ErrorCode::BadUtf8;
    QTest::newRow("a list") << std::string{"[]"} << ErrorCode::WrongType;
    QTest::newRow("a piece twice")
        << QString::fromStdString(sound).replace(R"("c": 3)", R"("c": 3, "a": 9)").toStdString()
        << ErrorCode::DuplicateKey;
    QString deep;
    for (int i = 0; i < 20'000; ++i) {
        deep += R"({"type": "Sequence", "normalizers": [)";
    }
    QTest::newRow("nested without end") << QString::fromStdString(sound)
                                               .replace(R"("normalizer": null)", R"("normalizer": )" + deep)
                                               .toStdString()
                                        << ErrorCode::TooDeep;
    QString seventeen{"null"};
    for (int i = 0; i < 18; ++i) {
        seventeen = R"({"type": "Sequence", "normalizers": [)" + (i == 0 ? QString{} : seventeen) + "]}";
    }
    QTest::newRow("nested a little too deep")
        << QString::fromStdString(sound)
               .replace(R"("normalizer": null)", R"("normalizer": )" + seventeen)
               .toStdString()
        << ErrorCode::TooDeep;
}

void TestTokenizerFaults::aFileThatIsNoJsonIsRefused()
{
    QFETCH(std::string, text);
    QFETCH(ErrorCode, code);
    const auto tokenizer = load(text);
    QVERIFY(!tokenizer);
    QCOMPARE(errorName(tokenizer.error().code), errorName(code));
}

void TestTokenizerFaults::everyMalformedFileGetsItsVerdict_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<QString>("code");
    QFile manifest{TEST_DATA "/malformed_tokenizers/manifest.jsonl"};
    QVERIFY(manifest.open(QIODevice::ReadOnly));
    while (!manifest.atEnd()) {
        const auto line = Json::parse(manifest.readLine().toStdString());
        const auto file = QString::fromStdString(line["file"].get<std::string>());
        const auto code = line["code"].is_null() ? "" : line["code"].get<std::string>();
        // A file in UTF-16 is told by its bytes before anybody reads it as JSON.
        QTest::newRow(qPrintable(file))
            << file << (line["expect"] == "accept")
            << (file == "utf16.json" ? QString{"bad_utf8"} : QString::fromStdString(code));
    }
}

void TestTokenizerFaults::everyMalformedFileGetsItsVerdict()
{
    QFETCH(QString, file);
    QFETCH(bool, accepted);
    QFETCH(QString, code);
    const auto text = readFile((TEST_DATA "/malformed_tokenizers/" + file).toStdString(), 1U << 24U);
    QVERIFY(text);
    const auto tokenizer = load(*text);
    if (accepted) {
        QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message.english().c_str());
        static_cast<void>((*tokenizer)->encode("A text w\u00F6rth 12 words.", true, true));
        return;
    }
    QVERIFY(!tokenizer);
    QCOMPARE(QString::fromStdString(std::string{errorName(tokenizer.error().code)}), code);
    QVERIFY(tokenizer.error().where.find("tokenizer.json") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestTokenizerFaults)
#include "tst_tokenizer_faults.moc"
