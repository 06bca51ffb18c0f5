// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A connection in memory and the server at its other end, whose every word the test writes. One thread.
#pragma once

#include "client/core/link.h"
#include "common/base/bytes.h"
#include "common/net/transport.h"
#include "common/protocol/error_codec.h"

#include <QtCore/QPointer>

#include <algorithm>

namespace rookery::test {

class FakeTransport final : public Transport {
    Q_OBJECT
public:
    FakeTransport(const QByteArray &pin, const QByteArray &formerPin)
        : m_pin(pin), m_formerPin(formerPin), m_reader(limits::frameBytes)
    {}

    using Transport::send;
    void send(const QByteArray &encodedFrame, Delivery) override
    {
        m_reader.append(encodedFrame);
        while (const std::optional<wire::Frame> frame = m_reader.next().value())
            sent.append(*frame);
    }
    void setMaxFrameBytes(qsizetype) override {}
    void close() override { end(Error(ErrorCode::Disconnected)); }
    void abort(const Error &reason) override { end(reason); }
    bool isOpen() const override { return m_open; }
    QHostAddress peerAddress() const override { return QHostAddress(QHostAddress::LocalHost); }
    QByteArray peerPin() const override { return m_pin; }
    bool succeeds(const QByteArray &formerPin, const QByteArray &serverId) const override
    {
        return formerPin == m_pin || (formerPin == m_formerPin && serverId == QByteArray(16, 's'));
    }

    void open()
    {
        m_open = true;
        Q_EMIT opened();
    }
    void inject(const wire::Frame &frame) { Q_EMIT received(frame); }
    void end(const Error &reason)
    {
        m_open = false;
        if (!std::exchange(m_ended, true))
            Q_EMIT closed(reason);
    }

    QList<wire::Frame> sent;

private:
    QByteArray m_pin;
    QByteArray m_formerPin;
    FrameReader m_reader;
    bool m_open = false;
    bool m_ended = false;
};

class FakeServer {
public:
    QByteArray pin{32, 'p'};
    QByteArray formerPin; ///< A key that has signed this one, as the server with 16 times 's' for an id.
    wire::Welcome welcome;
    int connections = 0;

    FakeServer()
    {
        welcome.set_server_name("Test");
        welcome.set_server_id(std::string(16, 's'));
        welcome.set_max_text_bytes(limits::messageTextBytes);
    }

    client::Link::TransportFactory factory()
    {
        return [this] {
            ++connections;
            auto made = std::make_unique<FakeTransport>(pin, formerPin);
            m_transport = made.get();
            return made;
        };
    }
    FakeTransport *transport() const { return m_transport; }

    /// The connection opens and Hello is answered; false when no Hello came.
    bool accept()
    {
        if (!m_transport)
            return false;
        m_transport->open();
        const std::optional<wire::Frame> hello = take(wire::Frame::kHello);
        if (!hello)
            return false;
        wire::Frame reply;
        *reply.mutable_welcome() = welcome;
        answer(*hello, reply);
        return true;
    }
    bool has(wire::Frame::BodyCase kind) const
    {
        return m_transport
            && std::any_of(m_transport->sent.cbegin(), m_transport->sent.cend(),
                           [kind](const wire::Frame &frame) { return frame.body_case() == kind; });
    }
    /// The first frame of that kind which was sent and not taken yet.
    std::optional<wire::Frame> take(wire::Frame::BodyCase kind)
    {
        if (!m_transport)
            return {};
        for (qsizetype i = 0; i < m_transport->sent.size(); ++i) {
            if (m_transport->sent.at(i).body_case() == kind)
                return m_transport->sent.takeAt(i);
        }
        return {};
    }
    void answer(const wire::Frame &request, wire::Frame reply)
    {
        reply.set_re(request.id());
        m_transport->inject(reply);
    }
    void refuse(const wire::Frame &request, const Error &error)
    {
        wire::Frame reply;
        *reply.mutable_error() = toWire(error);
        answer(request, reply);
    }
    void push(const wire::Frame &frame) { m_transport->inject(frame); }
    void close(ErrorCode reason = ErrorCode::Disconnected) { m_transport->end(Error(reason)); }

private:
    QPointer<FakeTransport> m_transport;
};

/// A message of the log.
inline wire::Event messageEvent(quint64 conversation, quint64 seq, quint64 sender, const char *text = "text")
{
    wire::Event event;
    event.set_conversation_id(conversation);
    event.set_seq(seq);
    event.set_time_ms(1'000'000 + qint64(seq));
    event.set_sender_id(sender);
    event.mutable_message()->set_text(text);
    return event;
}

/// A direct conversation of 1 and 2.
inline wire::Conversation directConversation(quint64 id, quint64 lastSeq, quint32 unread = 0)
{
    wire::Conversation conversation;
    conversation.set_id(id);
    conversation.set_last_seq(lastSeq);
    conversation.set_unread(unread);
    conversation.add_members()->set_user_id(1);
    conversation.add_members()->set_user_id(2);
    return conversation;
}

inline wire::Frame eventsFrame(const QList<wire::Event> &events)
{
    wire::Frame frame;
    for (const wire::Event &event : events)
        *frame.mutable_events()->add_events() = event;
    return frame;
}

} // namespace rookery::test
