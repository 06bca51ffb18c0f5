// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A server made of memory for tests of models and windows: people, conversations and their logs, answered over a transport
// without sockets. The test says what others do; requests are answered on the next turn of the event loop. One thread.
#pragma once

#include "client/core/account_session.h"
#include "common/net/transport.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QMap>
#include <QtCore/QPointer>
#include <QtCore/QTemporaryDir>

namespace rookery::test {

class ChatWorld;

/// One connection to the world.
class WorldTransport final : public Transport {
    Q_OBJECT

public:
    explicit WorldTransport(ChatWorld &world);
    using Transport::send;
    void send(const QByteArray &encodedFrame, Delivery delivery) override;
    void setMaxFrameBytes(qsizetype) override {}
    void close() override { abort(Error(ErrorCode::Disconnected)); }
    void abort(const Error &reason) override;
    bool isOpen() const override { return m_isOpen; }
    QHostAddress peerAddress() const override { return QHostAddress(QHostAddress::LocalHost); }
    QByteArray peerPin() const override { return QByteArray(32, 'p'); }

    void deliver(const wire::Frame &frame);

private:
    void begin();

    ChatWorld &m_world;
    bool m_isOpen = false;
    bool m_isEnded = false;
};

class ChatWorld : public QObject {
    Q_OBJECT

public:
    ChatWorld();
    ~ChatWorld() override;

    ManualClock clock;
    SeededRandom random{7};

    /// User 1 is oneself.
    static inline const UserId self{1};
    UserId addPerson(const QString &name, wire::PresenceState presence = wire::PRESENCE_OFFLINE,
                     const QString &status = {});
    ConversationId addDirect(UserId other);
    ConversationId addGroup(const QString &title, const QList<UserId> &others);
    /// As if said before anyone connected, or pushed when connected. Returns its seq.
    quint64 say(ConversationId conversation, UserId sender, const QString &text, qint64 timeMs = 0);
    void writing(ConversationId conversation, UserId who, bool active = true);
    void setPresence(UserId who, wire::PresenceState state);
    /// Moves somebody's cursors.
    void setCursors(ConversationId conversation, UserId who, quint64 delivered, quint64 read);
    void setOwnRead(ConversationId conversation, quint64 read);

    /// Requests of that kind are kept until release() is called.
    void hold(wire::Frame::BodyCase kind) { m_held = kind; }
    void release();
    /// Requests of that kind are refused from now on; None ends it.
    void refuse(wire::Frame::BodyCase kind, ErrorCode code);
    void goDown();
    void goUp() { m_isUp = true; }
    bool isUp() const { return m_isUp; }
    /// Frames of that kind received so far.
    int received(wire::Frame::BodyCase kind) const { return m_received.value(int(kind)); }
    quint64 lastSeq(ConversationId conversation) const;
    quint64 ownRead(ConversationId conversation) const;

    /// A session that is open and connects to this world; call start() for the network.
    std::unique_ptr<client::AccountSession> makeSession();
    static void start(client::AccountSession &session) { session.start(QByteArray(32, 't')); }

    void onFrame(WorldTransport &transport, const wire::Frame &request);

private:
    struct Talk {
        wire::Conversation info;
        QList<wire::Event> events;
    };

    wire::Frame answer(const wire::Frame &request);
    wire::Frame answerTalk(const wire::Frame &request);
    wire::Conversation &viewOf(Talk &talk);
    Talk &addTalk(wire::ConversationKind kind, const QString &title, const QList<UserId> &members);
    wire::Event &append(Talk &talk, UserId sender, qint64 timeMs);
    void push(const wire::Frame &frame);
    void pushEvent(const wire::Event &event);
    void sent(const wire::SendMessage &message, wire::Frame &reply);
    void changed(const wire::Frame &request, wire::Frame &reply);

    QTemporaryDir m_directory;
    QList<wire::User> m_users;
    QMap<quint64, wire::Presence> m_presences;
    QMap<quint64, Talk> m_talks;
    QHash<int, int> m_received;
    QList<QPair<QPointer<WorldTransport>, wire::Frame>> m_waiting;
    QPointer<WorldTransport> m_transport;
    wire::Frame::BodyCase m_held = wire::Frame::BODY_NOT_SET;
    wire::Frame::BodyCase m_refused = wire::Frame::BODY_NOT_SET;
    ErrorCode m_refusal = ErrorCode::None;
    quint64 m_presenceVersion = 1;
    bool m_isUp = true;
};

} // namespace rookery::test
