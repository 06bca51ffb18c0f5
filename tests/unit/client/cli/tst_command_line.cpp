// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/command_line.h"
#include "client/cli/error_sentence.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::cli;

class TestCommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsSend();
    void readsEverythingElse_data();
    void readsEverythingElse();
    void optionsStandAnywhere();
    void textMayLookLikeAnOption();
    void refuses_data();
    void refuses();
    void exitCodes_data();
    void exitCodes();
    void helpNamesEveryVerb();
};

void TestCommandLine::readsSend()
{
    const ParsedCommandLine parsed = parseCommandLine(
        {QStringLiteral("--server"), QStringLiteral("[::1]:4000"), QStringLiteral("--pin"), QString(64, u'a'),
         QStringLiteral("--user=alice"), QStringLiteral("--timeout"), QStringLiteral("1.5"), QStringLiteral("--json"),
         QStringLiteral("send"), QStringLiteral("#Team"), QStringLiteral("hello there")});
    QVERIFY2(parsed.commandLine, qPrintable(parsed.problem));
    const CommandLine &line = *parsed.commandLine;
    QCOMPARE(line.verb, Verb::Send);
    QCOMPARE(line.server->toString(), QStringLiteral("[::1]:4000"));
    QCOMPARE(line.pin, QByteArray(32, '\xaa'));
    QCOMPARE(line.user, QStringLiteral("alice"));
    QCOMPARE(line.timeoutMs, std::optional<int>(1'500));
    QVERIFY(line.json);
    QCOMPARE(line.who, QStringLiteral("#Team"));
    QCOMPARE(line.text, QStringLiteral("hello there"));
    QCOMPARE(line.firstUse, FirstUse::Refuse);
}

void TestCommandLine::readsEverythingElse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<Verb>("verb");
    const auto row = [](const char *line, Verb verb) {
        QTest::newRow(line) << QString::fromLatin1(line).split(u' ') << verb;
    };
    row("register --user a --display-name b --invite c --trust-first", Verb::Register);
    row("listen", Verb::Listen);
    row("listen --count 3 --for 10", Verb::Listen);
    row("history bob --last 5", Verb::History);
    row("edit #Team 3 -dash", Verb::Edit);
    row("recall bob 18446744073709551615", Verb::Recall);
    row("who", Verb::Who);
    row("discover --for 0.5", Verb::Discover);
    row("group create Team", Verb::GroupCreate);
    row("group create Team bob carol", Verb::GroupCreate);
    row("group add #Team bob", Verb::GroupAdd);
    row("group leave Team", Verb::GroupLeave);
    row("--help", Verb::Help);
    row("send --help", Verb::Help);
    row("--version", Verb::Version);
}

void TestCommandLine::readsEverythingElse()
{
    QFETCH(QStringList, arguments);
    QFETCH(Verb, verb);
    const ParsedCommandLine parsed = parseCommandLine(arguments);
    QVERIFY2(parsed.commandLine, qPrintable(parsed.problem));
    QCOMPARE(parsed.commandLine->verb, verb);
}

void TestCommandLine::optionsStandAnywhere()
{
    const ParsedCommandLine parsed = parseCommandLine(
        {QStringLiteral("group"), QStringLiteral("--json"), QStringLiteral("add"), QStringLiteral("#Team"),
         QStringLiteral("bob"), QStringLiteral("--user"), QStringLiteral("alice"), QStringLiteral("carol")});
    QVERIFY2(parsed.commandLine, qPrintable(parsed.problem));
    QCOMPARE(parsed.commandLine->who, QStringLiteral("Team"));
    QCOMPARE(parsed.commandLine->members, (QStringList{QStringLiteral("bob"), QStringLiteral("carol")}));
}

void TestCommandLine::textMayLookLikeAnOption()
{
    QCOMPARE(parseCommandLine({QStringLiteral("send"), QStringLiteral("bob"), QStringLiteral("-5 degrees")})
                 .commandLine->text,
             QStringLiteral("-5 degrees"));
    QCOMPARE(parseCommandLine({QStringLiteral("send"), QStringLiteral("bob"), QStringLiteral("-")}).commandLine->text,
             QStringLiteral("-"));
    QCOMPARE(parseCommandLine(
                 {QStringLiteral("send"), QStringLiteral("bob"), QStringLiteral("--"), QStringLiteral("--json")})
                 .commandLine->text,
             QStringLiteral("--json"));
}

void TestCommandLine::refuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *line) {
        QTest::newRow(line) << QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts);
    };
    row("");
    row("who --ca");
    row("who --ca ca.pem --trust-first");
    row("dance");
    row("send bob");
    row("send bob a b");
    row("send # x");
    row("history");
    row("who bob");
    row("group");
    row("group dance Team");
    row("group create");
    row("group add Team");
    row("group leave Team bob");
    row("--bogus who");
    row("-x who");
    row("who --user");
    row("who --json=yes");
    row("who --count 3");
    row("listen --last 3");
    row("listen --count 0");
    row("listen --count x");
    row("listen --for 0");
    row("listen --for nan");
    row("listen --for 1e9");
    row("who --timeout -1");
    row("who --server host:99999");
    row("who --pin 1234");
    row("who --profile=");
}

void TestCommandLine::refuses()
{
    QFETCH(QStringList, arguments);
    const ParsedCommandLine parsed = parseCommandLine(arguments);
    QVERIFY(!parsed.commandLine);
    QVERIFY(!parsed.problem.isEmpty());
}

void TestCommandLine::exitCodes_data()
{
    QTest::addColumn<ErrorCode>("error");
    QTest::addColumn<int>("code");
    QTest::newRow("done") << ErrorCode::None << 0;
    QTest::newRow("address") << ErrorCode::BadAddress << 2;
    QTest::newRow("cannot reach") << ErrorCode::CannotReach << 3;
    QTest::newRow("unknown host") << ErrorCode::UnknownHost << 3;
    QTest::newRow("not trusted") << ErrorCode::NotTrusted << 4;
    QTest::newRow("key changed") << ErrorCode::KeyChanged << 4;
    QTest::newRow("certificate") << ErrorCode::CertificateRefused << 4;
    QTest::newRow("credentials") << ErrorCode::BadCredentials << 5;
    QTest::newRow("empty") << ErrorCode::EmptyText << 5;
    QTest::newRow("timed out") << ErrorCode::TimedOut << 6;
}

void TestCommandLine::exitCodes()
{
    QFETCH(ErrorCode, error);
    QFETCH(int, code);
    QCOMPARE(int(exitCodeFor(Error(error))), code);
    QVERIFY(!errorSentence(Error(error), QStringLiteral("it")).isEmpty());
}

void TestCommandLine::helpNamesEveryVerb()
{
    const QString help = helpText();
    for (const char *word :
         {"register", "send", "listen", "history", "who", "discover", "group create", "group add", "group leave",
          "--server", "--pin", "--trust-first", "--password-file", "--profile", "--timeout", "--json", "Exit codes"})
        QVERIFY2(help.contains(QLatin1String(word)), word);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
