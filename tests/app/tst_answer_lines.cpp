// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that answer each line with a line, against the reference's texts and numbers
// (tests/data/README.md).
#include "core/checkpoint/tensor_file.h"
#include "tests/support/command_line.h"

#include <algorithm>
#include <cmath>

#include <QTest>

using namespace luthier;
using namespace luthier::test;

class TestAnswerLines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tokenizeGivesTheReferencesIds();
    void tokenizeTellsPlacesInCharacters();
    void detokenizeIsTheWayBack();
    void renderGivesTheReferencesText();
    void embedGivesTheReferencesVectors();
    void embedTellsEveryTokensState();
    void scoreGivesTheReferencesLogProbabilities();
    void generateWritesTheReferencesText();
    void generateRepeatsItselfWithTheSameSeed();
    void aBadLineGetsItsErrorInItsPlace_data();
    void aBadLineGetsItsErrorInItsPlace();
};

namespace {

const QString kMiniLm{"all-MiniLM-L6-v2"};
const QString kSmolLm{"SmolLM2-135M-Instruct"};

std::vector<Json> jsonLines(const QString& file)
{
    return Ran{.out = contentOf(testData(file))}.lines();
}

double largestDifference(const Json& found, const Json& expected)
{
    double largest = found.size() == expected.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < found.size() && i < expected.size(); ++i) {
        largest = std::max(largest, std::abs(found[i].get<double>() - expected[i].get<double>()));
    }
    return largest;
}

} // namespace

void TestAnswerLines::tokenizeGivesTheReferencesIds()
{
    const auto goldens = jsonLines("tokenizers/minilm/golden.jsonl");
    const auto texts = jsonLines("tokenizers/texts.jsonl");
    std::vector<Json> input;
    std::vector<Json> expected;
    for (std::size_t i = 0; i < goldens.size(); i += 40) {
        input.push_back(texts[goldens[i]["i"].get<std::size_t>()]["t"]);
        expected.push_back(goldens[i]["ids"]);
    }
    const auto ran = commandLine({"tokenize", "--model", kMiniLm, "--special"}, asLines(input));
    DONE(ran);
    QVERIFY(ran.lines() == expected);
    // A folder with nothing but the tokenizer's files is enough.
    const auto folder
        = commandLine({"tokenize", "--model", testData("tokenizers/minilm"), "--special"}, asLines(input));
    DONE(folder);
    QCOMPARE(folder.out, ran.out);
    const auto plain = commandLine({"tokenize", "--model", kMiniLm}, "\"A cat sat.\"\n");
    DONE(plain);
    QVERIFY(plain.json() == Json({1037, 4937, 2938, 1012}));
}

void TestAnswerLines::tokenizeTellsPlacesInCharacters()
{
    const auto ran = commandLine({"tokenize", "--model", kMiniLm, "--special", "--offsets"}, "\"Wörld é\"\n");
    DONE(ran);
    const auto found = ran.json();
    QVERIFY(has(found, {"ids", "offsets"}));
    QVERIFY(found["offsets"] == Json({{0, 0}, {0, 5}, {6, 7}, {0, 0}}));
    QCOMPARE(found["ids"].size(), found["offsets"].size());
}

void TestAnswerLines::detokenizeIsTheWayBack()
{
    const std::vector<Json> texts{"Fine-tune this: naïve 日本語 🙂", "<|im_start|>user\nHi<|im_end|>\n",
                                  "a  b"};
    const auto ids = commandLine({"tokenize", "--model", kSmolLm}, asLines(texts));
    DONE(ids);
    const auto back = commandLine({"detokenize", "--model", kSmolLm}, ids.out);
    DONE(back);
    QVERIFY(back.lines() == texts);
    const auto skipped = commandLine({"detokenize", "--model", kSmolLm, "--skip-special"}, ids.out);
    DONE(skipped);
    QVERIFY(skipped.lines()[1] == "user\nHi\n");
}

void TestAnswerLines::renderGivesTheReferencesText()
{
    const auto conversations = parseJson(contentOf(testData("chat/conversations.json")).toStdString(), "");
    QVERIFY(conversations);
    std::vector<Json> input;
    std::vector<Json> expected;
    for (const auto& golden : jsonLines("chat/golden/smollm2.jsonl")) {
        if (!golden.contains("text")) continue;
        Json line = (*conversations)[golden["conv"].get<std::string>()];
        line.erase("kw");
        line["add_generation_prompt"] = golden["agp"];
        if (golden.contains("kw")) line.update(golden["kw"]); // further keys are variables of the template
        input.push_back(std::move(line));
        expected.push_back(golden["text"]);
    }
    QVERIFY(input.size() > 20);
    const auto ran = commandLine({"render", "--model", kSmolLm}, asLines(input));
    DONE(ran);
    QVERIFY(ran.lines() == expected);
}

void TestAnswerLines::embedGivesTheReferencesVectors()
{
    const auto goldens = jsonLines("models/minilm/encode.jsonl");
    std::vector<Json> input;
    for (const auto& golden : goldens) {
        input.push_back(golden["text"]);
    }
    input.push_back({{"ids", goldens.front()["input_ids"]}});
    input.push_back({"one", "and another"}); // a pair
    const auto ran = commandLine({"embed", "--model", kMiniLm}, asLines(input));
    DONE(ran);
    const auto found = ran.lines();
    QCOMPARE(found.size(), input.size());

    const auto file
        = checkpoint::TensorFile::open(testData("models/minilm/encode.safetensors").toStdString());
    QVERIFY(file);
    const auto* const info = (*file)->find("sentence_embedding");
    QVERIFY(info);
    const auto width = static_cast<std::size_t>(info->shape.back());
    std::vector<float> expected(goldens.size() * width);
    QVERIFY(checkpoint::decode(*info, (*file)->bytes(*info), expected));
    for (std::size_t i = 0; i < goldens.size(); ++i) {
        const auto begin = expected.begin() + static_cast<std::ptrdiff_t>(i * width);
        const std::vector<float> row{begin, begin + static_cast<std::ptrdiff_t>(width)};
        QVERIFY2(largestDifference(found[i], Json(row)) < 1e-4, toJson(input[i]).c_str());
    }
    QVERIFY(largestDifference(found[goldens.size()], found[0]) < 1e-6);
    QCOMPARE(found.back().size(), width);
}

void TestAnswerLines::embedTellsEveryTokensState()
{
    const auto golden = jsonLines("models/minilm/encode.jsonl").front();
    const auto ran = commandLine({"embed", "--model", kMiniLm, "--tokens"}, asLines({golden["text"]}));
    DONE(ran);
    const auto states = ran.json();
    QCOMPARE(states.size(), golden["input_ids"].size());
    const auto& last = golden["layers"].back(); // the first token begins and the last one ends like this
    const Json head(std::vector<Json>{states.front().begin(), states.front().begin() + 4});
    const Json tail(std::vector<Json>{states.back().end() - 4, states.back().end()});
    QVERIFY(largestDifference(head, last["first4"]) < 1e-4);
    QVERIFY(largestDifference(tail, last["last4"]) < 1e-4);
}

void TestAnswerLines::scoreGivesTheReferencesLogProbabilities()
{
    const auto goldens = jsonLines("models/smollm2/logprobs.jsonl");
    std::vector<Json> input;
    for (const auto& golden : goldens) {
        input.push_back({{"prompt", golden["prompt"]}, {"completion", golden["completion"]}});
    }
    Json ids = goldens.front()["prompt_ids"];
    for (const auto& id : goldens.front()["completion_ids"]) {
        ids.push_back(id);
    }
    input.push_back({{"ids", ids}});
    input.push_back(
        {{"messages",
          {{{"role", "user"}, {"content", "Hi"}}, {{"role", "assistant"}, {"content", "Hello"}}}}});
    const auto ran = commandLine({"score", "--model", kSmolLm}, asLines(input));
    DONE(ran);
    const auto found = ran.lines();
    QCOMPARE(found.size(), input.size());
    for (std::size_t i = 0; i < goldens.size(); ++i) {
        QVERIFY(largestDifference(found[i]["logprobs"], goldens[i]["logprobs"]) < 2e-3);
        QVERIFY(std::abs(found[i]["sum"].get<double>() - goldens[i]["sum"].get<double>()) < 5e-3);
    }
    const auto& ofIds = found[goldens.size()]["logprobs"]; // all but the first
    QCOMPARE(ofIds.size(), ids.size() - 1);
    QVERIFY(std::abs(ofIds.back().get<double>() - goldens.front()["logprobs"].back().get<double>()) < 2e-3);
    QVERIFY(found.back()["logprobs"].size() >= 2); // the answer and what ends it
}

void TestAnswerLines::generateWritesTheReferencesText()
{
    const auto golden = jsonLines("models/smollm2/greedy.jsonl").front();
    constexpr std::size_t kTokens = 12; // clear decisions all of them: the margins stand in the file
    for (std::size_t i = 0; i < kTokens; ++i) {
        QVERIFY(golden["margin"][i].get<double>() > 2e-3);
    }
    const Json expected(
        std::vector<Json>{golden["output_ids"].begin(), golden["output_ids"].begin() + kTokens});
    const auto text = commandLine({"detokenize", "--model", kSmolLm, "--skip-special"}, asLines({expected}));
    DONE(text);
    const auto ran = commandLine(
        {"generate", "--model", kSmolLm, "--max-tokens", QString::number(kTokens), "--temperature", "0"},
        asLines({{{"ids", golden["input_ids"]}}, {{"prompt", golden["prompt"]}}}));
    DONE(ran);
    for (const auto& line : ran.lines()) {
        QVERIFY2(line["text"] == text.json(), toJson(line).c_str());
        QVERIFY(line["tokens"] == kTokens);
        QVERIFY(line["stopped"] == "length");
    }
    QCOMPARE(ran.lines().size(), std::size_t{2});
}

void TestAnswerLines::generateRepeatsItselfWithTheSameSeed()
{
    const auto with = [](const char* seed) {
        return commandLine({"generate", "--model", kSmolLm, "--max-tokens", "12", "--temperature", "1",
                            "--top-p", "0.95", "--seed", seed},
                           "{\"messages\": [{\"role\": \"user\", \"content\": \"Tell me a story.\"}]}\n");
    };
    const auto first = with("7");
    DONE(first);
    QVERIFY(has(first.json(), {"text", "tokens", "stopped"}));
    QCOMPARE(with("7").out, first.out);
    QVERIFY(with("8").out != first.out);
}

void TestAnswerLines::aBadLineGetsItsErrorInItsPlace_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QByteArray>("good");
    QTest::addColumn<QByteArray>("bad");
    QTest::newRow("tokenize") << QStringList{"tokenize", "--model", kMiniLm} << QByteArray{"\"a\""}
                              << QByteArray{"7"};
    QTest::newRow("detokenize") << QStringList{"detokenize", "--model", kMiniLm} << QByteArray{"[1037]"}
                                << QByteArray{"[99999999]"};
    QTest::newRow("render") << QStringList{"render", "--model", kMiniLm}
                            << QByteArray{R"({"messages": [{"role": "user", "content": "Hi"}]})"}
                            << QByteArray{R"({"message": "Hi"})"};
    QTest::newRow("embed") << QStringList{"embed", "--model", kMiniLm} << QByteArray{"\"a\""}
                           << QByteArray{R"({"ids": [99999999]})"};
    QTest::newRow("score") << QStringList{"score", "--model", kSmolLm}
                           << QByteArray{R"({"prompt": "a", "completion": " b"})"}
                           << QByteArray{R"({"prompt": "a", "completion": ""})"};
    QTest::newRow("generate") << QStringList{"generate", "--model", kSmolLm, "--max-tokens", "1"}
                              << QByteArray{R"({"prompt": "a"})"} << QByteArray{R"({"prompt": 3})"};
}

void TestAnswerLines::aBadLineGetsItsErrorInItsPlace()
{
    QFETCH(const QStringList, command);
    QFETCH(const QByteArray, good);
    QFETCH(const QByteArray, bad);
    const auto ran = commandLine(command, good + '\n' + bad + '\n' + good + '\n');
    QVERIFY2(ran.code == 3, ran.err);
    const auto lines = ran.lines();
    QCOMPARE(lines.size(), std::size_t{3});
    QVERIFY(has(lines[1], {"error"}));
    QVERIFY(has(lines[1]["error"], {"code", "message", "where", "hint"}));
    QVERIFY(lines[1]["error"]["where"].get<std::string>().starts_with("stdin:2"));
    QVERIFY(!has(lines[0], {"error"}));
    QVERIFY(lines[2] == lines[0]);
}

QTEST_GUILESS_MAIN(TestAnswerLines)
#include "tst_answer_lines.moc"
