// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 28, inside a group: every role asks for everything, about what is theirs and what is another's. What is refused
// leaves no trace: not in the store, and nobody is told.
#include "server/storage/database.h"
#include "tests/support/model_world.h"
#include "tests/support/sqlite_fault_vfs.h"
#include "tests/support/wire_frames.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::test;

namespace {

// The cast: who stands for what. The actor is one of the first two.
enum Person { Owner, Actor, Moderator, Member, Muted, Stranger, PersonCount };

/// What was said before the row begins, by seq in the group's log: after its beginning and the stranger's removal.
enum Said : quint64 { Own = 3, Theirs = 4, Owners = 5 };

using Maker = std::function<wire::Frame(const TrialCast &cast, const ClientId &id)>;

Maker edit(Said target)
{
    return [target](const TrialCast &cast, const ClientId &id) {
        wire::Frame frame;
        frame.mutable_edit_message()->set_conversation_id(cast.group.value);
        frame.mutable_edit_message()->set_client_id(toStd(id.bytes()));
        frame.mutable_edit_message()->set_target_seq(target);
        frame.mutable_edit_message()->set_text("other words");
        return frame;
    };
}

Maker recall(Said target)
{
    return [target](const TrialCast &cast, const ClientId &id) {
        wire::Frame frame;
        frame.mutable_recall_message()->set_conversation_id(cast.group.value);
        frame.mutable_recall_message()->set_client_id(toStd(id.bytes()));
        frame.mutable_recall_message()->set_target_seq(target);
        return frame;
    };
}

/// Who is meant by "oneself" depends on the row: the owner acts as the first person.
constexpr int oneself = -1;

Maker role(int whom, wire::MemberRole role)
{
    return [whom, role](const TrialCast &cast, const ClientId &) {
        wire::Frame frame;
        frame.mutable_set_member_role()->set_conversation_id(cast.group.value);
        frame.mutable_set_member_role()->set_user_id(whom == oneself ? 0 : cast.people.at(whom).id.value);
        frame.mutable_set_member_role()->set_role(role);
        return frame;
    };
}

Maker removal(int whom)
{
    return [whom](const TrialCast &cast, const ClientId &) {
        wire::Frame frame;
        frame.mutable_remove_member()->set_conversation_id(cast.group.value);
        frame.mutable_remove_member()->set_user_id(whom == oneself ? 0 : cast.people.at(whom).id.value);
        return frame;
    };
}

struct Action {
    const char *name;
    Maker make;
    ErrorCode owner, moderator, member, muted, removed;
};

QList<Action> messageActions()
{
    const ErrorCode no = ErrorCode::Forbidden;
    const ErrorCode out = ErrorCode::NotMember;
    const ErrorCode yes = ErrorCode::None;
    return {
        {"send", [](const auto &cast, const auto &id) { return messageFrame(cast.group, id, "hello"); }, yes, yes, yes,
         no, out},
        {"edit own", edit(Own), yes, yes, yes, no, out},
        {"edit another's", edit(Theirs), no, no, no, no, out},
        {"recall own", recall(Own), yes, yes, yes, yes, out},
        {"recall another's", recall(Theirs), yes, yes, no, no, out},
        {"recall the owner's", recall(Owners), yes, yes, no, no, out},
        {"type",
         [](const auto &cast, const auto &) {
             wire::Frame frame;
             frame.mutable_set_typing()->set_conversation_id(cast.group.value);
             frame.mutable_set_typing()->set_active(true);
             return frame;
         },
         yes, yes, yes, no, out},
        {"cursor",
         [](const auto &cast, const auto &) {
             wire::Frame frame;
             frame.mutable_set_cursor()->set_conversation_id(cast.group.value);
             frame.mutable_set_cursor()->set_read_seq(2);
             return frame;
         },
         yes, yes, yes, yes, out},
        {"history", [](const auto &cast, const auto &) { return historyFrame(cast.group, 0, 50); }, yes, yes, yes, yes,
         out},
        {"add",
         [](const auto &cast, const auto &) {
             wire::Frame frame;
             frame.mutable_add_members()->set_conversation_id(cast.group.value);
             frame.mutable_add_members()->add_user_ids(cast.people.at(Stranger).id.value);
             return frame;
         },
         yes, yes, yes, no, out},
        {"leave",
         [](const auto &cast, const auto &) {
             wire::Frame frame;
             frame.mutable_leave_group()->set_conversation_id(cast.group.value);
             return frame;
         },
         yes, yes, yes, yes, out},
    };
}

QList<Action> memberActions()
{
    const ErrorCode no = ErrorCode::Forbidden;
    const ErrorCode out = ErrorCode::NotMember;
    const ErrorCode yes = ErrorCode::None;
    const ErrorCode nobody = ErrorCode::NotFound;
    return {
        {"remove a member", removal(Member), yes, yes, no, no, out},
        {"remove somebody muted", removal(Muted), yes, yes, no, no, out},
        {"remove a moderator", removal(Moderator), yes, no, no, no, out},
        {"remove the owner", removal(Owner), no, no, no, no, out},
        {"remove a stranger", removal(Stranger), nobody, nobody, no, no, out},
        {"remove oneself", removal(oneself), no, no, no, no, out},
        {"mute a member", role(Member, wire::MEMBER_ROLE_MUTED), yes, yes, no, no, out},
        {"mute a moderator", role(Moderator, wire::MEMBER_ROLE_MUTED), yes, no, no, no, out},
        {"mute the owner", role(Owner, wire::MEMBER_ROLE_MUTED), no, no, no, no, out},
        {"mute a stranger", role(Stranger, wire::MEMBER_ROLE_MUTED), nobody, nobody, no, no, out},
        {"unmute", role(Muted, wire::MEMBER_ROLE_MEMBER), yes, yes, no, no, out},
        {"unmute oneself", role(oneself, wire::MEMBER_ROLE_MEMBER), no, no, no, no, out},
        {"promote a member", role(Member, wire::MEMBER_ROLE_MODERATOR), yes, no, no, no, out},
        {"promote oneself", role(oneself, wire::MEMBER_ROLE_OWNER), no, no, no, no, out},
        {"demote a moderator", role(Moderator, wire::MEMBER_ROLE_MEMBER), yes, no, no, no, out},
        {"demote the owner", role(Owner, wire::MEMBER_ROLE_MEMBER), no, no, no, no, out},
        {"hand the group over", role(Member, wire::MEMBER_ROLE_OWNER), yes, no, no, no, out},
        {"give a role that is none", role(Member, wire::MemberRole(9)), ErrorCode::Malformed, ErrorCode::Malformed,
         ErrorCode::Malformed, ErrorCode::Malformed, ErrorCode::Malformed},
    };
}

} // namespace

class RightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { SqliteFaultVfs::instance().setSyncing(SqliteFaultVfs::Syncing::Pretended); }
    void init();
    void roleAndAction_data();
    void roleAndAction();
    void recallHasItsTime();

private:
    using Connection = std::unique_ptr<ModelConnection>;

    Connection signIn(int person);
    Result<wire::Frame> ask(ModelConnection &connection, wire::Frame frame);
    /// Signed in as whoever acts in that role, with the role given and something said.
    Connection prepare(const QString &role);
    /// Everything the store says about conversations.
    QString trace();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SeededRandom> m_random;
    TrialCast m_cast;
    std::unique_ptr<ModelWorld> m_world;
    int m_actor = Actor;
};

void RightsTest::init()
{
    m_world.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_random = std::make_unique<SeededRandom>(3);
    m_cast = makeCast(m_folder->path(), PersonCount, *m_random);
    m_world = makeMemoryWorld(m_folder->path());
    QCOMPARE(m_world->start(), QString());
}

Result<wire::Frame> RightsTest::ask(ModelConnection &connection, wire::Frame frame)
{
    frame.set_id(1);
    connection.send(frame);
    std::optional<wire::Frame> reply;
    m_world->waitFor([&] {
        for (const wire::Frame &arrived : connection.take()) {
            if (arrived.re() == 1)
                reply = arrived;
        }
        return reply.has_value();
    });
    if (!reply)
        return ErrorCode::TimedOut;
    if (reply->has_error())
        return errorCodeFromNumber(reply->error().code());
    return *reply;
}

RightsTest::Connection RightsTest::signIn(int person)
{
    Connection connection = m_world->connect();
    wire::Frame hello;
    hello.mutable_hello()->set_client_name("rights");
    if (!connection || !ask(*connection, hello) || !ask(*connection, resumeFrame(m_cast.people.at(person).token)))
        return nullptr;
    return connection;
}

RightsTest::Connection RightsTest::prepare(const QString &name)
{
    m_actor = name == QLatin1String("owner") ? Owner : Actor;
    const Connection owner = signIn(Owner);
    const Connection member = signIn(Member);
    Connection actor = signIn(m_actor);
    if (!owner || !member || !actor)
        return nullptr;
    const auto give = [&](int whom, wire::MemberRole given) {
        return ask(*owner, role(whom, given)(m_cast, {})).isOk();
    };
    bool isReady = ask(*owner, removal(Stranger)(m_cast, {})).isOk();
    isReady = isReady && ask(*actor, messageFrame(m_cast.group, m_random->clientId(), "own")).isOk();
    isReady = isReady && ask(*member, messageFrame(m_cast.group, m_random->clientId(), "theirs")).isOk();
    isReady = isReady && ask(*owner, messageFrame(m_cast.group, m_random->clientId(), "the owner's")).isOk();
    isReady = isReady && give(Moderator, wire::MEMBER_ROLE_MODERATOR) && give(Muted, wire::MEMBER_ROLE_MUTED);
    if (name == QLatin1String("moderator"))
        isReady = isReady && give(Actor, wire::MEMBER_ROLE_MODERATOR);
    else if (name == QLatin1String("muted"))
        isReady = isReady && give(Actor, wire::MEMBER_ROLE_MUTED);
    else if (name == QLatin1String("removed"))
        isReady = isReady && ask(*owner, removal(Actor)(m_cast, {})).isOk();
    actor->take();
    return isReady ? std::move(actor) : nullptr;
}

QString RightsTest::trace()
{
    const auto database = server::Database::open(m_folder->path() + QStringLiteral("/rookery.sqlite"),
                                                 server::Database::Access::ReadOnly);
    QStringList result;
    for (const char *query :
         {"SELECT conversation_id, seq, kind, hex(body), '' FROM events ORDER BY 1, 2",
          "SELECT conversation_id, user_id, role, delivered_seq, read_seq FROM members ORDER BY 1, 2",
          "SELECT id, kind, title, last_seq, '' FROM conversations ORDER BY 1",
          "SELECT conversation_id, target_seq, seq, '', '' FROM message_edits ORDER BY 1, 2, 3"}) {
        server::Rows rows = (*database)->run(query);
        while (rows.next()) {
            QStringList row;
            for (int column = 0; column < 5; ++column)
                row.append(rows.text(column));
            result.append(row.join(QLatin1Char(' ')));
        }
    }
    return result.join(QLatin1Char('\n'));
}

void RightsTest::roleAndAction_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("action");
    QTest::addColumn<ErrorCode>("expected");
    const QList<Action> actions = messageActions() + memberActions();
    for (int i = 0; i < actions.size(); ++i) {
        const Action &action = actions.at(i);
        const std::pair<const char *, ErrorCode> columns[] = {{"owner", action.owner},
                                                              {"moderator", action.moderator},
                                                              {"member", action.member},
                                                              {"muted", action.muted},
                                                              {"removed", action.removed}};
        for (const auto &[who, expected] : columns)
            QTest::addRow("%s: %s", who, action.name) << QString::fromLatin1(who) << i << expected;
    }
}

void RightsTest::roleAndAction()
{
    QFETCH(QString, who);
    QFETCH(int, action);
    QFETCH(ErrorCode, expected);
    const Connection actor = prepare(who);
    QVERIFY(actor);
    const Connection neighbour = signIn(Member);
    QVERIFY(neighbour);
    neighbour->take();
    wire::Frame request = (messageActions() + memberActions()).at(action).make(m_cast, m_random->clientId());
    const quint64 self = m_cast.people.at(m_actor).id.value;
    if (request.has_set_member_role() && request.set_member_role().user_id() == 0)
        request.mutable_set_member_role()->set_user_id(self);
    if (request.has_remove_member() && request.remove_member().user_id() == 0)
        request.mutable_remove_member()->set_user_id(self);

    const QString before = trace();
    const Result<wire::Frame> reply = ask(*actor, request);
    QCOMPARE(reply ? ErrorCode::None : reply.error().code, expected);
    const bool changesNothing = request.has_get_history() || request.has_set_typing();
    QCOMPARE(trace() == before, expected != ErrorCode::None || changesNothing);
    if (expected != ErrorCode::None)
        QVERIFY(neighbour->take().isEmpty());
    else if (!request.has_get_history())
        QVERIFY(!neighbour->take().isEmpty());
}

void RightsTest::recallHasItsTime()
{
    for (const char *who : {"owner", "moderator", "member", "muted"}) {
        init();
        const Connection actor = prepare(QString::fromLatin1(who));
        QVERIFY(actor);
        m_world->passMinutes();
        const QString before = trace();
        const Result<wire::Frame> reply = ask(*actor, recall(Own)(m_cast, m_random->clientId()));
        const bool isModerator = QByteArray(who) == "owner" || QByteArray(who) == "moderator";
        QCOMPARE(reply ? ErrorCode::None : reply.error().code, isModerator ? ErrorCode::None : ErrorCode::TooLate);
        QCOMPARE(trace() == before, !isModerator);
    }
}

QTEST_GUILESS_MAIN(RightsTest)
#include "tst_rights.moc"
