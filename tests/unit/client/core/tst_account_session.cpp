// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/account_session.h"
#include "client/core/cursor_sender.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestAccountSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void comesOnlineByToken();
    void expiredTokenNeedsAPerson();
    void busyServerIsAskedAgain();
    void comesBackAndSyncs();
    void holdsPushesUntilSynced();
    void confirmsDelivery();
    void remembersReadingWhileOffline();
    void aHoleInThePresenceAsksForTheRoster();
    void marksConversationsLeftElsewhere();
    void opensConversations();
    void eventsOfAnUnknownConversationSyncAgain();
    void disabledAccountIsSignedOut();
    void changedKeyEndsTheSession();
    void renewedKeyIsExpectedFromThenOn();
    void authoritysFileThatIsGoneEndsTheSession();
    void signsOut();

private:
    void newSession(const QByteArray &pin = {}, const QString &authorityFile = {});
    void signIn(const wire::SyncReply &reply);
    bool answerSync(const wire::SyncReply &reply);
    bool answerRoster();
    static wire::SyncReply oneConversation(quint64 lastSeq, quint32 unread);

    std::unique_ptr<QTemporaryDir> m_directory;
    ManualClock m_clock;
    SeededRandom m_random{5};
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<AccountSession> m_session;
    const ConversationId m_id{5};
};

void TestAccountSession::init()
{
    m_session.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    newSession();
}

void TestAccountSession::newSession(const QByteArray &pin, const QString &authorityFile)
{
    m_session.reset();
    AccountSettings settings;
    settings.directory = m_directory->path();
    settings.useDatagrams = false;
    settings.pin = pin;
    settings.authorityFile = authorityFile;
    m_session = std::make_unique<AccountSession>(settings, m_clock, m_random);
    m_session->link().setTransportFactory(m_server->factory());
    QVERIFY(m_session->open());
    m_session->start(QByteArray(32, 't'));
}

wire::SyncReply TestAccountSession::oneConversation(quint64 lastSeq, quint32 unread)
{
    wire::SyncReply reply;
    *reply.add_conversations() = directConversation(5, lastSeq, unread);
    return reply;
}

bool TestAccountSession::answerRoster()
{
    const std::optional<wire::Frame> request = m_server->take(wire::Frame::kGetRoster);
    wire::Frame reply;
    wire::Roster &roster = *reply.mutable_roster();
    roster.set_version(1);
    roster.add_users()->set_id(1);
    roster.add_users()->set_id(2);
    if (request)
        m_server->answer(*request, reply);
    return request.has_value();
}

bool TestAccountSession::answerSync(const wire::SyncReply &content)
{
    const std::optional<wire::Frame> request = m_server->take(wire::Frame::kSync);
    wire::Frame reply;
    *reply.mutable_sync_reply() = content;
    if (request)
        m_server->answer(*request, reply);
    return request.has_value();
}

void TestAccountSession::signIn(const wire::SyncReply &reply)
{
    QVERIFY(m_server->accept());
    const std::optional<wire::Frame> request = m_server->take(wire::Frame::kResume);
    QVERIFY(request);
    wire::Frame signedIn;
    signedIn.mutable_signed_in()->mutable_self()->set_id(1);
    m_server->answer(*request, signedIn);
    QCOMPARE(m_session->state(), AccountSession::State::Syncing);
    QVERIFY(answerRoster());
    QVERIFY(answerSync(reply));
}

void TestAccountSession::comesOnlineByToken()
{
    QSignalSpy states(m_session.get(), &AccountSession::stateChanged);
    signIn(oneConversation(3, 2));
    QCOMPARE(m_session->state(), AccountSession::State::Online);
    QCOMPARE(states.count(), 3);
    QCOMPARE(m_session->self(), UserId(1));
    QCOMPARE(m_session->conversations().totalUnread(), quint32(2));
    QVERIFY(m_server->take(wire::Frame::kSetPresence));
}

void TestAccountSession::expiredTokenNeedsAPerson()
{
    QSignalSpy problem(m_session.get(), &AccountSession::problem);
    QSignalSpy token(m_session.get(), &AccountSession::tokenIssued);
    QVERIFY(m_server->accept());
    m_server->refuse(*m_server->take(wire::Frame::kResume), Error(ErrorCode::TokenExpired));
    QCOMPARE(m_session->state(), AccountSession::State::SignedOut);
    QCOMPARE(problem.at(0).at(0).value<Error>().code, ErrorCode::TokenExpired);
    QCOMPARE(token.count(), 1);
    QVERIFY(token.at(0).at(0).toByteArray().isEmpty());
    QCOMPARE(m_session->link().state(), Link::State::Idle);
}

void TestAccountSession::busyServerIsAskedAgain()
{
    QVERIFY(m_server->accept());
    m_server->refuse(*m_server->take(wire::Frame::kResume), Error(ErrorCode::Busy));
    QCOMPARE(m_session->state(), AccountSession::State::SigningIn);
    QTRY_VERIFY(m_server->has(wire::Frame::kResume));
}

void TestAccountSession::comesBackAndSyncs()
{
    signIn(oneConversation(0, 0));
    m_server->push(eventsFrame({messageEvent(5, 1, 2)}));
    QVERIFY(m_session->outbox().send(m_id, QStringLiteral("mine")));
    QVERIFY(m_server->take(wire::Frame::kSendMessage));
    m_server->close();
    QCOMPARE(m_session->state(), AccountSession::State::Offline);
    QVERIFY(m_session->link().nextAttemptMs() <= 4'000);
    m_session->link().retryNow();
    QVERIFY(m_server->accept());
    wire::Frame signedIn;
    signedIn.mutable_signed_in()->mutable_self()->set_id(1);
    m_server->answer(*m_server->take(wire::Frame::kResume), signedIn);
    QVERIFY(!m_server->take(wire::Frame::kSendMessage)); // not before everything is here
    const std::optional<wire::Frame> sync = m_server->take(wire::Frame::kSync);
    QVERIFY(sync);
    QCOMPARE(sync->sync().have_size(), 1);
    QCOMPARE(sync->sync().have(0).last_seq(), quint64(1));
    wire::Frame reply;
    *reply.mutable_sync_reply() = oneConversation(2, 2);
    *reply.mutable_sync_reply()->add_events() = messageEvent(5, 2, 2);
    m_server->answer(*sync, reply);
    QVERIFY(answerRoster());
    QCOMPARE(m_session->state(), AccountSession::State::Online);
    QCOMPARE(m_session->log().newest(m_id, 10).size(), 2);
    QCOMPARE(m_session->conversations().totalUnread(), quint32(2));
    QVERIFY(m_server->take(wire::Frame::kSendMessage));
}

void TestAccountSession::holdsPushesUntilSynced()
{
    QSignalSpy arrived(&m_session->log(), &EventLog::arrived);
    QVERIFY(m_server->accept());
    wire::Frame signedIn;
    signedIn.mutable_signed_in()->mutable_self()->set_id(1);
    m_server->answer(*m_server->take(wire::Frame::kResume), signedIn);
    m_server->push(eventsFrame({messageEvent(5, 3, 2), messageEvent(5, 4, 2)}));
    QVERIFY(!m_server->take(wire::Frame::kGetHistory));
    wire::SyncReply reply = oneConversation(3, 3);
    for (quint64 seq : {1, 2, 3})
        *reply.add_events() = messageEvent(5, seq, 2);
    QVERIFY(answerSync(reply));
    QVERIFY(answerRoster());
    QCOMPARE(m_session->log().newest(m_id, 10).size(), 4);
    QCOMPARE(m_session->conversations().totalUnread(), quint32(4));
    QCOMPARE(arrived.count(), 1);
    QVERIFY(!m_server->take(wire::Frame::kGetHistory));
}

void TestAccountSession::confirmsDelivery()
{
    signIn(oneConversation(0, 0));
    m_server->push(eventsFrame({messageEvent(5, 1, 2)}));
    m_server->push(eventsFrame({messageEvent(5, 2, 2)}));
    QVERIFY(!m_server->take(wire::Frame::kSetCursor)); // gathered first
    QTRY_VERIFY(m_server->has(wire::Frame::kSetCursor));
    const std::optional<wire::Frame> cursor = m_server->take(wire::Frame::kSetCursor);
    QCOMPARE(cursor->set_cursor().delivered_seq(), quint64(2));
    QCOMPARE(cursor->set_cursor().read_seq(), quint64(0));
    wire::Frame ok;
    ok.mutable_ok();
    m_server->answer(*cursor, ok);
    QVERIFY(m_session->cursors().isIdle());
    QVERIFY(!m_server->take(wire::Frame::kSetCursor));
}

void TestAccountSession::remembersReadingWhileOffline()
{
    signIn(oneConversation(0, 0));
    m_server->push(eventsFrame({messageEvent(5, 1, 2)}));
    m_server->close();
    m_session->markRead(m_id, 1);
    QCOMPARE(m_session->conversations().totalUnread(), quint32(0));
    newSession(); // the program ends and begins again
    QCOMPARE(m_session->conversations().totalUnread(), quint32(0));
    signIn(oneConversation(1, 1));
    QCOMPARE(m_session->conversations().totalUnread(), quint32(0));
    const std::optional<wire::Frame> cursor = m_server->take(wire::Frame::kSetCursor);
    QVERIFY(cursor);
    QCOMPARE(cursor->set_cursor().read_seq(), quint64(1));
}

void TestAccountSession::aHoleInThePresenceAsksForTheRoster()
{
    signIn({});
    wire::Frame delta;
    delta.mutable_presence_delta()->set_version(2);
    m_server->push(delta);
    QVERIFY(!m_server->take(wire::Frame::kGetRoster));
    delta.mutable_presence_delta()->set_version(4);
    m_server->push(delta);
    QVERIFY(m_server->take(wire::Frame::kGetRoster));
}

void TestAccountSession::marksConversationsLeftElsewhere()
{
    signIn(oneConversation(1, 1));
    m_server->close();
    m_session->link().retryNow();
    signIn({});
    QVERIFY(m_session->conversations().conversation(m_id).left);
}

void TestAccountSession::opensConversations()
{
    signIn({});
    ConversationId opened;
    m_session->openDirect(UserId(2), [&opened](const Result<ConversationId> &id) { opened = *id; });
    wire::Frame reply;
    *reply.mutable_conversation() = directConversation(5, 0);
    m_server->answer(*m_server->take(wire::Frame::kOpenDirect), reply);
    QCOMPARE(opened, m_id);
    QCOMPARE(m_session->conversations().directWith(UserId(2)).id, m_id);
    ErrorCode code = ErrorCode::None;
    m_session->createGroup(QStringLiteral("x"), {},
                           [&code](const Result<ConversationId> &id) { code = id.error().code; });
    m_server->refuse(*m_server->take(wire::Frame::kCreateGroup), Error(ErrorCode::BadName));
    QCOMPARE(code, ErrorCode::BadName);
}

void TestAccountSession::eventsOfAnUnknownConversationSyncAgain()
{
    signIn({});
    m_server->push(eventsFrame({messageEvent(5, 1, 2)}));
    QVERIFY(answerSync(oneConversation(1, 1)));
    QCOMPARE(m_session->state(), AccountSession::State::Online);
    QCOMPARE(m_session->conversations().totalUnread(), quint32(1));
}

void TestAccountSession::disabledAccountIsSignedOut()
{
    QSignalSpy problem(m_session.get(), &AccountSession::problem);
    signIn({});
    wire::Frame goodbye;
    goodbye.mutable_goodbye()->set_code(quint32(ErrorCode::AccountDisabled));
    m_server->push(goodbye);
    QCOMPARE(m_session->state(), AccountSession::State::SignedOut);
    QCOMPARE(problem.at(0).at(0).value<Error>().code, ErrorCode::AccountDisabled);
}

void TestAccountSession::changedKeyEndsTheSession()
{
    signIn({});
    m_server->close();
    m_session->link().retryNow();
    m_server->close(ErrorCode::KeyChanged);
    QCOMPARE(m_session->state(), AccountSession::State::SignedOut);
    QCOMPARE(m_session->link().state(), Link::State::Idle);
}

void TestAccountSession::renewedKeyIsExpectedFromThenOn()
{
    m_server->formerPin = QByteArray(32, 'o');
    newSession(m_server->formerPin);
    QSignalSpy renewed(m_session.get(), &AccountSession::keyRenewed);
    signIn({});
    QCOMPARE(m_session->state(), AccountSession::State::Online);
    QCOMPARE(renewed.count(), 1);
    QCOMPARE(renewed.at(0).at(0).toByteArray(), m_server->pin);
    QCOMPARE(m_session->settings().pin, m_server->pin);
    // Without the key's word no other key is taken, and no token sent to it.
    m_server->close();
    m_server->pin = QByteArray(32, 'n');
    m_session->link().retryNow();
    QVERIFY(m_server->accept());
    QCOMPARE(m_session->state(), AccountSession::State::SignedOut);
    QVERIFY(!m_server->has(wire::Frame::kResume));
}

void TestAccountSession::authoritysFileThatIsGoneEndsTheSession()
{
    const int connections = m_server->connections;
    newSession(m_server->pin, m_directory->filePath(QStringLiteral("gone.pem")));
    QCOMPARE(m_session->state(), AccountSession::State::SignedOut);
    QCOMPARE(m_server->connections, connections);
}

void TestAccountSession::signsOut()
{
    QSignalSpy token(m_session.get(), &AccountSession::tokenIssued);
    signIn({});
    m_session->signOut();
    wire::Frame ok;
    ok.mutable_ok();
    m_server->answer(*m_server->take(wire::Frame::kSignOut), ok);
    QCOMPARE(m_session->state(), AccountSession::State::SignedOut);
    QVERIFY(token.constLast().constFirst().toByteArray().isEmpty());
}

QTEST_GUILESS_MAIN(TestAccountSession)
#include "tst_account_session.moc"
