// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/known_servers.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QScopeGuard>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;

class TestKnownServers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void remembersAcrossReopening();
    void findsByIdBeforeAddress();
    void anotherServerAtAKnownAddressIsUnknown();
    void anAddressBelongsToOne();
    void remembersTheAuthority();
    void isReadableByOwnerOnly();
    void neverWritesOverWhatItCannotRead();

private:
    const QByteArray m_id{16, 'a'};
    const QByteArray m_otherId{16, 'b'};
    const QByteArray m_pin{32, 'p'};
    const QByteArray m_otherPin{32, 'q'};
    const HostPort m_address{QStringLiteral("10.0.0.1"), 7665};
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

void TestKnownServers::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_path = m_directory->filePath(QStringLiteral("known_servers.json"));
}

void TestKnownServers::remembersAcrossReopening()
{
    KnownServers known(m_path);
    QVERIFY(known.load());
    QVERIFY(known.pinFor({}, m_address).isEmpty());
    QVERIFY(known.remember(m_id, m_address, m_pin, QStringLiteral("Office")));
    QVERIFY(known.remember(m_id, {QStringLiteral("fe80::1%eth0"), 7000}, m_pin, QStringLiteral("Office")));
    KnownServers again(m_path);
    QVERIFY(again.load());
    QCOMPARE(again.servers().size(), 1);
    QCOMPARE(again.byId(m_id)->name, QStringLiteral("Office"));
    QCOMPARE(again.pinFor({}, m_address), m_pin);
    QCOMPARE(again.byId(m_id)->addresses.size(), 2);
}

void TestKnownServers::findsByIdBeforeAddress()
{
    KnownServers known(m_path);
    QVERIFY(known.load());
    QVERIFY(known.remember(m_id, m_address, m_pin, {}));
    QVERIFY(known.remember(m_otherId, {QStringLiteral("10.0.0.2"), 7665}, m_otherPin, {}));
    QCOMPARE(known.pinFor(m_otherId, m_address), m_otherPin);
}

void TestKnownServers::anotherServerAtAKnownAddressIsUnknown()
{
    KnownServers known(m_path);
    QVERIFY(known.load());
    QVERIFY(known.remember(m_id, m_address, m_pin, {}));
    QVERIFY(known.pinFor(m_otherId, m_address).isEmpty());
}

void TestKnownServers::anAddressBelongsToOne()
{
    KnownServers known(m_path);
    QVERIFY(known.load());
    QVERIFY(known.remember(m_id, m_address, m_pin, {}));
    QVERIFY(known.remember(m_otherId, m_address, m_otherPin, {}));
    QCOMPARE(known.pinFor({}, m_address), m_otherPin);
    QCOMPARE(known.pinFor(m_id, m_address), m_pin);
}

void TestKnownServers::remembersTheAuthority()
{
    const QString folder = m_directory->filePath(QStringLiteral("config"));
    qputenv("XDG_CONFIG_HOME", folder.toLocal8Bit());
    const auto restore = qScopeGuard([] { qunsetenv("XDG_CONFIG_HOME"); });
    KnownServers known(m_path);
    QVERIFY(known.load());
    QVERIFY(known.remember(m_id, m_address, m_pin, {}, QStringLiteral("/ca.pem")));
    QVERIFY(known.remember(m_otherId, {QStringLiteral("10.0.0.2"), 7665}, m_otherPin, {}));
    KnownServers again(m_path);
    QVERIFY(again.load());
    QCOMPARE(again.authorityFileFor({}, m_address), QStringLiteral("/ca.pem"));
    QCOMPARE(again.authorityFileFor(m_id, {}), QStringLiteral("/ca.pem"));
    QCOMPARE(again.authorityFileFor(m_otherId, {}), QString());
    // What the organisation puts on its computers comes first.
    QVERIFY(QDir().mkpath(folder + QStringLiteral("/rookery/authorities")));
    QFile file(folder + QStringLiteral("/rookery/authorities/chat.example.pem"));
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(again.authorityFileFor({}, {QStringLiteral("Chat.Example"), 1}), file.fileName());
    QCOMPARE(again.authorityFileFor(m_id, {QStringLiteral("chat.example"), 1}), file.fileName());
    QCOMPARE(again.authorityFileFor({}, {QStringLiteral("../authorities/chat.example"), 1}), QString());
    // A person's decision for a key ends it.
    QVERIFY(again.remember(m_id, m_address, m_pin, {}));
    QCOMPARE(again.authorityFileFor(m_id, m_address), QString());
}

void TestKnownServers::isReadableByOwnerOnly()
{
    KnownServers known(m_path);
    QVERIFY(known.load());
    QVERIFY(known.remember(m_id, m_address, m_pin, {}));
    QVERIFY(known.remember(m_id, m_address, m_pin, {}));
    QCOMPARE(QFile::permissions(m_path) & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
}

void TestKnownServers::neverWritesOverWhatItCannotRead()
{
    QFile file(m_path);
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("{\"servers\": [{\"pin\": \"short\"}]}");
    file.close();
    KnownServers known(m_path);
    const Result<Done> loaded = known.load();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::Malformed);
    QVERIFY(!known.remember(m_id, m_address, m_pin, {}));
    QVERIFY(file.open(QFile::ReadOnly));
    QVERIFY(file.readAll().contains("short"));
}

QTEST_GUILESS_MAIN(TestKnownServers)
#include "tst_known_servers.moc"
