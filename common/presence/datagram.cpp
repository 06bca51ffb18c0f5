// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/datagram.h"

#include "common/base/text.h"

#include <QtCore/QStringDecoder>
#include <QtCore/QtEndian>

namespace rookery::presence {

namespace {

constexpr char magic[] = {'R', 'K', 'R', 'Y'};
constexpr quint8 version = 1;
constexpr qsizetype headerBytes = 6;
constexpr quint8 toPeersFlag = 0x01;

// Writes one field after the other into a buffer reserved once.
class Writer {
public:
    Writer(DatagramType type, qsizetype capacity)
    {
        m_bytes.reserve(capacity);
        m_bytes.append(magic, sizeof magic);
        put(version);
        put(quint8(type));
    }

    template <typename Number>
    void put(Number number)
    {
        char raw[sizeof(Number)];
        qToBigEndian(number, raw);
        m_bytes.append(raw, sizeof raw);
    }
    template <qsizetype length, typename Tag>
    void put(const FixedBytes<length, Tag> &value)
    {
        m_bytes.append(value.view());
    }
    void put(const QByteArray &bytes) { m_bytes.append(bytes); }

    QByteArray take() { return std::move(m_bytes); }

private:
    QByteArray m_bytes;
};

// Reads fields in order. The caller has checked that the whole fixed part is there.
class Reader {
public:
    explicit Reader(QByteArrayView bytes) : m_rest(bytes.sliced(headerBytes)) {}

    template <typename Number>
    Number number()
    {
        return qFromBigEndian<Number>(take(sizeof(Number)).data());
    }
    template <typename Bytes>
    Bytes fixed()
    {
        return Bytes(take(Bytes::size));
    }
    QByteArrayView take(qsizetype count)
    {
        const QByteArrayView head = m_rest.first(count);
        m_rest = m_rest.sliced(count);
        return head;
    }
    QByteArrayView rest() const { return m_rest; }

private:
    QByteArrayView m_rest;
};

bool isHidden(char32_t character)
{
    const bool isControl = character < 0x20 || (character >= 0x7f && character <= 0x9f);
    const bool isLineEnd = character == 0x2028 || character == 0x2029;
    return isControl || isLineEnd || isBidiControl(character);
}

// A name nobody can use to hide or reorder text; anything else is not a beacon of ours.
Result<QString> decodeName(QByteArrayView utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString name = decoder.decode(utf8);
    if (decoder.hasError())
        return Error(ErrorCode::Malformed, QStringLiteral("beacon: name is not UTF-8"));
    const QList<uint> characters = name.toUcs4();
    if (std::any_of(characters.begin(), characters.end(), [](uint character) { return isHidden(character); }))
        return Error(ErrorCode::Malformed, QStringLiteral("beacon: name with hidden characters"));
    return name;
}

Result<Datagram> decodeBeacon(QByteArrayView bytes)
{
    const auto nameAt = beaconFixedBytes;
    if (bytes.size() < nameAt)
        return Error(ErrorCode::Malformed, QStringLiteral("beacon: too short"));
    const qsizetype nameBytes = quint8(bytes[nameAt - 1]);
    if (nameBytes > maxNameBytes || bytes.size() != nameAt + nameBytes + Signature::size)
        return Error(ErrorCode::Malformed, QStringLiteral("beacon: wrong size"));
    Reader in(bytes);
    Beacon beacon;
    beacon.serverId = in.fixed<ServerId>();
    beacon.publicKey = in.fixed<PublicKey>();
    beacon.bootId = in.fixed<BootId>();
    beacon.sequence = in.number<quint64>();
    beacon.nonce = in.fixed<Nonce>();
    beacon.probeNonce = in.fixed<Nonce>();
    beacon.tcpPort = in.number<quint16>();
    beacon.unicastPort = in.number<quint16>();
    beacon.userCount = in.number<quint32>();
    beacon.reconnectSpreadMs = in.number<quint32>();
    in.number<quint8>();
    const Result<QString> name = decodeName(in.take(nameBytes));
    if (!name)
        return name.error();
    beacon.name = *name;
    beacon.signature = in.fixed<Signature>();
    return Datagram(std::move(beacon));
}

Result<Datagram> decodeHeartbeat(QByteArrayView bytes, Heartbeat::Kind kind)
{
    if (bytes.size() != heartbeatBytes)
        return Error(ErrorCode::Malformed, QStringLiteral("heartbeat: wrong size"));
    Reader in(bytes);
    Heartbeat heartbeat;
    heartbeat.kind = kind;
    heartbeat.server = in.fixed<ServerPrefix>();
    const auto flags = in.number<quint8>();
    if ((flags & ~toPeersFlag) != 0)
        return Error(ErrorCode::Malformed, QStringLiteral("heartbeat: unknown flag"));
    heartbeat.audience = (flags & toPeersFlag) ? Audience::Peers : Audience::Server;
    heartbeat.status = in.number<quint8>();
    heartbeat.sender = in.fixed<PeerId>();
    heartbeat.user = UserId(in.number<quint64>());
    heartbeat.bootId = in.fixed<BootId>();
    heartbeat.sequence = in.number<quint64>();
    heartbeat.nonce = in.fixed<Nonce>();
    heartbeat.instancePort = in.number<quint16>();
    heartbeat.tag = in.fixed<AuthTag>();
    return Datagram(heartbeat);
}

Result<Datagram> decodeProbe(QByteArrayView bytes)
{
    if (bytes.size() != probeBytes)
        return Error(ErrorCode::Malformed, QStringLiteral("probe: wrong size"));
    Reader in(bytes);
    const Probe probe{in.fixed<Nonce>()};
    const QByteArrayView padding = in.rest();
    if (std::any_of(padding.begin(), padding.end(), [](char byte) { return byte != 0; }))
        return Error(ErrorCode::Malformed, QStringLiteral("probe: padding is not zero"));
    return Datagram(probe);
}

} // namespace

std::optional<DatagramType> peekType(QByteArrayView bytes)
{
    if (bytes.size() < headerBytes || bytes.size() > maxDatagramBytes)
        return {};
    if (!std::equal(std::begin(magic), std::end(magic), bytes.begin()) || quint8(bytes[4]) != version)
        return {};
    const auto type = quint8(bytes[5]);
    if (type < quint8(DatagramType::Beacon) || type > quint8(DatagramType::Bye))
        return {};
    return DatagramType(type);
}

Result<Datagram> decodeDatagram(QByteArrayView bytes)
{
    const std::optional<DatagramType> type = peekType(bytes);
    if (!type)
        return Error(ErrorCode::Malformed, QStringLiteral("not a datagram of this version"));
    switch (*type) {
    case DatagramType::Beacon:
        return decodeBeacon(bytes);
    case DatagramType::Heartbeat:
        return decodeHeartbeat(bytes, Heartbeat::Kind::Alive);
    case DatagramType::Bye:
        return decodeHeartbeat(bytes, Heartbeat::Kind::Bye);
    case DatagramType::Probe:
        return decodeProbe(bytes);
    }
    Q_UNREACHABLE();
}

QByteArray encodeUnsigned(const Beacon &beacon)
{
    const QByteArray name = beacon.name.toUtf8();
    Q_ASSERT(name.size() <= maxNameBytes);
    Writer out(DatagramType::Beacon, maxBeaconBytes);
    out.put(beacon.serverId);
    out.put(beacon.publicKey);
    out.put(beacon.bootId);
    out.put(beacon.sequence);
    out.put(beacon.nonce);
    out.put(beacon.probeNonce);
    out.put(beacon.tcpPort);
    out.put(beacon.unicastPort);
    out.put(beacon.userCount);
    out.put(beacon.reconnectSpreadMs);
    out.put(quint8(name.size()));
    out.put(name);
    return out.take();
}

QByteArray encodeUntagged(const Heartbeat &heartbeat)
{
    const bool isBye = heartbeat.kind == Heartbeat::Kind::Bye;
    Writer out(isBye ? DatagramType::Bye : DatagramType::Heartbeat, heartbeatBytes);
    out.put(heartbeat.server);
    out.put(heartbeat.audience == Audience::Peers ? toPeersFlag : quint8(0));
    out.put(heartbeat.status);
    out.put(heartbeat.sender);
    out.put(heartbeat.user.value);
    out.put(heartbeat.bootId);
    out.put(heartbeat.sequence);
    out.put(heartbeat.nonce);
    out.put(heartbeat.instancePort);
    return out.take();
}

QByteArray encode(const Probe &probe)
{
    Writer out(DatagramType::Probe, probeBytes);
    out.put(probe.nonce);
    QByteArray bytes = out.take();
    bytes.append(probeBytes - bytes.size(), '\0');
    return bytes;
}

QString fittedName(const QString &name)
{
    QString result;
    qsizetype usedBytes = 0;
    const QList<uint> characters = name.toUcs4();
    for (const uint character : characters) {
        if (isHidden(character))
            continue;
        const QString one = QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
        usedBytes += one.toUtf8().size();
        if (usedBytes > maxNameBytes)
            break;
        result += one;
    }
    return result;
}

ServerPrefix prefixOf(const ServerId &id)
{
    return ServerPrefix(id.view().first(ServerPrefix::size));
}

PeerId senderOf(SessionId session)
{
    PeerId sender;
    qToBigEndian(session.value, sender.data());
    return sender;
}

SessionId sessionOf(const PeerId &sender)
{
    return SessionId(qFromBigEndian<quint64>(sender.data()));
}

} // namespace rookery::presence
