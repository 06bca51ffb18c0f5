// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 28, the server's roles: whoever is owner or administrator of the server has no rights in conversations of others
// and no commands over the wire; commands come from the system's own users only; what is taken away in the middle of a
// session is gone at once.
#include "server/ctl/control_protocol.h"
#include "tests/support/script_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_server.h"
#include "tests/support/wire_frames.h"

#include <QtNetwork/QLocalSocket>
#include <QtTest/QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rookery;
using namespace rookery::test;

namespace {

const QStringList roleNames{QStringLiteral("member"), QStringLiteral("administrator"), QStringLiteral("owner")};

/// Requests about a group of somebody else's, and what anyone outside it gets.
struct Outside {
    const char *name;
    std::function<wire::Frame(ConversationId group, UserId self, const ClientId &id)> make;
    ErrorCode expected;
};

const QList<Outside> &outsideRequests()
{
    static const QList<Outside> all{
        {"SendMessage", [](ConversationId group, UserId, const ClientId &id) { return messageFrame(group, id, "x"); },
         ErrorCode::NotMember},
        {"GetHistory", [](ConversationId group, UserId, const ClientId &) { return historyFrame(group, 0, 50); },
         ErrorCode::NotMember},
        {"AddMembers",
         [](ConversationId group, UserId self, const ClientId &) {
             wire::Frame frame;
             frame.mutable_add_members()->set_conversation_id(group.value);
             frame.mutable_add_members()->add_user_ids(self.value + 1);
             return frame;
         },
         ErrorCode::NotMember},
        {"LeaveGroup",
         [](ConversationId group, UserId, const ClientId &) {
             wire::Frame frame;
             frame.mutable_leave_group()->set_conversation_id(group.value);
             return frame;
         },
         ErrorCode::NotMember},
        {"SetCursor",
         [](ConversationId group, UserId, const ClientId &) {
             wire::Frame frame;
             frame.mutable_set_cursor()->set_conversation_id(group.value);
             frame.mutable_set_cursor()->set_read_seq(1);
             return frame;
         },
         ErrorCode::NotMember},
        {"SetTyping",
         [](ConversationId group, UserId, const ClientId &) {
             wire::Frame frame;
             frame.mutable_set_typing()->set_conversation_id(group.value);
             return frame;
         },
         ErrorCode::NotMember},
        {"CreateAccount",
         [](ConversationId, UserId, const ClientId &) {
             return accountFrame(QStringLiteral("puppet"), QStringLiteral("correct horse"));
         },
         ErrorCode::Malformed},
        {"SignIn as another",
         [](ConversationId, UserId, const ClientId &) {
             return signInFrame(QStringLiteral("person0"), QStringLiteral("correct horse"));
         },
         ErrorCode::Malformed},
    };
    return all;
}

} // namespace

class ServerRolesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }
    void roleOpensNoRoom_data();
    void roleOpensNoRoom();
    void roleIsNoCommand_data();
    void roleIsNoCommand();
    void commandsAreForTheServersOwnUser();
    void lostRoleIsToldAtOnce();
    void disabledWhileSigningIn();
    void newPasswordEndsEverySession();

private:
    std::unique_ptr<ScriptClient> join(int person);
    Result<QJsonObject> control(const QString &command, const QJsonObject &arguments = {});
    QString nameOf(int person) const { return m_cast.people.at(person).name; }

    const quint32 m_seed = trialSeed(20260317);
    SeededRandom m_random{m_seed};
    SystemRandomSource m_serverRandom;
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    TrialCast m_cast;
    std::unique_ptr<TrialServer> m_server;
};

void ServerRolesTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_cast = makeCast(m_folder->path(), 3, m_random);
    m_server = std::make_unique<TrialServer>(m_folder->path(), m_clock, m_serverRandom);
    QCOMPARE(m_server->start(), QString());
}

std::unique_ptr<ScriptClient> ServerRolesTest::join(int person)
{
    auto client = std::make_unique<ScriptClient>(QStringLiteral("someone"), m_clock, m_random);
    if (!client->connectTo(m_server->port()) || !client->request(resumeFrame(m_cast.people.at(person).token)))
        return nullptr;
    return client;
}

Result<QJsonObject> ServerRolesTest::control(const QString &command, const QJsonObject &arguments)
{
    QLocalSocket socket;
    socket.connectToServer(server::controlSocketPath(m_folder->path()));
    socket.write(server::encodedRequest({command, arguments}));
    if (!QTest::qWaitFor([&socket] { return socket.canReadLine(); }, 15'000))
        return ErrorCode::CannotReach;
    return server::decodedAnswer(socket.readLine());
}

void ServerRolesTest::roleOpensNoRoom_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<int>("request");
    for (const QString &role : roleNames) {
        for (int i = 0; i < outsideRequests().size(); ++i)
            QTest::addRow("%s as %s", outsideRequests().at(i).name, qPrintable(role)) << role << i;
    }
}

void ServerRolesTest::roleOpensNoRoom()
{
    QFETCH(QString, role);
    QFETCH(int, request);
    constexpr int actor = 1;
    const auto given = control(QStringLiteral("user.role"),
                               {{QStringLiteral("name"), nameOf(actor)}, {QStringLiteral("role"), role}});
    QVERIFY(given.isOk());
    auto client = join(actor);
    QVERIFY(client);
    const Outside &outside = outsideRequests().at(request);
    const ConversationId others = m_cast.ownGroups.first();
    const auto reply = client->request(outside.make(others, m_cast.people.at(actor).id, m_random.clientId()));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, outside.expected);
    // And whoever is in it finds nothing changed.
    auto member = join(0);
    QVERIFY(member);
    QCOMPARE(member->request(historyFrame(others, 0, 50))->history().events_size(), 1);
}

void ServerRolesTest::roleIsNoCommand_data()
{
    QTest::addColumn<QString>("role");
    for (const QString &role : roleNames)
        QTest::newRow(qPrintable(role)) << role;
}

void ServerRolesTest::roleIsNoCommand()
{
    QFETCH(QString, role);
    constexpr int actor = 1;
    QVERIFY(
        control(QStringLiteral("user.role"), {{QStringLiteral("name"), nameOf(actor)}, {QStringLiteral("role"), role}})
            .isOk());
    auto client = join(actor);
    QVERIFY(client);
    // A request no release has: a field far beyond those of Frame, and a command of the control socket as it is.
    wire::Frame unknown;
    unknown.set_id(1);
    QByteArray body = QByteArray::fromStdString(unknown.SerializeAsString()) + QByteArray::fromHex("fafa0700");
    QByteArray frame(4, '\0');
    frame[3] = char(body.size());
    client->sendRaw(frame + body);
    static_cast<void>(client->request(pingFrame())); // by its answer or the end the other has been dealt with
    auto again = join(actor);
    QVERIFY(again);
    again->sendRaw(server::encodedRequest({QStringLiteral("stop"), {}}));
    QVERIFY(again->waitForEnd()); // thrown out for what is no frame
    QCOMPARE(m_server->failure().code, ErrorCode::None);
    QVERIFY(join(0)); // the server goes on
}

void ServerRolesTest::commandsAreForTheServersOwnUser()
{
    if (::geteuid() != 0)
        QSKIP("only root can be another user for a moment");
    const QByteArray path = QFile::encodeName(server::controlSocketPath(m_folder->path()));
    // Even where an administrator has opened up the folder and the socket.
    ::chmod(QFile::encodeName(m_folder->path()).constData(), 0755);
    ::chmod(path.constData(), 0666);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(path.size() < qsizetype(sizeof address.sun_path));
    std::copy(path.begin(), path.end(), address.sun_path);
    constexpr uid_t nobody = 65534;
    const pid_t child = ::fork();
    if (child == 0) {
        // Nothing of Qt here: the child has this thread only.
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (::setuid(nobody) != 0)
            ::_exit(2);
        if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            ::_exit(3);
        constexpr char request[] = "{\"command\":\"stop\"}\n";
        if (::send(socket, request, sizeof request - 1, MSG_NOSIGNAL) < 0)
            ::_exit(0);
        char answer = 0;
        ::_exit(::recv(socket, &answer, 1, 0) > 0 ? 4 : 0);
    }
    int status = -1;
    pid_t ended = 0; // QTRY_VERIFY asks once more after it is true
    QTRY_VERIFY(ended == child || (ended = ::waitpid(child, &status, WNOHANG)) == child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0); // connected, but cut off without an answer
    QVERIFY(join(0));                 // and not stopped
}

void ServerRolesTest::lostRoleIsToldAtOnce()
{
    constexpr int actor = 1;
    auto client = join(actor);
    QVERIFY(client);
    for (const wire::ServerRole role :
         {wire::SERVER_ROLE_ADMINISTRATOR, wire::SERVER_ROLE_OWNER, wire::SERVER_ROLE_MEMBER}) {
        QVERIFY(control(QStringLiteral("user.role"),
                        {{QStringLiteral("name"), nameOf(actor)}, {QStringLiteral("role"), roleNames.at(int(role))}})
                    .isOk());
        const auto push = client->waitForPush([](const wire::Frame &frame) { return frame.has_users_changed(); });
        QVERIFY(push.has_value());
        QCOMPARE(push->users_changed().users(0).id(), m_cast.people.at(actor).id.value);
        QCOMPARE(push->users_changed().users(0).role(), role);
        wire::Frame roster;
        roster.mutable_get_roster();
        const auto everybody = client->request(roster);
        for (const wire::User &user : everybody->roster().users()) {
            if (user.id() == m_cast.people.at(actor).id.value)
                QCOMPARE(user.role(), role);
        }
    }
}

void ServerRolesTest::disabledWhileSigningIn()
{
    const QString password = QStringLiteral("correct horse battery");
    QVERIFY(control(QStringLiteral("user.passwd"),
                    {{QStringLiteral("name"), nameOf(1)}, {QStringLiteral("password"), password}})
                .isOk());
    // The command comes while the password is being hashed, or just after: whichever it is, nobody is in afterwards.
    for (int round = 0; round < 5; ++round) {
        QVERIFY(control(QStringLiteral("user.enable"), {{QStringLiteral("name"), nameOf(1)}}).isOk());
        ScriptClient client(QStringLiteral("late"), m_clock, m_random);
        QVERIFY(client.connectTo(m_server->port()).isOk());
        wire::Frame frame = signInFrame(nameOf(1), password);
        frame.set_id(77);
        client.sendRaw(encodeFrame(frame));
        QVERIFY(control(QStringLiteral("user.disable"), {{QStringLiteral("name"), nameOf(1)}}).isOk());
        // The answer has come by the time this one has; it was "disabled", or the session was ended.
        const auto after = client.request(messageFrame(m_cast.group, m_random.clientId(), "in"));
        QVERIFY(!after);
        QVERIFY(after.error().code == ErrorCode::NotSignedIn || after.error().code == ErrorCode::Disconnected);
    }
}

void ServerRolesTest::newPasswordEndsEverySession()
{
    auto first = join(1);
    auto second = join(1);
    auto bystander = join(0);
    QVERIFY(first && second && bystander);
    QVERIFY(
        control(QStringLiteral("user.passwd"),
                {{QStringLiteral("name"), nameOf(1)}, {QStringLiteral("password"), QStringLiteral("correct horse")}})
            .isOk());
    QVERIFY(first->waitForEnd());
    QVERIFY(second->waitForEnd());
    QVERIFY(!join(1)); // the token is worth nothing
    QVERIFY(bystander->request(pingFrame()).isOk());
}

QTEST_GUILESS_MAIN(ServerRolesTest)
#include "tst_server_roles.moc"
