// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A server is the same one over TCP as in its beacons.
#include "common/base/random_source.h"
#include "common/presence/datagram_crypto.h"
#include "server/core/server_identity.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace rookery;

class TestBeaconIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idAndKeyAgree();
};

void TestBeaconIdentity::idAndKeyAgree()
{
    SystemRandomSource random;
    const QTemporaryDir folder;
    const auto identity = server::ServerIdentity::loadOrCreate(folder.filePath(QStringLiteral("data")), random);
    QVERIFY(identity.isOk());
    const presence::PublicKey publicKey = presence::publicKeyOf(identity->beaconSecretKey());
    QCOMPARE(publicKey.toByteArray(), identity->beaconPublicKey());
    QCOMPARE(presence::serverIdOf(publicKey).toHex(), identity->serverId().toHex());
}

QTEST_GUILESS_MAIN(TestBeaconIdentity)
#include "tst_beacon_identity.moc"
