// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/crew.h"

#include <algorithm>

#include <QTest>

using luthier::train::Crew;

/// A machine on which others run, or nobody.
struct Machine {
    double rate; ///< tokens a second
    double use; ///< of the processor by our threads, of all that they could use
};

class TestCrew : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aloneAllThreadsStay();
    void amongOthersFewerAreKeptWhereTheyGetMoreDone();
    void whereFewerAreNoFasterAllComeBack();
    void whenTheOthersAreGoneAllComeBack();
    void attemptsInVainGetRare();
    void whereBitsMustStayTheNumberDoes();

private:
    /// So many steps of half a second; how many of them had each number of threads.
    template <class F>
    static std::vector<int> run(Crew& crew, int steps, F machineWith)
    {
        std::vector<int> spent(static_cast<std::size_t>(crew.most()) + 1);
        constexpr double kStep = 0.5;
        for (int i = 0; i < steps; ++i) {
            const auto threads = crew.threads();
            const Machine machine = machineWith(threads);
            ++spent[static_cast<std::size_t>(threads)];
            crew.stepDone(kStep, kStep * threads * machine.use,
                          static_cast<std::int64_t>(kStep * machine.rate));
        }
        return spent;
    }
    static Machine alone(int threads) { return {1000.0 * threads, 0.98}; }
    /// Two of eight cores are taken: whoever wants them waits for a displaced thread.
    static Machine crowded(int threads)
    {
        return threads > 6 ? Machine{2000, 0.5} : Machine{1000.0 * threads, 0.9};
    }
};

void TestCrew::aloneAllThreadsStay()
{
    Crew crew{8, true};
    QCOMPARE(run(crew, 600, alone)[8], 600);
}

void TestCrew::amongOthersFewerAreKeptWhereTheyGetMoreDone()
{
    Crew crew{8, true};
    const auto spent = run(crew, 600, crowded);
    QVERIFY2(spent[6] > 400, qPrintable(QString::number(spent[6])));
    QCOMPARE(crew.threads(), 6);
}

void TestCrew::whereFewerAreNoFasterAllComeBack()
{
    Crew crew{4, true};
    const auto spent = run(crew, 1200, [](int threads) { return Machine{500.0 * threads, 0.5}; });
    QVERIFY2(spent[4] > 1100, qPrintable(QString::number(spent[4])));
}

void TestCrew::whenTheOthersAreGoneAllComeBack()
{
    for (const int most : {2, 8, 16}) {
        Crew crew{most, true};
        run(crew, 200, [most](int threads) {
            return threads > most / 2 ? Machine{100, 0.5} : Machine{1000.0 * threads, 0.9};
        });
        QVERIFY(crew.threads() <= most / 2);
        const auto spent = run(crew, 120, alone)[static_cast<std::size_t>(most)];
        QCOMPARE(crew.threads(), most);
        QVERIFY2(spent > 90, qPrintable(QString{"%1: %2"}.arg(most).arg(spent)));
    }
}

void TestCrew::attemptsInVainGetRare()
{
    Crew crew{2, true};
    const auto spent = run(crew, 2000, [](int threads) { return Machine{400.0 * threads, 0.6}; });
    QVERIFY2(spent[1] > 0 && spent[1] < 60, qPrintable(QString::number(spent[1])));
}

void TestCrew::whereBitsMustStayTheNumberDoes()
{
    Crew fixed{8, false};
    QCOMPARE(run(fixed, 200, crowded)[8], 200);
    Crew one{1, true};
    QCOMPARE(run(one, 200, crowded)[1], 200);
}

QTEST_GUILESS_MAIN(TestCrew)
#include "tst_crew.moc"
