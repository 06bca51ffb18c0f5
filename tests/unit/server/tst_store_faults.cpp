// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Real faults: a file that may not grow (EFBIG is an I/O error to SQLite) and a disk that is full.
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"

#include <QtTest/QTest>

#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace rookery;
using namespace rookery::server;

namespace {

bool writeText(const char *path, const QByteArray &text)
{
    const int descriptor = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool isWritten = descriptor >= 0 && ::write(descriptor, text.constData(), size_t(text.size())) == text.size();
    if (descriptor >= 0)
        ::close(descriptor);
    return isWritten;
}

/// A mount namespace of our own, so that a small disk can be mounted. Must come before the first thread.
bool enterMountNamespace()
{
    const QByteArray mapping = "0 " + QByteArray::number(::geteuid()) + " 1";
    if (::geteuid() == 0)
        return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && writeText("/proc/self/uid_map", mapping)
        && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool s_hasNamespace = false;

/// No file of this process may grow beyond that, for as long as this lives.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class StoreFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ioErrorStopsWritingForGood();
    void fullDiskRefusesAndRecovers();
    void resultCodes_data();
    void resultCodes();
};

void StoreFaultsTest::ioErrorStopsWritingForGood()
{
    SeededRandom random(3);
    StoreDriver driver;
    const UserId ada = driver.addUser(QStringLiteral("ada"));
    const ConversationId group = driver.addGroup(ada, {}, random.clientId())->conversation.id;
    int reports = 0;
    driver.store().setFailureHandler([&reports](const Error &error) {
        ++reports;
        QCOMPARE(error.code, ErrorCode::StoreUnavailable);
    });
    quint64 acknowledged = driver.say(group, ada, random.clientId(), "before")->event.seq();
    QList<ErrorCode> failures;
    {
        const FileSizeLimit limit(rlim_t(QFileInfo(driver.databasePath() + QStringLiteral("-wal")).size()) + 200'000);
        int answered = 0;
        constexpr int messages = 200; // 3 MiB
        for (int i = 0; i < messages; ++i) {
            driver.store().append(StoreDriver::message(group, ada, random.clientId(), std::string(16'000, 'x')),
                                  [&](const Result<Appended> &appended) {
                                      ++answered;
                                      if (!appended)
                                          failures += appended.error().code;
                                      else
                                          acknowledged = appended->event.seq();
                                  });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered, messages, 60'000);
    }
    QVERIFY(!failures.isEmpty());
    for (const ErrorCode code : std::as_const(failures))
        QCOMPARE(code, ErrorCode::StoreUnavailable);
    // There is room again, but what the failed write left on the disk is not known: nothing more is accepted.
    QCOMPARE(driver.say(group, ada, random.clientId(), "later").error().code, ErrorCode::StoreUnavailable);
    QCOMPARE(driver.history(group, 0, 0, 200)->lastSeq, acknowledged);
    QCOMPARE(reports, 1);

    driver.close();
    driver.open();
    QCOMPARE(driver.history(group, 0, 0, 200)->lastSeq, acknowledged);
    QCOMPARE(driver.say(group, ada, random.clientId(), "restarted")->event.seq(), acknowledged + 1);
}

void StoreFaultsTest::fullDiskRefusesAndRecovers()
{
    if (!s_hasNamespace)
        QSKIP("no namespace to mount a small disk in");
    QTemporaryDir parent;
    const QByteArray disk = parent.path().toUtf8();
    if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=2m") != 0)
        QSKIP("no small disk can be mounted");
    SeededRandom random(4);
    {
        StoreDriver driver(parent.filePath(QStringLiteral("data")));
        const UserId ada = driver.addUser(QStringLiteral("ada"));
        const ConversationId group = driver.addGroup(ada, {}, random.clientId())->conversation.id;
        int reports = 0;
        driver.store().setFailureHandler([&reports](const Error &) { ++reports; });
        QFile filler(parent.filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(4096, 'f')) == 4096) {}
        quint64 acknowledged = 1;
        const std::string text(16'000, 'x');
        for (int round = 0; round < 4; ++round) {
            const auto refused = driver.say(group, ada, random.clientId(), text);
            if (refused)
                acknowledged = refused->event.seq(); // it fitted into pages that were already there
            else
                QCOMPARE(refused.error().code, ErrorCode::DiskFull);
        }
        QCOMPARE(driver.say(group, ada, random.clientId(), text).error().code, ErrorCode::DiskFull);
        QCOMPARE(driver.history(group, 0, 0, 10)->lastSeq, acknowledged); // reading goes on
        QVERIFY(filler.remove());
        const auto after = driver.say(group, ada, random.clientId(), text);
        QVERIFY2(after.isOk(), after ? "" : qPrintable(describe(after.error())));
        QCOMPARE(after->event.seq(), acknowledged + 1);
        QCOMPARE(reports, 0);
    }
    QCOMPARE(::umount(disk.constData()), 0);
}

void StoreFaultsTest::resultCodes_data()
{
    QTest::addColumn<int>("resultCode");
    QTest::addColumn<bool>("isFault");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("isFatal");
    // sqlite.org/rescode.html
    QTest::newRow("SQLITE_CONSTRAINT_UNIQUE") << 2067 << false << ErrorCode::None << false;
    QTest::newRow("SQLITE_TOOBIG") << 18 << false << ErrorCode::None << false;
    QTest::newRow("SQLITE_FULL") << 13 << true << ErrorCode::DiskFull << false;
    QTest::newRow("SQLITE_IOERR_SHMSIZE") << 4874 << true << ErrorCode::DiskFull << false;
    QTest::newRow("SQLITE_IOERR_FSYNC") << 1034 << true << ErrorCode::StoreUnavailable << true;
    QTest::newRow("SQLITE_IOERR_WRITE") << 778 << true << ErrorCode::StoreUnavailable << true;
    QTest::newRow("SQLITE_IOERR_NOMEM") << 3082 << true << ErrorCode::StoreUnavailable << false;
    QTest::newRow("SQLITE_CORRUPT_INDEX") << 779 << true << ErrorCode::StoreUnavailable << true;
    QTest::newRow("SQLITE_READONLY_DBMOVED") << 1032 << true << ErrorCode::StoreUnavailable << true;
    QTest::newRow("SQLITE_BUSY") << 5 << true << ErrorCode::StoreUnavailable << false;
    QTest::newRow("SQLITE_NOMEM") << 7 << true << ErrorCode::StoreUnavailable << false;
}

void StoreFaultsTest::resultCodes()
{
    QFETCH(int, resultCode);
    QFETCH(bool, isFault);
    QFETCH(ErrorCode, code);
    QFETCH(bool, isFatal);
    const std::optional<Database::Fault> fault = faultOf(resultCode, QString());
    QCOMPARE(fault.has_value(), isFault);
    if (!fault)
        return;
    QCOMPARE(fault->error.code, code);
    QCOMPARE(fault->isFatal, isFatal);
}

int main(int argc, char **argv)
{
    s_hasNamespace = enterMountNamespace();
    QCoreApplication application(argc, argv);
    StoreFaultsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_store_faults.moc"
