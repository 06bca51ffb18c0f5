// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rogue_server.h"

#include "common/base/bytes.h"
#include "common/net/framed_stream.h"
#include "common/net/pin.h"
#include "common/protocol/error_codec.h"
#include "server/core/self_signed.h"

#include <QtCore/QDateTime>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

namespace rookery::test {

/// Hands out descriptors, so that TLS can be begun or left out.
class RogueServer::Door final : public QTcpServer {
public:
    explicit Door(RogueServer &owner) : m_owner(owner) {}

protected:
    void incomingConnection(qintptr descriptor) override { m_owner.accept(descriptor); }

private:
    RogueServer &m_owner;
};

RogueServer::RogueServer(RandomSource &random)
    : m_random(random), m_door(std::make_unique<Door>(*this)), m_reader(limits::frameBytes)
{
    changeKey();
    if (!m_door->listen(QHostAddress::LocalHost))
        qFatal("the rogue server cannot listen: %s", qUtf8Printable(m_door->errorString()));
}

RogueServer::~RogueServer()
{
    hangUp();
}

quint16 RogueServer::port() const
{
    return m_door->serverPort();
}

QByteArray RogueServer::pin() const
{
    return pinOf(m_identity.localCertificate());
}

void RogueServer::changeKey()
{
    const QByteArray key = server::makePrivateKey().value();
    const QByteArray certificate =
        server::makeSelfSignedCertificate(key, {QStringLiteral("rogue"), {}, QDateTime::currentMSecsSinceEpoch()},
                                          m_random)
            .value();
    m_identity = FramedStream::tlsConfiguration();
    m_identity.setLocalCertificate(QSslCertificate(certificate));
    m_identity.setPrivateKey(QSslKey(key, QSsl::Ec));
    if (m_identity.privateKey().isNull() || pin().isEmpty())
        qFatal("the rogue server has no key");
}

void RogueServer::behave()
{
    m_scripts.clear();
    m_connectedScript = nullptr;
    m_speech = Speech::Tls13;
}

void RogueServer::accept(qintptr descriptor)
{
    hangUp();
    ++m_connections;
    m_reader = FrameReader(limits::frameBytes);
    m_socket = new QSslSocket(this);
    QSslSocket *socket = m_socket;
    connect(socket, &QSslSocket::readyRead, this, [this, socket] { onReadyRead(*socket); });
    const auto begin = [this, socket] {
        if (socket == m_socket && m_connectedScript)
            m_connectedScript();
    };
    if (!socket->setSocketDescriptor(descriptor))
        return;
    if (m_speech == Speech::Tls13 || m_speech == Speech::Tls12) {
        QSslConfiguration identity = m_identity;
        if (m_speech == Speech::Tls12)
            identity.setProtocol(QSsl::TlsV1_2);
        socket->setSslConfiguration(identity);
        connect(socket, &QSslSocket::encrypted, this, begin);
        socket->startServerEncryption();
    } else {
        begin();
    }
}

void RogueServer::onReadyRead(QSslSocket &socket)
{
    const QByteArray bytes = socket.readAll();
    m_heard += bytes;
    if (&socket != m_socket || m_speech == Speech::Plaintext || m_speech == Speech::Nothing)
        return;
    m_reader.append(bytes);
    while (&socket == m_socket) {
        const Result<std::optional<wire::Frame>> next = m_reader.next();
        if (!next || !next->has_value())
            return;
        const wire::Frame &request = **next;
        ++m_requests[request.body_case()];
        Q_EMIT received(request);
        const auto script = m_scripts.find(request.body_case());
        if (script == m_scripts.end()) {
            answer(request);
        } else {
            const Script copy = script->second; // it may put another in its place
            copy(request);
        }
    }
}

void RogueServer::reply(const wire::Frame &request, wire::Frame frame)
{
    frame.set_re(request.id());
    send(frame);
}

void RogueServer::refuse(const wire::Frame &request, quint32 code, qint64 retryMs)
{
    wire::Frame frame;
    frame.mutable_error()->set_code(code);
    frame.mutable_error()->set_retry_ms(retryMs);
    reply(request, std::move(frame));
}

void RogueServer::sendRaw(const QByteArray &bytes)
{
    if (m_socket)
        m_socket->write(bytes);
}

void RogueServer::hangUp()
{
    if (QSslSocket *socket = std::exchange(m_socket, nullptr)) {
        connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
        socket->disconnectFromHost();
        if (socket->state() == QAbstractSocket::UnconnectedState)
            socket->deleteLater();
    }
}

void RogueServer::addConversation(quint64 id)
{
    m_logs[id];
}

wire::Event RogueServer::messageEvent(quint64 conversation, quint64 seq, quint64 sender, const QByteArray &text)
{
    wire::Event event;
    event.set_conversation_id(conversation);
    event.set_seq(seq);
    event.set_time_ms(1'767'225'600'000);
    event.set_sender_id(sender);
    event.mutable_message()->set_text(toStd(text));
    return event;
}

void RogueServer::say(quint64 conversation, const QByteArray &text)
{
    QList<wire::Event> &log = m_logs[conversation];
    log.append(messageEvent(conversation, quint64(log.size()) + 1, other, text));
    wire::Frame frame;
    *frame.mutable_events()->add_events() = log.constLast();
    push(frame);
}

QList<QByteArray> RogueServer::texts(quint64 conversation) const
{
    QList<QByteArray> result;
    const QList<wire::Event> log = m_logs.value(conversation);
    for (const wire::Event &event : log)
        result.append(toBytes(event.message().text()));
    return result;
}

wire::Conversation RogueServer::conversation(quint64 id) const
{
    wire::Conversation conversation;
    conversation.set_id(id);
    conversation.set_last_seq(quint64(m_logs.value(id).size()));
    conversation.add_members()->set_user_id(self);
    conversation.add_members()->set_user_id(other);
    return conversation;
}

wire::Frame RogueServer::replyTo(const wire::Frame &request)
{
    wire::Frame frame;
    frame.set_re(request.id());
    switch (request.body_case()) {
    case wire::Frame::kHello:
        frame.mutable_welcome()->set_server_name("Rogue");
        frame.mutable_welcome()->set_server_id(std::string(16, 's'));
        frame.mutable_welcome()->set_max_text_bytes(quint32(limits::messageTextBytes));
        break;
    case wire::Frame::kSignIn:
    case wire::Frame::kResume:
        frame.mutable_signed_in()->mutable_self()->set_id(self);
        frame.mutable_signed_in()->mutable_self()->set_name("ana");
        break;
    case wire::Frame::kGetRoster:
        frame.mutable_roster()->set_version(1);
        frame.mutable_roster()->add_users()->set_id(self);
        frame.mutable_roster()->add_users()->set_id(other);
        break;
    case wire::Frame::kSync:
        fillSync(request.sync(), *frame.mutable_sync_reply());
        break;
    case wire::Frame::kGetHistory:
        fillHistory(request.get_history(), *frame.mutable_history());
        break;
    case wire::Frame::kSendMessage:
        store(request.send_message(), *frame.mutable_sent());
        break;
    case wire::Frame::kPing:
        frame.mutable_pong();
        break;
    default:
        frame.mutable_ok();
    }
    return frame;
}

void RogueServer::fillSync(const wire::Sync &request, wire::SyncReply &reply) const
{
    QHash<quint64, quint64> have;
    for (const wire::HighWater &mark : request.have())
        have.insert(mark.conversation_id(), mark.last_seq());
    for (auto log = m_logs.constBegin(); log != m_logs.constEnd(); ++log) {
        *reply.add_conversations() = conversation(log.key());
        for (const wire::Event &event : log.value()) {
            if (event.seq() > have.value(log.key()))
                *reply.add_events() = event;
        }
    }
}

void RogueServer::fillHistory(const wire::GetHistory &request, wire::History &reply) const
{
    const QList<wire::Event> log = m_logs.value(request.conversation_id());
    reply.set_conversation_id(request.conversation_id());
    reply.set_last_seq(quint64(log.size()));
    for (const wire::Event &event : log) {
        const bool isBefore = request.before_seq() == 0 || event.seq() < request.before_seq();
        if (isBefore && event.seq() > request.after_seq() && reply.events_size() < int(request.limit()))
            *reply.add_events() = event;
    }
}

void RogueServer::store(const wire::SendMessage &request, wire::Sent &reply)
{
    QList<wire::Event> &log = m_logs[request.conversation_id()];
    reply.set_conversation_id(request.conversation_id());
    for (const wire::Event &event : std::as_const(log)) {
        if (event.client_id() == request.client_id())
            reply.set_seq(event.seq());
    }
    if (reply.seq() != 0)
        return;
    wire::Event event = messageEvent(request.conversation_id(), quint64(log.size()) + 1, self, toBytes(request.text()));
    event.set_client_id(request.client_id());
    log.append(event);
    reply.set_seq(event.seq());
    reply.set_time_ms(event.time_ms());
}

} // namespace rookery::test
