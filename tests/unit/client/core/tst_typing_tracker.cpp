// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/typing_tracker.h"
#include "tests/support/client_parts.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestTypingTracker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void forgetsAfterEightSeconds();
    void aMessageEndsIt();
    void tellsOwnTypingSeldom();
    void ownStopIsToldOnce();

private:
    static wire::Typing typing(quint64 user, bool active);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ClientParts> m_parts;
    std::unique_ptr<TypingTracker> m_tracker;
    const ConversationId m_id{5};
};

void TestTypingTracker::init()
{
    m_tracker.reset();
    m_parts.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    QVERIFY(m_parts->isOpen && m_parts->connectNow());
    m_tracker = std::make_unique<TypingTracker>(m_parts->link, m_parts->clock);
}

wire::Typing TestTypingTracker::typing(quint64 user, bool active)
{
    wire::Typing typing;
    typing.set_conversation_id(5);
    typing.set_user_id(user);
    typing.set_active(active);
    return typing;
}

void TestTypingTracker::forgetsAfterEightSeconds()
{
    QSignalSpy changed(m_tracker.get(), &TypingTracker::changed);
    m_tracker->apply(typing(2, true));
    m_parts->clock.advance(5'000);
    m_tracker->apply(typing(2, true));
    QCOMPARE(changed.count(), 1);
    m_parts->clock.advance(limits::typingForgetMs - 1);
    m_tracker->tick();
    QCOMPARE(m_tracker->writing(m_id), QList<UserId>{UserId(2)});
    m_parts->clock.advance(1);
    m_tracker->tick();
    QVERIFY(m_tracker->writing(m_id).isEmpty());
    QCOMPARE(changed.count(), 2);
}

void TestTypingTracker::aMessageEndsIt()
{
    m_tracker->apply(typing(2, true));
    m_tracker->apply(typing(3, true));
    m_tracker->noteMessage(m_id, UserId(2));
    QCOMPARE(m_tracker->writing(m_id), QList<UserId>{UserId(3)});
    m_tracker->apply(typing(3, false));
    QVERIFY(m_tracker->writing(m_id).isEmpty());
}

void TestTypingTracker::tellsOwnTypingSeldom()
{
    m_tracker->noteOwnInput(m_id);
    QVERIFY(m_parts->server.take(wire::Frame::kSetTyping)->set_typing().active());
    m_parts->clock.advance(limits::typingRepeatMs - 1);
    m_tracker->noteOwnInput(m_id);
    QVERIFY(!m_parts->server.take(wire::Frame::kSetTyping));
    m_parts->clock.advance(1);
    m_tracker->noteOwnInput(m_id);
    QVERIFY(m_parts->server.take(wire::Frame::kSetTyping));
}

void TestTypingTracker::ownStopIsToldOnce()
{
    m_tracker->noteOwnStop(m_id);
    QVERIFY(!m_parts->server.take(wire::Frame::kSetTyping));
    m_tracker->noteOwnInput(m_id);
    QVERIFY(m_parts->server.take(wire::Frame::kSetTyping));
    m_tracker->noteOwnStop(m_id);
    QVERIFY(!m_parts->server.take(wire::Frame::kSetTyping)->set_typing().active());
}

QTEST_GUILESS_MAIN(TestTypingTracker)
#include "tst_typing_tracker.moc"
