// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/control_server.h"
#include "server/ctl/ctl_command.h"
#include "server/ctl/ctl_tables.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QTest>

#include <unistd.h>

using namespace rookery;
using namespace rookery::server;

class ControlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsReachTheirHandlers();
    void askerIsKnownByTheSystem();
    void faultyLinesAreAnsweredAndEndlessOnesCutOff();
    void socketIsForTheOwnerOnly();
    void socketLeftBehindIsReplaced();
    void longPathIsRefused();
    void lateAnswerToNobodyIsHarmless();

    void commandLines_data();
    void commandLines();
    void wrongCommandLines_data();
    void wrongCommandLines();
    void passwordComesFromFileOrIsMade();
    void namesCannotSteerTheTerminal();

    void programsExitCodes();
    void programPrintsTables();

private:
    QByteArray ask(const QByteArray &line)
    {
        QLocalSocket socket;
        socket.connectToServer(path());
        socket.write(line);
        if (!QTest::qWaitFor(
                [&socket] { return socket.canReadLine() || socket.state() == QLocalSocket::UnconnectedState; }))
            return "nothing";
        return socket.readLine();
    }
    struct Outcome {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
    };
    Outcome run(const QStringList &arguments)
    {
        QProcess process;
        process.start(qEnvironmentVariable("ROOKERY_BIN_DIR") + QStringLiteral("/rookeryctl"),
                      QStringList{QStringLiteral("--data"), m_folder.path()} + arguments);
        const bool isFinished = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 30'000);
        return {isFinished ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QString path() const { return controlSocketPath(m_folder.path()); }

    QTemporaryDir m_folder;
};

void ControlTest::commandsReachTheirHandlers()
{
    ControlServer server(path());
    server.on(QStringLiteral("echo"),
              [](const QJsonObject &arguments, const ControlServer::Reply &reply) { reply(arguments); });
    server.on(QStringLiteral("refuse"), [](const QJsonObject &, const ControlServer::Reply &reply) {
        reply(Error(ErrorCode::NameTaken, QStringLiteral("detail")));
    });
    QVERIFY(server.listen().isOk());
    const QJsonObject arguments{{QStringLiteral("name"), QStringLiteral("\u674e")}};
    const auto echoed = decodedAnswer(ask(encodedRequest({QStringLiteral("echo"), arguments})));
    QVERIFY(echoed.isOk());
    QCOMPARE(echoed.value(), arguments);
    const auto refused = decodedAnswer(ask(encodedRequest({QStringLiteral("refuse"), {}})));
    QCOMPARE(refused.error().code, ErrorCode::NameTaken);
    QCOMPARE(refused.error().detail, QStringLiteral("detail"));
    const auto unknown = decodedAnswer(ask(encodedRequest({QStringLiteral("dance"), {}})));
    QCOMPARE(unknown.error().code, ErrorCode::Unsupported);
}

void ControlTest::askerIsKnownByTheSystem()
{
    ControlServer server(path());
    QCOMPARE(server.askerUid(), qint64(-1));
    server.on(QStringLiteral("who"), [&server](const QJsonObject &, const ControlServer::Reply &reply) {
        reply(QJsonObject{{QStringLiteral("uid"), server.askerUid()}});
    });
    QVERIFY(server.listen().isOk());
    const auto answer = decodedAnswer(ask(encodedRequest({QStringLiteral("who"), {{QStringLiteral("uid"), 4711}}})));
    QCOMPARE(answer->value(QLatin1String("uid")).toInteger(), qint64(::geteuid()));
}

void ControlTest::faultyLinesAreAnsweredAndEndlessOnesCutOff()
{
    ControlServer server(path());
    QVERIFY(server.listen().isOk());
    for (const QByteArray &line : {QByteArray("\n"), QByteArray("nonsense\n"), QByteArray("[1]\n"), QByteArray("{}\n")})
        QCOMPARE(decodedAnswer(ask(line)).error().code, ErrorCode::Malformed);
    QCOMPARE(ask(QByteArray(controlRequestBytesMax * 2, 'x')), QByteArray());
}

void ControlTest::socketIsForTheOwnerOnly()
{
    ControlServer server(path());
    QVERIFY(server.listen().isOk());
    const QFile::Permissions permissions = QFileInfo(path()).permissions();
    QVERIFY(permissions & QFile::WriteOwner);
    QVERIFY(!(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
}

void ControlTest::socketLeftBehindIsReplaced()
{
    QFile stale(path());
    QVERIFY(stale.open(QIODevice::WriteOnly));
    stale.close();
    ControlServer server(path());
    QVERIFY(server.listen().isOk());
    QCOMPARE(decodedAnswer(ask("{}\n")).error().code, ErrorCode::Malformed);
}

void ControlTest::longPathIsRefused()
{
    ControlServer server(m_folder.filePath(QString(120, QLatin1Char('x'))));
    const auto refused = server.listen();
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().code, ErrorCode::BadConfiguration);
}

void ControlTest::lateAnswerToNobodyIsHarmless()
{
    ControlServer server(path());
    std::optional<ControlServer::Reply> kept;
    server.on(QStringLiteral("slow"),
              [&kept](const QJsonObject &, const ControlServer::Reply &reply) { kept = reply; });
    QVERIFY(server.listen().isOk());
    {
        QLocalSocket socket;
        socket.connectToServer(path());
        socket.write(encodedRequest({QStringLiteral("slow"), {}}));
        QTRY_VERIFY(kept.has_value());
    }
    QCoreApplication::processEvents();
    (*kept)(QJsonObject());
    QCOMPARE(decodedAnswer(ask("{}\n")).error().code, ErrorCode::Malformed);
}

void ControlTest::commandLines_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QJsonObject>("arguments");
    const QString name = QStringLiteral("name");
    QTest::newRow("status") << "status"
                            << "status" << QJsonObject();
    QTest::newRow("list") << "user list"
                          << "user.list" << QJsonObject();
    QTest::newRow("disable") << "user disable ada"
                             << "user.disable" << QJsonObject{{name, QStringLiteral("ada")}};
    QTest::newRow("role") << "user role ada owner"
                          << "user.role"
                          << QJsonObject{{name, QStringLiteral("ada")},
                                         {QStringLiteral("role"), QStringLiteral("owner")}};
    QTest::newRow("invite") << "invite"
                            << "invite" << QJsonObject{{QStringLiteral("days"), 7}};
    QTest::newRow("invite, days") << "invite --days 3"
                                  << "invite" << QJsonObject{{QStringLiteral("days"), 3}};
    QTest::newRow("invite, =") << "--json invite --days=30"
                               << "invite" << QJsonObject{{QStringLiteral("days"), 30}};
    QTest::newRow("invite list") << "invite list"
                                 << "invite.list" << QJsonObject();
    QTest::newRow("invite revoke") << "invite revoke 12"
                                   << "invite.revoke" << QJsonObject{{QStringLiteral("id"), 12}};
    QTest::newRow("audit") << "audit"
                           << "audit" << QJsonObject{{QStringLiteral("last"), 50}};
    QTest::newRow("audit, last") << "audit --last 7 --json"
                                 << "audit" << QJsonObject{{QStringLiteral("last"), 7}};
    QTest::newRow("renew key") << "renew-key"
                               << "renew-key" << QJsonObject();
    QTest::newRow("renew certificate") << "--json renew-certificate"
                                       << "renew-certificate" << QJsonObject();
    QTest::newRow("backup") << "backup /tmp/copy"
                            << "backup" << QJsonObject{{QStringLiteral("path"), QStringLiteral("/tmp/copy")}};
    QTest::newRow("backup, relative") << "backup copy"
                                      << "backup"
                                      << QJsonObject{
                                             {QStringLiteral("path"), QDir::currentPath() + QStringLiteral("/copy")}};
    QTest::newRow("doctor") << "doctor --config /etc/x"
                            << "doctor" << QJsonObject();
    const QString verify = QStringLiteral("verify");
    const QString path = QStringLiteral("path");
    QTest::newRow("restore") << "restore /tmp/copy"
                             << "restore" << QJsonObject{{path, QStringLiteral("/tmp/copy")}, {verify, false}};
    QTest::newRow("restore, verify") << "restore --verify /tmp/copy"
                                     << "restore" << QJsonObject{{path, QStringLiteral("/tmp/copy")}, {verify, true}};
    QTest::newRow("options first") << "--data /srv stop"
                                   << "stop" << QJsonObject();
}

void ControlTest::commandLines()
{
    QFETCH(QString, line);
    QFETCH(QString, command);
    QFETCH(QJsonObject, arguments);
    const auto parsed = parseCtlCommand(line.split(QLatin1Char(' ')));
    QVERIFY2(parsed.isOk(), parsed ? "" : qPrintable(parsed.error().detail));
    QCOMPARE(parsed->request.command, command);
    QCOMPARE(parsed->request.arguments, arguments);
    QCOMPARE(parsed->asJson, line.contains(QLatin1String("--json")));
    QCOMPARE(parsed->dataDirectory == QLatin1String("/srv"), line.contains(QLatin1String("--data")));
}

void ControlTest::wrongCommandLines_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"dance",
                             "user",
                             "user add",
                             "user add a b",
                             "user role ada king",
                             "user role ada",
                             "backup",
                             "status now",
                             "renew-key now",
                             "invite --days 0",
                             "invite --days soon",
                             "invite --days",
                             "stop --days 3",
                             "status --password-file x",
                             "doctor now",
                             "restore",
                             "restore a b",
                             "backup x --verify",
                             "status --config x",
                             "doctor --verify",
                             "doctor --config",
                             "invite revoke",
                             "invite revoke x",
                             "invite revoke 0",
                             "invite lists",
                             "audit --last 0",
                             "audit --last x",
                             "audit now",
                             "status --last 3",
                             "status --loud yes",
                             "user add ada --password-file /no/such"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void ControlTest::wrongCommandLines()
{
    QFETCH(QString, line);
    const auto parsed = parseCtlCommand(line.split(QLatin1Char(' ')));
    QVERIFY(!parsed.isOk());
    QCOMPARE(parsed.error().code, ErrorCode::BadConfiguration);
    QVERIFY(!parsed.error().detail.isEmpty());
}

void ControlTest::passwordComesFromFileOrIsMade()
{
    const QString file = m_folder.filePath(QStringLiteral("password"));
    QFile secret(file);
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.write("open sesame \r\nsecond line\n");
    secret.close();
    const auto given = parseCtlCommand({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("ada"),
                                        QStringLiteral("--password-file"), file});
    QCOMPARE(given->request.arguments.value(QLatin1String("password")).toString(), QStringLiteral("open sesame "));
    QVERIFY(given->generatedPassword.isEmpty());
    const QStringList line{QStringLiteral("user"), QStringLiteral("passwd"), QStringLiteral("ada")};
    const auto made = parseCtlCommand(line);
    QCOMPARE(made->generatedPassword.size(), 4 * 5 + 3);
    QCOMPARE(made->request.arguments.value(QLatin1String("password")).toString(), made->generatedPassword);
    QVERIFY(parseCtlCommand(line)->generatedPassword != made->generatedPassword);
}

void ControlTest::namesCannotSteerTheTerminal()
{
    CtlCommand command;
    const QString hostile = QStringLiteral("a\u001b[2Jb\nc\u202ed");
    const std::pair<const char *, QJsonObject> answers[] = {
        {"user.list", {{QStringLiteral("users"), QJsonArray{QJsonObject{{QStringLiteral("name"), hostile}}}}}},
        {"room.list", {{QStringLiteral("rooms"), QJsonArray{QJsonObject{{QStringLiteral("title"), hostile}}}}}},
        {"invite.list", {{QStringLiteral("invites"), QJsonArray{QJsonObject{{QStringLiteral("usedBy"), hostile}}}}}},
        {"audit",
         {{QStringLiteral("audit"),
           QJsonArray{QJsonObject{{QStringLiteral("actor"), hostile}, {QStringLiteral("detail"), hostile}}}}}},
    };
    for (const auto &[name, answer] : answers) {
        command.request.command = QLatin1String(name);
        const QString text = answerText(command, answer);
        QVERIFY(text.contains(QLatin1String("\\u001b")));
        QVERIFY(!text.contains(QChar(0x1b)));
        QVERIFY(!text.contains(QChar(0x202e)));
        QCOMPARE(text.count(QLatin1Char('\n')), 2);
    }
}

void ControlTest::programsExitCodes()
{
    QCOMPARE(run({QStringLiteral("dance")}).exitCode, 2);
    const Outcome nobody = run({QStringLiteral("status")});
    QCOMPARE(nobody.exitCode, 3);
    QVERIFY(nobody.err.contains(path().toUtf8()));
    QCOMPARE(run({QStringLiteral("--help")}).exitCode, 0);
    ControlServer server(path());
    server.on(QStringLiteral("user.enable"),
              [](const QJsonObject &, const ControlServer::Reply &reply) { reply(Error(ErrorCode::NotFound)); });
    QVERIFY(server.listen().isOk());
    const Outcome refused = run({QStringLiteral("user"), QStringLiteral("enable"), QStringLiteral("zoe")});
    QCOMPARE(refused.exitCode, 5);
    QVERIFY(refused.out.isEmpty());
    const Outcome asJson = run(
        {QStringLiteral("--json"), QStringLiteral("user"), QStringLiteral("enable"), QStringLiteral("zoe")});
    QCOMPARE(asJson.exitCode, 5);
    QCOMPARE(decodedAnswer(asJson.out).error().code, ErrorCode::NotFound);
}

void ControlTest::programPrintsTables()
{
    ControlServer server(path());
    server.on(QStringLiteral("room.list"), [](const QJsonObject &, const ControlServer::Reply &reply) {
        const QJsonObject first{{QStringLiteral("id"), 3},
                                {QStringLiteral("title"), QStringLiteral("\u9e1f")},
                                {QStringLiteral("members"), 12},
                                {QStringLiteral("events"), 9}};
        reply(QJsonObject{{QStringLiteral("rooms"), QJsonArray{first}}});
    });
    QString password;
    server.on(QStringLiteral("user.add"), [&password](const QJsonObject &arguments, const ControlServer::Reply &reply) {
        password = arguments.value(QLatin1String("password")).toString();
        reply(QJsonObject());
    });
    QVERIFY(server.listen().isOk());
    const Outcome table = run({QStringLiteral("room"), QStringLiteral("list")});
    QCOMPARE(table.exitCode, 0);
    QCOMPARE(QString::fromUtf8(table.out), QStringLiteral("ID  TITLE  MEMBERS  EVENTS\n3   \u9e1f     12       9\n"));
    const Outcome json = run({QStringLiteral("room"), QStringLiteral("list"), QStringLiteral("--json")});
    QCOMPARE(QJsonDocument::fromJson(json.out).object().value(QLatin1String("rooms")).toArray().size(), 1);
    const Outcome added = run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("ada")});
    QCOMPARE(added.exitCode, 0);
    QVERIFY(password.size() > 20);
    QCOMPARE(added.out, "Password: " + password.toUtf8() + '\n');
}

QTEST_GUILESS_MAIN(ControlTest)
#include "tst_control.moc"
