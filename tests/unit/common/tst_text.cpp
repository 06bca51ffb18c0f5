// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.h"
#include "common/base/random_source.h"
#include "common/base/text.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace rookery;

class tst_Text : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneLogLineStaysOne_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("escaped");
        QTest::newRow("plain") << QStringLiteral("héllo 你好") << QStringLiteral("héllo 你好");
        QTest::newRow("newline") << QStringLiteral("a\nb") << QStringLiteral("a\\u000ab");
        QTest::newRow("escape") << QStringLiteral("\u001B[31mred") << QStringLiteral("\\u001b[31mred");
        QTest::newRow("bidi") << QStringLiteral("a\u202Eb") << QStringLiteral("a\\u202eb");
        QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a\\u2028b");
        QTest::newRow("zero width") << QStringLiteral("a\u200Bb\uFEFFc") << QStringLiteral("a\\u200bb\\ufeffc");
        QTest::newRow("Arabic letter mark") << QStringLiteral("a\u061Cb") << QStringLiteral("a\\u061cb");
        QTest::newRow("tag") << QStringLiteral("a\U000E0041b") << QStringLiteral("a\\U000e0041b");
        QTest::newRow("beyond 16 bits") << QStringLiteral("\U0001F426") << QStringLiteral("\U0001F426");
        QTest::newRow("half a pair") << QString(QChar(0xD83D)) << QString(QChar(0xFFFD));
        QTest::newRow("C1") << QStringLiteral("a\u0085b") << QStringLiteral("a\\u0085b");
    }

    void oneLogLineStaysOne()
    {
        QFETCH(QString, text);
        QFETCH(QString, escaped);
        QCOMPARE(escapedForLog(text), escaped);
    }

    void longTextIsCutForTheLog()
    {
        QCOMPARE(escapedForLog(QString(500, QLatin1Char('x')), 10), QString(10, QLatin1Char('x')) + QChar(0x2026));
    }

    void messageTextIsCleaned()
    {
        QCOMPARE(cleanedMessageText(QStringLiteral("a\r\nb\tc\u0000d\u202Ee\u2069f")).remove(QChar(0)),
                 QStringLiteral("a\nb\tcdef"));
        QCOMPARE(cleanedMessageText(QStringLiteral("e\u0301")), QStringLiteral("\u00E9"));
        QCOMPARE(cleanedMessageText(QStringLiteral("e\u200E\u0301")), QStringLiteral("\u00E9"));
        const QString emoji = QStringLiteral("👩‍👩‍👧 👋🏽");
        QCOMPARE(cleanedMessageText(emoji), emoji);
    }

    void fingerprintsAreGrouped()
    {
        QCOMPARE(groupedHex(QByteArray::fromHex("00ff10a2b3")), QStringLiteral("00ff 10a2 b3"));
    }

    void everyErrorCodeHasANameOfItsOwn()
    {
        QSet<QString> names;
        int count = 0;
        for (quint32 number = 0; number < 200; ++number) {
            const ErrorCode code = errorCodeFromNumber(number);
            if (quint32(code) != number)
                continue; // no such code: it reads as Internal
            ++count;
            names.insert(errorCodeName(code));
        }
        QVERIFY(count > 30);
        QCOMPARE(names.size(), count);
    }

    void randomnessIsNotRepeated()
    {
        SystemRandomSource random;
        QSet<QByteArray> seen;
        for (int round = 0; round < 1'000; ++round) {
            seen.insert(random.clientId().bytes());
            QVERIFY(random.below(3) < 3);
        }
        QCOMPARE(seen.size(), 1'000);
    }
};

QTEST_GUILESS_MAIN(tst_Text)
#include "tst_text.moc"
