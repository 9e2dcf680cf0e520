// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/history.h"
#include "core/verdict/verdict.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <QTest>

#include <nlohmann/json.hpp>

using namespace luthier;
namespace fs = std::filesystem;

namespace {

const fs::path kRuns = fs::path{TEST_DATA} / "recorded_runs";

struct Recorded {
    verdict::Trial trial;
    std::set<std::string> never; ///< headlines that would be wrong at any time
    std::set<std::string> last; ///< the last word, one of these
};

Recorded recorded(const fs::path& run)
{
    const auto told = nlohmann::json::parse(std::ifstream{run / "truth.json"});
    const auto& trial = told.at("trial");
    return {.trial = {.steps = trial.at("steps"),
                      .classes = trial.at("classes"),
                      .outcomes = trial.at("outcomes"),
                      .newHead = trial.at("new_head"),
                      .majorityShare = trial.at("majority_share"),
                      .heldBackRows = trial.at("held_back_rows")},
            .never = told.at("never"),
            .last = told.at("last")};
}

std::string join(const std::set<std::string>& words)
{
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : " or ") + word;
    }
    return text;
}

} // namespace

/// Real runs told again: what the judge says of them, against what people say who looked at their curves.
class TestRecordedRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theVerdictIsTheAgreedOne_data();
    void theVerdictIsTheAgreedOne();
    void cleanupTestCase();

private:
    std::map<std::string, std::map<std::string, std::vector<std::string>>> m_told; ///< agreed, said: runs
};

void TestRecordedRuns::theVerdictIsTheAgreedOne_data()
{
    QTest::addColumn<QString>("run");
    for (const auto& folder : fs::directory_iterator{kRuns}) {
        const auto name = folder.path().filename().string();
        QTest::newRow(name.c_str()) << QString::fromStdString(folder.path().string());
    }
}

void TestRecordedRuns::theVerdictIsTheAgreedOne()
{
    QFETCH(QString, run);
    const auto truth = recorded(run.toStdString());
    const auto history = runs::readHistory(run.toStdString());
    QVERIFY(history && !history->empty());
    verdict::Judge judge{truth.trial};
    std::string course;
    const auto hear = [&](std::int64_t step, const std::string& kind) {
        course += std::to_string(step) + " " + kind + ", ";
        return !truth.never.contains(kind);
    };
    for (const auto& event : *history) {
        if (const auto* step = std::get_if<StepDone>(&event)) {
            const auto verdict = judge.onStep(*step);
            QVERIFY2(!verdict || hear(step->step, verdict->kind), course.c_str());
        } else if (const auto* look = std::get_if<LookDone>(&event)) {
            QVERIFY2(hear(look->step, judge.onLook(*look).kind), course.c_str());
        }
    }
    const auto last = judge.atEnd().kind;
    m_told[join(truth.last)][last].push_back(fs::path{run.toStdString()}.filename().string());
    QVERIFY2(truth.last.contains(last), (course + "at the end " + last).c_str());
}

/// The table of what was agreed against what was said: what a change of a rule is judged by.
void TestRecordedRuns::cleanupTestCase()
{
    for (const auto& [agreed, saidOf] : m_told) {
        for (const auto& [said, runs] : saidOf) {
            qInfo("agreed %-28s said %-16s %2zu  %s%s", agreed.c_str(), said.c_str(), runs.size(),
                  runs.front().c_str(), runs.size() > 1 ? ", …" : "");
        }
    }
    QVERIFY(m_told.size() >= 6); // most verdicts occur
}

QTEST_GUILESS_MAIN(TestRecordedRuns)
#include "tst_recorded_runs.moc"
