// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What each sentence of a conversation script does. words: 0 who, 1 verb, then as README.txt says.
#include "tests/conversations/script_runner.h"
#include "tests/conversations/script_words.h"

#include "common/base/bytes.h"

#include <QtCore/QtEndian>

namespace rookery::test {

namespace {

/// Every word after key, up to "fails".
QStringList wordsAfter(const QStringList &words, const char *key)
{
    const qsizetype at = words.indexOf(QLatin1String(key));
    const qsizetype fails = words.indexOf(QLatin1String("fails"));
    return at < 0 ? QStringList() : words.mid(at + 1, fails < 0 ? -1 : fails - at - 1);
}

QString passwordOf(const ScriptClient &who)
{
    return QStringLiteral("password of %1").arg(who.name);
}

const char *kindName(const wire::Event &event)
{
    switch (event.body_case()) {
    case wire::Event::kMessage:
        return "message";
    case wire::Event::kGroupCreated:
        return "created";
    case wire::Event::kMembersAdded:
        return "added";
    case wire::Event::kMemberLeft:
        return "left";
    case wire::Event::kMessageEdited:
        return "edited";
    case wire::Event::kMessageRecalled:
        return "recalled";
    case wire::Event::kMemberRoleChanged:
        return "role";
    case wire::Event::kMemberRemoved:
        return "removed";
    case wire::Event::BODY_NOT_SET:
        break;
    }
    return "unknown";
}

} // namespace

QString ScriptRunner::connects(ScriptClient &who, const Words &)
{
    const Result<wire::Welcome> welcome = who.connectTo(m_server->port());
    if (!welcome)
        return describe(welcome.error());
    return welcome->server_name() == "Script server" ? QString() : QStringLiteral("another server answered");
}

QString ScriptRunner::adoptSession(ScriptClient &who, const Result<wire::Frame> &reply, const Words &words)
{
    if (reply) {
        who.user = UserId(reply->signed_in().self().id());
        if (!reply->signed_in().token().empty())
            who.token = toBytes(reply->signed_in().token());
        if (who.user.isNull() || reply->signed_in().session_key().size() != 32)
            return QStringLiteral("the session is not whole");
    }
    return judged(reply, words);
}

QString ScriptRunner::registers(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::CreateAccount *request = frame.mutable_create_account();
    const QString name = valueAfter(words, "as");
    const QString password = valueAfter(words, "with");
    request->set_name(toStd(name.isNull() ? who.name : name));
    request->set_password(toStd(password.isNull() ? passwordOf(who) : password));
    return adoptSession(who, who.request(std::move(frame)), words);
}

QString ScriptRunner::signsIn(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    const QString password = valueAfter(words, "with");
    frame.mutable_sign_in()->set_name(toStd(who.name));
    frame.mutable_sign_in()->set_password(toStd(password.isNull() ? passwordOf(who) : password));
    return adoptSession(who, who.request(std::move(frame)), words);
}

QString ScriptRunner::resumes(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_resume()->set_token(toStd(who.token));
    return adoptSession(who, who.request(std::move(frame)), words);
}

QString ScriptRunner::signsOut(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_sign_out();
    return judged(who.request(std::move(frame)), words);
}

QString ScriptRunner::disconnects(ScriptClient &who, const Words &)
{
    who.disconnectNow();
    return {};
}

QString ScriptRunner::adoptRoom(const Result<wire::Frame> &reply, const QString &name, const Words &words)
{
    if (reply) {
        const ConversationId id(reply->conversation().id());
        if (m_rooms.contains(name) && m_rooms.value(name) != id)
            return QStringLiteral("another conversation came: %1").arg(id.value);
        m_rooms.insert(name, id);
    }
    return judged(reply, words);
}

// alice opens talk with bob
QString ScriptRunner::opens(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_open_direct()->set_user_id(client(valueAfter(words, "with")).user.value);
    return adoptRoom(who.request(std::move(frame)), words.value(2), words);
}

// alice creates line titled "Line 4" with bob carol
QString ScriptRunner::creates(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::CreateGroup *request = frame.mutable_create_group();
    request->set_title(toStd(valueAfter(words, "titled")));
    for (const QString &name : wordsAfter(words, "with"))
        request->add_member_ids(client(name).user.value);
    QByteArray &clientId = m_clientIds[words.value(2)];
    if (clientId.isEmpty())
        clientId = m_random.bytes(ClientId::size);
    request->set_client_id(toStd(clientId));
    return adoptRoom(who.request(std::move(frame)), words.value(2), words);
}

// alice adds dave to line
QString ScriptRunner::adds(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_add_members()->set_conversation_id(room(valueAfter(words, "to")).value);
    frame.mutable_add_members()->add_user_ids(client(words.value(2)).user.value);
    return judged(who.request(std::move(frame)), words);
}

QString ScriptRunner::leaves(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_leave_group()->set_conversation_id(room(words.value(2)).value);
    return judged(who.request(std::move(frame)), words);
}

// alice sends "hello" to talk [as first] [seq 1]
QString ScriptRunner::sends(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::SendMessage *request = frame.mutable_send_message();
    request->set_conversation_id(room(valueAfter(words, "to")).value);
    request->set_text(toStd(words.value(2)));
    request->set_client_id(clientIdFor(valueAfter(words, "as")));
    return judgedSeq(who.request(std::move(frame)), words);
}

// bob receives "hello" from alice in talk seq 1 | bob receives added in line seq 4 | bob receives nothing |
// bob receives edited to "hi" of 1 in talk seq 2 | bob receives recalled of 1 in talk seq 3
QString ScriptRunner::receives(ScriptClient &who, const Words &words)
{
    if (words.value(2) == QLatin1String("nothing")) {
        // An answered ping proves that everything sent before it has arrived.
        wire::Frame ping;
        ping.mutable_ping();
        if (const Result<wire::Frame> pong = who.request(std::move(ping)); !pong)
            return describe(pong.error());
        for (const wire::Frame &push : who.pushes()) {
            if (push.has_events())
                return QStringLiteral("an event came: seq %1").arg(push.events().events(0).seq());
        }
        return {};
    }
    const std::optional<wire::Frame> push = who.waitForPush(
        [](const wire::Frame &frame) { return frame.has_events(); });
    if (!push)
        return QStringLiteral("nothing came");
    const wire::Event &event = push->events().events(0);
    if (event.conversation_id() != room(valueAfter(words, "in")).value)
        return QStringLiteral("it came in conversation %1").arg(event.conversation_id());
    if (event.seq() != valueAfter(words, "seq").toULongLong())
        return QStringLiteral("it came with seq %1").arg(event.seq());
    if (!event.has_message() && words.contains(QLatin1String("of"))) {
        const quint64 target = event.has_message_edited() ? event.message_edited().target_seq()
                                                          : event.message_recalled().target_seq();
        if (target != valueAfter(words, "of").toULongLong())
            return QStringLiteral("it is about seq %1").arg(target);
        if (toText(event.message_edited().text()) != valueAfter(words, "to"))
            return QStringLiteral("it says \"%1\"").arg(toText(event.message_edited().text()));
    }
    if (!event.has_message())
        return words.value(2) == QLatin1String(kindName(event)) ? QString() : QLatin1String(kindName(event));
    const QString sender = valueAfter(words, "from");
    if (toText(event.message().text()) != words.value(2) || event.sender_id() != client(sender).user.value)
        return QStringLiteral("\"%1\" came from %2").arg(toText(event.message().text())).arg(event.sender_id());
    return {};
}

// bob syncs [from 3 in talk]
QString ScriptRunner::syncs(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_sync();
    if (words.contains(QLatin1String("from"))) {
        wire::HighWater *mark = frame.mutable_sync()->add_have();
        mark->set_conversation_id(room(valueAfter(words, "in")).value);
        mark->set_last_seq(valueAfter(words, "from").toULongLong());
    }
    const Result<wire::Frame> reply = who.request(std::move(frame));
    if (reply)
        m_synced.insert(&who, reply->sync_reply());
    return judged(reply, words);
}

// after a sync: bob has unread 2 in talk | bob has "text" in talk seq 3 | bob has members alice bob in line |
// bob has conversations 2
QString ScriptRunner::has(ScriptClient &who, const Words &words)
{
    const wire::SyncReply synced = m_synced.value(&who);
    if (words.value(2) == QLatin1String("conversations")) {
        return synced.conversations_size() == words.value(3).toInt()
            ? QString()
            : QStringLiteral("there are %1").arg(synced.conversations_size());
    }
    const quint64 roomId = room(valueAfter(words, "in")).value;
    for (const wire::Conversation &conversation : synced.conversations()) {
        if (conversation.id() != roomId)
            continue;
        if (words.value(2) == QLatin1String("unread")) {
            return conversation.unread() == words.value(3).toUInt()
                ? QString()
                : QStringLiteral("unread is %1").arg(conversation.unread());
        }
        if (words.value(2) == QLatin1String("members")) {
            const QStringList names = words.mid(3, words.indexOf(QLatin1String("in")) - 3);
            for (const QString &name : names) {
                const quint64 id = client(name).user.value;
                if (std::none_of(conversation.members().begin(), conversation.members().end(),
                                 [id](const wire::Member &member) { return member.user_id() == id; }))
                    return QStringLiteral("%1 is not a member").arg(name);
            }
            return names.size() == conversation.members_size()
                ? QString()
                : QStringLiteral("there are %1").arg(conversation.members_size());
        }
    }
    int copies = 0;
    for (const wire::Event &event : synced.events()) {
        if (event.conversation_id() == roomId && toText(event.message().text()) == words.value(2)) {
            if (event.seq() != valueAfter(words, "seq").toULongLong())
                return QStringLiteral("it has seq %1").arg(event.seq());
            ++copies;
        }
    }
    return copies == 1 ? QString() : QStringLiteral("it is there %1 times").arg(copies);
}

// bob reads talk to 3
QString ScriptRunner::reads(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_set_cursor()->set_conversation_id(room(words.value(2)).value);
    frame.mutable_set_cursor()->set_read_seq(valueAfter(words, "to").toULongLong());
    return judged(who.request(std::move(frame)), words);
}

// bob history of talk before 5 limit 2 is 3 4 | after 2 … | newest …
QString ScriptRunner::history(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::GetHistory *request = frame.mutable_get_history();
    request->set_conversation_id(room(valueAfter(words, "of")).value);
    request->set_before_seq(valueAfter(words, "before").toULongLong());
    request->set_after_seq(valueAfter(words, "after").toULongLong());
    request->set_limit(valueAfter(words, "limit").toUInt());
    const Result<wire::Frame> reply = who.request(std::move(frame));
    QStringList seqs;
    if (reply) {
        for (const wire::Event &event : reply->history().events())
            seqs += QString::number(event.seq());
        if (seqs != wordsAfter(words, "is"))
            return QStringLiteral("the page is %1").arg(seqs.join(QLatin1Char(' ')));
    }
    return judged(reply, words);
}

// bob sees alice online|away|busy|offline | bob sees alice typing in talk | bob sees alice read 3 in talk |
// bob sees line changed | bob sees goodbye
QString ScriptRunner::sees(ScriptClient &who, const Words &words)
{
    const QString what = words.value(3);
    const quint64 user = client(words.value(2)).user.value;
    const quint64 roomId = room(valueAfter(words, "in")).value;
    static const QHash<QString, int> states = {{QStringLiteral("offline"), wire::PRESENCE_OFFLINE},
                                               {QStringLiteral("online"), wire::PRESENCE_ONLINE},
                                               {QStringLiteral("away"), wire::PRESENCE_AWAY},
                                               {QStringLiteral("busy"), wire::PRESENCE_BUSY}};
    const auto matches = [&](const wire::Frame &frame) {
        if (words.value(2) == QLatin1String("goodbye"))
            return frame.has_goodbye();
        if (what == QLatin1String("changed"))
            return frame.conversation_changed().conversation().id() == room(words.value(2)).value
                && frame.has_conversation_changed();
        if (what == QLatin1String("typing"))
            return frame.typing().user_id() == user && frame.typing().conversation_id() == roomId;
        if (what == QLatin1String("read") && frame.has_cursors()) {
            const wire::Cursor &cursor = frame.cursors().cursors(0);
            return cursor.user_id() == user && cursor.conversation_id() == roomId
                && cursor.read_seq() == words.value(4).toULongLong();
        }
        for (const wire::Presence &presence : frame.presence_delta().presences()) {
            if (presence.user_id() == user && states.contains(what) && int(presence.state()) == states.value(what))
                return true;
        }
        return false;
    };
    return who.waitForPush(matches) ? QString() : QStringLiteral("it did not come");
}

QString ScriptRunner::types(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_set_typing()->set_conversation_id(room(valueAfter(words, "in")).value);
    frame.mutable_set_typing()->set_active(true);
    return judged(who.request(std::move(frame)), words);
}

// alice sets away "at lunch"
QString ScriptRunner::sets(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    const QString state = words.value(2);
    frame.mutable_set_presence()->set_state(state == QLatin1String("away")         ? wire::PRESENCE_AWAY
                                                : state == QLatin1String("busy")   ? wire::PRESENCE_BUSY
                                                : state == QLatin1String("online") ? wire::PRESENCE_ONLINE
                                                                                   : wire::PRESENCE_OFFLINE);
    frame.mutable_set_presence()->set_status_text(
        toStd(words.size() > 3 && words.at(3) != QLatin1String("fails") ? words.at(3) : QString()));
    return judged(who.request(std::move(frame)), words);
}

// alice pings [high 3 in talk]
QString ScriptRunner::pings(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_ping();
    const Result<wire::Frame> reply = who.request(std::move(frame));
    if (reply && words.contains(QLatin1String("high"))) {
        for (const wire::HighWater &mark : reply->pong().high_water()) {
            if (mark.conversation_id() == room(valueAfter(words, "in")).value
                && mark.last_seq() == valueAfter(words, "high").toULongLong())
                return {};
        }
        return QStringLiteral("no such mark");
    }
    return judged(reply, words);
}

QString ScriptRunner::isEnded(ScriptClient &who, const Words &)
{
    return who.waitForEnd() ? QString() : QStringLiteral("the connection goes on");
}

// alice throws garbage|length|push: bytes that are no frame, a length over the limit, a frame only servers send
QString ScriptRunner::throwsGarbage(ScriptClient &who, const Words &words)
{
    if (words.value(2) == QLatin1String("push")) {
        wire::Frame frame;
        frame.mutable_typing()->set_active(true);
        who.sendRaw(encodeFrame(frame));
    } else if (words.value(2) == QLatin1String("length")) {
        QByteArray header(4, '\0');
        qToBigEndian<quint32>(0x7FFFFFFF, header.data());
        who.sendRaw(header);
    } else {
        who.sendRaw(QByteArray("\0\0\0\x08not a frame at all", 22));
    }
    return {};
}

} // namespace rookery::test
