// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/log_categories.h"
#include "server/operations/log_file.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <thread>

using namespace rookery;
using namespace rookery::server;

class LogFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void linesAreAppendedForTheGroupToRead();
    void oneEventIsOneLine();
    void movedAwayFileIsFollowedByANewOne();
    void reopenGoesOnInTheNamedFile();
    void folderThatWentAwayCostsNothing();
    void unwritablePathIsRefused();
    void threadsDoNotMixTheirLines();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("rookeryd.log")); }
    static QList<QByteArray> linesIn(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QList<QByteArray> lines = file.readAll().split('\n');
        return lines.takeLast().isEmpty() ? lines : QList<QByteArray>{"the last line has no end"};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void LogFileTest::linesAreAppendedForTheGroupToRead()
{
    for (int run = 1; run <= 2; ++run) {
        LogFile log(path());
        QVERIFY(log.open().isOk());
        qCInfo(lcServer, "run %d", run);
    }
    qCInfo(lcServer, "not for the file");
    const QList<QByteArray> lines = linesIn(path());
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.at(0).endsWith("run 1") && lines.at(1).endsWith("run 2"), lines.join('|').constData());
    constexpr QFile::Permissions forbidden = QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther
        | QFile::ExeOther | QFile::ExeOwner;
    QVERIFY(!(QFile::permissions(path()) & forbidden));
    QVERIFY(QFile::permissions(path()) & QFile::WriteOwner);
}

void LogFileTest::oneEventIsOneLine()
{
    LogFile log(path());
    QVERIFY(log.open().isOk());
    qCInfo(lcServer, "first\nsecond\r\x1b[2J%s", qUtf8Printable(QStringLiteral("\u202e\u2028")));
    const QString longText(5'000, QLatin1Char('x'));
    qCInfo(lcServer, "%s", qPrintable(longText));
    const QList<QByteArray> lines = linesIn(path());
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.at(0).endsWith("first\\u000asecond\\u000d\\u001b[2J\\u202e\\u2028"), lines.at(0).constData());
    QVERIFY(lines.at(1).endsWith(longText.toLatin1()));
}

void LogFileTest::movedAwayFileIsFollowedByANewOne()
{
    LogFile log(path());
    QVERIFY(log.open().isOk());
    qCInfo(lcServer, "old");
    QVERIFY(QFile::rename(path(), path() + QStringLiteral(".1")));
    qCInfo(lcServer, "new");
    QVERIFY(linesIn(path() + QStringLiteral(".1")).value(0).endsWith("old"));
    QCOMPARE(linesIn(path() + QStringLiteral(".1")).size(), 1);
    QVERIFY(linesIn(path()).value(0).endsWith("new"));
    QVERIFY(QFile::remove(path()));
    qCInfo(lcServer, "newer");
    QCOMPARE(linesIn(path()).size(), 1);
    QVERIFY(linesIn(path()).value(0).endsWith("newer"));
}

void LogFileTest::reopenGoesOnInTheNamedFile()
{
    LogFile log(path());
    QVERIFY(log.open().isOk());
    qCInfo(lcServer, "old");
    QVERIFY(QFile::rename(path(), path() + QStringLiteral(".1")));
    log.reopen();
    QVERIFY(QFile::exists(path())); // before any line
    qCInfo(lcServer, "new");
    log.reopen();
    qCInfo(lcServer, "newer");
    QCOMPARE(linesIn(path()).size(), 2);
}

void LogFileTest::folderThatWentAwayCostsNothing()
{
    const QString folder = m_folder->filePath(QStringLiteral("logs"));
    QVERIFY(QDir().mkpath(folder));
    LogFile log(folder + QStringLiteral("/log"));
    QVERIFY(log.open().isOk());
    const QString aside = m_folder->filePath(QStringLiteral("aside"));
    QVERIFY(QFile::rename(folder, aside));
    qCInfo(lcServer, "still written");
    QVERIFY(linesIn(aside + QStringLiteral("/log")).value(0).endsWith("still written"));
    QVERIFY(QDir().mkpath(folder));
    qCInfo(lcServer, "at its place again");
    QVERIFY(linesIn(folder + QStringLiteral("/log")).value(0).endsWith("at its place again"));
}

void LogFileTest::unwritablePathIsRefused()
{
    LogFile log(m_folder->path());
    const auto refused = log.open();
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().code, ErrorCode::FolderUnwritable);
    QVERIFY(refused.error().detail.contains(m_folder->path()));
    qCInfo(lcServer, "goes to stderr");
}

void LogFileTest::threadsDoNotMixTheirLines()
{
    constexpr int threads = 4;
    constexpr int lines = 250;
    {
        LogFile log(path());
        QVERIFY(log.open().isOk());
        std::vector<std::thread> writers;
        for (int writer = 0; writer < threads; ++writer) {
            writers.emplace_back([writer] {
                for (int line = 0; line < lines; ++line)
                    qCInfo(lcServer, "%s", QByteArray(200, char('a' + writer)).constData());
            });
        }
        for (int times = 0; times < 20; ++times)
            log.reopen();
        for (std::thread &writer : writers)
            writer.join();
    }
    const QList<QByteArray> found = linesIn(path());
    QCOMPARE(found.size(), threads * lines);
    for (const QByteArray &line : found) {
        const QByteArray text = line.mid(line.lastIndexOf(' ') + 1);
        QCOMPARE(text, QByteArray(200, text.at(0)));
    }
}

QTEST_GUILESS_MAIN(LogFileTest)
#include "tst_log_file.moc"
