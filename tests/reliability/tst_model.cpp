// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 18: random operations of five people against the server and against a reference of its own (reference_log.h),
// with 0 divergences. One that is found is shrunk to the fewest operations that still show it, and printed with a
// replay: ROOKERY_REPLAY="…" tst_model inMemory.
#include "tests/support/model_run.h"
#include "tests/support/sqlite_fault_vfs.h"
#include "tests/support/trial_form.h"

#include <QtCore/QDeadlineTimer>
#include <QtTest/QTest>

#include <numeric>

using namespace rookery;
using namespace rookery::test;

namespace {

enum class Where { Memory, Process };

/// A world, a cast and a run of their own, so that every run of the same operations is the same.
QString runOnce(Where where, const QList<Operation> &operations, qsizetype *performed = nullptr,
                QStringList *told = nullptr, QMap<int, int> *answers = nullptr)
{
    const QTemporaryDir folder;
    SeededRandom random(1);
    const TrialCast cast = makeCast(folder.path(), ModelRun::people, random);
    const std::unique_ptr<ModelWorld> world = where == Where::Memory ? makeMemoryWorld(folder.path())
                                                                     : makeProcessWorld(folder.path());
    ModelRun run(*world, cast);
    const QString problem = run.run(operations, performed, told);
    for (auto answer = run.answers().cbegin(); answers && answer != run.answers().cend(); ++answer)
        (*answers)[answer.key()] += answer.value();
    return problem;
}

/// The fewest operations found within the time that still diverge: leaves out halves, quarters, … and single ones.
QList<Operation> shrunk(Where where, QList<Operation> operations)
{
    constexpr int patienceMs = 60'000;
    const QDeadlineTimer deadline(patienceMs);
    for (qsizetype size = operations.size() / 2; size >= 1 && !deadline.hasExpired();) {
        bool hasShrunk = false;
        for (qsizetype at = 0; at < operations.size() && !deadline.hasExpired();) {
            QList<Operation> fewer = operations;
            fewer.remove(at, std::min(size, fewer.size() - at));
            if (runOnce(where, fewer).isEmpty()) {
                at += size;
            } else {
                operations = fewer;
                hasShrunk = true;
            }
        }
        if (size > 1)
            size /= 2;
        else if (!hasShrunk)
            break;
    }
    return operations;
}

QString report(Where where, const QList<Operation> &diverging)
{
    const QList<Operation> fewest = shrunk(where, diverging);
    QStringList told;
    const QString problem = runOnce(where, fewest, nullptr, &told);
    return QStringLiteral("%1\n  %2 operations are enough:\n    %3\n  ROOKERY_REPLAY=\"%4\"")
        .arg(problem)
        .arg(fewest.size())
        .arg(told.join(QLatin1String("\n    ")), toText(fewest));
}

} // namespace

class ModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { SqliteFaultVfs::instance().setSyncing(SqliteFaultVfs::Syncing::Pretended); }
    void operationsAreWrittenAndRead();
    void inMemory();
    void withKills();

private:
    const quint32 m_seed = trialSeed(20260418);
};

void ModelTest::operationsAreWrittenAndRead()
{
    SeededRandom random(m_seed);
    const QString text = toText(randomOperations(200, random, true));
    QCOMPARE(toText(operationsFrom(text)), text);
}

void ModelTest::inMemory()
{
    if (const QString replay = qEnvironmentVariable("ROOKERY_REPLAY"); !replay.isEmpty()) {
        const QString problem = report(Where::Memory, operationsFrom(replay));
        qInfo("%s", qUtf8Printable(problem));
        return;
    }
    // Each episode begins anew, so that one that diverges can be told apart and shrunk.
    constexpr int perEpisode = 250;
    const int episodes = shortOrLong(40, 400);
    SeededRandom random(m_seed);
    QMap<int, int> answers;
    for (int episode = 0; episode < episodes; ++episode) {
        const QList<Operation> operations = randomOperations(perEpisode, random, true);
        qsizetype performed = 0;
        const QString problem = runOnce(Where::Memory, operations, &performed, nullptr, &answers);
        if (!problem.isEmpty()) {
            const QString found = report(Where::Memory, operations.first(performed));
            QFAIL(qUtf8Printable(QStringLiteral("seed %1, episode %2: %3").arg(m_seed).arg(episode).arg(found)));
        }
    }
    // A run in which most is refused, or nothing is, would prove little.
    for (const ErrorCode code : {ErrorCode::None, ErrorCode::NotFound, ErrorCode::NotMember, ErrorCode::Forbidden,
                                 ErrorCode::ClientIdReused, ErrorCode::TooLate, ErrorCode::Recalled})
        QVERIFY2(answers.value(int(code)) >= episodes / 4, errorCodeName(code).data());
    const int asked = std::accumulate(answers.cbegin(), answers.cend(), 0);
    QVERIFY(answers.value(int(ErrorCode::None)) * 2 > asked);
    qInfo("seed %u: %d operations, 0 divergences; %d of %d changes accepted", m_seed, episodes * perEpisode,
          answers.value(int(ErrorCode::None)), asked);
}

void ModelTest::withKills()
{
    // About one in eight is a kill -9 while a message is on its way.
    constexpr int perEpisode = 100;
    constexpr quint32 crashOneOf = 8;
    const int episodes = shortOrLong(2, 40);
    SeededRandom random(m_seed + 1);
    int crashes = 0;
    for (int episode = 0; episode < episodes; ++episode) {
        QList<Operation> operations = randomOperations(perEpisode, random, false);
        for (Operation &operation : operations) {
            // Over connections of their own, what was asked first may arrive second.
            operation.isHasty = false;
            if (random.below(crashOneOf) != 0)
                continue;
            operation.act = Operation::Act::Crash;
            ++crashes;
        }
        qsizetype performed = 0;
        const QString problem = runOnce(Where::Process, operations, &performed);
        if (!problem.isEmpty()) {
            const QString found = report(Where::Process, operations.first(performed));
            QFAIL(qUtf8Printable(QStringLiteral("seed %1, episode %2: %3").arg(m_seed).arg(episode).arg(found)));
        }
    }
    qInfo("seed %u: %d operations, %d kills, 0 divergences", m_seed, episodes * perEpisode, crashes);
}

QTEST_GUILESS_MAIN(ModelTest)
#include "tst_model.moc"
