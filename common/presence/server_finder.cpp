// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/server_finder.h"

#include "common/presence/datagram_crypto.h"

#include <iterator>

namespace rookery::presence {

namespace {

bool isShownTheSame(const FoundServer &a, const FoundServer &b)
{
    return a.name == b.name && a.addresses == b.addresses && a.port == b.port && a.unicastPort == b.unicastPort
        && a.userCount == b.userCount && a.bootId == b.bootId && a.reconnectSpreadMs == b.reconnectSpreadMs;
}

bool isIpv6(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol;
}

} // namespace

ServerFinder::ServerFinder(DatagramChannel &channel, const Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_channel(channel), m_clock(clock), m_random(random), m_timer(clock, [this] { tick(); })
{
    connect(&m_channel, &DatagramChannel::received, this, &ServerFinder::onReceived);
    connect(&m_channel, &DatagramChannel::interfacesChanged, this, &ServerFinder::startProbing);
}

void ServerFinder::start()
{
    m_isStarted = true;
    m_scanEndMs = m_clock.monotonicMs() + scanMs;
    startProbing();
}

void ServerFinder::stop()
{
    m_isStarted = false;
    m_scanEndMs.reset();
    m_timer.stop();
}

void ServerFinder::tick()
{
    if (!m_isStarted)
        return;
    const qint64 nowMs = m_clock.monotonicMs();
    if (m_probesSent < std::size(probesMs) && nowMs >= m_probeStartMs + probesMs[m_probesSent])
        sendProbes();
    askDoubted();
    dropLost();
    if (m_scanEndMs && nowMs >= *m_scanEndMs) {
        m_scanEndMs.reset();
        Q_EMIT scanFinished();
    }
    wake();
}

QList<FoundServer> ServerFinder::servers() const
{
    QList<FoundServer> result;
    for (const Entry &entry : m_entries)
        result += entry.server;
    return result;
}

const FoundServer *ServerFinder::server(const ServerId &id) const
{
    const auto entry = m_entries.constFind(id);
    return entry == m_entries.constEnd() ? nullptr : &entry->server;
}

void ServerFinder::onReceived(const QByteArray &bytes, const Sender &sender)
{
    if (!m_isStarted || peekType(bytes) != DatagramType::Beacon)
        return;
    const Result<Datagram> datagram = decodeDatagram(bytes);
    if (!datagram)
        ++m_dropped.malformed;
    else
        onBeacon(bytes, std::get<Beacon>(*datagram), sender);
}

void ServerFinder::onBeacon(const QByteArray &bytes, const Beacon &beacon, const Sender &sender)
{
    const qint64 nowMs = m_clock.monotonicMs();
    const auto found = m_entries.find(beacon.serverId);
    Entry *known = found == m_entries.end() ? nullptr : &*found;
    if (known && bytes == known->lastBytes) {
        // The same beacon by another interface shows another address. Later it is a replay.
        if (nowMs - known->server.lastSeenMs > sameBeaconMs) {
            ++m_dropped.replayed;
            return;
        }
        const FoundServer before = known->server;
        noteAddress(*known, sender.address);
        if (!isShownTheSame(before, known->server))
            Q_EMIT serverChanged(FoundServer(known->server));
        return;
    }
    const bool isSameBoot = known && known->server.bootId == beacon.bootId;
    if (isSameBoot && !known->window.isNew(beacon.sequence)) {
        ++m_dropped.replayed;
        return;
    }
    if (!isAuthentic(bytes, beacon, known, sender))
        return;
    if (known && !isSameBoot && !isProven(beacon)) {
        // Either the server started anew or someone repeats a beacon of an earlier start: let it answer a probe.
        askForProof(*known, beacon, sender);
        return;
    }
    accept(bytes, beacon, sender);
}

bool ServerFinder::isAuthentic(const QByteArray &bytes, const Beacon &beacon, const Entry *known, const Sender &sender)
{
    const bool isOwnKey = known ? beacon.publicKey == known->server.publicKey
                                : serverIdOf(beacon.publicKey) == beacon.serverId;
    if (!isOwnKey) {
        ++m_dropped.forged;
        return false;
    }
    const bool isKnownSource = known && known->addressSeenMs.contains(sender.address);
    const auto source = isKnownSource ? VerifyBudget::Source::Known : VerifyBudget::Source::Unknown;
    if (!m_budget.take(source, m_clock.monotonicMs())) {
        ++m_dropped.limited;
        return false;
    }
    if (!isSignatureValid(bytes, beacon.publicKey)) {
        ++m_dropped.forged;
        return false;
    }
    return true;
}

bool ServerFinder::isProven(const Beacon &beacon) const
{
    const qint64 nowMs = m_clock.monotonicMs();
    return !beacon.probeNonce.isNull() && std::any_of(m_probes.begin(), m_probes.end(), [&](const SentProbe &probe) {
        return probe.nonce == beacon.probeNonce && nowMs - probe.sentMs <= probeProofMs;
    });
}

void ServerFinder::askForProof(Entry &entry, const Beacon &beacon, const Sender &sender)
{
    const qint64 nowMs = m_clock.monotonicMs();
    if (entry.proofAskedMs != 0 && nowMs - entry.proofAskedMs < proofIntervalMs)
        return;
    entry.proofAskedMs = nowMs;
    m_channel.sendTo(encode(newProbe()), sender.address, beacon.unicastPort);
}

void ServerFinder::accept(const QByteArray &bytes, const Beacon &beacon, const Sender &sender)
{
    const bool isNewServer = !m_entries.contains(beacon.serverId);
    if (isNewServer)
        makeRoom();
    Entry &entry = m_entries[beacon.serverId];
    const FoundServer before = entry.server;
    if (isNewServer || before.bootId != beacon.bootId)
        entry.window = ReplayWindow();
    entry.window.accept(beacon.sequence);
    // One that was overtaken by a newer beacon tells nothing new.
    if (beacon.sequence != entry.window.newest())
        return;
    FoundServer &server = entry.server;
    server.id = beacon.serverId;
    server.publicKey = beacon.publicKey;
    server.name = beacon.name;
    server.port = beacon.tcpPort;
    server.unicastPort = beacon.unicastPort;
    server.userCount = beacon.userCount;
    server.bootId = beacon.bootId;
    server.reconnectSpreadMs = beacon.reconnectSpreadMs;
    server.nonce = beacon.nonce;
    server.lastSeenMs = m_clock.monotonicMs();
    server.heardFrom = sender.address;
    entry.lastBytes = bytes;
    noteAddress(entry, sender.address);
    // Copies: a receiver may stop the finder or ask again.
    const FoundServer now = server;
    if (isNewServer)
        Q_EMIT serverFound(now);
    else if (!isShownTheSame(before, now))
        Q_EMIT serverChanged(now);
    Q_EMIT beaconHeard(now);
    wake();
}

void ServerFinder::noteAddress(Entry &entry, const QHostAddress &address)
{
    const qint64 nowMs = m_clock.monotonicMs();
    QList<QHostAddress> &addresses = entry.server.addresses;
    entry.addressSeenMs.removeIf([&](auto seen) { return nowMs - seen.value() >= serverLostMs; });
    addresses.removeIf([&](const QHostAddress &old) { return !entry.addressSeenMs.contains(old); });
    if (!addresses.contains(address)) {
        if (addresses.size() >= maxAddressesPerServer)
            return;
        const auto place = isIpv6(address) ? addresses.end() : std::find_if(addresses.begin(), addresses.end(), isIpv6);
        addresses.insert(place, address);
    }
    entry.addressSeenMs.insert(address, nowMs);
}

void ServerFinder::makeRoom()
{
    qsizetype unknownCount = 0;
    auto oldest = m_entries.end();
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (m_pinned.contains(entry.key()))
            continue;
        ++unknownCount;
        if (oldest == m_entries.end() || entry->server.lastSeenMs < oldest->server.lastSeenMs)
            oldest = entry;
    }
    if (unknownCount < maxUnknownServers)
        return;
    const ServerId id = oldest.key();
    m_entries.erase(oldest);
    Q_EMIT serverLost(id);
}

void ServerFinder::startProbing()
{
    if (!m_isStarted)
        return;
    m_probeStartMs = m_clock.monotonicMs();
    m_probesSent = 0;
    tick();
}

Probe ServerFinder::newProbe()
{
    const Probe probe{Nonce(m_random.bytes(Nonce::size))};
    m_probes.push_front({probe.nonce, m_clock.monotonicMs()});
    if (m_probes.size() > size_t(rememberedProbes))
        m_probes.pop_back();
    return probe;
}

void ServerFinder::sendProbes()
{
    ++m_probesSent;
    const QByteArray bytes = encode(newProbe());
    m_channel.broadcast(bytes);
    for (const Endpoint &endpoint : std::as_const(m_endpoints))
        m_channel.sendTo(bytes, endpoint.address, endpoint.port);
}

std::optional<qint64> ServerFinder::doubtDueMs(const Entry &entry) const
{
    if (!m_pinned.contains(entry.server.id) || entry.server.addresses.isEmpty())
        return {};
    return qMax(entry.server.lastSeenMs + serverDoubtMs, entry.doubtAskedMs + doubtProbeMs);
}

void ServerFinder::askDoubted()
{
    const qint64 nowMs = m_clock.monotonicMs();
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        const std::optional<qint64> dueMs = doubtDueMs(*entry);
        if (!dueMs || nowMs < *dueMs)
            continue;
        entry->doubtAskedMs = nowMs;
        m_channel.sendTo(encode(newProbe()), entry->server.addresses.constFirst(), entry->server.unicastPort);
    }
}

void ServerFinder::dropLost()
{
    const qint64 nowMs = m_clock.monotonicMs();
    QList<ServerId> lost;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (nowMs - entry.server.lastSeenMs >= serverLostMs)
            lost += entry.server.id;
    }
    for (const ServerId &id : std::as_const(lost)) {
        m_entries.remove(id);
        Q_EMIT serverLost(id);
    }
}

void ServerFinder::wake()
{
    if (!m_isStarted)
        return;
    constexpr qint64 idleMs = 60'000;
    qint64 dueMs = m_clock.monotonicMs() + idleMs;
    if (m_probesSent < std::size(probesMs))
        dueMs = qMin(dueMs, m_probeStartMs + probesMs[m_probesSent]);
    if (m_scanEndMs)
        dueMs = qMin(dueMs, *m_scanEndMs);
    for (const Entry &entry : std::as_const(m_entries)) {
        dueMs = qMin(dueMs, entry.server.lastSeenMs + serverLostMs);
        dueMs = qMin(dueMs, doubtDueMs(entry).value_or(dueMs));
    }
    m_timer.wakeAt(dueMs);
}

} // namespace rookery::presence
