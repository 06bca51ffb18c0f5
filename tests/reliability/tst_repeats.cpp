// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bars 7, 14 and 28: every request repeated, at once, an hour and a day later, from another device and after a
// restart, is stored once; clocks that jump end no connection and change no order; each request is refused to whoever
// may not make it, also in the middle of a session.
#include "tests/support/load_client.h"
#include "tests/support/manual_clock.h"
#include "tests/support/script_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/sqlite_fault_vfs.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_session.h"
#include "tests/support/wire_frames.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::test;

namespace {

/// A request that changes something, made for a place where it may be made.
struct Change {
    const char *name;
    std::function<wire::Frame(const TrialCast &, const ClientId &)> make;
};

/// Of the message that the first person has said before.
constexpr quint64 saidSeq = 2;

const QList<Change> &changes()
{
    static const QList<Change> all{
        {"SendMessage", [](const TrialCast &cast, const ClientId &id) { return messageFrame(cast.group, id, "once"); }},
        {"CreateGroup",
         [](const TrialCast &cast, const ClientId &id) {
             return groupFrame(QStringLiteral("Once"), {cast.people.at(1).id}, id);
         }},
        {"OpenDirect",
         [](const TrialCast &cast, const ClientId &) {
             wire::Frame frame;
             frame.mutable_open_direct()->set_user_id(cast.people.at(2).id.value);
             return frame;
         }},
        {"AddMembers",
         [](const TrialCast &cast, const ClientId &) {
             wire::Frame frame;
             frame.mutable_add_members()->set_conversation_id(cast.ownGroups.first().value);
             frame.mutable_add_members()->add_user_ids(cast.people.at(2).id.value);
             return frame;
         }},
        {"SetCursor",
         [](const TrialCast &cast, const ClientId &) {
             wire::Frame frame;
             frame.mutable_set_cursor()->set_conversation_id(cast.group.value);
             frame.mutable_set_cursor()->set_read_seq(1);
             return frame;
         }},
        {"EditMessage",
         [](const TrialCast &cast, const ClientId &id) {
             wire::Frame frame;
             frame.mutable_edit_message()->set_conversation_id(cast.group.value);
             frame.mutable_edit_message()->set_client_id(toStd(id.bytes()));
             frame.mutable_edit_message()->set_target_seq(saidSeq);
             frame.mutable_edit_message()->set_text("other words");
             return frame;
         }},
        {"RecallMessage",
         [](const TrialCast &cast, const ClientId &id) {
             wire::Frame frame;
             frame.mutable_recall_message()->set_conversation_id(cast.group.value);
             frame.mutable_recall_message()->set_client_id(toStd(id.bytes()));
             frame.mutable_recall_message()->set_target_seq(saidSeq);
             return frame;
         }},
        {"SetMemberRole",
         [](const TrialCast &cast, const ClientId &) {
             wire::Frame frame;
             frame.mutable_set_member_role()->set_conversation_id(cast.group.value);
             frame.mutable_set_member_role()->set_user_id(cast.people.at(1).id.value);
             frame.mutable_set_member_role()->set_role(wire::MEMBER_ROLE_MUTED);
             return frame;
         }},
        {"RemoveMember",
         [](const TrialCast &cast, const ClientId &) {
             wire::Frame frame;
             frame.mutable_remove_member()->set_conversation_id(cast.group.value);
             frame.mutable_remove_member()->set_user_id(cast.people.at(1).id.value);
             return frame;
         }},
        {"LeaveGroup",
         [](const TrialCast &cast, const ClientId &) {
             wire::Frame frame;
             frame.mutable_leave_group()->set_conversation_id(cast.group.value);
             return frame;
         }},
    };
    return all;
}

} // namespace

class RepeatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { SqliteFaultVfs::instance().setSyncing(SqliteFaultVfs::Syncing::Pretended); }
    void init();
    void cleanup();
    void repeatedRequestIsStoredOnce_data();
    void repeatedRequestIsStoredOnce();
    void sameIdWithAnotherBodyIsRefused();
    void clockStepsHarmNothing();
    void rights_data();
    void rights();
    void disabledInMidSession();

private:
    /// Signed in as that person; a null pointer when it did not work.
    std::unique_ptr<ScriptClient> join(int person);
    /// Everything the store holds that a repeat could double.
    QList<qint64> counts();

    const quint32 m_seed = trialSeed(20260307);
    SeededRandom m_random{m_seed};
    SystemRandomSource m_serverRandom;
    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    TrialCast m_cast;
    std::unique_ptr<TrialServer> m_server;
};

void RepeatsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_cast = makeCast(m_folder->path(), 4, m_random);
    m_server = std::make_unique<TrialServer>(m_folder->path(), m_clock, m_serverRandom);
    QCOMPARE(m_server->start(), QString());
}

void RepeatsTest::cleanup()
{
    m_server.reset();
}

std::unique_ptr<ScriptClient> RepeatsTest::join(int person)
{
    auto client = std::make_unique<ScriptClient>(QStringLiteral("repeater"), m_clock, m_random);
    if (!client->connectTo(m_server->port()) || !client->request(resumeFrame(m_cast.people.at(person).token)))
        return nullptr;
    return client;
}

QList<qint64> RepeatsTest::counts()
{
    const auto database = server::Database::open(m_folder->path() + QStringLiteral("/rookery.sqlite"),
                                                 server::Database::Access::ReadOnly);
    QList<qint64> result;
    for (const char *table : {"events", "conversations", "members", "users", "tokens"}) {
        const QString query = QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table));
        result.append(database ? (*database)->numberOf(query).value() : -1);
    }
    return result;
}

void RepeatsTest::repeatedRequestIsStoredOnce_data()
{
    QTest::addColumn<int>("change");
    for (int i = 0; i < changes().size(); ++i)
        QTest::newRow(changes().at(i).name) << i;
}

void RepeatsTest::repeatedRequestIsStoredOnce()
{
    QFETCH(int, change);
    const ClientId id = m_random.clientId();
    const wire::Frame request = changes().at(change).make(m_cast, id);
    auto client = join(0);
    QVERIFY(client);
    QCOMPARE(client->request(messageFrame(m_cast.group, m_random.clientId(), "said"))->sent().seq(), saidSeq);
    const QList<qint64> before = counts();
    const Result<wire::Frame> first = client->request(request);
    QVERIFY2(first.isOk(), first ? "" : qPrintable(describe(first.error())));
    const QList<qint64> once = counts();
    QVERIFY(once != before || changes().at(change).name == QByteArray("SetCursor"));
    const auto repeat = [&](ScriptClient &from, const char *when) {
        for (int times = 0; times < 5; ++times) {
            const Result<wire::Frame> again = from.request(request);
            // Gone is gone: leaving and removing are the only requests whose repeat is refused, and it says so.
            if (!again)
                QVERIFY2(again.error().code
                             == (request.has_remove_member() ? ErrorCode::NotFound : ErrorCode::NotMember),
                         when);
            else if (first->has_sent())
                QVERIFY2(again->sent().seq() == first->sent().seq()
                             && again->sent().time_ms() == first->sent().time_ms(),
                         when);
            else if (first->has_conversation())
                QVERIFY2(again->conversation().id() == first->conversation().id(), when);
            QVERIFY2(counts() == once, when);
        }
    };
    repeat(*client, "at once");
    constexpr qint64 hourMs = 3'600'000;
    for (const qint64 passedMs : {hourMs, 24 * hourMs}) {
        m_clock.advance(passedMs);
        auto later = join(0); // another device: the first has been silent for too long
        QVERIFY(later);
        repeat(*later, passedMs == hourMs ? "an hour later" : "a day later");
    }
    QCOMPARE(m_server->stop(), QString());
    QCOMPARE(m_server->start(), QString());
    auto restarted = join(0);
    QVERIFY(restarted);
    repeat(*restarted, "after a restart");
}

void RepeatsTest::sameIdWithAnotherBodyIsRefused()
{
    auto client = join(0);
    QVERIFY(client);
    const ClientId id = m_random.clientId();
    QVERIFY(client->request(messageFrame(m_cast.group, id, "one")).isOk());
    const auto other = client->request(messageFrame(m_cast.group, id, "two"));
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::ClientIdReused);
    const auto elsewhere = client->request(messageFrame(m_cast.ownGroups.first(), id, "one"));
    QVERIFY(!elsewhere);
    QCOMPARE(elsewhere.error().code, ErrorCode::ClientIdReused);
    // The same id of somebody else is another message.
    auto neighbour = join(1);
    QVERIFY(neighbour);
    QCOMPARE(neighbour->request(messageFrame(m_cast.group, id, "one"))->sent().seq(), quint64(3));
}

void RepeatsTest::clockStepsHarmNothing()
{
    // An hour and a day either way, the beginning of time, and beyond 32 bits of seconds.
    const qint64 start = m_clock.wallMs();
    const QList<qint64> steps{start + 3'600'000,
                              start - 3'600'000,
                              start + 86'400'000,
                              start - 86'400'000,
                              0,
                              -1'000,
                              4'102'444'800'000,
                              2'147'483'648'000,
                              start};
    TrialSession alice(m_cast.people.first(), m_server->port(), m_clock, m_random, TrialSession::Reconnect::AtOnce);
    TrialSession bob(m_cast.people.at(1), m_server->port(), m_clock, m_random, TrialSession::Reconnect::AtOnce);
    int lost = 0;
    for (TrialSession *session : {&alice, &bob}) {
        QVERIFY(session->open());
        session->start();
        QTRY_VERIFY(session->isOnline() && (*session)->log().has(m_cast.group, 1));
        connect(&(*session)->link(), &client::Link::stateChanged, this, [&lost] { ++lost; });
    }
    QList<QByteArray> said;
    for (int round = 0; round < shortOrLong(3, 30); ++round) {
        for (const qint64 wallMs : steps) {
            m_clock.setWallMs(wallMs);
            m_clock.advance(1'000);
            for (TrialSession *session : {&alice, &bob}) {
                (*session)->link().tick();
                (*session)->outbox().tick();
                said.append(QByteArray::number(said.size()));
                QVERIFY((*session)->outbox().send(m_cast.group, QString::fromUtf8(said.last())).isOk());
                QTRY_VERIFY((*session)->outbox().size() == 0);
            }
        }
    }
    QTRY_COMPARE(bob.texts(m_cast.group), said);
    QTRY_COMPARE(alice.texts(m_cast.group), said);
    // Longer than the server's patience, in steps of a ping: alive by the clock that does not jump.
    for (int i = 0; i < 10; ++i) {
        m_clock.setWallMs(i % 2 ? 0 : start);
        m_clock.advance(limits::pingIntervalMs + 1);
        for (TrialSession *session : {&alice, &bob}) {
            (*session)->link().tick();
            bool isAnswered = false;
            (*session)->link().request(pingFrame(), [&](const Result<wire::Frame> &pong) { isAnswered = pong.isOk(); });
            QTRY_VERIFY(isAnswered);
        }
    }
    QCOMPARE(lost, 0);
}

void RepeatsTest::rights_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("request");
    QTest::addColumn<ErrorCode>("expected");
    const ErrorCode none = ErrorCode::None;
    const ErrorCode away = ErrorCode::NotSignedIn;
    const ErrorCode member = ErrorCode::NotMember;
    struct Row {
        const char *request;
        ErrorCode ungreeted, stranger, outsider, left, inside;
    };
    const ErrorCode silent = ErrorCode::Malformed; // no hello yet
    const Row rows[] = {
        {"ping", silent, none, none, none, none},
        {"roster", silent, away, none, none, none},
        {"presence", silent, away, none, none, none},
        {"sync", silent, away, none, none, none},
        {"direct", silent, away, none, none, none},
        {"direct-with-self", silent, away, ErrorCode::Forbidden, ErrorCode::Forbidden, ErrorCode::Forbidden},
        {"group", silent, away, none, none, none},
        {"message", silent, away, member, member, none},
        {"history", silent, away, member, member, none},
        {"add", silent, away, member, member, none},
        {"leave", silent, away, member, member, none},
        {"cursor", silent, away, member, member, none},
        {"typing", silent, away, member, member, none},
        {"edit", silent, away, member, member, ErrorCode::NotFound},
        {"recall", silent, away, member, member, ErrorCode::NotFound},
        {"role", silent, away, member, member, ErrorCode::Forbidden},
        {"remove-member", silent, away, member, member, ErrorCode::Forbidden},
        {"sign-out", silent, away, none, none, none},
        {"resume-again", silent, ErrorCode::TokenExpired, silent, silent, silent},
        {"unknown-conversation", silent, away, member, member, member},
    };
    for (const Row &row : rows) {
        const std::pair<const char *, ErrorCode> columns[] = {{"ungreeted", row.ungreeted},
                                                              {"stranger", row.stranger},
                                                              {"outsider", row.outsider},
                                                              {"left", row.left},
                                                              {"member", row.inside}};
        for (const auto &[who, expected] : columns)
            QTest::addRow("%s of %s", row.request, who)
                << QString::fromLatin1(who) << QString::fromLatin1(row.request) << expected;
    }
}

static wire::Frame requestNamed(const QString &name, const TrialCast &cast, const ClientId &id)
{
    wire::Frame frame;
    const quint64 group = cast.group.value;
    if (name == QLatin1String("ping"))
        return pingFrame();
    if (name == QLatin1String("roster"))
        frame.mutable_get_roster();
    else if (name == QLatin1String("presence"))
        frame.mutable_set_presence()->set_state(wire::PRESENCE_AWAY);
    else if (name == QLatin1String("sync"))
        frame.mutable_sync();
    else if (name == QLatin1String("direct"))
        frame.mutable_open_direct()->set_user_id(cast.people.at(0).id.value);
    else if (name == QLatin1String("direct-with-self"))
        frame.mutable_open_direct()->set_user_id(cast.people.at(3).id.value);
    else if (name == QLatin1String("group"))
        return groupFrame(QStringLiteral("New"), {cast.people.at(0).id}, id);
    else if (name == QLatin1String("message"))
        return messageFrame(cast.group, id, "hello");
    else if (name == QLatin1String("history"))
        return historyFrame(cast.group, 0, 50);
    else if (name == QLatin1String("add")) {
        frame.mutable_add_members()->set_conversation_id(group);
        frame.mutable_add_members()->add_user_ids(cast.people.at(2).id.value);
    } else if (name == QLatin1String("leave"))
        frame.mutable_leave_group()->set_conversation_id(group);
    else if (name == QLatin1String("cursor")) {
        frame.mutable_set_cursor()->set_conversation_id(group);
        frame.mutable_set_cursor()->set_read_seq(1);
    } else if (name == QLatin1String("typing")) {
        frame.mutable_set_typing()->set_conversation_id(group);
        frame.mutable_set_typing()->set_active(true);
    } else if (name == QLatin1String("edit")) {
        // The group's beginning, which is no message: tst_rights has what members may do with each other's.
        frame.mutable_edit_message()->set_conversation_id(group);
        frame.mutable_edit_message()->set_client_id(toStd(id.bytes()));
        frame.mutable_edit_message()->set_target_seq(1);
        frame.mutable_edit_message()->set_text("hello");
    } else if (name == QLatin1String("recall")) {
        frame.mutable_recall_message()->set_conversation_id(group);
        frame.mutable_recall_message()->set_client_id(toStd(id.bytes()));
        frame.mutable_recall_message()->set_target_seq(1);
    } else if (name == QLatin1String("role")) {
        frame.mutable_set_member_role()->set_conversation_id(group);
        frame.mutable_set_member_role()->set_user_id(cast.people.at(1).id.value);
        frame.mutable_set_member_role()->set_role(wire::MEMBER_ROLE_MODERATOR);
    } else if (name == QLatin1String("remove-member")) {
        frame.mutable_remove_member()->set_conversation_id(group);
        frame.mutable_remove_member()->set_user_id(cast.people.at(1).id.value);
    } else if (name == QLatin1String("sign-out"))
        frame.mutable_sign_out();
    else if (name == QLatin1String("resume-again"))
        return resumeFrame(QByteArray(32, 'x'));
    else
        return messageFrame(ConversationId(999'999), id, "hello");
    return frame;
}

void RepeatsTest::rights()
{
    QFETCH(QString, who);
    QFETCH(QString, request);
    QFETCH(ErrorCode, expected);
    constexpr int actor = 3;
    TrialCast cast = m_cast;
    if (who == QLatin1String("outsider")) {
        cast.group = m_cast.ownGroups.first(); // the first person's own
    } else if (who == QLatin1String("left")) {
        auto leaver = join(actor);
        QVERIFY(leaver);
        QVERIFY(leaver->request(requestNamed(QStringLiteral("leave"), cast, {})).isOk());
    }
    std::unique_ptr<ScriptClient> client;
    if (who == QLatin1String("stranger") || who == QLatin1String("ungreeted")) {
        client = std::make_unique<ScriptClient>(QStringLiteral("stranger"), m_clock, m_random);
        if (who == QLatin1String("stranger"))
            QVERIFY(client->connectTo(m_server->port()).isOk());
        else
            QVERIFY(client->connectSilently(m_server->port()));
    } else {
        client = join(actor);
        QVERIFY(client);
    }
    const QList<qint64> before = counts();
    const Result<wire::Frame> reply = client->request(requestNamed(request, cast, m_random.clientId()));
    QCOMPARE(reply ? ErrorCode::None : reply.error().code, expected);
    if (expected != ErrorCode::None)
        QCOMPARE(counts(), before); // refused means: nothing happened
}

void RepeatsTest::disabledInMidSession()
{
    auto client = join(1);
    QVERIFY(client);
    QVERIFY(client->request(messageFrame(m_cast.group, m_random.clientId(), "before")).isOk());
    QProcess ctl;
    ctl.start(qEnvironmentVariable("ROOKERY_BIN_DIR") + QStringLiteral("/rookeryctl"),
              {QStringLiteral("--data"), m_folder->path(), QStringLiteral("user"), QStringLiteral("disable"),
               m_cast.people.at(1).name});
    QTRY_VERIFY(ctl.state() == QProcess::NotRunning);
    QVERIFY2(ctl.exitCode() == 0, ctl.readAllStandardError());
    QVERIFY(client->waitForEnd());
    QVERIFY(!join(1)); // the token is gone, too
    const QList<qint64> before = counts();
    auto again = std::make_unique<ScriptClient>(QStringLiteral("again"), m_clock, m_random);
    QVERIFY(again->connectTo(m_server->port()).isOk());
    QVERIFY(!again->request(messageFrame(m_cast.group, m_random.clientId(), "after")).isOk());
    QCOMPARE(counts(), before);
}

QTEST_GUILESS_MAIN(RepeatsTest)
#include "tst_repeats.moc"
