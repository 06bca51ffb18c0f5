// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The program's command line, and one program a profile.
#include "client/app/app_options.h"
#include "client/app/single_instance.h"

#include <QtNetwork/QLocalSocket>
#include <QtTest/QtTest>

using namespace rookery;
using namespace rookery::app;

class AppTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsOptions();
    void refusesOptions_data();
    void refusesOptions();
    void readsLinks_data();
    void readsLinks();
    void helpNamesEveryOption();
    void secondStartHandsOver();
    void profilesDoNotMeet();
    void oddVisitorsAreHarmless();

private:
    QTemporaryDir m_runtime;
};

void AppTest::initTestCase()
{
    QVERIFY(QFile::setPermissions(m_runtime.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void AppTest::readsOptions()
{
    const Result<AppOptions> plain = parseOptions({QStringLiteral("rookery")});
    QVERIFY(plain.isOk());
    QCOMPARE(plain->profile, QStringLiteral("default"));
    QVERIFY(!plain->isHidden && !plain->scheme && plain->language.isEmpty() && plain->link.isEmpty());
    const Result<AppOptions> all = parseOptions({QStringLiteral("rookery"), QStringLiteral("--profile"),
                                                 QStringLiteral("work"), QStringLiteral("--theme=dark"),
                                                 QStringLiteral("--lang"), QStringLiteral("zh_CN"),
                                                 QStringLiteral("--hidden"), QStringLiteral("rookery://10.0.0.5/")});
    QVERIFY(all.isOk());
    QCOMPARE(all->profile, QStringLiteral("work"));
    QCOMPARE(all->scheme, std::optional(ui::Scheme::Dark));
    QCOMPARE(all->language, QStringLiteral("zh_CN"));
    QVERIFY(all->isHidden);
    QCOMPARE(all->link, QStringLiteral("rookery://10.0.0.5/"));
    QVERIFY(parseOptions({QStringLiteral("rookery"), QStringLiteral("--help")})->wantsHelp);
    QVERIFY(parseOptions({QStringLiteral("rookery"), QStringLiteral("--version")})->wantsVersion);
}

void AppTest::refusesOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{QStringLiteral("--colour")};
    QTest::newRow("no value") << QStringList{QStringLiteral("--profile")};
    QTest::newRow("empty value") << QStringList{QStringLiteral("--profile=")};
    QTest::newRow("other theme") << QStringList{QStringLiteral("--theme"), QStringLiteral("pink")};
    QTest::newRow("other language") << QStringList{QStringLiteral("--lang=xx")};
    QTest::newRow("value too many") << QStringList{QStringLiteral("--hidden=yes")};
    QTest::newRow("a file") << QStringList{QStringLiteral("notes.txt")};
    QTest::newRow("two links") << QStringList{QStringLiteral("rookery://a"), QStringLiteral("rookery://b")};
}

void AppTest::refusesOptions()
{
    QFETCH(QStringList, arguments);
    const Result<AppOptions> options = parseOptions(QStringList{QStringLiteral("rookery")} + arguments);
    QVERIFY(!options.isOk());
    QCOMPARE(options.error().code, ErrorCode::BadConfiguration);
    QVERIFY(!options.error().detail.isEmpty());
}

void AppTest::readsLinks_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("address");
    QTest::newRow("host") << QStringLiteral("rookery://office.lan/") << QStringLiteral("office.lan");
    QTest::newRow("port") << QStringLiteral("rookery://10.0.0.5:7700/#ab") << QStringLiteral("10.0.0.5:7700");
    QTest::newRow("IPv6") << QStringLiteral("rookery://[fd00::1]:7700") << QStringLiteral("[fd00::1]:7700");
    QTest::newRow("upper case") << QStringLiteral("ROOKERY://office.lan") << QStringLiteral("office.lan");
    QTest::newRow("other scheme") << QStringLiteral("https://office.lan") << QString();
    QTest::newRow("no host") << QStringLiteral("rookery:///x") << QString();
    QTest::newRow("a name in it") << QStringLiteral("rookery://me@office.lan") << QString();
    QTest::newRow("bad port") << QStringLiteral("rookery://office.lan:99999") << QString();
}

void AppTest::readsLinks()
{
    QFETCH(QString, link);
    QTEST(addressOfLink(link), "address");
}

void AppTest::helpNamesEveryOption()
{
    for (const auto option : {"--profile", "--hidden", "--theme", "--lang", "--version", "--help", "rookery://"})
        QVERIFY2(helpText().contains(QLatin1String(option)), option);
}

void AppTest::secondStartHandsOver()
{
    const QTemporaryDir profile;
    SingleInstance first(profile.path());
    QVERIFY(first.becomeFirst());
    QSignalSpy asked(&first, &SingleInstance::asked);
    {
        // Another process would not share the lock; within one, a second lock on the file is refused alike.
        SingleInstance second(profile.path());
        QVERIFY(!second.becomeFirst());
        QVERIFY(second.askFirst(QStringLiteral("rookery://10.0.0.5/")));
    }
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), QStringLiteral("rookery://10.0.0.5/"));
    const SingleInstance third(profile.path());
    QVERIFY(third.askFirst({}));
    QTRY_COMPARE(asked.count(), 2);
    QCOMPARE(asked.last().first().toString(), QString());
}

void AppTest::profilesDoNotMeet()
{
    const QTemporaryDir one;
    const QTemporaryDir other;
    SingleInstance first(one.path());
    QVERIFY(first.becomeFirst());
    SingleInstance second(other.path());
    QVERIFY(second.becomeFirst());
    const QTemporaryDir nobody;
    const SingleInstance third(nobody.path());
    QVERIFY(!third.askFirst({}));
}

void AppTest::oddVisitorsAreHarmless()
{
    const QTemporaryDir profile;
    SingleInstance first(profile.path());
    QVERIFY(first.becomeFirst());
    QSignalSpy asked(&first, &SingleInstance::asked);
    const QStringList sockets = QDir(m_runtime.path()).entryList({QStringLiteral("rookery-*")}, QDir::System);
    QCOMPARE(sockets.size(), 1);
    QLocalSocket visitor;
    visitor.connectToServer(m_runtime.filePath(sockets.first()));
    QVERIFY(visitor.waitForConnected());
    visitor.write(QByteArray(10'000, 'x')); // No line end.
    QTRY_COMPARE(visitor.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(asked.count(), 0);
}

QTEST_GUILESS_MAIN(AppTest)
#include "tst_app.moc"
