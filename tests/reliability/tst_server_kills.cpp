// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 1: rookeryd is killed at random moments while twenty clients send. Nothing acknowledged is lost, nothing is
// there twice, everybody's order holds, and the server is back within 2 s.
#include "tests/support/load_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/trial_form.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::test;

class ServerKillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingAcknowledgedIsLost();

private:
    void keepTalking(LoadClient &client, const QList<ConversationId> &places);

    const quint32 m_seed = trialSeed(20260301);
    SeededRandom m_random{m_seed};
    int m_acknowledged = 0; ///< Since the last kill.
    int m_untilKill = 0;
    bool m_isTalking = true;
    QEventLoop m_loop;
};

/// One message after the other; ends the loop when it is time to kill.
void ServerKillsTest::keepTalking(LoadClient &client, const QList<ConversationId> &places)
{
    const auto say = [this, &client, places] {
        const auto place = places.at(m_random.below(quint32(places.size())));
        client.say(place,
                   client.person().name.toUtf8() + ' ' + QByteArray::number(client.said().size())
                       + QByteArray(m_random.below(1'500), '.'));
    };
    connect(&client, &LoadClient::acknowledged, this, [this, say] {
        if (m_isTalking)
            say();
        if (++m_acknowledged == m_untilKill)
            m_loop.quit();
    });
    say();
}

void ServerKillsTest::nothingAcknowledgedIsLost()
{
    constexpr int people = 20;
    constexpr int backWithinMs = 2'000;
    const int kills = shortOrLong(150, 1'000);
    QTemporaryDir folder;
    SystemClock clock;
    const TrialCast cast = makeCast(folder.path(), people, m_random);
    ServerProgram program(folder.path());
    QCOMPARE(program.start(), QString());
    std::vector<std::unique_ptr<LoadClient>> clients;
    QList<LoadClient *> all;
    for (int i = 0; i < people; ++i) {
        clients.push_back(std::make_unique<LoadClient>(cast.people.at(i), clock, m_random));
        all.append(clients.back().get());
        keepTalking(*all.last(), {cast.group, cast.ownGroups.at(i)});
        all.last()->start(program.port());
    }
    QTimer patience;
    connect(&patience, &QTimer::timeout, &m_loop, &QEventLoop::quit);
    for (int kill = 0; kill < kills; ++kill) {
        const QByteArray where = QStringLiteral("kill %1, seed %2").arg(kill).arg(m_seed).toUtf8();
        m_acknowledged = 0;
        m_untilKill = 1 + int(m_random.below(300));
        patience.start(30'000); // anew for each kill
        m_loop.exec();
        QVERIFY2(m_acknowledged >= m_untilKill, where);
        program.kill();
        if (kill % 10 == 9) {
            QString problem;
            const QList<StoredEvent> stored = storedEvents(folder.path(), &problem);
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
            const QString verdict = judge(stored, all);
            QVERIFY2(verdict.isEmpty(), where + ": " + verdict.toUtf8());
        }
        const QString problem = program.start(backWithinMs);
        QVERIFY2(problem.isEmpty(), where + ": " + problem.toUtf8());
    }
    m_isTalking = false;
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(all.begin(), all.end(), [](const LoadClient *one) { return one->isIdle(); }),
                             60'000);
    for (LoadClient *client : all)
        client->stop();
    QCOMPARE(program.terminate(), QString());
    QString problem;
    const QList<StoredEvent> stored = storedEvents(folder.path(), &problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(judge(stored, all), QString());
    qsizetype said = 0;
    for (const LoadClient *client : all)
        said += client->said().size();
    qInfo("%d kills, %lld messages acknowledged, seed %u", kills, qlonglong(said), m_seed);
}

QTEST_GUILESS_MAIN(ServerKillsTest)
#include "tst_server_kills.moc"
