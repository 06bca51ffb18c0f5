// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A server of the bare protocol that a test may turn bad: it has good manners, a key of its own and a small world in
// memory (person 1 who signs in, person 2, conversations), and breaks exactly the rules that the test's script tells it
// to break. It keeps every byte it has received. One connection counts at a time, the newest. Test's main thread.
#pragma once

#include "common/base/error.h"
#include "common/base/random_source.h"
#include "common/protocol/frame_codec.h"

#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpServer>

#include <functional>
#include <map>

class QSslSocket;

namespace rookery::test {

class RogueServer final : public QObject {
    Q_OBJECT
public:
    /// What a connection is met with before the first frame.
    enum class Speech {
        Tls13,     ///< As it should be.
        Tls12,     ///< An older TLS only.
        Plaintext, ///< Frames without TLS.
        Nothing,   ///< It accepts and says nothing.
    };
    /// In place of the good answer to a request.
    using Script = std::function<void(const wire::Frame &request)>;

    static constexpr quint64 self = 1;
    static constexpr quint64 other = 2;

    explicit RogueServer(RandomSource &random);
    ~RogueServer() override;

    quint16 port() const;
    QByteArray pin() const;
    /// Another key from the next connection on.
    void changeKey();
    void setSpeech(Speech speech) { m_speech = speech; }
    /// From now on requests of that kind get that instead of their answer.
    void misbehave(wire::Frame::BodyCase request, Script script) { m_scripts[request] = std::move(script); }
    /// Once each connection is up, before anything is received on it.
    void onConnected(std::function<void()> script) { m_connectedScript = std::move(script); }
    /// Good again, in everything.
    void behave();

    // What scripts do
    void answer(const wire::Frame &request) { send(replyTo(request)); }
    void reply(const wire::Frame &request, wire::Frame frame);
    void refuse(const wire::Frame &request, quint32 code, qint64 retryMs);
    void push(const wire::Frame &frame) { send(frame); }
    void sendRaw(const QByteArray &bytes);
    /// Ends the connection.
    void hangUp();

    // Its world
    /// A conversation of the two, without events.
    void addConversation(quint64 id);
    /// Person 2 says something: stored, and told when somebody is connected.
    void say(quint64 conversation, const QByteArray &text);
    QList<QByteArray> texts(quint64 conversation) const;
    quint64 lastSeq(quint64 conversation) const { return quint64(m_logs[conversation].size()); }
    wire::Frame replyTo(const wire::Frame &request);
    static wire::Event messageEvent(quint64 conversation, quint64 seq, quint64 sender, const QByteArray &text);
    wire::Conversation conversation(quint64 id) const;

    // What it has seen
    int connections() const { return m_connections; }
    int requests(wire::Frame::BodyCase kind) const { return m_requests.value(kind); }
    /// Every byte received so far, as the server can read it: decrypted where there was TLS.
    const QByteArray &heard() const { return m_heard; }
    void forgetHeard() { m_heard.clear(); }

Q_SIGNALS:
    void received(const rookery::wire::Frame &request);

private:
    void accept(qintptr descriptor);
    void onReadyRead(QSslSocket &socket);
    void send(const wire::Frame &frame) { sendRaw(encodeFrame(frame)); }
    void fillSync(const wire::Sync &request, wire::SyncReply &reply) const;
    void fillHistory(const wire::GetHistory &request, wire::History &reply) const;
    void store(const wire::SendMessage &request, wire::Sent &reply);

    class Door;

    RandomSource &m_random;
    std::unique_ptr<Door> m_door;
    QSslConfiguration m_identity;
    Speech m_speech = Speech::Tls13;
    std::map<wire::Frame::BodyCase, Script> m_scripts;
    std::function<void()> m_connectedScript;
    QSslSocket *m_socket = nullptr;
    FrameReader m_reader;
    QMap<quint64, QList<wire::Event>> m_logs;
    QHash<int, int> m_requests;
    QByteArray m_heard;
    int m_connections = 0;
};

} // namespace rookery::test
