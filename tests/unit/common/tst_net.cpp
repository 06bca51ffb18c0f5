// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The parts of common/net that need no socket: back-off, request table, pins, addresses.
#include "common/net/backoff.h"
#include "common/net/host_port.h"
#include "common/net/pin.h"
#include "common/net/request_table.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace rookery;

class tst_Net : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void backoffDoublesThenSpreads()
    {
        SeededRandom random(1);
        Backoff backoff(random);
        for (int bound = Backoff::firstMs; bound < Backoff::capMs; bound *= 2) {
            const int wait = backoff.next();
            QVERIFY2(wait >= bound / 2 && wait <= bound, qPrintable(QString::number(wait)));
        }
        int low = 0;
        for (int round = 0; round < 1'000; ++round) {
            const int wait = backoff.next();
            QVERIFY(wait >= 0 && wait <= Backoff::capMs);
            low += wait < Backoff::capMs / 2;
        }
        // Full jitter: the whole range, evenly.
        QVERIFY2(low > 400 && low < 600, qPrintable(QString::number(low)));
        backoff.reset();
        QVERIFY(backoff.next() <= Backoff::firstMs);
    }

    void everyRequestIsAnsweredOnce()
    {
        ManualClock clock;
        RequestTable table(clock);
        QStringList answers;
        const auto note = [&answers](const char *name) {
            return [&answers, name](const Result<wire::Frame> &reply) {
                answers += QLatin1String(name) + QLatin1Char(':')
                    + (reply ? QStringLiteral("ok") : QString(errorCodeName(reply.error().code)));
            };
        };
        const quint64 first = table.add(note("first"), 1'000);
        const quint64 second = table.add(note("second"), 5'000);
        table.add(note("third"), 9'000);
        QVERIFY(first != second);

        wire::Frame reply;
        reply.set_re(second);
        reply.mutable_ok();
        QVERIFY(table.resolve(reply));
        QVERIFY(!table.resolve(reply));
        clock.advance(999);
        table.expire();
        QCOMPARE(answers, QStringList{QStringLiteral("second:ok")});
        clock.advance(1);
        table.expire();
        reply.set_re(first);
        QVERIFY(!table.resolve(reply)); // too late
        table.cancelAll(Error(ErrorCode::Disconnected));
        QCOMPARE(answers,
                 (QStringList{QStringLiteral("second:ok"), QStringLiteral("first:timed_out"),
                              QStringLiteral("third:disconnected")}));
        QCOMPARE(table.size(), 0);
        QCOMPARE(table.nextDeadlineMs(), -1);
    }

    void aRequestMadeInACallbackSurvivesTheCancelling()
    {
        ManualClock clock;
        RequestTable table(clock);
        table.add([&table](const Result<wire::Frame> &) { table.add([](const Result<wire::Frame> &) {}, 100); }, 100);
        table.cancelAll(Error(ErrorCode::Disconnected));
        QCOMPARE(table.size(), 1);
    }

    void phrasesComeFromThePin()
    {
        // 11 bits each: 0, 2047, 0, 2047, 0, 2047.
        QByteArray pin = QByteArray::fromHex("001ffc007ff001ffc0").leftJustified(pinBytes, '\0');
        QCOMPARE(phraseOf(pin).join(QLatin1Char(' ')), QStringLiteral("abandon zoo abandon zoo abandon zoo"));
        QVERIFY(phraseOf(QByteArray(31, 'x')).isEmpty());
    }

    void pinsAreReadInAnyHand()
    {
        const QByteArray pin(pinBytes, '\xAB');
        QCOMPARE(pinFromText(QString::fromLatin1(pin.toHex())), pin);
        QCOMPARE(pinFromText(QString::fromLatin1(pin.toHex(':').toUpper())), pin);
        QVERIFY(pinFromText(QStringLiteral("abcd")).isEmpty());
        QVERIFY(pinFromText(QString(64, QLatin1Char('z'))).isEmpty());
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown"); // null: refused
        QTest::newRow("name") << QStringLiteral("server") << QStringLiteral("server:7665");
        QTest::newRow("name and port") << QStringLiteral(" server:99 ") << QStringLiteral("server:99");
        QTest::newRow("ipv4") << QStringLiteral("192.168.1.20:7665") << QStringLiteral("192.168.1.20:7665");
        QTest::newRow("bare ipv6") << QStringLiteral("fe80::1") << QStringLiteral("[fe80::1]:7665");
        QTest::newRow("ipv6 and port") << QStringLiteral("[::1]:0") << QStringLiteral("[::1]:0");
        QTest::newRow("link") << QStringLiteral("rookery://10.0.0.1:7/#ab") << QStringLiteral("10.0.0.1:7");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("no host") << QStringLiteral(":7665") << QString();
        QTest::newRow("big port") << QStringLiteral("a:65536") << QString();
        QTest::newRow("words") << QStringLiteral("a:b") << QString();
        QTest::newRow("open bracket") << QStringLiteral("[::1") << QString();
        QTest::newRow("after bracket") << QStringLiteral("[::1]x") << QString();
        QTest::newRow("ipv6 with a numbered scope")
            << QStringLiteral("[fe80::1%2]:7665") << QStringLiteral("[fe80::1%2]:7665");
        QTest::newRow("two brackets") << QStringLiteral("a:b:c]") << QString();
        QTest::newRow("tab in brackets") << QStringLiteral("[\t::1]") << QString();
        QTest::newRow("space") << QStringLiteral("my server") << QString();
    }

    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        const Result<HostPort> address = HostPort::parse(text);
        QCOMPARE(address.isOk(), !shown.isNull());
        if (address)
            QCOMPARE(address->toString(), shown);
        else
            QCOMPARE(address.error().code, ErrorCode::BadAddress);
    }
};

QTEST_GUILESS_MAIN(tst_Net)
#include "tst_net.moc"
