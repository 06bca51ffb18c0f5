// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/key_succession.h"
#include "common/net/pin.h"
#include "common/net/server_trust.h"
#include "server/core/self_signed.h"
#include "tests/support/seeded_random.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

const QByteArray serverId(16, 's');
constexpr qint64 nowMs = 1'767'225'600'000; // 2026-01-01

/// A server's keys, each signed by the one before it.
struct Keys {
    QList<QByteArray> pems;
    QList<KeySuccession> successions;

    explicit Keys(int renewals)
    {
        pems += makePrivateKey().value();
        for (int i = 0; i < renewals; ++i) {
            pems += makePrivateKey().value();
            successions += signSuccession(pems.at(i), pems.at(i + 1), serverId, nowMs + i).value();
        }
    }

    QByteArray pin(int number) const
    {
        return number < successions.size() ? successions.at(number).formerPin() : successions.last().newPin;
    }
    QByteArray newestPin() const { return successions.last().newPin; }
};

QSslCertificate certificateOf(const QByteArray &keyPem, const QList<KeySuccession> &successions)
{
    SystemRandomSource random;
    const CertificateContent content{QStringLiteral("test"), successions, nowMs};
    return QSslCertificate(makeSelfSignedCertificate(keyPem, content, random).value(), QSsl::Pem);
}

} // namespace

class KeySuccessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leadsFromEachFormerKeyToTheNewest();
    void isBoundToItsServer();
    void forgeriesAreRefused_data();
    void forgeriesAreRefused();
    void standsInTheCertificate();
    void onlyTheNewestStand();
    void oneEncodingOnly();
    void noMutationIsAccepted();
};

void KeySuccessionTest::leadsFromEachFormerKeyToTheNewest()
{
    const Keys keys(3);
    for (int number = 0; number < 3; ++number) {
        QVERIFY(verifySuccession(keys.successions, keys.pin(number), keys.newestPin(), serverId).isOk());
        QVERIFY(verifySuccession(keys.successions, keys.pin(number), keys.newestPin(), {}).isOk());
    }
    // What came before the known key does not matter.
    QVERIFY(verifySuccession(keys.successions.mid(1), keys.pin(1), keys.newestPin(), serverId).isOk());
    QCOMPARE(verifySuccession(keys.successions.mid(1), keys.pin(0), keys.newestPin(), serverId).error().code,
             ErrorCode::KeyChanged);
}

void KeySuccessionTest::isBoundToItsServer()
{
    const Keys keys(2);
    QVERIFY(!verifySuccession(keys.successions, keys.pin(0), keys.newestPin(), QByteArray(16, 'o')).isOk());
    // Another server that has seen these statements cannot use them: TLS shows that it has another key.
    const Keys other(1);
    QVERIFY(!verifySuccession(keys.successions, keys.pin(0), other.newestPin(), serverId).isOk());
    QVERIFY(!verifySuccession(keys.successions + other.successions, keys.pin(0), other.newestPin(), serverId).isOk());
    QVERIFY(!verifySuccession({}, keys.pin(0), other.newestPin(), serverId).isOk());
}

void KeySuccessionTest::forgeriesAreRefused_data()
{
    using Change = void (*)(QList<KeySuccession> &);
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
    row("signature", [](QList<KeySuccession> &list) { list[1].signature[10] = char(list[1].signature[10] ^ 1); });
    row("no signature", [](QList<KeySuccession> &list) { list[1].signature.clear(); });
    row("signature of another statement", [](QList<KeySuccession> &list) { list[1].signature = list.at(0).signature; });
    row("signed by the new key, not the old", [](QList<KeySuccession> &list) {
        const QByteArray mine = makePrivateKey().value();
        list[1].signature = signSuccession(mine, mine, serverId, list.at(1).timeMs).value().signature;
    });
    row("another old key", [](QList<KeySuccession> &list) { list[1].formerKey = Keys(1).successions[0].formerKey; });
    row("another new key", [](QList<KeySuccession> &list) { list[2].newPin[0] = char(list[2].newPin[0] ^ 1); });
    row("another server", [](QList<KeySuccession> &list) { list[1].serverId = QByteArray(16, 'o'); });
    row("another time", [](QList<KeySuccession> &list) { ++list[1].timeMs; });
    row("order", [](QList<KeySuccession> &list) { list.swapItemsAt(1, 2); });
    row("gap", [](QList<KeySuccession> &list) { list.removeAt(1); });
    row("end missing", [](QList<KeySuccession> &list) { list.removeLast(); });
    row("trailing bytes in the key", [](QList<KeySuccession> &list) { list[1].formerKey += 'x'; });
}

void KeySuccessionTest::forgeriesAreRefused()
{
    using Change = void (*)(QList<KeySuccession> &);
    QFETCH(Change, change);
    const Keys keys(3);
    QList<KeySuccession> changed = keys.successions;
    change(changed);
    const Result<Done> verified = verifySuccession(changed, keys.pin(0), keys.newestPin(), serverId);
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::KeyChanged);
}

void KeySuccessionTest::standsInTheCertificate()
{
    const Keys keys(2);
    const QSslCertificate certificate = certificateOf(keys.pems.last(), keys.successions);
    QCOMPARE(pinOf(certificate), keys.newestPin());
    const Result<QList<KeySuccession>> read = successionsIn(certificate);
    QVERIFY(read.isOk());
    QCOMPARE(read->size(), 2);
    QCOMPARE(read->at(1).timeMs, nowMs + 1);
    QVERIFY(checkPin(certificate, ServerTrust(keys.pin(0), serverId)).isOk());
    QVERIFY(checkPin(certificate, ServerTrust(keys.newestPin(), serverId)).isOk());
    QVERIFY(checkPin(certificate, ServerTrust()).isOk());
    QCOMPARE(checkPin(certificate, ServerTrust(keys.pin(0), QByteArray(16, 'o'))).error().code, ErrorCode::KeyChanged);
    // The statements in a certificate of somebody who does not have the newest key.
    const QSslCertificate stolen = certificateOf(makePrivateKey().value(), keys.successions);
    QCOMPARE(checkPin(stolen, ServerTrust(keys.pin(0), serverId)).error().code, ErrorCode::KeyChanged);
    QCOMPARE(checkPin(QSslCertificate(), ServerTrust()).error().code, ErrorCode::NotRookery);
    const Result<QList<KeySuccession>> none = successionsIn(certificateOf(keys.pems.first(), {}));
    QVERIFY(none.isOk() && none->isEmpty());
}

void KeySuccessionTest::onlyTheNewestStand()
{
    const Keys keys(int(successionsMax) + 1);
    QCOMPARE(decodeSuccessions(encodeSuccessions(keys.successions)).error().code, ErrorCode::Malformed);
    QVERIFY(!verifySuccession(keys.successions, keys.pin(0), keys.newestPin(), serverId).isOk());
    const QSslCertificate certificate = certificateOf(keys.pems.last(), keys.successions);
    QCOMPARE(successionsIn(certificate)->size(), successionsMax);
    QVERIFY(checkPin(certificate, ServerTrust(keys.pin(1), serverId)).isOk());
    QCOMPARE(checkPin(certificate, ServerTrust(keys.pin(0), serverId)).error().code, ErrorCode::KeyChanged);
}

void KeySuccessionTest::oneEncodingOnly()
{
    const QByteArray der = encodeSuccessions(Keys(2).successions);
    QVERIFY(decodeSuccessions(der).isOk());
    QCOMPARE(decodeSuccessions(QByteArray::fromHex("3000"))->size(), 0);
    QVERIFY(!decodeSuccessions(der + 'x').isOk());
    QVERIFY(!decodeSuccessions(QByteArray()).isOk());
    QVERIFY(!decodeSuccessions(QByteArray::fromHex("308100")).isOk());   // a long form of the length
    QVERIFY(!decodeSuccessions(QByteArray::fromHex("30800000")).isOk()); // BER: no length
    for (qsizetype size = 0; size < der.size(); ++size)
        QVERIFY2(!decodeSuccessions(der.first(size)).isOk(), qPrintable(QString::number(size)));
}

void KeySuccessionTest::noMutationIsAccepted()
{
    const Keys keys(2);
    const QByteArray der = encodeSuccessions(keys.successions);
    for (qsizetype i = 0; i < der.size(); ++i) {
        for (const int bit : {0, 3, 7}) {
            QByteArray changed = der;
            changed[i] = char(quint8(changed.at(i)) ^ (1U << bit));
            const Result<QList<KeySuccession>> decoded = decodeSuccessions(changed);
            QVERIFY2(!decoded || !verifySuccession(*decoded, keys.pin(0), keys.newestPin(), serverId).isOk(),
                     qPrintable(QStringLiteral("byte %1, bit %2").arg(i).arg(bit)));
        }
    }
}

QTEST_GUILESS_MAIN(KeySuccessionTest)
#include "tst_key_succession.moc"
