// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/protocol/limits.h"
#include "common/protocol/names.h"

#include <QtTest/QTest>

using namespace rookery;

class tst_Names : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void userNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("accepted"); // null: refused
        QTest::newRow("plain") << QStringLiteral("alice") << QStringLiteral("alice");
        QTest::newRow("trimmed") << QStringLiteral("  bob ") << QStringLiteral("bob");
        QTest::newRow("punctuation") << QStringLiteral("liu.yang-2_b") << QStringLiteral("liu.yang-2_b");
        QTest::newRow("chinese") << QStringLiteral("李雷") << QStringLiteral("李雷");
        QTest::newRow("latin and chinese") << QStringLiteral("阿Bob") << QStringLiteral("阿Bob");
        QTest::newRow("decomposed") << QStringLiteral("Jose\u0301") << QStringLiteral("José");
        QTest::newRow("32 characters") << QString(32, QLatin1Char('a')) << QString(32, QLatin1Char('a'));
        QTest::newRow("33 characters") << QString(33, QLatin1Char('a')) << QString();
        QTest::newRow("empty") << QStringLiteral("  ") << QString();
        QTest::newRow("space") << QStringLiteral("al ice") << QString();
        QTest::newRow("control") << QStringLiteral("al\u0007ice") << QString();
        QTest::newRow("line") << QStringLiteral("al\nice") << QString();
        QTest::newRow("bidi override") << QStringLiteral("al\u202Eice") << QString();
        QTest::newRow("bidi isolate") << QStringLiteral("al\u2066ice") << QString();
        QTest::newRow("zero width") << QStringLiteral("al\u200Bice") << QString();
        QTest::newRow("cyrillic a in latin") << QStringLiteral("\u0430lice") << QString();
        QTest::newRow("begins with a dot") << QStringLiteral(".alice") << QString();
        QTest::newRow("slash") << QStringLiteral("a/b") << QString();
        QTest::newRow("markup") << QStringLiteral("<b>a</b>") << QString();
    }

    void userNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, accepted);
        const Result<QString> result = checkedUserName(name);
        QCOMPARE(result.isOk(), !accepted.isNull());
        if (result)
            QCOMPARE(*result, accepted);
        else
            QCOMPARE(result.error().code, ErrorCode::BadName);
    }

    void lookAlikes_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<bool>("same");
        QTest::newRow("case") << QStringLiteral("Alice") << QStringLiteral("aLICE") << true;
        QTest::newRow("one and l") << QStringLiteral("al1ce") << QStringLiteral("allce") << true;
        QTest::newRow("cyrillic") << QStringLiteral("\u0441\u043E\u0441\u043E") << QStringLiteral("coco") << true;
        QTest::newRow("full width") << QStringLiteral("\uFF41lice") << QStringLiteral("alice") << true;
        QTest::newRow("others") << QStringLiteral("alice") << QStringLiteral("bob") << false;
    }

    void lookAlikes()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(bool, same);
        QCOMPARE(nameSkeleton(first) == nameSkeleton(second), same);
    }

    void displayTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("accepted");
        QTest::newRow("words") << QStringLiteral(" Assembly  line 4 ") << QStringLiteral("Assembly line 4");
        QTest::newRow("emoji") << QStringLiteral("Night 🌙") << QStringLiteral("Night 🌙");
        QTest::newRow("markup stays text") << QStringLiteral("<b>x</b>") << QStringLiteral("<b>x</b>");
        QTest::newRow("line break") << QStringLiteral("a\nb") << QString();
        QTest::newRow("bidi") << QStringLiteral("a\u202Eb") << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("65") << QString(65, QLatin1Char('x')) << QString();
    }

    void displayTexts()
    {
        QFETCH(QString, text);
        QFETCH(QString, accepted);
        const Result<QString> result = checkedDisplayText(text, limits::displayNameCharacters);
        QCOMPARE(result.isOk(), !accepted.isNull());
        if (result)
            QCOMPARE(*result, accepted);
    }

    void passwords()
    {
        QVERIFY(!checkedPassword(QStringLiteral("1234567")));
        QVERIFY(checkedPassword(QStringLiteral("12345678")).isOk());
        QVERIFY(checkedPassword(QStringLiteral("密码密码")).isOk()); // 12 bytes
        QVERIFY(checkedPassword(QString(256, QLatin1Char('x'))).isOk());
        QVERIFY(!checkedPassword(QString(257, QLatin1Char('x'))));
    }
};

QTEST_GUILESS_MAIN(tst_Names)
#include "tst_names.moc"
