// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "core/data/data_json.h"
#include "core/data/inspect/report_of.h"
#include "core/data/inspect/sight_of.h"
#include "core/data/roles.h"
#include "tests/support/byte_tokenizer.h"
#include "tests/support/data_folder.h"
#include "tests/support/unlike_texts.h"

#include <algorithm>
#include <numeric>

using namespace luthier;
using data::Form;
using data::Readiness;
using test::ByteTokenizer;

class TestReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodRowsAreReady();
    void everyProblemIsCountedAndTheWorstIsFirst();
    void withoutAModelLengthsStayEmpty();
    void lengthsAreCounted();
    void theReportCountsWhatTrainingCuts_data();
    void theReportCountsWhatTrainingCuts();
    void aTemplateThatFailsOftenBlocks();
    void rowsWithoutALearnedTokenBlock();
    void badRowsOfOneKindStandTogether();
    void theRecordSurvivesJson();
    void aRecordThatIsNoneIsNamed_data();
    void aRecordThatIsNoneIsNamed();
    void aTextIsSeenTokenByToken();
    void anAnswerIsSeenTokenByToken();
    void aRowWithNothingToSeeIsNamed();

private:
    test::DataFolder m_folder;

    struct Case {
        data::Tables tables{};
        data::Prepared prepared{};
        config::Values values{};
    };
    Case of(const std::string& text, Form form, const config::Settings& settings = {}) const
    {
        Case result;
        result.tables.train = m_folder.table("r.txt", text);
        const auto values = config::Values::checked("data", config::fieldsOf("data"), settings);
        if (!values) qFatal("%s", values.error().message.english().c_str());
        result.values = *values;
        const auto roles = data::rolesFor(*result.tables.train, form, result.values.texts("columns"));
        if (!roles) qFatal("%s", roles.error().message.english().c_str());
        auto prepared = data::prepare(result.tables, form, *roles, result.values, 1);
        if (!prepared) qFatal("%s", prepared.error().message.english().c_str());
        result.prepared = *std::move(prepared);
        return result;
    }
    static data::Report report(const Case& one, const data::TextEncoder* encoder)
    {
        auto result = data::reportOf(one.tables, one.prepared, one.values, encoder);
        if (!result) qFatal("%s", result.error().message.english().c_str());
        return *std::move(result);
    }
    static data::TextEncoder encoder()
    {
        data::TextEncoder encoder{
            .tokenizer = std::make_shared<ByteTokenizer>(), .render = {}, .modelTokens = 2048};
        encoder.render = [](const data::Conversation& conversation) -> Expected<data::TokenisedConversation> {
            if (conversation.completion.starts_with("fail")) {
                return Unexpected{{.code = ErrorCode::TemplateError, .message = "roles must alternate"}};
            }
            const ByteTokenizer bytes;
            data::TokenisedConversation result{.ids = {ByteTokenizer::kCls}, .learnFrom = 0};
            for (const auto& message : conversation.messages) {
                const auto ids = bytes.encode(message.at("content").get<std::string>(), false).ids;
                result.ids.insert(result.ids.end(), ids.begin(), ids.end());
            }
            result.learnFrom = static_cast<std::int32_t>(result.ids.size());
            if (conversation.completion.starts_with("nothing")) return result;
            const auto ids = bytes.encode(conversation.completion, false).ids;
            result.ids.insert(result.ids.end(), ids.begin(), ids.end());
            result.ids.push_back(ByteTokenizer::kEnd);
            return result;
        };
        return encoder;
    }
    static const data::Problem* problem(const data::Report& report, std::string_view code)
    {
        const auto found = std::ranges::find(report.problems, code, &data::Problem::code);
        return found == report.problems.end() ? nullptr : &*found;
    }
    static std::string differing(int count)
    {
        std::string text = "text,label\n";
        for (int i = 0; i < count; ++i) {
            text += test::unlikeText(i) + (i % 2 == 0 ? ",even\n" : ",odd\n");
        }
        return text;
    }
    static QString seen(const data::Sight& sight)
    {
        QString text;
        for (const auto& token : sight.tokens) {
            const QString word = QString::fromStdString(token.text);
            using Kind = data::SeenToken::Kind;
            text += token.kind == Kind::Learned ? '*' + word
                : token.kind == Kind::Special   ? '<' + word + '>'
                : token.kind == Kind::CutOff    ? '-' + word
                                                : word;
        }
        return text;
    }
};

void TestReport::goodRowsAreReady()
{
    const auto result = report(of(differing(1200), Form::Classes), nullptr);
    QCOMPARE(result.readiness, Readiness::Ready);
    QCOMPARE(result.answer.english(), std::string{"Good: all 1200 rows can be used, in 2 classes."});
    QCOMPARE(result.guesses.size(), std::size_t{2});
    QCOMPARE(result.balance.size(), std::size_t{2});
    QCOMPARE(result.source.format, std::string{"csv"});
}

void TestReport::everyProblemIsCountedAndTheWorstIsFirst()
{
    const auto result
        = report(of(differing(1200) + "copy,even\ncopy,even\nclash,even\nclash,odd\n,odd\nlost,\nragged\n",
                    Form::Classes),
                 nullptr);
    QCOMPARE(result.readiness, Readiness::NeedsALook);
    QCOMPARE(result.rows, std::int64_t{1206});
    QCOMPARE(result.usable, std::int64_t{1204});
    QCOMPARE(result.exactCopies, std::int64_t{1});
    QCOMPARE(result.conflicting, std::int64_t{2});
    QStringList codes;
    for (const auto& problem : result.problems) {
        codes << QString::fromStdString(problem.code);
    }
    QCOMPARE(codes.join(' '), QString{"missing_label empty_text ragged_row conflicting_labels exact_copies"});
    QCOMPARE(result.answer.english(),
             std::string{"Good enough to try: 1204 of 1206 rows can be used. Things to look at: 5."});
}

void TestReport::withoutAModelLengthsStayEmpty()
{
    const auto result = report(of(differing(100), Form::Classes), nullptr);
    QVERIFY(result.lengths.counts.empty());
    QCOMPARE(result.lengths.maxTokens, std::int64_t{0});
}

void TestReport::lengthsAreCounted()
{
    std::string text = "text,label\n";
    for (int i = 1; i <= 200; ++i) { // 3 … 202 tokens with the special ones
        text += std::string(static_cast<std::size_t>(i), static_cast<char>('a' + i % 26)) + ",x"
            + std::to_string(i % 2) + "\n";
    }
    const auto with = encoder();
    const auto one = of(text, Form::Classes, {{"near_copies", "apart"}, {"max_tokens", "102"}});
    const auto result = report(one, &with);
    const auto& lengths = result.lengths;
    QCOMPARE(lengths.longest, std::int64_t{202});
    QCOMPARE(lengths.median, std::int64_t{102});
    QCOMPARE(lengths.p99, std::int64_t{200});
    QCOMPARE(lengths.binWidth, std::int64_t{3});
    QCOMPARE(std::accumulate(lengths.counts.begin(), lengths.counts.end(), std::int64_t{0}),
             std::int64_t{200});
    QCOMPARE(lengths.counts[1], std::int64_t{3}); // 3, 4 and 5 tokens
    QCOMPARE(lengths.maxTokens, std::int64_t{102});
    QCOMPARE(lengths.cutRows, std::int64_t{100});
    QVERIFY(problem(result, "cut_rows")->message.english().find("102 tokens") != std::string::npos);
}

void TestReport::theReportCountsWhatTrainingCuts_data()
{
    QTest::addColumn<QString>("mode");
    for (const char* mode : {"cut-end", "cut-middle", "leave-out", "split"}) {
        QTest::newRow(mode) << mode;
    }
}

void TestReport::theReportCountsWhatTrainingCuts()
{
    QFETCH(QString, mode);
    std::string text;
    for (int i = 1; i <= 120; ++i) {
        text += "{\"prompt\":\""
            + std::string(static_cast<std::size_t>(i * 37 % 61 + 1), static_cast<char>('a' + i % 26))
            + "\",\"completion\":\""
            + std::string(static_cast<std::size_t>(i * 17 % 53 + 1), static_cast<char>('a' + i % 25))
            + "\"}\n";
    }
    const auto with = encoder();
    const auto one = of(text, Form::Answers, {{"long_rows", mode.toStdString()}, {"max_tokens", "60"}});
    const auto result = report(one, &with);
    data::Cuts cuts;
    std::int64_t trainTokens = 0;
    for (const auto part : {data::Part::Train, data::Part::Validation, data::Part::Test}) {
        const auto rows = data::tokenise(one.tables, one.prepared, part, with);
        QVERIFY(rows);
        const auto set = data::samplesOf(*rows, 60, data::longRowsOf(mode.toStdString()), cuts);
        if (part == data::Part::Train) trainTokens = set.tokens();
    }
    QCOMPARE(result.lengths.cutRows, cuts.cutRows);
    QCOMPARE(result.lengths.leftOut, cuts.leftOut);
    QCOMPARE(result.lengths.lostAnswers, cuts.lostAnswers);
    QCOMPARE(result.lengths.totalTokens, trainTokens);
    QVERIFY(cuts.cutRows + cuts.leftOut + cuts.lostAnswers > 0 || mode == "split");
}

void TestReport::aTemplateThatFailsOftenBlocks()
{
    const auto with = encoder();
    std::string good = "[";
    for (int i = 0; i < 39; ++i) {
        good += "{\"prompt\":\"p" + std::to_string(i) + "\",\"completion\":\"c\"},";
    }
    auto result = report(of(good + R"({"prompt":"q","completion":"fail"}])", Form::Answers), &with);
    QVERIFY(problem(result, "unrenderable"));
    QVERIFY(!problem(result, "unrenderable")->blocking); // 1 of 40
    QVERIFY(problem(result, "unrenderable")->message.english().find("roles must alternate")
            != std::string::npos);
    QCOMPARE(problem(result, "unrenderable")->rows, std::vector<std::int64_t>{39});
    result = report(
        of(good
               + R"({"prompt":"q","completion":"fail"},{"prompt":"r","completion":"fail"},{"prompt":"s","completion":"fail"}])",
           Form::Answers),
        &with);
    QCOMPARE(result.readiness, Readiness::Blocked); // 3 of 42
    QCOMPARE(result.problems.front().code, std::string{"unrenderable"});
    QCOMPARE(result.answer.english(), result.problems.front().message.english());
}

void TestReport::rowsWithoutALearnedTokenBlock()
{
    const auto with = encoder();
    const auto result = report(
        of(R"([{"prompt":"a","completion":"nothing"},{"prompt":"b","completion":"nothing at all"},{"prompt":"c","completion":"d"}])",
           Form::Answers),
        &with);
    QCOMPARE(result.readiness, Readiness::Blocked);
    QCOMPARE(problem(result, "no_learnable_tokens")->count, std::int64_t{2});
}

void TestReport::badRowsOfOneKindStandTogether()
{
    const auto result = report(of(differing(1200) + "a,b,c\nd\ne,f,g\n\"h\"i,j\n", Form::Classes), nullptr);
    QCOMPARE(problem(result, "ragged_row")->count, std::int64_t{3});
    QVERIFY(problem(result, "ragged_row")
                ->message.english()
                .starts_with("3 rows could not be read; the first: 3 fields"));
    QCOMPARE(problem(result, "ragged_row")->where, std::string{"r.txt:1202:5"});
    QCOMPARE(problem(result, "bad_quote")->count, std::int64_t{1});
}

void TestReport::theRecordSurvivesJson()
{
    const auto one = of(differing(200) + "ragged\n", Form::Classes);
    const auto record
        = data::recordOf(one.tables, one.prepared, 128, {.cutRows = 3, .lostAnswers = 2, .leftOut = 1});
    const auto json = data::dataToJson(record);
    QCOMPARE(json.at("sources").at(0).at("sha256").get<std::string>(), one.tables.train->source().sha256);
    QCOMPARE(json.at("sources").at(0).at("rows").get<int>(), 200);
    QCOMPARE(json.at("counts").at("set_aside").get<int>(), 1);
    const auto parsed = parseJson(toJson(json), "data.json");
    QVERIFY(parsed);
    const auto again = data::dataFromJson(*parsed);
    QVERIFY(again);
    QCOMPARE(again->split.validation, one.prepared.split.validation);
    QCOMPARE(again->labels, one.prepared.labels);
    QCOMPARE(again->counts.cutRows, std::int64_t{3});
    QVERIFY(data::dataToJson(*again) == json);
}

void TestReport::aRecordThatIsNoneIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("key");
    QTest::newRow("no object") << QByteArray{"[]"} << "sources";
    QTest::newRow("no split") << QByteArray{R"({"sources":[],"labels":[],"counts":{}})"} << "usable";
    QTest::newRow("a text for a row")
        << QByteArray{R"({"sources":[{"part":"train","path":"p","bytes":"x"}]})"} << "bytes";
}

void TestReport::aRecordThatIsNoneIsNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, key);
    const auto record = data::dataFromJson(*parseJson(json.toStdString(), "data.json"));
    QVERIFY(!record);
    QCOMPARE(QString::fromStdString(record.error().where), "data.json: " + key);
}

void TestReport::aTextIsSeenTokenByToken()
{
    const auto one = of("text,label\nabcdef,x\nab,y\n", Form::Classes);
    const auto sight = data::sightOf(one.tables, one.prepared, encoder(), 6, data::LongRows::CutEnd, 0);
    QVERIFY(sight);
    QCOMPARE(seen(*sight), QString{"<[CLS]>abcd-e-f<[SEP]>"});
    QCOMPARE(sight->label, std::string{"x"});
    QCOMPARE(sight->readOnly, std::int64_t{4});
    QCOMPARE(sight->special, std::int64_t{2});
    QCOMPARE(sight->cutOff, std::int64_t{2});
    const auto pair = of("text,text2,label\nab,,x\ncd,e,y\n", Form::Classes);
    QCOMPARE(seen(*data::sightOf(pair.tables, pair.prepared, encoder(), 9, data::LongRows::CutEnd, 0)),
             QString{"<[CLS]>ab<[SEP]><[SEP]>"});
    QCOMPARE(seen(*data::sightOf(pair.tables, pair.prepared, encoder(), 9, data::LongRows::CutEnd, 1)),
             QString{"<[CLS]>cd<[SEP]>e<[SEP]>"});
}

void TestReport::anAnswerIsSeenTokenByToken()
{
    const auto one
        = of(R"([{"prompt":"ask","completion":"answer"},{"prompt":"x","completion":"fail"}])", Form::Answers);
    const auto sight = data::sightOf(one.tables, one.prepared, encoder(), 7, data::LongRows::CutEnd, 0);
    QVERIFY(sight);
    QCOMPARE(seen(*sight), QString{"<[CLS]>ask*a*n*s-w-e-r-<end>"});
    QCOMPARE(sight->learned, std::int64_t{3});
    const auto failed = data::sightOf(one.tables, one.prepared, encoder(), 7, data::LongRows::CutEnd, 1);
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::TemplateError);
}

void TestReport::aRowWithNothingToSeeIsNamed()
{
    const auto one = of("text,label\n,x\nab,y\n", Form::Classes);
    for (const std::int64_t row : {0, -1, 2}) {
        const auto sight = data::sightOf(one.tables, one.prepared, encoder(), 6, data::LongRows::CutEnd, row);
        QVERIFY(!sight);
        QCOMPARE(sight.error().code, ErrorCode::NotUsable);
    }
}

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
