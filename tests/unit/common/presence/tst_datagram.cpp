// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The bytes of every datagram, and that nothing but exactly those bytes is taken for one.
#include "common/presence/datagram_crypto.h"
#include "tests/support/seeded_random.h"

#include <QtTest/QTest>

#include <sodium.h>

using namespace rookery;
using namespace rookery::presence;

namespace {

QByteArray sequence(int first, int count)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes += char(first + i);
    return bytes;
}

// Test vector 1 of RFC 8032, 7.1: seed and public key.
QByteArray secretKey()
{
    return QByteArray::fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                               "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

QByteArray groupKey()
{
    return sequence(0, int(keyBytes));
}

Beacon sampleBeacon()
{
    Beacon beacon;
    beacon.publicKey = publicKeyOf(secretKey());
    beacon.serverId = serverIdOf(beacon.publicKey);
    beacon.bootId = BootId(sequence(0x10, 8));
    beacon.sequence = 0x0102030405060708;
    beacon.nonce = Nonce(sequence(0x20, 8));
    beacon.probeNonce = Nonce(sequence(0x30, 8));
    beacon.tcpPort = 7665;
    beacon.unicastPort = 40'001;
    beacon.userCount = 42;
    beacon.reconnectSpreadMs = 30'000;
    beacon.name = QStringLiteral("Büro");
    return beacon;
}

Heartbeat sampleHeartbeat(Heartbeat::Kind kind = Heartbeat::Kind::Alive)
{
    Heartbeat heartbeat;
    heartbeat.kind = kind;
    heartbeat.server = ServerPrefix(sequence(0x40, 8));
    heartbeat.audience = Audience::Peers;
    heartbeat.status = 2;
    heartbeat.sender = PeerId(sequence(0x50, 8));
    heartbeat.user = UserId(77);
    heartbeat.bootId = BootId(sequence(0x60, 8));
    heartbeat.sequence = 9;
    heartbeat.nonce = Nonce(sequence(0x70, 8));
    heartbeat.instancePort = 40'002;
    return heartbeat;
}

// Beacon with name bytes set by hand, correctly signed: what a hostile server can send.
QByteArray beaconNamed(const QByteArray &name)
{
    Beacon beacon = sampleBeacon();
    beacon.name.clear();
    QByteArray bytes = encodeUnsigned(beacon);
    bytes.back() = char(name.size());
    bytes += name;
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char *>(bytes.constData()),
                         size_t(bytes.size()), reinterpret_cast<const unsigned char *>(secretKey().constData()));
    return bytes + signature.toByteArray();
}

// True if a receiver holding the keys would act on it.
bool isTaken(const QByteArray &bytes)
{
    const Result<Datagram> datagram = decodeDatagram(bytes);
    if (!datagram)
        return false;
    if (const auto *beacon = std::get_if<Beacon>(&*datagram))
        return serverIdOf(beacon->publicKey) == beacon->serverId && isSignatureValid(bytes, beacon->publicKey);
    if (std::holds_alternative<Heartbeat>(*datagram))
        return isTagValid(bytes, groupKey());
    return true;
}

} // namespace

class TestDatagram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void goldenBytes_data();
    void goldenBytes();
    void beaconRoundTrip();
    void heartbeatRoundTrip_data();
    void heartbeatRoundTrip();
    void probeRoundTrip();
    void sizes();
    void truncatedAnywhere_data() { everyKind(); }
    void truncatedAnywhere();
    void trailingBytes_data() { everyKind(); }
    void trailingBytes();
    void bitFlippedAnywhere_data() { everyKind(); }
    void bitFlippedAnywhere();
    void headerRefused_data();
    void headerRefused();
    void nameRefused_data();
    void nameRefused();
    void longestNameAccepted();
    void nameLengthBeyondLimitRefused();
    void fittedName_data();
    void fittedName();
    void wrongKeyRefused();
    void randomBytesNeverTaken();
    void sessionInSenderField();

private:
    void everyKind();
};

// Made from the description at the head of datagram.h with Python's hashlib and the openssl program.
void TestDatagram::goldenBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expectedHex");
    QTest::newRow("beacon") << signedBeacon(sampleBeacon(), secretKey())
                            << QByteArray(
                                   "524b525901017849ac3049680be1ef762efe0d36e017d75a980182b10ab7d54bfed3c964073a0ee1"
                                   "72f3daa62325af021a68f707511a1011121314151617010203040506070820212223242526273031"
                                   "3233343536371df19c410000002a000075300542c3bc726fc1c54bb773cd8992518d3f1718b193db"
                                   "e6b05e93595e2e1bba5d399fe7cbd0cb70f62782eee2644425f018fcdee68c3c0954e7f173be2ed9"
                                   "310ce823d5868f0a");
    QTest::newRow("heartbeat") << taggedHeartbeat(sampleHeartbeat(), groupKey())
                               << QByteArray(
                                      "524b52590102404142434445464701025051525354555657000000000000004d6061626364656667"
                                      "000000000000000970717273747576779c4240e9348e39d53af59d2a91bf7e5fbd99");
    QTest::newRow("bye") << taggedHeartbeat(sampleHeartbeat(Heartbeat::Kind::Bye), groupKey())
                         << QByteArray(
                                "524b52590104404142434445464701025051525354555657000000000000004d6061626364656667"
                                "000000000000000970717273747576779c42ae6c6a24fffa602d5a87399ac5b10d01");
    QTest::newRow("probe") << encode(Probe{Nonce(sequence(0x30, 8))})
                           << QByteArray("524b52590103"
                                         "3031323334353637")
            + QByteArray(2 * 498, '0');
}

void TestDatagram::goldenBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expectedHex);
    QCOMPARE(bytes.toHex(), expectedHex);
}

void TestDatagram::beaconRoundTrip()
{
    const Beacon sample = sampleBeacon();
    const QByteArray bytes = signedBeacon(sample, secretKey());
    QVERIFY(isTaken(bytes));
    const Result<Datagram> decoded = decodeDatagram(bytes);
    QVERIFY(decoded.isOk());
    const auto &beacon = std::get<Beacon>(*decoded);
    QVERIFY(beacon.serverId == sample.serverId);
    QVERIFY(beacon.publicKey == sample.publicKey);
    QVERIFY(beacon.bootId == sample.bootId);
    QCOMPARE(beacon.sequence, sample.sequence);
    QVERIFY(beacon.nonce == sample.nonce);
    QVERIFY(beacon.probeNonce == sample.probeNonce);
    QCOMPARE(beacon.tcpPort, sample.tcpPort);
    QCOMPARE(beacon.unicastPort, sample.unicastPort);
    QCOMPARE(beacon.userCount, sample.userCount);
    QCOMPARE(beacon.reconnectSpreadMs, sample.reconnectSpreadMs);
    QCOMPARE(beacon.name, sample.name);
}

void TestDatagram::heartbeatRoundTrip_data()
{
    QTest::addColumn<bool>("isBye");
    QTest::addColumn<bool>("isToPeers");
    QTest::newRow("alive to server") << false << false;
    QTest::newRow("alive to peers") << false << true;
    QTest::newRow("bye to server") << true << false;
    QTest::newRow("bye to peers") << true << true;
}

void TestDatagram::heartbeatRoundTrip()
{
    QFETCH(bool, isBye);
    QFETCH(bool, isToPeers);
    Heartbeat sample = sampleHeartbeat(isBye ? Heartbeat::Kind::Bye : Heartbeat::Kind::Alive);
    sample.audience = isToPeers ? Audience::Peers : Audience::Server;
    const QByteArray bytes = taggedHeartbeat(sample, groupKey());
    QVERIFY(isTaken(bytes));
    const Result<Datagram> decoded = decodeDatagram(bytes);
    QVERIFY(decoded.isOk());
    const auto &heartbeat = std::get<Heartbeat>(*decoded);
    QVERIFY(heartbeat.kind == sample.kind);
    QVERIFY(heartbeat.server == sample.server);
    QVERIFY(heartbeat.audience == sample.audience);
    QCOMPARE(heartbeat.status, sample.status);
    QVERIFY(heartbeat.sender == sample.sender);
    QVERIFY(heartbeat.user == sample.user);
    QVERIFY(heartbeat.bootId == sample.bootId);
    QCOMPARE(heartbeat.sequence, sample.sequence);
    QVERIFY(heartbeat.nonce == sample.nonce);
    QCOMPARE(heartbeat.instancePort, sample.instancePort);
}

void TestDatagram::probeRoundTrip()
{
    const Probe probe{Nonce(sequence(1, 8))};
    const Result<Datagram> decoded = decodeDatagram(encode(probe));
    QVERIFY(decoded.isOk());
    QVERIFY(std::get<Probe>(*decoded).nonce == probe.nonce);
}

void TestDatagram::sizes()
{
    Beacon beacon = sampleBeacon();
    beacon.name = QString(maxNameBytes, QLatin1Char('n'));
    QCOMPARE(signedBeacon(beacon, secretKey()).size(), 227);
    QCOMPARE(taggedHeartbeat(sampleHeartbeat(), groupKey()).size(), 74);
    QCOMPARE(encode(Probe()).size(), 512);
}

void TestDatagram::everyKind()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("beacon") << signedBeacon(sampleBeacon(), secretKey());
    QTest::newRow("heartbeat") << taggedHeartbeat(sampleHeartbeat(), groupKey());
    QTest::newRow("bye") << taggedHeartbeat(sampleHeartbeat(Heartbeat::Kind::Bye), groupKey());
    QTest::newRow("probe") << encode(Probe{Nonce(sequence(1, 8))});
}

void TestDatagram::truncatedAnywhere()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(decodeDatagram(bytes).isOk());
    for (qsizetype length = 0; length < bytes.size(); ++length) {
        const Result<Datagram> decoded = decodeDatagram(bytes.first(length));
        QVERIFY2(!decoded, qPrintable(QString::number(length)));
        QCOMPARE(decoded.error().code, ErrorCode::Malformed);
    }
}

void TestDatagram::trailingBytes()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype extra : {1, 2, 64, 1000})
        QVERIFY2(!decodeDatagram(bytes + QByteArray(extra, '\0')), qPrintable(QString::number(extra)));
}

void TestDatagram::bitFlippedAnywhere()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(isTaken(bytes));
    constexpr qsizetype probeNonceBegin = 6;
    constexpr qsizetype probeNonceEnd = 14;
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        QByteArray flipped = bytes;
        flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << (bit % 8)));
        // A probe proves nothing, so another nonce is just another probe.
        const bool isProbeNonce = bytes.size() == probeBytes && bit / 8 >= probeNonceBegin && bit / 8 < probeNonceEnd;
        QVERIFY2(isTaken(flipped) == isProbeNonce, qPrintable(QString::number(bit)));
    }
}

void TestDatagram::headerRefused_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("value");
    QTest::newRow("magic") << 0 << int('X');
    QTest::newRow("version 0") << 4 << 0;
    QTest::newRow("version 2") << 4 << 2;
    QTest::newRow("version 255") << 4 << 255;
    QTest::newRow("type 0") << 5 << 0;
    QTest::newRow("type 5") << 5 << 5;
    QTest::newRow("type 255") << 5 << 255;
    QTest::newRow("another type's size") << 5 << 1;
    QTest::newRow("unknown flag") << 14 << 2;
    QTest::newRow("all flags") << 14 << 255;
}

void TestDatagram::headerRefused()
{
    QFETCH(int, offset);
    QFETCH(int, value);
    QByteArray bytes = taggedHeartbeat(sampleHeartbeat(), groupKey());
    bytes[offset] = char(value);
    QVERIFY(!decodeDatagram(bytes));
}

void TestDatagram::nameRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("bad UTF-8") << QByteArray("ab\xff");
    QTest::newRow("cut UTF-8") << QByteArray("B\xc3");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("line end") << QByteArray("a\nb");
    QTest::newRow("escape") << QByteArray("a\x1b[2J");
    QTest::newRow("C1 control") << QByteArray("a\xc2\x9b");
    QTest::newRow("right-to-left override") << QByteArray("a\xe2\x80\xae"
                                                          "exe.doc");
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8");
}

void TestDatagram::nameRefused()
{
    QFETCH(QByteArray, name);
    QVERIFY(decodeDatagram(beaconNamed("fine")).isOk());
    const Result<Datagram> decoded = decodeDatagram(beaconNamed(name));
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, ErrorCode::Malformed);
}

void TestDatagram::longestNameAccepted()
{
    const QByteArray name(maxNameBytes, 'n');
    const Result<Datagram> decoded = decodeDatagram(beaconNamed(name));
    QVERIFY(decoded.isOk());
    QCOMPARE(std::get<Beacon>(*decoded).name.toUtf8(), name);
}

void TestDatagram::nameLengthBeyondLimitRefused()
{
    QVERIFY(!decodeDatagram(beaconNamed(QByteArray(maxNameBytes + 1, 'n'))));
    QVERIFY(!decodeDatagram(beaconNamed(QByteArray(255, 'n'))));
    QByteArray lying = beaconNamed("name");
    lying[beaconFixedBytes - 1] = char(255);
    QVERIFY(!decodeDatagram(lying));
}

void TestDatagram::fittedName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("short") << QStringLiteral("Office") << QStringLiteral("Office");
    QTest::newRow("controls and bidi") << QStringLiteral("a\n\u202eb\u001b") << QStringLiteral("ab");
    QTest::newRow("cut") << QString(70, QLatin1Char('x')) << QString(64, QLatin1Char('x'));
    // 3 bytes each: 21 fit, the 22nd would end at byte 66
    QTest::newRow("cut between characters") << QString(40, QChar(0x5bb6)) << QString(21, QChar(0x5bb6));
    QTest::newRow("cut between emoji") << QStringLiteral("😀").repeated(20) << QStringLiteral("😀").repeated(16);
}

void TestDatagram::fittedName()
{
    QFETCH(QString, name);
    QFETCH(QString, expected);
    QCOMPARE(rookery::presence::fittedName(name), expected);
    QVERIFY(decodeDatagram(beaconNamed(expected.toUtf8())).isOk());
}

void TestDatagram::wrongKeyRefused()
{
    const QByteArray heartbeat = taggedHeartbeat(sampleHeartbeat(), groupKey());
    QVERIFY(isTagValid(heartbeat, groupKey()));
    QVERIFY(!isTagValid(heartbeat, sequence(1, int(keyBytes))));
    QVERIFY(!isTagValid(heartbeat, QByteArray()));
    QVERIFY(!isTagValid(QByteArray(), groupKey()));
    const QByteArray beacon = signedBeacon(sampleBeacon(), secretKey());
    QVERIFY(!isSignatureValid(beacon, PublicKey(sequence(1, 32))));
    QVERIFY(!isSignatureValid(QByteArray(), sampleBeacon().publicKey));
}

void TestDatagram::randomBytesNeverTaken()
{
    SeededRandom random(20'260'101);
    for (int round = 0; round < 20'000; ++round) {
        QByteArray bytes = random.bytes(random.below(600));
        if (round % 2 == 0 && bytes.size() > 6) // past the header, so that the bodies are reached
            bytes.replace(0, 6, QByteArray("RKRY\x01", 5) + char(1 + random.below(4)));
        QVERIFY(!isTaken(bytes));
    }
}

void TestDatagram::sessionInSenderField()
{
    const SessionId session(0x0102030405060708);
    QCOMPARE(senderOf(session).toHex(), QByteArray("0102030405060708"));
    QVERIFY(sessionOf(senderOf(session)) == session);
}

QTEST_GUILESS_MAIN(TestDatagram)
#include "tst_datagram.moc"
