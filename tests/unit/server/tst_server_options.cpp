// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/server_options.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

class tst_ServerOptions : public QObject {
    Q_OBJECT

private:
    static Result<ServerSettings> settingsOf(const QStringList &arguments)
    {
        const Result<OptionValues> values = serverOptions().parse(arguments, {}, {});
        return values ? serverSettings(*values) : values.error();
    }

private Q_SLOTS:
    void defaults()
    {
        const Result<ServerSettings> settings = settingsOf({});
        QVERIFY(settings.isOk());
        QVERIFY(!settings->dataDirectory.isEmpty());
        QVERIFY(!settings->name.isEmpty());
        QCOMPARE(settings->listen.size(), 2);
        QCOMPARE(settings->listen.first().toString(), QStringLiteral("0.0.0.0:7665"));
        QVERIFY(settings->discovery);
        QCOMPARE(settings->registration, wire::REGISTRATION_OPEN);
    }

    void everythingCanBeChosen()
    {
        const Result<ServerSettings> settings = settingsOf(
            {QStringLiteral("--listen=127.0.0.1:0"), QStringLiteral("--listen"), QStringLiteral("[::1]:99"),
             QStringLiteral("--discovery=off"), QStringLiteral("--registration=invite"),
             QStringLiteral("--name=实验室")});
        QVERIFY(settings.isOk());
        QCOMPARE(settings->listen.size(), 2);
        QCOMPARE(settings->listen.last().port, 99);
        QVERIFY(!settings->discovery);
        QCOMPARE(settings->registration, wire::REGISTRATION_INVITE);
        QCOMPARE(settings->name, QStringLiteral("实验室"));
    }

    void badValuesAreRefused_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::newRow("host name") << QStringLiteral("--listen=localhost:1");
        QTest::newRow("port") << QStringLiteral("--listen=127.0.0.1:99999");
        QTest::newRow("bidi name") << QStringLiteral("--name=a\u202Eb");
        QTest::newRow("port 0 for discovery") << QStringLiteral("--discovery-port=0");
    }

    void badValuesAreRefused()
    {
        QFETCH(QString, argument);
        const Result<ServerSettings> settings = settingsOf({argument});
        QVERIFY(!settings);
        QVERIFY(settings.error().detail.contains(argument.mid(2).section(QLatin1Char('='), 0, 0)));
    }

    // rookeryd --sample-config > resources/config/rookeryd.conf
    void theSampleFileIsUpToDate()
    {
        QFile file(QFINDTESTDATA("../resources/config/rookeryd.conf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), serverOptions().sampleFile());
        QVERIFY(serverOptions().parse({}, {}, serverOptions().sampleFile()).isOk());
    }
};

QTEST_GUILESS_MAIN(tst_ServerOptions)
#include "tst_server_options.moc"
