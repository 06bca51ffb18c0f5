// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every script beside this file, each against a real server over loopback TLS.
#include "tests/conversations/script_runner.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

class tst_Conversations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void script_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(QFINDTESTDATA("conversations"));
        const QStringList scripts = folder.entryList({QStringLiteral("*.txt")}, QDir::Files, QDir::Name);
        for (const QString &script : scripts) {
            if (script != QLatin1String("README.txt"))
                QTest::newRow(qPrintable(script)) << folder.filePath(script);
        }
    }

    void script()
    {
        QFETCH(QString, file);
        QFile script(file);
        QVERIFY2(script.open(QIODevice::ReadOnly), qPrintable(file));
        rookery::test::ScriptRunner runner;
        QCOMPARE(runner.run(QString::fromUtf8(script.readAll())), QString());
    }
};

QTEST_GUILESS_MAIN(tst_Conversations)
#include "tst_conversations.moc"
