// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/server_launcher.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;

class TestServerLauncher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheReadyLine_data();
    void readsTheReadyLine();
    void refusesOtherLines_data();
    void refusesOtherLines();
};

void TestServerLauncher::readsTheReadyLine_data()
{
    QTest::addColumn<QByteArray>("listen");
    QTest::addColumn<QString>("address");
    QTest::newRow("loopback") << QByteArray("\"127.0.0.1:4000\"") << QStringLiteral("127.0.0.1:4000");
    QTest::newRow("any IPv4") << QByteArray("\"0.0.0.0:7665\",\"[::]:7665\"") << QStringLiteral("127.0.0.1:7665");
    QTest::newRow("any IPv6") << QByteArray("\"[::]:7665\"") << QStringLiteral("[::1]:7665");
    QTest::newRow("one network") << QByteArray("\"10.0.0.1:7665\"") << QStringLiteral("10.0.0.1:7665");
    QTest::newRow("loopback second") << QByteArray("\"10.0.0.1:7665\",\"127.0.0.1:7665\"")
                                     << QStringLiteral("127.0.0.1:7665");
}

void TestServerLauncher::readsTheReadyLine()
{
    QFETCH(QByteArray, listen);
    QFETCH(QString, address);
    const QByteArray line = "{\"ready\":true,\"listen\":[" + listen
        + "],\"server_id\":\"000102030405060708090a0b0c0d0e0f\",\"phrase\":\"a b c d e f\"}\n";
    const std::optional<LaunchedServer> server = ServerLauncher::parse(line);
    QVERIFY(server);
    QCOMPARE(server->address.toString(), address);
    QCOMPARE(server->serverId.size(), 16);
    QCOMPARE(server->phrase.size(), 6);
}

void TestServerLauncher::refusesOtherLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << QByteArray("{\"ready\":true,\"listen\":[\"127.0.");
    QTest::newRow("not ready") << QByteArray("{\"ready\":false,\"listen\":[\"127.0.0.1:1\"],\"phrase\":\"a\"}");
    QTest::newRow("nowhere") << QByteArray("{\"ready\":true,\"listen\":[],\"phrase\":\"a\"}");
    QTest::newRow("no phrase") << QByteArray("{\"ready\":true,\"listen\":[\"127.0.0.1:1\"]}");
}

void TestServerLauncher::refusesOtherLines()
{
    QFETCH(QByteArray, line);
    QVERIFY(!ServerLauncher::parse(line));
}

QTEST_GUILESS_MAIN(TestServerLauncher)
#include "tst_server_launcher.moc"
