// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/server_options.h"
#include "server/ctl/data_directory.h"

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
        QVERIFY(settings->backup.folder.isEmpty());
        QCOMPARE(settings->backup.time, QTime(3, 0));
        QCOMPARE(settings->backup.keep, 7);
        QVERIFY(settings->logFile.isEmpty());
        QCOMPARE(settings->diskFloorBytes, qint64(64) << 20);
        QCOMPARE(settings->recallMs, 120'000);
    }

    void everythingCanBeChosen()
    {
        const Result<ServerSettings> settings = settingsOf(
            {QStringLiteral("--listen=127.0.0.1:0"), QStringLiteral("--listen"), QStringLiteral("[::1]:99"),
             QStringLiteral("--discovery=off"), QStringLiteral("--registration=invite"),
             QStringLiteral("--name=实验室"), QStringLiteral("--backup-dir=/srv/backups"),
             QStringLiteral("--backup-time=23:59"), QStringLiteral("--backup-keep=30"),
             QStringLiteral("--log-file=/var/log/rookery/rookeryd.log"), QStringLiteral("--disk-floor=0"),
             QStringLiteral("--recall-seconds=30")});
        QVERIFY(settings.isOk());
        QCOMPARE(settings->listen.size(), 2);
        QCOMPARE(settings->listen.last().port, 99);
        QVERIFY(!settings->discovery);
        QCOMPARE(settings->registration, wire::REGISTRATION_INVITE);
        QCOMPARE(settings->name, QStringLiteral("实验室"));
        QCOMPARE(settings->backup.folder, QStringLiteral("/srv/backups"));
        QCOMPARE(settings->backup.time, QTime(23, 59));
        QCOMPARE(settings->backup.keep, 30);
        QCOMPARE(settings->logFile, QStringLiteral("/var/log/rookery/rookeryd.log"));
        QCOMPARE(settings->diskFloorBytes, qint64(0));
        QCOMPARE(describe(*settings).section(QLatin1String(" listen="), 1),
                 QStringLiteral("127.0.0.1:0,[::1]:99 discovery=off registration=invite disk-floor=0"));
        QCOMPARE(settings->recallMs, 30'000);
    }

    void badValuesAreRefused_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::newRow("host name") << QStringLiteral("--listen=localhost:1");
        QTest::newRow("port") << QStringLiteral("--listen=127.0.0.1:99999");
        QTest::newRow("bidi name") << QStringLiteral("--name=a\u202Eb");
        QTest::newRow("no time") << QStringLiteral("--backup-time=soon");
        QTest::newRow("no such hour") << QStringLiteral("--backup-time=24:00");
        QTest::newRow("no minute") << QStringLiteral("--backup-time=3");
        QTest::newRow("no backup to keep") << QStringLiteral("--backup-keep=0");
        QTest::newRow("backups between the data") << QStringLiteral("--backup-dir=") + defaultDataDirectory();
        QTest::newRow("negative disk floor") << QStringLiteral("--disk-floor=-1");
        QTest::newRow("negative time") << QStringLiteral("--recall-seconds=-1");
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
