// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A segment in memory: every FakeChannel hears every broadcast, its own too. Datagrams wait until deliver(), and may
// be lost, doubled and shuffled by a seeded hand. Everything sent is kept for the test to look at. One thread.
#pragma once

#include "common/base/random_source.h"
#include "common/presence/datagram_channel.h"

#include <QtCore/QList>

namespace rookery::presence {

class FakeChannel;

struct FakePacket {
    QByteArray bytes;
    Sender from;
    QHostAddress to; // null: everybody
    quint16 port = 0;
};

class FakeNetwork {
public:
    explicit FakeNetwork(RandomSource &random) : m_random(random) {}

    quint32 lossPercent = 0;
    quint32 doublePercent = 0;
    bool shuffles = false;

    /// All that was sent, lost or not.
    QList<FakePacket> sent;

    void join(FakeChannel *channel) { m_channels += channel; }
    void leave(FakeChannel *channel) { m_channels.removeAll(channel); }
    void send(const FakePacket &packet);
    /// Hands out what waits, and what that makes others send, until nothing waits.
    void deliver();
    /// What a stranger on the segment puts on the wire.
    void inject(const QByteArray &bytes, const QHostAddress &from) { send({bytes, {from, 40'000, 2}, {}, 0}); }

private:
    void handOut(const FakePacket &packet);

    RandomSource &m_random;
    QList<FakeChannel *> m_channels;
    QList<FakePacket> m_waiting;
};

// No signals of its own, so it needs no meta-object.
class FakeChannel final : public DatagramChannel {
public:
    FakeChannel(FakeNetwork &network, const QString &address, quint16 ownPort)
        : m_network(network), m_address(address), m_ownPort(ownPort)
    {
        m_network.join(this);
    }
    ~FakeChannel() override { m_network.leave(this); }

    void broadcast(const QByteArray &datagram) override { m_network.send({datagram, self(), {}, 0}); }
    void sendTo(const QByteArray &datagram, const QHostAddress &address, quint16 port) override
    {
        m_network.send({datagram, self(), address, port});
    }
    quint16 instancePort() const override { return m_ownPort; }
    quint16 sharedPort() const override { return 7665; }

    const QHostAddress &address() const { return m_address; }

private:
    Sender self() const { return {m_address, m_ownPort, 2}; }

    FakeNetwork &m_network;
    QHostAddress m_address;
    quint16 m_ownPort;
};

inline void FakeNetwork::send(const FakePacket &packet)
{
    sent += packet;
    if (m_random.below(100) < lossPercent)
        return;
    m_waiting += packet;
    if (m_random.below(100) < doublePercent)
        m_waiting += packet;
}

inline void FakeNetwork::deliver()
{
    while (!m_waiting.isEmpty()) {
        const qsizetype index = shuffles ? m_random.below(quint32(m_waiting.size())) : 0;
        handOut(m_waiting.takeAt(index));
    }
}

inline void FakeNetwork::handOut(const FakePacket &packet)
{
    const QList<FakeChannel *> channels = m_channels;
    for (FakeChannel *channel : channels) {
        const bool isForIt = packet.to.isNull()
            || (packet.to == channel->address()
                && (packet.port == channel->instancePort() || packet.port == channel->sharedPort()));
        if (isForIt && m_channels.contains(channel))
            Q_EMIT channel->received(packet.bytes, packet.from);
    }
}

} // namespace rookery::presence
