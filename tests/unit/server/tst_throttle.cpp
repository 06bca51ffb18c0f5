// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/rate_limiter.h"
#include "server/core/throttle.h"
#include "tests/support/manual_clock.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

const QByteArray ada = "ada";
const QHostAddress home(QStringLiteral("192.168.1.7"));
const QHostAddress elsewhere(QStringLiteral("192.168.1.8"));

} // namespace

class ThrottleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mistypingIsFree();
    void waitsDoubleUpToAMinute();
    void successClearsTheAccount();
    void quietTimeForgets();
    void accountCountsWhateverTheAddress();
    void ownerCannotBeKeptOut();
    void addressCountsWhateverTheAccount();
    void ownAccountDoesNotWashTheAddress();
    void neighboursInOneIpv6NetworkCountTogether();
    void memoryIsBounded();
    void clockStepsDoNotMatter();

    void burstThenSteadyRate();
    void bucketFillsUpToItsSizeOnly();
    void refusedTakesNothing();
    void slowRefillIsExact();
    void amountsAreTakenAtOnce();
    void keysHaveBucketsOfTheirOwn();
    void tableIsBounded();
    void lockIsNewsOnce();
};

void ThrottleTest::mistypingIsFree()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 4; ++i)
        throttle.failed(ada, home);
    QCOMPARE(throttle.retryMs(ada, home), 0);
    throttle.failed(ada, home);
    QCOMPARE(throttle.retryMs(ada, home), 1'000);
}

void ThrottleTest::waitsDoubleUpToAMinute()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 4; ++i)
        throttle.failed(ada, QHostAddress(quint32(i + 1)));
    QList<qint64> waits;
    for (int i = 0; i < 9; ++i) {
        throttle.failed(ada, QHostAddress(quint32(i + 100)));
        waits += throttle.retryMs(ada, home);
        clock.advance(waits.last() - 1);
        QCOMPARE(throttle.retryMs(ada, home), 1);
        clock.advance(1);
        QCOMPARE(throttle.retryMs(ada, home), 0); // never locked out for good
    }
    QCOMPARE(waits, (QList<qint64>{1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000, 60'000}));
}

void ThrottleTest::successClearsTheAccount()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 4; ++i)
        throttle.failed(ada, home);
    throttle.succeeded(ada, home);
    for (int i = 0; i < 4; ++i)
        throttle.failed(ada, home);
    QCOMPARE(throttle.retryMs(ada, home), 0);
}

void ThrottleTest::quietTimeForgets()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 10; ++i)
        throttle.failed(ada, home);
    clock.advance(15 * 60'000 + 1);
    throttle.failed(ada, home);
    QCOMPARE(throttle.retryMs(ada, home), 0);
}

void ThrottleTest::accountCountsWhateverTheAddress()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (quint32 i = 1; i <= 5; ++i)
        throttle.failed(ada, QHostAddress(i));
    QCOMPARE(throttle.retryMs(ada, elsewhere), 1'000);
    QCOMPARE(throttle.retryMs("ben", elsewhere), 0);
}

void ThrottleTest::ownerCannotBeKeptOut()
{
    ManualClock clock;
    Throttle throttle(clock);
    throttle.succeeded(ada, home);
    for (int i = 0; i < 15; ++i)
        throttle.failed(ada, elsewhere);
    QVERIFY(throttle.retryMs(ada, elsewhere) > 0);
    QCOMPARE(throttle.retryMs(ada, home), 0);
    // But guessing from there is slowed down, too.
    for (int i = 0; i < 5; ++i)
        throttle.failed(ada, home);
    QCOMPARE(throttle.retryMs(ada, home), 1'000);
}

void ThrottleTest::addressCountsWhateverTheAccount()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 19; ++i)
        throttle.failed("guess" + QByteArray::number(i), home);
    QCOMPARE(throttle.retryMs("ben", home), 0);
    throttle.failed({}, home); // a wrong invite counts for the address alone
    QCOMPARE(throttle.retryMs("ben", home), 1'000);
    QCOMPARE(throttle.retryMs({}, home), 1'000);
    QCOMPARE(throttle.retryMs("ben", elsewhere), 0);
    // The same address in IPv6 clothes.
    QCOMPARE(throttle.retryMs("ben", QHostAddress(QStringLiteral("::ffff:192.168.1.7"))), 1'000);
}

void ThrottleTest::ownAccountDoesNotWashTheAddress()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 20; ++i) {
        throttle.failed("guess" + QByteArray::number(i), home);
        throttle.succeeded("mallory", home);
    }
    QVERIFY(throttle.retryMs("ben", home) > 0);
}

void ThrottleTest::neighboursInOneIpv6NetworkCountTogether()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 1; i <= 20; ++i)
        throttle.failed({}, QHostAddress(QStringLiteral("2001:db8:0:1::%1").arg(i)));
    QVERIFY(throttle.retryMs({}, QHostAddress(QStringLiteral("2001:db8:0:1::ffff"))) > 0);
    QCOMPARE(throttle.retryMs({}, QHostAddress(QStringLiteral("2001:db8:0:2::1"))), 0);
}

void ThrottleTest::memoryIsBounded()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 5; ++i)
        throttle.failed("first", home);
    QVERIFY(throttle.retryMs("first", elsewhere) > 0);
    for (quint32 i = 0; i < 5'000; ++i)
        throttle.failed("other" + QByteArray::number(i), QHostAddress(i));
    QCOMPARE(throttle.retryMs("first", elsewhere), 0); // the least recently used went
}

void ThrottleTest::clockStepsDoNotMatter()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 5; ++i)
        throttle.failed(ada, home);
    clock.setWallMs(0);
    QCOMPARE(throttle.retryMs(ada, home), 1'000);
}

void ThrottleTest::burstThenSteadyRate()
{
    ManualClock clock;
    RateLimiter limiter(clock, 5, 10);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(limiter.take(), 0);
    QCOMPARE(limiter.take(), 100);
    clock.advance(60);
    QCOMPARE(limiter.take(), 40);
    clock.advance(40);
    QCOMPARE(limiter.take(), 0);
    QCOMPARE(limiter.take(), 100);
}

void ThrottleTest::bucketFillsUpToItsSizeOnly()
{
    ManualClock clock;
    RateLimiter limiter(clock, 3, 100);
    clock.advance(qint64(365) * 24 * 3600 * 1000);
    int allowed = 0;
    while (limiter.take() == 0)
        ++allowed;
    QCOMPARE(allowed, 3);
}

void ThrottleTest::refusedTakesNothing()
{
    ManualClock clock;
    RateLimiter limiter(clock, 1, 1);
    QCOMPARE(limiter.take(), 0);
    for (int i = 0; i < 50; ++i)
        QVERIFY(limiter.take() > 0);
    clock.advance(1'000);
    QCOMPARE(limiter.take(), 0);
}

void ThrottleTest::slowRefillIsExact()
{
    // Three an hour: one each 1,200,000 ms, with nothing lost in rounding.
    ManualClock clock;
    RateLimiter limiter(clock, Allowance{1, 3, 3'600'000});
    QCOMPARE(limiter.take(), 0);
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(limiter.take(), 1'200'000);
        clock.advance(1'199'999);
        QCOMPARE(limiter.take(), 1);
        clock.advance(1);
        QCOMPARE(limiter.take(), 0);
    }
}

void ThrottleTest::amountsAreTakenAtOnce()
{
    ManualClock clock;
    RateLimiter limiter(clock, Allowance{1'000, 100, 60'000});
    QCOMPARE(limiter.take(700), 0);
    QCOMPARE(limiter.waitMs(300), 0);
    QCOMPARE(limiter.take(301), 600); // one byte more than there is: a hundredth of a minute
    QCOMPARE(limiter.take(300), 0);
    QCOMPARE(limiter.take(5'000), 600'000); // more than the bucket holds waits for a full bucket, not for ever
    clock.advance(600'000);
    QCOMPARE(limiter.take(5'000), 0);
}

void ThrottleTest::keysHaveBucketsOfTheirOwn()
{
    ManualClock clock;
    RateTable table(clock, Allowance{2, 1, 1'000}, 100);
    QCOMPARE(table.take("a"), 0);
    QCOMPARE(table.take("a"), 0);
    QCOMPARE(table.take("a"), 1'000);
    QCOMPARE(table.take("b"), 0);
}

void ThrottleTest::tableIsBounded()
{
    ManualClock clock;
    RateTable table(clock, Allowance{1, 1, 1'000'000}, 10);
    QCOMPARE(table.take("first"), 0);
    QVERIFY(table.take("first") > 0);
    for (int i = 0; i < 10; ++i)
        table.take(QByteArray::number(i));
    QCOMPARE(table.take("first"), 0); // the least recently used went
}

void ThrottleTest::lockIsNewsOnce()
{
    ManualClock clock;
    Throttle throttle(clock);
    for (int i = 0; i < 4; ++i)
        throttle.failed(ada, home);
    QVERIFY(!throttle.isNews(ada, home)); // not locked yet
    throttle.failed(ada, home);
    QVERIFY(throttle.isNews(ada, home));
    for (int i = 0; i < 20; ++i) {
        QVERIFY(!throttle.isNews(ada, home));
        clock.advance(throttle.retryMs(ada, home));
        throttle.failed(ada, elsewhere);
    }
    clock.advance(15 * 60'000 + 1); // forgotten; the next lock is another one
    for (int i = 0; i < 5; ++i)
        throttle.failed(ada, home);
    QVERIFY(throttle.isNews(ada, home));
}

QTEST_GUILESS_MAIN(ThrottleTest)
#include "tst_throttle.moc"
