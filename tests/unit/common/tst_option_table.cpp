// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/config/option_table.h"

#include <QtTest/QTest>

using namespace rookery;

class tst_OptionTable : public QObject {
    Q_OBJECT

private:
    static OptionTable table()
    {
        using Type = Option::Type;
        return OptionTable(QStringLiteral("T_"),
                           {
                               {.key = QStringLiteral("name"), .defaultValue = QStringLiteral("default")},
                               {.key = QStringLiteral("size"),
                                .type = Type::Integer,
                                .defaultValue = QStringLiteral("5"),
                                .least = 1,
                                .most = 9},
                               {.key = QStringLiteral("mode"),
                                .type = Type::Choice,
                                .defaultValue = QStringLiteral("on"),
                                .choices = {QStringLiteral("on"), QStringLiteral("off")}},
                               {.key = QStringLiteral("listen"),
                                .type = Type::List,
                                .defaultValue = QStringLiteral("a b"),
                                .placeholder = QStringLiteral("ADDR")},
                           });
    }

private Q_SLOTS:
    void aLaterSourceWins()
    {
        const QString file = QStringLiteral("# comment\nname = from file\nsize=2\nlisten = x\nlisten = y\n");
        const QHash<QString, QString> environment{{QStringLiteral("T_NAME"), QStringLiteral("from environment")}};
        const Result<OptionValues> values = table().parse({QStringLiteral("--size=7"), QStringLiteral("--listen"),
                                                           QStringLiteral("z")},
                                                          environment, file);
        QVERIFY(values.isOk());
        QCOMPARE(values->text(QStringLiteral("name")), QStringLiteral("from environment"));
        QCOMPARE(values->integer(QStringLiteral("size")), 7);
        QCOMPARE(values->list(QStringLiteral("listen")), QStringList{QStringLiteral("z")});
        QVERIFY(values->isOn(QStringLiteral("mode")));
        const Result<OptionValues> bare = table().parse({}, {}, {});
        QCOMPARE(bare->list(QStringLiteral("listen")), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("detail");
        const QStringList none;
        QTest::newRow("unknown flag") << QStringList{QStringLiteral("--nope")} << QString() << QStringLiteral("--nope");
        QTest::newRow("no dashes") << QStringList{QStringLiteral("size")} << QString()
                                   << QStringLiteral("not an option");
        QTest::newRow("no value") << QStringList{QStringLiteral("--size")} << QString()
                                  << QStringLiteral("needs a value");
        QTest::newRow("bounds") << QStringList{QStringLiteral("--size=10")} << QString()
                                << QStringLiteral("from 1 to 9");
        QTest::newRow("choice") << QStringList{QStringLiteral("--mode=maybe")} << QString()
                                << QStringLiteral("on, off");
        QTest::newRow("unknown key") << none << QStringLiteral("\nnope = 1") << QStringLiteral("line 2");
        QTest::newRow("no equals") << none << QStringLiteral("size 3") << QStringLiteral("line 1");
        QTest::newRow("twice") << none << QStringLiteral("size=3\nsize=4") << QStringLiteral("line 2");
        QTest::newRow("bad number") << none << QStringLiteral("size = many") << QStringLiteral("line 1");
    }

    void mistakesAreNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, file);
        QFETCH(QString, detail);
        const Result<OptionValues> values = table().parse(arguments, {}, file);
        QVERIFY(!values);
        QCOMPARE(values.error().code, ErrorCode::BadConfiguration);
        QVERIFY2(values.error().detail.contains(detail), qPrintable(values.error().detail));
    }

    void theSampleFileSaysTheDefaults()
    {
        QString sample = table().sampleFile();
        QVERIFY(table().parse({}, {}, sample).isOk());
        sample.replace(QLatin1String("\n#"), QLatin1String("\n# "));
        QVERIFY(sample.contains(QLatin1String("name = default")));
        QVERIFY(table().helpText().contains(QLatin1String("--listen ADDR")));
    }
};

QTEST_GUILESS_MAIN(tst_OptionTable)
#include "tst_option_table.moc"
