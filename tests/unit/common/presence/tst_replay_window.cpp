// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Sequence numbers pass once, and floods pass at the rate they may.
#include "common/presence/presence_limits.h"
#include "common/presence/replay_window.h"

#include <QtTest/QTest>

#include <limits>
#include <random>
#include <set>

using namespace rookery::presence;

class TestReplayWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachNumberOnce();
    void behindTheWindow();
    void farJump();
    void extremes();
    void askingLeavesNoTrace();
    void againstModel();
    void bucketRate();
    void bucketDoesNotSave();
    void bucketIgnoresTimeGoingBack();
    void verifyBudgetsAreApart();
    void answersPerSource();
    void answersInAll();
    void answerSourcesAreBounded();
};

void TestReplayWindow::eachNumberOnce()
{
    ReplayWindow window;
    for (const quint64 sequence : {5, 6, 4, 7, 1}) {
        QVERIFY(window.accept(sequence));
        QVERIFY(!window.accept(sequence));
    }
    QCOMPARE(window.newest(), 7u);
}

void TestReplayWindow::behindTheWindow()
{
    ReplayWindow window;
    QVERIFY(window.accept(100));
    QVERIFY(!window.accept(100 - ReplayWindow::size));
    QVERIFY(window.accept(100 - ReplayWindow::size + 1));
}

void TestReplayWindow::farJump()
{
    ReplayWindow window;
    QVERIFY(window.accept(1));
    QVERIFY(window.accept(1 + ReplayWindow::size));
    QVERIFY(!window.accept(1));
    QVERIFY(window.accept(2));
    QVERIFY(window.accept(1'000'000));
    QVERIFY(window.accept(999'999));
    QVERIFY(!window.accept(2));
}

void TestReplayWindow::extremes()
{
    ReplayWindow window;
    constexpr quint64 last = std::numeric_limits<quint64>::max();
    QVERIFY(window.accept(0));
    QVERIFY(!window.accept(0));
    QVERIFY(window.accept(last));
    QVERIFY(!window.accept(last));
    QVERIFY(window.accept(last - 1));
    QVERIFY(!window.accept(0));
}

void TestReplayWindow::askingLeavesNoTrace()
{
    ReplayWindow window;
    QVERIFY(window.isNew(3));
    QVERIFY(window.isNew(3));
    QVERIFY(window.accept(3));
    QVERIFY(!window.isNew(3));
}

void TestReplayWindow::againstModel()
{
    std::mt19937_64 engine(1);
    for (int run = 0; run < 50; ++run) {
        ReplayWindow window;
        std::set<quint64> seen;
        quint64 base = engine() % 1000;
        for (int step = 0; step < 500; ++step) {
            base += engine() % 4;
            const quint64 sequence = base + engine() % 100;
            const bool isTooOld = !seen.empty() && sequence + ReplayWindow::size <= *seen.rbegin();
            QCOMPARE(window.accept(sequence), !isTooOld && seen.insert(sequence).second);
        }
    }
}

void TestReplayWindow::bucketRate()
{
    TokenBucket bucket(200);
    int passed = 0;
    for (qint64 nowMs = 0; nowMs < 10'000; ++nowMs) {
        for (int attempt = 0; attempt < 10; ++attempt)
            passed += bucket.take(nowMs);
    }
    QCOMPARE(passed, 200 + 1999); // the burst, then 200 per second
}

void TestReplayWindow::bucketDoesNotSave()
{
    TokenBucket bucket(5);
    QVERIFY(bucket.take(0));
    int passed = 0;
    for (int attempt = 0; attempt < 100; ++attempt)
        passed += bucket.take(3'600'000);
    QCOMPARE(passed, 5);
}

void TestReplayWindow::bucketIgnoresTimeGoingBack()
{
    TokenBucket bucket(1);
    QVERIFY(bucket.take(10'000));
    QVERIFY(!bucket.take(9'000));
    QVERIFY(!bucket.take(10'000));
    QVERIFY(bucket.take(11'000));
}

void TestReplayWindow::verifyBudgetsAreApart()
{
    VerifyBudget budget;
    int unknown = 0;
    for (int attempt = 0; attempt < 10'000; ++attempt)
        unknown += budget.take(VerifyBudget::Source::Unknown, 0);
    QCOMPARE(unknown, verificationsPerSecond / 2);
    QVERIFY(budget.take(VerifyBudget::Source::Known, 0));
}

void TestReplayWindow::answersPerSource()
{
    AnswerLimiter limiter;
    const QHostAddress one(QStringLiteral("10.0.0.1"));
    const QHostAddress other(QStringLiteral("10.0.0.2"));
    int passed = 0;
    for (int attempt = 0; attempt < 100; ++attempt)
        passed += limiter.take(one, 0);
    QCOMPARE(passed, answersPerSourcePerSecond);
    QVERIFY(limiter.take(other, 0));
    QVERIFY(limiter.take(one, 1'000));
}

void TestReplayWindow::answersInAll()
{
    AnswerLimiter limiter;
    int passed = 0;
    for (quint32 source = 1; source <= 40; ++source) {
        for (int attempt = 0; attempt < answersPerSourcePerSecond; ++attempt)
            passed += limiter.take(QHostAddress(source), 0);
    }
    QCOMPARE(passed, answersPerSecond);
}

void TestReplayWindow::answerSourcesAreBounded()
{
    AnswerLimiter limiter;
    int passed = 0;
    for (quint32 source = 1; source <= 100'000; ++source)
        passed += limiter.take(QHostAddress(source), source / 10'000);
    QCOMPARE(passed, answersPerSecond); // ten ms in all
}

QTEST_GUILESS_MAIN(TestReplayWindow)
#include "tst_replay_window.moc"
