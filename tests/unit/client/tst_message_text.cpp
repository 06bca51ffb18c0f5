// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/message_text.h"

#include <QtTest/QtTest>

using namespace rookery::client;

class MessageTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsLinks_data();
    void findsLinks();
    void countsEmoji_data();
    void countsEmoji();
    void keepsLengthAndPositions();
    void noticesRunsWithoutBreak();
    void endsChainsOfJoiners();
    void limitsLinks();
    void shortensPreviews();
};

void MessageTextTest::findsLinks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("plain") << QStringLiteral("see http://a.example/b now")
                           << QStringList{QStringLiteral("http://a.example/b")};
    QTest::newRow("full stop") << QStringLiteral("at https://a.example.")
                               << QStringList{QStringLiteral("https://a.example")};
    QTest::newRow("brackets") << QStringLiteral("(https://a.example/x_(y))")
                              << QStringList{QStringLiteral("https://a.example/x_(y)")};
    QTest::newRow("chinese") << QStringLiteral("请看https://a.example/页。谢谢")
                             << QStringList{QStringLiteral("https://a.example/")};
    QTest::newRow("upper case") << QStringLiteral("HTTPS://A.EXAMPLE/q")
                                << QStringList{QStringLiteral("HTTPS://A.EXAMPLE/q")};
    QTest::newRow("two") << QStringLiteral("http://a.example, http://b.example")
                         << QStringList{QStringLiteral("http://a.example"), QStringLiteral("http://b.example")};
    QTest::newRow("no host") << QStringLiteral("http:// and https:///x") << QStringList{};
    QTest::newRow("other schemes") << QStringLiteral("file:///etc/passwd javascript:alert(1) ftp://a") << QStringList{};
    QTest::newRow("inside a word") << QStringLiteral("xhttp://a.example") << QStringList{};
}

void MessageTextTest::findsLinks()
{
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    QStringList spans;
    for (const LinkSpan &link : parseMessageText(text).links) {
        spans.append(text.mid(link.start, link.length));
        QVERIFY(link.url.scheme() == QLatin1String("http") || link.url.scheme() == QLatin1String("https"));
    }
    QCOMPARE(spans, found);
}

void MessageTextTest::countsEmoji_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("one") << QStringLiteral("😀") << 1;
    QTest::newRow("with white space") << QStringLiteral("👍 👍") << 2;
    QTest::newRow("family is one") << QStringLiteral("👩‍👩‍👧") << 1;
    QTest::newRow("variation selector") << QStringLiteral("❤️") << 1;
    QTest::newRow("keycap") << QStringLiteral("1️⃣") << 1;
    QTest::newRow("text") << QStringLiteral("ok 👍") << 0;
    QTest::newRow("digits") << QStringLiteral("42") << 0;
    QTest::newRow("arrow is text") << QStringLiteral("→") << 0;
    QTest::newRow("too many") << QStringLiteral("😀😀😀😀😀😀😀") << 0;
}

void MessageTextTest::countsEmoji()
{
    QFETCH(QString, text);
    QTEST(parseMessageText(text).emojiCount, "count");
}

void MessageTextTest::keepsLengthAndPositions()
{
    const QString text = QStringLiteral("a\tb\nhttp://c.example");
    const ParsedText parsed = parseMessageText(text);
    QCOMPARE(parsed.display.size(), text.size());
    QCOMPARE(parsed.display.at(3), QChar(QChar::LineSeparator));
    QCOMPARE(parsed.links.first().start, 4);
}

void MessageTextTest::noticesRunsWithoutBreak()
{
    QVERIFY(!parseMessageText(QString(messageRunMax, u'x')).hasLongRun);
    QVERIFY(parseMessageText(QString(messageRunMax + 1, u'x')).hasLongRun);
    QVERIFY(!parseMessageText(QString(messageRunMax * 2, QChar(0x4E2D))).hasLongRun);
}

void MessageTextTest::endsChainsOfJoiners()
{
    const QString chain = QStringLiteral("👩‍").repeated(100);
    const ParsedText parsed = parseMessageText(chain);
    QCOMPARE(parsed.display.size(), chain.size());
    QVERIFY(parsed.display.contains(u' '));
    const QString family = QStringLiteral("👨‍👩‍👧‍👦 किन्‍तु");
    QCOMPARE(parseMessageText(family).display, family);
}

void MessageTextTest::limitsLinks()
{
    const QString text = QStringLiteral("http://a.example ").repeated(messageLinksMax + 10);
    QCOMPARE(parseMessageText(text).links.size(), qsizetype(messageLinksMax));
}

void MessageTextTest::shortensPreviews()
{
    QCOMPARE(previewText(QStringLiteral("  a\n\n b ")), QStringLiteral("a b"));
    QCOMPARE(previewText(QString(5000, u'x'), 10), QString(10, u'x'));
    QCOMPARE(previewText(QStringLiteral("12345678😀"), 9), QStringLiteral("12345678"));
}

QTEST_GUILESS_MAIN(MessageTextTest)
#include "tst_message_text.moc"
