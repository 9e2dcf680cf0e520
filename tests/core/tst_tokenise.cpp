// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "core/data/tokenise.h"
#include "tests/support/byte_tokenizer.h"
#include "tests/support/data_folder.h"

using namespace luthier;
using data::Form;
using data::LongRows;
using data::Part;
using data::Piece;
using data::RowLength;
using test::ByteTokenizer;

class TestTokenise : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsAreCutAsAsked_data();
    void textsAreCutAsAsked();
    void answersAreCutAsAsked_data();
    void answersAreCutAsAsked();
    void aSplitAnswerIsLearnedOnce();
    void everyPieceFits();
    void specialTokensStandAroundATextAndAPair();
    void samplesKeepSpecialTokensWhenCut();
    void answersAreLearnedFromTheirFirstToken();
    void cutsAreCounted();
    void aRowThatCannotBeRenderedIsCounted();
    void manyRowsKeepTheirOrder();
    void weightsAndLabelsGoAlong();
    void theLongestRowIsChosen_data();
    void theLongestRowIsChosen();
    void aLimitThatDoesNotFitIsNamed();
    void aStopEndsIt();

private:
    test::DataFolder m_folder;

    /// "0-4 8-10|10-12": stretches of the first part, then of the second; pieces between semicolons.
    static QString shown(const std::vector<Piece>& pieces)
    {
        QStringList list;
        for (const Piece& piece : pieces) {
            QStringList parts;
            for (const auto* part : {&piece.first, &piece.second}) {
                QStringList stretches;
                for (const auto& stretch : *part) {
                    if (stretch.size() > 0) stretches << QString{"%1-%2"}.arg(stretch.begin).arg(stretch.end);
                }
                parts << stretches.join(' ');
            }
            list << parts.join('|');
        }
        return list.join(';');
    }
    static data::TextEncoder encoder()
    {
        data::TextEncoder encoder{
            .tokenizer = std::make_shared<ByteTokenizer>(), .render = {}, .modelTokens = 2048};
        encoder.render = [](const data::Conversation& conversation) -> Expected<data::TokenisedConversation> {
            if (conversation.completion == "fail")
                return Unexpected{{.code = ErrorCode::TemplateError, .message = "the template failed"}};
            const ByteTokenizer bytes;
            data::TokenisedConversation result;
            for (const auto& message : conversation.messages) {
                const auto ids = bytes.encode(message.at("content").get<std::string>(), false).ids;
                result.ids.insert(result.ids.end(), ids.begin(), ids.end());
            }
            result.learnFrom = static_cast<std::int32_t>(result.ids.size());
            const auto ids
                = bytes.encode(conversation.completion == "nothing" ? "" : conversation.completion, false)
                      .ids;
            result.ids.insert(result.ids.end(), ids.begin(), ids.end());
            return result;
        };
        return encoder;
    }
    data::TokenRows tokens(const std::string& text, Form form, const data::Roles& roles) const
    {
        const data::Tables tables{.train = m_folder.table("t.txt", text), .validation = {}, .test = {}};
        data::Prepared prepared{.form = form, .roles = roles, .labels = {"x", "y"}};
        for (std::int64_t row = 0; row < tables.train->rows(); ++row) {
            prepared.split.train.push_back(row);
        }
        auto rows = data::tokenise(tables, prepared, Part::Train, encoder());
        if (!rows) qFatal("%s", rows.error().message.english().c_str());
        return *std::move(rows);
    }
    static QString read(const data::SampleSet& set, std::size_t i)
    {
        return QString::fromStdString(
            ByteTokenizer{}.decode({set.ids(i), static_cast<std::size_t>(set.length(i))}, false));
    }
};

void TestTokenise::textsAreCutAsAsked_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("pieces"); // with a budget of 10
    const auto row = [](const char* name, int first, int second, LongRows mode, const char* pieces) {
        QTest::newRow(name) << first << second << static_cast<int>(mode) << QString{pieces};
    };
    row("fits", 10, 0, LongRows::LeaveOut, "0-10|");
    row("end", 25, 0, LongRows::CutEnd, "0-10|");
    row("middle", 25, 0, LongRows::CutMiddle, "0-5 20-25|");
    row("left out", 11, 0, LongRows::LeaveOut, "");
    row("split", 25, 0, LongRows::Split, "0-10|;10-20|;20-25|");
    row("pair fits", 6, 4, LongRows::CutEnd, "0-6|6-10");
    row("pair, long first", 20, 3, LongRows::CutEnd, "0-7|20-23");
    row("pair, long second", 3, 20, LongRows::CutEnd, "0-3|3-10");
    row("pair, both long", 20, 30, LongRows::CutEnd, "0-5|20-25");
    row("pair, middle", 20, 30, LongRows::CutMiddle, "0-3 18-20|20-23 48-50");
    row("pair, split", 17, 3, LongRows::Split, "0-7|17-20;7-14|17-20;14-17|17-20");
    row("nothing and a long second", 0, 30, LongRows::Split, "|0-10");
}

void TestTokenise::textsAreCutAsAsked()
{
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(int, mode);
    std::vector<Piece> pieces;
    data::piecesOfText({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(second)}, 10,
                       static_cast<LongRows>(mode), pieces);
    QTEST(shown(pieces), "pieces");
}

void TestTokenise::answersAreCutAsAsked_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("answer");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("pieces"); // of at most 10 tokens
    const auto row = [](const char* name, int before, int answer, LongRows mode, const char* pieces) {
        QTest::newRow(name) << before << answer << static_cast<int>(mode) << QString{pieces};
    };
    row("fits", 6, 4, LongRows::CutEnd, "0-6|6-10");
    row("end", 6, 9, LongRows::CutEnd, "0-6|6-10");
    row("end, lost", 10, 5, LongRows::CutEnd, "");
    row("middle of the question", 20, 4, LongRows::CutMiddle, "0-3 17-20|20-24");
    row("middle, long answer", 20, 30, LongRows::CutMiddle, "0-3 18-20|20-25");
    row("middle, short question", 2, 30, LongRows::CutMiddle, "0-2|2-10");
    row("left out", 6, 5, LongRows::LeaveOut, "");
    row("split", 4, 14, LongRows::Split, "0-4|4-10;5-10|10-15;10-15|15-18");
    row("split, long question", 12, 6, LongRows::Split, "7-12|12-17;12-17|17-18");
    row("no answer", 5, 0, LongRows::CutEnd, "");
}

void TestTokenise::answersAreCutAsAsked()
{
    QFETCH(int, before);
    QFETCH(int, answer);
    QFETCH(int, mode);
    std::vector<Piece> pieces;
    data::piecesOfAnswer({static_cast<std::uint32_t>(before), static_cast<std::uint32_t>(answer)}, 10,
                         static_cast<LongRows>(mode), pieces);
    QTEST(shown(pieces), "pieces");
}

void TestTokenise::aSplitAnswerIsLearnedOnce()
{
    std::vector<Piece> pieces;
    for (std::uint32_t before = 0; before < 30; ++before) {
        for (std::uint32_t answer = 1; answer < 60; ++answer) {
            for (std::int64_t most = 2; most < 20; ++most) {
                data::piecesOfAnswer({before, answer}, most, LongRows::Split, pieces);
                std::int64_t next = before;
                for (const Piece& piece : pieces) {
                    QCOMPARE(piece.second[0].begin, next);
                    QCOMPARE(piece.first[0].end, piece.second[0].begin);
                    QVERIFY(piece.total() <= most && piece.second[0].size() > 0);
                    next = piece.second[0].end;
                }
                QCOMPARE(next, std::int64_t{before} + answer);
            }
        }
    }
}

void TestTokenise::everyPieceFits()
{
    std::vector<Piece> pieces;
    for (const auto mode : {LongRows::CutEnd, LongRows::CutMiddle, LongRows::LeaveOut, LongRows::Split}) {
        for (std::uint32_t first = 0; first < 40; ++first) {
            for (std::uint32_t second = 0; second < 40; ++second) {
                for (std::int64_t most = 2; most < 15; ++most) {
                    data::piecesOfText({first, second}, most, mode, pieces);
                    QVERIFY(std::ranges::all_of(pieces,
                                                [&](const Piece& piece) { return piece.total() <= most; }));
                    data::piecesOfAnswer({first, second}, most, mode, pieces);
                    QVERIFY(std::ranges::all_of(pieces, [&](const Piece& piece) {
                        return piece.total() <= most && piece.total() > piece.firstTokens();
                    }));
                }
            }
        }
    }
}

void TestTokenise::specialTokensStandAroundATextAndAPair()
{
    const auto single = data::Frame::of(ByteTokenizer{}, false);
    QVERIFY(single);
    QCOMPARE(single->before, std::vector<std::int32_t>{ByteTokenizer::kCls});
    QCOMPARE(single->after, std::vector<std::int32_t>{ByteTokenizer::kSep});
    QCOMPARE(single->tokens(), std::int64_t{2});
    const auto pair = data::Frame::of(ByteTokenizer{}, true);
    QVERIFY(pair);
    QCOMPARE(pair->between, std::vector<std::int32_t>{ByteTokenizer::kSep});
    QVERIFY(pair->marksSecond);
    QCOMPARE(pair->tokens(), std::int64_t{3});
}

void TestTokenise::samplesKeepSpecialTokensWhenCut()
{
    data::Cuts cuts;
    const auto single = data::samplesOf(
        tokens("text,label\nabcdefgh,x\nab,y\n", Form::Classes, {{"text", "text"}, {"label", "label"}}), 6,
        LongRows::CutEnd, cuts);
    QCOMPARE(read(single, 0), QString{"[CLS]abcd[SEP]"});
    QCOMPARE(read(single, 1), QString{"[CLS]ab[SEP]"});
    QCOMPARE(single.secondFrom(0), -1);
    QCOMPARE(single.learnFrom(0), 6);
    QCOMPARE(single.longest(), std::int64_t{6});
    QCOMPARE(cuts.cutRows, std::int64_t{1});
    QCOMPARE(cuts.tokens, single.tokens());
    const auto pair = data::samplesOf(tokens("a,b,label\nabcdefgh,xyz,x\n", Form::Classes,
                                             {{"text", "a"}, {"text2", "b"}, {"label", "label"}}),
                                      9, LongRows::CutEnd, cuts);
    QCOMPARE(read(pair, 0), QString{"[CLS]abc[SEP]xyz[SEP]"});
    QCOMPARE(pair.secondFrom(0), 5);
}

void TestTokenise::answersAreLearnedFromTheirFirstToken()
{
    data::Cuts cuts;
    const auto set = data::samplesOf(tokens("prompt,completion\nasked,answer\n", Form::Answers,
                                            {{"prompt", "prompt"}, {"completion", "completion"}}),
                                     100, LongRows::LeaveOut, cuts);
    QCOMPARE(read(set, 0), QString{"askedanswer"});
    QCOMPARE(set.learnFrom(0), 5);
    QCOMPARE(set.label(0), -1);
}

void TestTokenise::cutsAreCounted()
{
    const auto rows = tokens(
        "prompt,completion\nshort,answer\nshort,a longer answer\na very long question,x\nq,nothing\n",
        Form::Answers, {{"prompt", "prompt"}, {"completion", "completion"}});
    data::Cuts end, leave;
    QCOMPARE(data::samplesOf(rows, 15, LongRows::CutEnd, end).size(), std::size_t{2});
    QCOMPARE(end.cutRows, std::int64_t{1});
    QCOMPARE(end.lostAnswers, std::int64_t{1});
    QCOMPARE(end.nothingToLearn, std::int64_t{1});
    QCOMPARE(end.leftOut, std::int64_t{0});
    QCOMPARE(end.tokens, std::int64_t{11 + 15});
    QCOMPARE(data::samplesOf(rows, 15, LongRows::LeaveOut, leave).size(), std::size_t{1});
    QCOMPARE(leave.leftOut, std::int64_t{2});
    QCOMPARE(leave.nothingToLearn, std::int64_t{1});
}

void TestTokenise::aRowThatCannotBeRenderedIsCounted()
{
    const auto rows = tokens("prompt,completion\na,b\nc,fail\nd,e\n", Form::Answers,
                             {{"prompt", "prompt"}, {"completion", "completion"}});
    QCOMPARE(rows.rows, (LargeVector<std::int64_t>{0, 2}));
    QCOMPARE(rows.failed, std::vector<std::int64_t>{1});
    QCOMPARE(rows.firstFailure->code, ErrorCode::TemplateError);
}

void TestTokenise::manyRowsKeepTheirOrder()
{
    std::string text = "text,label\n";
    constexpr int kRows = 9'000; // enough for several threads
    for (int i = 0; i < kRows; ++i) {
        text += std::to_string(i) + ",x\n";
    }
    const auto rows = tokens(text, Form::Classes, {{"text", "text"}, {"label", "label"}});
    data::Cuts cuts;
    const auto set = data::samplesOf(rows, 64, LongRows::CutEnd, cuts);
    QCOMPARE(set.size(), std::size_t{kRows});
    for (std::size_t i = 0; i < set.size(); ++i) {
        QCOMPARE(set.row(i), static_cast<std::int64_t>(i));
        QCOMPARE(read(set, i), QString{"[CLS]%1[SEP]"}.arg(i));
    }
}

void TestTokenise::weightsAndLabelsGoAlong()
{
    data::Cuts cuts;
    const auto set = data::samplesOf(tokens("text,label,w\na,y,0.5\nb,x,\nc,z,2\n", Form::Classes,
                                            {{"text", "text"}, {"label", "label"}, {"weight", "w"}}),
                                     64, LongRows::CutEnd, cuts);
    QCOMPARE(set.label(0), 1);
    QCOMPARE(set.label(1), 0);
    QCOMPARE(set.label(2), -1); // a label that training does not know
    QCOMPARE(set.weight(0), 0.5F);
    QCOMPARE(set.weight(1), 1.0F);
    const auto sample = set.sample(2);
    QCOMPARE(sample.row, std::int64_t{2});
    QCOMPARE(sample.ids.size(), std::size_t{3});
    QCOMPARE(sample.weight, 2.0F);
}

void TestTokenise::theLongestRowIsChosen_data()
{
    QTest::addColumn<int>("characters");
    QTest::addColumn<int>("modelTokens");
    QTest::addColumn<QString>("setting");
    QTest::addColumn<int>("maxTokens");
    QTest::newRow("99th percentile, rounded up") << 43 << 2048 << "auto" << 48;
    QTest::newRow("what the model can read") << 900 << 512 << "auto" << 512;
    QTest::newRow("1,024") << 3000 << 8192 << "auto" << 1024;
    QTest::newRow("as chosen") << 900 << 512 << "100" << 100;
}

void TestTokenise::theLongestRowIsChosen()
{
    QFETCH(int, characters);
    QFETCH(int, modelTokens);
    QFETCH(QString, setting);
    std::string text = "text,label\n";
    for (int i = 0; i < 199; ++i) {
        text += std::string(static_cast<std::size_t>(characters), 'a') + ",x\n";
    }
    const auto rows = tokens(text + std::string(5000, 'b') + ",x\n", Form::Classes,
                             {{"text", "text"}, {"label", "label"}});
    auto with = encoder();
    with.modelTokens = modelTokens;
    const auto values
        = config::Values::checked("data", config::fieldsOf("data"), {{"max_tokens", setting.toStdString()}});
    QVERIFY(values);
    const std::array parts{&rows};
    const auto chosen = data::maxTokensFor(*values, parts, with);
    QVERIFY(chosen);
    QTEST(static_cast<int>(*chosen), "maxTokens");
}

void TestTokenise::aLimitThatDoesNotFitIsNamed()
{
    const auto rows = tokens("text,label\nabc,x\n", Form::Classes, {{"text", "text"}, {"label", "label"}});
    const std::array parts{&rows};
    const auto values = config::Values::checked("data", config::fieldsOf("data"), {{"max_tokens", "4096"}});
    const auto chosen = data::maxTokensFor(*values, parts, encoder());
    QVERIFY(!chosen);
    QCOMPARE(chosen.error().code, ErrorCode::InvalidInput);
    QCOMPARE(chosen.error().where, std::string{"data.max_tokens"});
    QVERIFY(chosen.error().message.english().find("4096") != std::string::npos);
    QVERIFY(chosen.error().hint.english().find("2048") != std::string::npos);
}

void TestTokenise::aStopEndsIt()
{
    const data::Tables tables{
        .train = m_folder.table("s.csv", "text,label\nabc,x\n"), .validation = {}, .test = {}};
    data::Prepared prepared{
        .form = Form::Classes, .roles = {{"text", "text"}, {"label", "label"}}, .labels = {"x"}};
    prepared.split.train = {0};
    std::stop_source stop;
    stop.request_stop();
    const auto rows = data::tokenise(tables, prepared, Part::Train, encoder(), data::Keep::Ids,
                                     {.stop = stop.get_token(), .progress = {}});
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Interrupted);
}

QTEST_GUILESS_MAIN(TestTokenise)
#include "tst_tokenise.moc"
