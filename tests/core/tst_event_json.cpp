// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/runs/event_json.h"

#include <cmath>
#include <limits>

#include <QTest>

using namespace luthier;
using runs::eventFromJson;
using runs::eventToJson;

class TestEventJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEventReadsAsTheContractWritesIt_data();
    void everyEventReadsAsTheContractWritesIt();
    void everyEventComesBackAsItWas_data();
    void everyEventComesBackAsItWas();
    void aResumedStartSaysWhere();
    void aRecordedVerdictKeepsItsParts();
    void aTextInsideATextKeepsItsParts();
    void aFailedRunKeepsItsError();
    void whatIsNoNumberIsNull();
    void aLookWithoutProbeHasNoProbe();
    void laterEventsAndKeysArePassedOver();
    void aTornLineIsNoEvent();
    void wrongTypesAreNothingAndCrashNothing_data();
    void wrongTypesAreNothingAndCrashNothing();
};

static VerdictGiven verdict()
{
    return {.step = 150,
            .kind = "overfitting",
            .severity = "mild",
            .confidence = 0.9,
            .text = Text{"Held-back loss has risen %1 % since step %2.", Rounded{9.04, 1}, 100},
            .evidence = {{"ratio", 1.31}, {"since_step", 100}},
            .advice = {Text{"Keep step %1.", 100}, Text{"Stop here."}},
            .actions = {"stop-keep-best"},
            .alsoKinds = {"memorising"},
            .bestStep = 100};
}

struct Example {
    const char* name;
    Event event;
    const char* json;
};

/// The lines of contract.md §3 where it gives one.
static std::vector<Example> examples()
{
    return {
        {"started",
         RunStarted{.run = "r",
                    .time = "2026-11-21T10:00:00Z",
                    .totalParameters = 10,
                    .trainableParameters = 2,
                    .trainSamples = 8,
                    .validationSamples = 1,
                    .testSamples = 1,
                    .steps = 600,
                    .precision = "bf16",
                    .device = "cpu"},
         R"({"event":"started","run":"r","time":"2026-11-21T10:00:00Z","parameters":{"total":10,"trainable":2},)"
         R"("samples":{"train":8,"validation":1,"test":1},"steps":600,"precision":"bf16","device":"cpu"})"},
        {"step",
         StepDone{.step = 1,
                  .epoch = 0.01,
                  .loss = 2.3,
                  .learningRate = 1e-5,
                  .gradNorm = 1.4,
                  .tokens = 812,
                  .tokensPerSecond = 900.5,
                  .etaSeconds = 120.5},
         R"({"event":"step","step":1,"epoch":0.01,"loss":2.3,"learning_rate":1e-05,"grad_norm":1.4,"tokens":812,)"
         R"("tokens_per_s":900.5,"eta_s":120.5})"},
        {"validation",
         LookDone{.step = 50,
                  .epoch = 0.5,
                  .loss = 1.1,
                  .trainSampleLoss = 0.9,
                  .metrics = {{"accuracy", 0.81}},
                  .probeLoss = 2.1},
         R"({"event":"validation","step":50,"epoch":0.5,"loss":1.1,"train_sample_loss":0.9,)"
         R"("metrics":{"accuracy":0.81},"probe_loss":2.1})"},
        {"sample", SampleShown{.step = 50, .input = "a \"b\"", .expected = "c", .output = "d\n"},
         R"({"event":"sample","step":50,"input":"a \"b\"","expected":"c","output":"d\n"})"},
        {"verdict", verdict(),
         R"({"event":"verdict","step":150,"kind":"overfitting","severity":"mild","confidence":0.9,)"
         R"("text":"Held-back loss has risen 9.0 % since step 100.",)"
         R"("text_parts":{"source":"Held-back loss has risen %1 % since step %2.",)"
         R"("arguments":[{"value":9.04,"decimals":1},100]},)"
         R"("evidence":{"ratio":1.31,"since_step":100},"advice":["Keep step 100.","Stop here."],)"
         R"("advice_parts":[{"source":"Keep step %1.","arguments":[100]},{"source":"Stop here.","arguments":[]}],)"
         R"("actions":["stop-keep-best"],"also":["memorising"],"best_step":100})"},
        {"checkpoint",
         CheckpointSaved{.step = 150, .path = "checkpoints/step-000150", .best = true, .bytes = 7},
         R"({"event":"checkpoint","step":150,"path":"checkpoints/step-000150","best":true,"bytes":7})"},
        {"note", Noted{.step = 3, .text = Text{"The micro-batch was halved."}},
         R"({"event":"note","step":3,"text":"The micro-batch was halved."})"},
        {"ended",
         RunEnded{.outcome = "finished",
                  .step = 600,
                  .bestStep = 450,
                  .metrics = {{"accuracy", 0.9}},
                  .seconds = 1.5,
                  .peakRssMib = 300},
         R"({"event":"ended","outcome":"finished","step":600,"best_step":450,"metrics":{"accuracy":0.9},)"
         R"("seconds":1.5,"peak_rss_mib":300,"error":null})"},
    };
}

void TestEventJson::everyEventReadsAsTheContractWritesIt_data()
{
    QTest::addColumn<int>("row");
    const auto all = examples();
    QCOMPARE(all.size(), std::variant_size_v<Event>);
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i].event.index(), i); // none is left out
        QTest::newRow(all[i].name) << static_cast<int>(i);
    }
}

void TestEventJson::everyEventReadsAsTheContractWritesIt()
{
    QFETCH(int, row);
    const auto example = examples()[static_cast<std::size_t>(row)];
    QCOMPARE(eventToJson(example.event), std::string{example.json});
}

void TestEventJson::everyEventComesBackAsItWas_data()
{
    everyEventReadsAsTheContractWritesIt_data();
}

void TestEventJson::everyEventComesBackAsItWas()
{
    QFETCH(int, row);
    const auto example = examples()[static_cast<std::size_t>(row)];
    const auto event = eventFromJson(example.json);
    QVERIFY(event);
    QCOMPARE(event->index(), example.event.index());
    QCOMPARE(eventToJson(*event), std::string{example.json}); // every field stands in the line
}

void TestEventJson::aResumedStartSaysWhere()
{
    const auto line = eventToJson(RunStarted{.run = "r", .firstStep = 150});
    QVERIFY(line.find("\"resumed_at\":150") != std::string::npos);
    QCOMPARE(std::get<RunStarted>(*eventFromJson(line)).firstStep, 150);
    QVERIFY(eventToJson(RunStarted{.run = "r"}).find("resumed_at") == std::string::npos);
}

void TestEventJson::aRecordedVerdictKeepsItsParts()
{
    const auto event = eventFromJson(eventToJson(verdict()));
    const auto& back = std::get<VerdictGiven>(*event);
    QCOMPARE(back.text.source(), verdict().text.source());
    QCOMPARE(back.text.arguments().size(), std::size_t{2});
    QCOMPARE(std::get<Rounded>(back.text.arguments()[0]).decimals, 1);
    QCOMPARE(std::get<std::int64_t>(back.text.arguments()[1]), 100);
    QCOMPARE(back.advice[1].source(), std::string{"Stop here."});
    QCOMPARE(back.alsoKinds, verdict().alsoKinds);
    QCOMPARE(back.bestStep, 100);
}

void TestEventJson::aTextInsideATextKeepsItsParts()
{
    const Text skipped{"A checkpoint was passed over: %1", Text{"the file '%1' is missing", "a.bin"}};
    const auto line = eventToJson(Noted{3, skipped});
    QVERIFY(line.find("\"text\":\"A checkpoint was passed over: the file 'a.bin' is missing\"")
            != std::string::npos);
    const auto back = std::get<Noted>(*eventFromJson(line)).text;
    QCOMPARE(back.english(), skipped.english());
    QCOMPARE(std::get<Text>(back.arguments().front()).source(), std::string{"the file '%1' is missing"});
}

void TestEventJson::aFailedRunKeepsItsError()
{
    const Error second{.code = ErrorCode::BadValue, .message = "no number"};
    const Error error{.code = ErrorCode::DiskFull,
                      .message = Text{"%1 MiB are needed", 12},
                      .where = "/runs",
                      .hint = "free some space",
                      .others = {second}};
    const auto line = eventToJson(RunEnded{.outcome = "failed", .error = error});
    const auto json = parseJson(line, "line");
    QVERIFY(json);
    QCOMPARE((*json)["error"]["code"].get<std::string>(), std::string{"disk_full"});
    QCOMPARE((*json)["error"]["message"].get<std::string>(), std::string{"12 MiB are needed"});
    const auto back = std::get<RunEnded>(*eventFromJson(line));
    QVERIFY(back.error);
    QCOMPARE(back.error->code, ErrorCode::DiskFull);
    QCOMPARE(back.error->message.source(), std::string{"%1 MiB are needed"});
    QCOMPARE(back.error->where, error.where);
    QCOMPARE(back.error->hint.english(), std::string{"free some space"});
    QCOMPARE(back.error->others.at(0).code, ErrorCode::BadValue);
}

void TestEventJson::whatIsNoNumberIsNull()
{
    const auto line = eventToJson(StepDone{.step = 2,
                                           .loss = std::numeric_limits<double>::quiet_NaN(),
                                           .gradNorm = std::numeric_limits<double>::infinity(),
                                           .rows = {16, 211}});
    QVERIFY(line.find("\"loss\":null") != std::string::npos);
    QVERIFY(line.find("\"grad_norm\":null") != std::string::npos);
    const auto back = std::get<StepDone>(*eventFromJson(line));
    QVERIFY(std::isnan(back.loss));
    QCOMPARE(back.step, 2);
    QCOMPARE(back.rows, (std::vector<std::int64_t>{16, 211}));
}

void TestEventJson::aLookWithoutProbeHasNoProbe()
{
    const auto line = eventToJson(LookDone{.step = 1, .rowLosses = {1, 2}, .trainRowLosses = {3}});
    QVERIFY(line.find("probe_loss") == std::string::npos);
    QVERIFY(line.find("row") == std::string::npos);
    QVERIFY(!std::get<LookDone>(*eventFromJson(line)).probeLoss);
}

void TestEventJson::laterEventsAndKeysArePassedOver()
{
    QVERIFY(!eventFromJson(R"({"event":"weather","step":1})"));
    const auto event = eventFromJson(R"({"event":"step","step":7,"loss":0.5,"moon":{"phase":[1,2]}})");
    QVERIFY(event);
    QCOMPARE(std::get<StepDone>(*event).step, 7);
    QCOMPARE(std::get<StepDone>(*event).tokens, 0);
}

void TestEventJson::aTornLineIsNoEvent()
{
    const std::string line = eventToJson(verdict());
    for (std::size_t length = 0; length < line.size(); ++length) {
        QVERIFY2(!eventFromJson(line.substr(0, length)), qPrintable(QString::number(length)));
    }
    QVERIFY(eventFromJson(line));
}

void TestEventJson::wrongTypesAreNothingAndCrashNothing_data()
{
    QTest::addColumn<QByteArray>("line");
    const std::vector<QByteArray> lines{
        R"([])",
        R"("event")",
        R"({"event":5})",
        R"({"event":"started","parameters":[1],"samples":7,"steps":"many","run":{}})",
        R"({"event":"step","step":1e300,"loss":"low","tokens":18446744073709551615,"epoch":[]})",
        R"({"event":"validation","metrics":[1],"probe_loss":{}})",
        R"({"event":"verdict","text":5,"text_parts":{"source":"%1","arguments":[null,true,{},[],"x"]}})",
        R"({"event":"verdict","text_parts":{"source":"%1 %9","arguments":[{"value":1e308,"decimals":900}]}})",
        R"({"event":"verdict","advice":[1,"a"],"advice_parts":[[]],"evidence":"none","actions":{}})",
        R"({"event":"ended","error":{"code":7,"others":[1,[2]],"message_parts":3}})",
    };
    for (const auto& line : lines) {
        QTest::newRow(line.constData()) << line;
    }
}

void TestEventJson::wrongTypesAreNothingAndCrashNothing()
{
    QFETCH(QByteArray, line);
    const auto event = eventFromJson(line.toStdString());
    if (!event) return;
    const auto again = eventToJson(*event); // whatever came of it can be written and read
    QCOMPARE(eventToJson(*eventFromJson(again)), again);
    QVERIFY(invalidUtf8(again) == std::string_view::npos);
}

QTEST_GUILESS_MAIN(TestEventJson)
#include "tst_event_json.moc"
