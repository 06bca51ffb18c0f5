// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The product's own client, an AccountSession without a window, before a RogueServer: over real sockets and real TLS,
// with a clock that only the test moves, so that waiting for a time-out takes no time. Test's main thread.
#pragma once

#include "client/core/account_session.h"
#include "tests/support/manual_clock.h"
#include "tests/support/rogue_server.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace rookery::test {

class RogueDesk {
public:
    static constexpr quint64 talk = 5;

    explicit RogueDesk(quint32 seed = 1) : random(seed), server(random)
    {
        server.addConversation(talk);
        begin();
    }
    ~RogueDesk() { m_session->stop(); }

    /// The client as it is after a start of the program, on the same cache, not connected.
    void begin()
    {
        client::AccountSettings settings;
        settings.directory = m_folder.path();
        settings.address = {QStringLiteral("127.0.0.1"), server.port()};
        settings.pin = server.pin();
        settings.deviceId = QByteArray(16, 'd');
        settings.clientName = QStringLiteral("trial");
        settings.useDatagrams = false;
        m_session.reset();
        m_session = std::make_unique<client::AccountSession>(settings, clock, random);
        if (const Result<Done> opened = m_session->open(); !opened)
            qFatal("no cache: %s", qUtf8Printable(describe(opened.error())));
    }
    void start() { m_session->start(token); }
    client::AccountSession *operator->() { return m_session.get(); }

    bool isOnline() const { return m_session->state() == client::AccountSession::State::Online; }
    bool comesOnline()
    {
        return QTest::qWaitFor([this] { return isOnline(); }, patienceMs);
    }
    bool startOnline()
    {
        start();
        return comesOnline();
    }
    /// Until an attempt or a connection has ended: by back-off it will try again.
    bool isThrownBack()
    {
        return QTest::qWaitFor([this] { return m_session->link().state() == client::Link::State::Waiting; },
                               patienceMs);
    }
    /// The clock moves at once; what is due by it is done.
    void passTime(qint64 ms)
    {
        clock.advance(ms);
        m_session->link().tick();
        m_session->outbox().tick();
        QCoreApplication::processEvents();
    }
    /// Time passes, fast but with room for every answer, until that holds; false when it never does.
    template <typename Condition>
    bool eventually(Condition condition)
    {
        constexpr int stepMs = 200;
        constexpr qint64 longEnoughMs = 300'000;
        for (qint64 ms = 0; ms < longEnoughMs && !condition(); ms += stepMs) {
            passTime(stepMs);
            if (QTest::qWaitFor(condition, 1))
                return true;
        }
        return condition();
    }
    /// The server is good from now on; the client finds out by itself.
    bool recovers()
    {
        server.behave();
        return eventually([this] { return isOnline(); });
    }
    QList<QByteArray> texts(quint64 conversation = talk)
    {
        QList<QByteArray> result;
        const QList<wire::Event> events = m_session->log().newest(ConversationId(conversation), 1'000'000);
        for (const wire::Event &event : events)
            result.append(QByteArray::fromStdString(event.message().text()));
        return result;
    }

    /// How long a test waits for what must happen, ms.
    static constexpr int patienceMs = 15'000;
    /// No wait of the client is longer, ms.
    static constexpr qint64 longestWaitMs = 61'000;

    const QByteArray token = QByteArrayLiteral("a-token-of-thirty-two-characters");
    ManualClock clock;
    SeededRandom random;
    RogueServer server;

private:
    QTemporaryDir m_folder;
    std::unique_ptr<client::AccountSession> m_session;
};

/// What this process holds, KiB.
inline qint64 ownMemoryKiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &row : status.readAll().split('\n')) {
        if (row.startsWith("VmRSS"))
            return row.simplified().split(' ').value(1).toLongLong();
    }
    return 0;
}

} // namespace rookery::test
