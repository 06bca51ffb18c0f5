// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/profile.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;

class TestProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsOneDeviceId();
    void remembersAccountsLastFirst();
    void findsAccounts();
    void refusesNamesThatAreNoFileNames_data();
    void refusesNamesThatAreNoFileNames();
    void refusesABrokenFile();

private:
    static AccountRecord account(quint64 user, const QString &name);

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestProfile::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

AccountRecord TestProfile::account(quint64 user, const QString &name)
{
    AccountRecord account;
    account.serverId = QByteArray(16, 's');
    account.pin = QByteArray(32, 'p');
    account.address = {QStringLiteral("host"), 7000};
    account.userId = UserId(user);
    account.userName = name;
    return account;
}

void TestProfile::keepsOneDeviceId()
{
    SeededRandom random(1);
    Profile first(m_directory->filePath(QStringLiteral("p")));
    QVERIFY(first.open(random));
    QCOMPARE(first.deviceId().size(), 16);
    Profile second(m_directory->filePath(QStringLiteral("p")));
    QVERIFY(second.open(random));
    QCOMPARE(second.deviceId(), first.deviceId());
    Profile other(m_directory->filePath(QStringLiteral("q")));
    QVERIFY(other.open(random));
    QVERIFY(other.deviceId() != first.deviceId());
}

void TestProfile::remembersAccountsLastFirst()
{
    SeededRandom random(1);
    Profile profile(m_directory->path());
    QVERIFY(profile.open(random));
    QVERIFY(!profile.lastAccount());
    QVERIFY(profile.remember(account(1, QStringLiteral("alice"))));
    QVERIFY(profile.remember(account((quint64(1) << 62) + 1, QStringLiteral("bob"))));
    QVERIFY(profile.remember(account(1, QStringLiteral("alice"))));
    Profile again(m_directory->path());
    QVERIFY(again.open(random));
    QCOMPARE(again.accounts().size(), 2);
    QCOMPARE(again.lastAccount()->userName, QStringLiteral("alice"));
    QCOMPARE(again.accounts().constLast().userId.value, (quint64(1) << 62) + 1);
    QVERIFY(again.accountDirectory(again.accounts().at(0)) != again.accountDirectory(again.accounts().at(1)));
}

void TestProfile::findsAccounts()
{
    SeededRandom random(1);
    Profile profile(m_directory->path());
    QVERIFY(profile.open(random));
    QVERIFY(profile.remember(account(1, QStringLiteral("alice"))));
    QVERIFY(profile.account({}, {}));
    QVERIFY(profile.account(QStringLiteral("ALICE"), HostPort{QStringLiteral("host"), 7000}));
    QVERIFY(!profile.account(QStringLiteral("alice"), HostPort{QStringLiteral("host"), 7001}));
    QVERIFY(!profile.account(QStringLiteral("bob"), {}));
}

void TestProfile::refusesNamesThatAreNoFileNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("plain") << QStringLiteral("work") << true;
    QTest::newRow("umlaut") << QStringLiteral("B\u00fcro 2") << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("up") << QStringLiteral("..") << false;
    QTest::newRow("slash") << QStringLiteral("a/b") << false;
    QTest::newRow("line") << QStringLiteral("a\nb") << false;
    QTest::newRow("long") << QString(65, u'a') << false;
}

void TestProfile::refusesNamesThatAreNoFileNames()
{
    QFETCH(QString, name);
    QFETCH(bool, allowed);
    const Result<QString> directory = Profile::directoryOf(name);
    QCOMPARE(directory.isOk(), allowed);
    QVERIFY(!allowed || directory->endsWith(QStringLiteral("/rookery/profiles/") + name));
}

void TestProfile::refusesABrokenFile()
{
    QFile file(m_directory->filePath(QStringLiteral("profile.json")));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("{");
    file.close();
    SeededRandom random(1);
    Profile profile(m_directory->path());
    const Result<Done> opened = profile.open(random);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Malformed);
}

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
