// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/local_cache.h"
#include "client/core/roster.h"
#include "tests/support/manual_clock.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;

class TestRoster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesTheWholeRoster();
    void appliesDeltasInOrder();
    void aHoleAsksForTheRoster();
    void aStrangerAsksForTheRoster();
    void oldDeltasChangeNothing();
    void withoutServerNobodyIsOnline();
    void hearingByUdpIsNotOnline();
    void isThereBeforeTheNetwork();

private:
    static wire::Roster roster(quint64 version);
    static wire::PresenceDelta delta(quint64 version, quint64 user, wire::PresenceState state);

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<LocalCache> m_cache;
    std::unique_ptr<Roster> m_roster;
};

wire::Roster TestRoster::roster(quint64 version)
{
    wire::Roster result;
    result.set_version(version);
    for (quint64 id : {1, 2, 3}) {
        wire::User &user = *result.add_users();
        user.set_id(id);
        user.set_name("user" + std::to_string(id));
        user.set_disabled(id == 3);
    }
    wire::Presence &presence = *result.add_presences();
    presence.set_user_id(2);
    presence.set_state(wire::PRESENCE_AWAY);
    presence.set_status_text("lunch");
    return result;
}

wire::PresenceDelta TestRoster::delta(quint64 version, quint64 user, wire::PresenceState state)
{
    wire::PresenceDelta result;
    result.set_version(version);
    wire::Presence &presence = *result.add_presences();
    presence.set_user_id(user);
    presence.set_state(state);
    presence.set_last_seen_ms(state == wire::PRESENCE_OFFLINE ? 99 : 0);
    return result;
}

void TestRoster::init()
{
    m_roster.reset();
    m_cache.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_cache = std::make_unique<LocalCache>(m_directory->path(), m_clock);
    QVERIFY(m_cache->open());
    m_roster = std::make_unique<Roster>(*m_cache);
}

void TestRoster::takesTheWholeRoster()
{
    QSignalSpy reset(m_roster.get(), &Roster::resetDone);
    m_roster->reset(roster(4));
    QCOMPARE(reset.count(), 1);
    QCOMPARE(m_roster->people().size(), 2); // not the disabled one
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_AWAY);
    QCOMPARE(m_roster->person(UserId(2)).statusText, QStringLiteral("lunch"));
    QCOMPARE(m_roster->personByName(QStringLiteral(" USER2 ")).id, UserId(2));
    QVERIFY(m_roster->personByName(QStringLiteral("user9")).id.isNull());
}

void TestRoster::appliesDeltasInOrder()
{
    m_roster->reset(roster(4));
    QSignalSpy changed(m_roster.get(), &Roster::personChanged);
    QVERIFY(m_roster->apply(delta(5, 2, wire::PRESENCE_ONLINE)));
    QVERIFY(m_roster->apply(delta(6, 2, wire::PRESENCE_OFFLINE)));
    QCOMPARE(changed.count(), 2);
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_OFFLINE);
    QCOMPARE(m_roster->person(UserId(2)).lastSeenMs, qint64(99));
}

void TestRoster::aHoleAsksForTheRoster()
{
    m_roster->reset(roster(4));
    QVERIFY(m_roster->apply(delta(5, 2, wire::PRESENCE_ONLINE)));
    QVERIFY(!m_roster->apply(delta(7, 2, wire::PRESENCE_BUSY)));
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_ONLINE);
    QVERIFY(m_roster->apply(delta(8, 2, wire::PRESENCE_BUSY))); // asked for already
    m_roster->reset(roster(8));
    QVERIFY(m_roster->apply(delta(9, 2, wire::PRESENCE_BUSY)));
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_BUSY);
}

void TestRoster::aStrangerAsksForTheRoster()
{
    m_roster->reset(roster(4));
    QVERIFY(!m_roster->apply(delta(5, 77, wire::PRESENCE_ONLINE)));
    QVERIFY(m_roster->person(UserId(77)).id.isNull());
}

void TestRoster::oldDeltasChangeNothing()
{
    m_roster->reset(roster(4));
    QVERIFY(m_roster->apply(delta(4, 2, wire::PRESENCE_BUSY)));
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_AWAY);
}

void TestRoster::withoutServerNobodyIsOnline()
{
    m_roster->reset(roster(4));
    QSignalSpy changed(m_roster.get(), &Roster::personChanged);
    m_roster->setServerReachable(false);
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_OFFLINE);
    QCOMPARE(changed.count(), 1);
}

void TestRoster::hearingByUdpIsNotOnline()
{
    m_roster->reset(roster(4));
    m_roster->setServerReachable(false);
    m_roster->setOnThisNetwork(UserId(2), true);
    QVERIFY(m_roster->person(UserId(2)).onThisNetwork);
    QCOMPARE(m_roster->person(UserId(2)).presence, wire::PRESENCE_OFFLINE);
    m_roster->reset(roster(5));
    QVERIFY(m_roster->person(UserId(2)).onThisNetwork);
    m_roster->setOnThisNetwork(UserId(77), true);
    QVERIFY(m_roster->person(UserId(77)).id.isNull());
}

void TestRoster::isThereBeforeTheNetwork()
{
    m_roster->reset(roster(4));
    wire::UsersChanged change;
    change.add_users()->set_id(4);
    change.mutable_users(0)->set_name("new");
    m_roster->apply(change);
    const Roster later(*m_cache);
    QCOMPARE(later.people().size(), 3);
    QCOMPARE(later.person(UserId(4)).name, QStringLiteral("new"));
    QCOMPARE(later.person(UserId(2)).presence, wire::PRESENCE_OFFLINE);
}

QTEST_GUILESS_MAIN(TestRoster)
#include "tst_roster.moc"
