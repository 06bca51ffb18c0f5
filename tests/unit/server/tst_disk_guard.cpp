// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/disk_guard.h"

#include "server/core/server_limits.h"
#include "server/core/write_gate.h"
#include "tests/support/manual_clock.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr qint64 floorBytes = 64 * limits::mebibyte;

} // namespace

class DiskGuardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_freeBytes = 2 * floorBytes; }

    void belowTheFloorIsLow();
    void comesBackWithSomeMoreRoom();
    void saysItOnceAtEachChange();
    void looksByItself();
    void unknownSpaceChangesNothing();
    void noFloorIsNeverLow();
    void realFolderHasSpace();

    void gateRefusesWhileTheDiskIsLow();
    void gateCountsBytesAMinute();
    void gateCountsMessagesADay();
    void refusedMessageCostsNothing();

private:
    DiskGuard::FreeBytes source()
    {
        return [this] { return m_freeBytes; };
    }

    std::optional<qint64> m_freeBytes;
    ManualClock m_clock;
};

void DiskGuardTest::belowTheFloorIsLow()
{
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.store=false"));
    DiskGuard guard(source(), floorBytes);
    QVERIFY(!guard.isLow());
    m_freeBytes = floorBytes;
    guard.check();
    QVERIFY(!guard.isLow());
    m_freeBytes = floorBytes - 1;
    guard.check();
    QVERIFY(guard.isLow());
    DiskGuard another(source(), floorBytes);
    QVERIFY(another.isLow()); // from the start
}

void DiskGuardTest::comesBackWithSomeMoreRoom()
{
    m_freeBytes = 0;
    DiskGuard guard(source(), floorBytes);
    QVERIFY(guard.isLow());
    m_freeBytes = floorBytes + floorBytes / 8 - 1;
    guard.check();
    QVERIFY(guard.isLow());
    m_freeBytes = floorBytes + floorBytes / 8;
    guard.check();
    QVERIFY(!guard.isLow());
}

void DiskGuardTest::saysItOnceAtEachChange()
{
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.store=true"));
    static QStringList lines;
    const QtMessageHandler before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &line) { lines += line; });
    {
        DiskGuard guard(source(), floorBytes);
        for (const qint64 freeBytes :
             {qint64(0), qint64(1), floorBytes, floorBytes - 1, 4 * floorBytes, 2 * floorBytes}) {
            m_freeBytes = freeBytes;
            guard.check();
            guard.check();
        }
    }
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.store=false"));
    const QStringList expected{QStringLiteral("Messages are refused: 0 MiB of the disk are free, disk-floor is 64 MiB"),
                               QStringLiteral("Messages are taken again: 256 MiB of the disk are free")};
    QCOMPARE(lines, expected);
}

void DiskGuardTest::looksByItself()
{
    DiskGuard guard(source(), floorBytes);
    m_freeBytes = 0;
    QTRY_VERIFY_WITH_TIMEOUT(guard.isLow(), 10'000);
    m_freeBytes = 2 * floorBytes;
    QTRY_VERIFY_WITH_TIMEOUT(!guard.isLow(), 10'000);
}

void DiskGuardTest::unknownSpaceChangesNothing()
{
    m_freeBytes = 0;
    DiskGuard guard(source(), floorBytes);
    m_freeBytes = std::nullopt;
    guard.check();
    QVERIFY(guard.isLow());
}

void DiskGuardTest::noFloorIsNeverLow()
{
    m_freeBytes = 0;
    DiskGuard guard(source(), 0);
    guard.check();
    QVERIFY(!guard.isLow());
}

void DiskGuardTest::realFolderHasSpace()
{
    const QTemporaryDir folder;
    QVERIFY(freeBytesAt(folder.path()).value_or(0) > 0);
    QVERIFY(!freeBytesAt(folder.filePath(QStringLiteral("missing"))));
}

void DiskGuardTest::gateRefusesWhileTheDiskIsLow()
{
    DiskGuard guard(source(), floorBytes);
    WriteGate gate(m_clock, guard);
    QCOMPARE(gate.admit(UserId(1), 100).code, ErrorCode::None);
    m_freeBytes = 0;
    guard.check();
    for (const qint64 bytes : {qint64(0), qint64(100)}) {
        const Error refusal = gate.admit(UserId(1), bytes);
        QCOMPARE(refusal.code, ErrorCode::DiskFull);
        QVERIFY(refusal.retryMs > 0);
    }
    m_freeBytes = 2 * floorBytes;
    guard.check();
    QCOMPARE(gate.admit(UserId(1), 100).code, ErrorCode::None);
}

void DiskGuardTest::gateCountsBytesAMinute()
{
    DiskGuard guard(source(), floorBytes);
    WriteGate gate(m_clock, guard);
    constexpr qint64 long16k = 16'384;
    int taken = 0;
    while (gate.admit(UserId(1), long16k).code == ErrorCode::None)
        ++taken;
    QCOMPARE(taken, int(limits::messageBytesBurst / long16k));
    const Error refusal = gate.admit(UserId(1), long16k);
    QCOMPARE(refusal.code, ErrorCode::RateLimited);
    QCOMPARE(gate.admit(UserId(2), long16k).code, ErrorCode::None); // somebody else is not concerned
    m_clock.advance(refusal.retryMs - 1);
    QCOMPARE(gate.admit(UserId(1), long16k).retryMs, qint64(1));
    m_clock.advance(1);
    QCOMPARE(gate.admit(UserId(1), long16k).code, ErrorCode::None);
    // From now on a minute brings what is promised.
    taken = 0;
    for (int second = 0; second < 60; ++second) {
        m_clock.advance(1'000);
        while (gate.admit(UserId(1), long16k).code == ErrorCode::None)
            ++taken;
    }
    QCOMPARE(taken, int(limits::messageBytesPerMinute / long16k));
}

void DiskGuardTest::gateCountsMessagesADay()
{
    DiskGuard guard(source(), floorBytes);
    WriteGate gate(m_clock, guard);
    qint64 taken = 0;
    while (gate.admit(UserId(1), 1).code == ErrorCode::None)
        ++taken;
    QCOMPARE(taken, limits::messagesPerDay);
    const Error refusal = gate.admit(UserId(1), 1);
    QCOMPARE(refusal.code, ErrorCode::RateLimited);
    QCOMPARE(refusal.retryMs, 24 * 3'600'000 / limits::messagesPerDay);
    m_clock.setWallMs(m_clock.wallMs() + qint64(24) * 3'600'000); // a clock that jumps brings nothing
    QCOMPARE(gate.admit(UserId(1), 1).code, ErrorCode::RateLimited);
    m_clock.advance(refusal.retryMs);
    QCOMPARE(gate.admit(UserId(1), 1).code, ErrorCode::None);
}

void DiskGuardTest::refusedMessageCostsNothing()
{
    DiskGuard guard(source(), floorBytes);
    WriteGate gate(m_clock, guard);
    QCOMPARE(gate.admit(UserId(1), limits::messageBytesBurst).code, ErrorCode::None);
    for (int i = 0; i < 1'000; ++i)
        QCOMPARE(gate.admit(UserId(1), 1'000).code, ErrorCode::RateLimited);
    m_clock.advance(gate.admit(UserId(1), 1'000).retryMs);
    QCOMPARE(gate.admit(UserId(1), 1'000).code, ErrorCode::None);
}

QTEST_GUILESS_MAIN(DiskGuardTest)
#include "tst_disk_guard.moc"
