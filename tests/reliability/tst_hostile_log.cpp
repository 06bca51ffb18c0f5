// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What strangers and members send never steers whoever reads the log: every event is one line, escaped; and no
// password, token, invite or text is in it, with every category at its most talkative.
#include "server/ctl/control_protocol.h"
#include "tests/support/script_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_server.h"
#include "tests/support/wire_frames.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::test;

namespace {

const QByteArray forged = "2026-01-01T00:00:00.000 critical rookery.store: forged";

QList<QByteArray> hostileTexts()
{
    return {
        "a\n" + forged,
        "a\r\n" + forged,
        "\x1b[2J\x1b]0;title\x07",
        QStringLiteral("a\u2028b\u2029c\u0085d").toUtf8(),
        QStringLiteral("a\u202Eb\u2066c\u200Fd\u061C").toUtf8(),
        QStringLiteral("\u200B\uFEFF\U000E0041").toUtf8(),
        QByteArray("%s%n%1%2\\", 9),
        QByteArray(3'000, '\n'),
    };
}

/// Whatever the answer is.
void tell(ScriptClient &client, const wire::Frame &frame)
{
    static_cast<void>(client.request(frame));
}

/// What is wrong with a log; empty where nothing is.
QString complaintAbout(const QByteArray &log)
{
    static const QRegularExpression shape(QStringLiteral(
        "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (debug|info|warning|critical) [a-z.]+: \\S"));
    static const QRegularExpression unseen(QStringLiteral("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"));
    for (const QByteArray &line : log.split('\n')) {
        const QString text = QString::fromUtf8(line);
        if (text.isEmpty())
            continue;
        if (!shape.match(text).hasMatch() || text.startsWith(QString::fromUtf8(forged)))
            return QStringLiteral("no line of ours: %1").arg(text);
        if (unseen.match(text).hasMatch())
            return QStringLiteral("not escaped: %1").arg(QString::fromLatin1(line.toPercentEncoding(" ")));
    }
    return {};
}

} // namespace

class HostileLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("QT_LOGGING_RULES", "*=true\nqt.*=false"); }
    void init();
    void everyEventIsOneEscapedLine();
    void noSecretIsEverLogged();
    void refusedStartIsOneLine();

private:
    std::unique_ptr<ScriptClient> greeted(const QByteArray &introduction);
    QJsonObject control(const server::ControlRequest &request);
    QByteArray wholeLog();

    const quint32 m_seed = trialSeed(20260328);
    SeededRandom m_random{m_seed};
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    TrialCast m_cast;
    std::unique_ptr<ServerProgram> m_program;
};

void HostileLogTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_cast = makeCast(m_folder->path(), 2, m_random);
    m_program = std::make_unique<ServerProgram>(m_folder->path());
    QCOMPARE(m_program->start(), QString());
}

std::unique_ptr<ScriptClient> HostileLogTest::greeted(const QByteArray &introduction)
{
    auto client = std::make_unique<ScriptClient>(QStringLiteral("hostile"), m_clock, m_random);
    if (!client->connectSilently(m_program->port()))
        return nullptr;
    wire::Frame frame;
    wire::Hello &hello = *frame.mutable_hello();
    hello.set_client_name(toStd(introduction));
    hello.set_client_version(toStd(introduction));
    hello.set_device_name(toStd(introduction));
    hello.set_device_id(toStd(m_random.bytes(ClientId::size)));
    hello.add_capabilities(toStd(introduction));
    return client->request(frame) ? std::move(client) : nullptr;
}

QJsonObject HostileLogTest::control(const server::ControlRequest &request)
{
    QLocalSocket socket;
    socket.connectToServer(server::controlSocketPath(m_folder->path()));
    socket.write(server::encodedRequest(request));
    if (!QTest::qWaitFor([&socket] { return socket.canReadLine(); }, 15'000))
        return {};
    const Result<QJsonObject> answer = server::decodedAnswer(socket.readLine());
    return answer ? *answer : QJsonObject();
}

/// Ends the server: what it has written is there then.
QByteArray HostileLogTest::wholeLog()
{
    const bool isHello = QTest::qWaitFor([this] { return m_program->log().contains("rookery."); }, 15'000);
    control({QStringLiteral("stop"), {}});
    const bool hasEnded = QTest::qWaitFor([this] { return !m_program->isRunning(); }, 15'000);
    return isHello && hasEnded ? m_program->log() : QByteArray("the server did not stop");
}

void HostileLogTest::everyEventIsOneEscapedLine()
{
    const QString password = QStringLiteral("correct horse battery");
    for (const QByteArray &text : hostileTexts()) {
        auto client = greeted(text);
        QVERIFY(client);
        wire::Frame account = accountFrame(QString::fromUtf8(text), password);
        account.mutable_create_account()->set_display_name(toStd(text));
        account.mutable_create_account()->set_invite(toStd(text));
        tell(*client, account);
        tell(*client, signInFrame(QString::fromUtf8(text), password));
        tell(*client, resumeFrame(text));
        auto member = greeted(text);
        QVERIFY(member);
        QVERIFY(member->request(resumeFrame(m_cast.people.first().token)).isOk());
        wire::Frame presence;
        presence.mutable_set_presence()->set_state(wire::PRESENCE_AWAY);
        presence.mutable_set_presence()->set_status_text(toStd(text));
        tell(*member, presence);
        tell(*member, groupFrame(QString::fromUtf8(text), {}, m_random.clientId()));
        tell(*member, messageFrame(m_cast.group, m_random.clientId(), text));
        member->sendRaw(text + QByteArray(8, '\xff')); // no frame of ours
        QVERIFY(member->waitForEnd());
        const QString word = QString::fromUtf8(text);
        control({word, {{QStringLiteral("name"), word}}});
        control({QStringLiteral("user.add"), {{QStringLiteral("name"), word}, {QStringLiteral("password"), word}}});
        control({QStringLiteral("backup"), {{QStringLiteral("path"), word}}});
    }
    const QByteArray log = wholeLog();
    QCOMPARE(complaintAbout(log), QString());
    QVERIFY(log.contains("hello from \\u001b[2J")); // it was logged, and this is how
    QVERIFY(log.contains("\\u202e"));
}

void HostileLogTest::noSecretIsEverLogged()
{
    QList<QByteArray> secrets{"password-for-the-log", "another-password-4711", "the text of a message",
                              "status-of-mine"};
    const QString password = QString::fromLatin1(secrets.at(0));
    auto client = greeted("rookery");
    QVERIFY(client);
    // Wrong, in the wrong field, too long; and right.
    tell(*client, signInFrame(QStringLiteral("zoe"), password));
    tell(*client, signInFrame(password, password));
    tell(*client, accountFrame(password + QLatin1Char('!'), password));
    const auto made = client->request(accountFrame(QStringLiteral("zoe"), password));
    QVERIFY2(made.isOk(), made ? "" : qPrintable(describe(made.error())));
    secrets += toBytes(made->signed_in().token());
    secrets += toBytes(made->signed_in().session_key());
    secrets += toBytes(made->signed_in().group_key());
    wire::Frame presence;
    presence.mutable_set_presence()->set_state(wire::PRESENCE_AWAY);
    presence.mutable_set_presence()->set_status_text("status-of-mine");
    QVERIFY(client->request(presence).isOk());
    const auto group = client->request(groupFrame(QStringLiteral("Birds"), {}, m_random.clientId()));
    const ConversationId id(group->conversation().id());
    QVERIFY(client->request(messageFrame(id, m_random.clientId(), "the text of a message")).isOk());
    QVERIFY(client->request(historyFrame(id, 0, 50)).isOk());
    control({QStringLiteral("user.passwd"),
             {{QStringLiteral("name"), QStringLiteral("zoe")},
              {QStringLiteral("password"), QString::fromLatin1(secrets.at(1))}}});
    QVERIFY(client->waitForEnd());
    for (const TrialPerson &person : std::as_const(m_cast.people)) {
        secrets += person.token;
        auto other = greeted("rookery");
        QVERIFY(other && other->request(resumeFrame(person.token)).isOk());
    }
    const QByteArray log = wholeLog();
    QVERIFY(log.contains("account 3 made"));
    QVERIFY(log.contains("user 3 signed in"));
    for (const QByteArray &secret : std::as_const(secrets)) {
        for (const QByteArray &form : {secret, secret.toHex(), secret.toBase64(), secret.toPercentEncoding(),
                                       secret.toBase64(QByteArray::Base64UrlEncoding)})
            QVERIFY2(!log.contains(form), form.constData());
    }
}

void HostileLogTest::refusedStartIsOneLine()
{
    for (const QByteArray &text : hostileTexts()) {
        if (text.contains('\0') || text.size() > 1'000)
            continue;
        QProcess program;
        program.start(qEnvironmentVariable("ROOKERY_BIN_DIR") + QStringLiteral("/rookeryd"),
                      {QStringLiteral("--data"), m_folder->path(), QStringLiteral("--listen"),
                       QString::fromUtf8(text)});
        QTRY_VERIFY(program.state() == QProcess::NotRunning);
        QCOMPARE(program.exitCode(), 2);
        const QByteArray log = program.readAllStandardError();
        QCOMPARE(complaintAbout(log), QString());
        QCOMPARE(log.count('\n'), 1);
    }
}

QTEST_GUILESS_MAIN(HostileLogTest)
#include "tst_hostile_log.moc"
