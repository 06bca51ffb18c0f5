// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Sentences about edits, recalls and roles. words: 0 who, 1 verb, then as README.txt says.
#include "tests/conversations/script_runner.h"
#include "tests/conversations/script_words.h"

#include "common/base/bytes.h"

namespace rookery::test {

static int roleNamed(const QString &name)
{
    static const QHash<QString, int> roles = {{QStringLiteral("member"), wire::MEMBER_ROLE_MEMBER},
                                              {QStringLiteral("moderator"), wire::MEMBER_ROLE_MODERATOR},
                                              {QStringLiteral("owner"), wire::MEMBER_ROLE_OWNER},
                                              {QStringLiteral("muted"), wire::MEMBER_ROLE_MUTED}};
    return roles.value(name, 99); // a number that is no role, for scripts that try that
}

std::string ScriptRunner::clientIdFor(const QString &name)
{
    QByteArray &clientId = m_clientIds[name];
    if (name.isNull() || clientId.isEmpty())
        clientId = m_random.bytes(ClientId::size);
    return toStd(clientId);
}

QString ScriptRunner::judgedSeq(const Result<wire::Frame> &reply, const Words &words) const
{
    const QString seq = valueAfter(words, "seq");
    if (reply && !seq.isNull() && reply->sent().seq() != seq.toULongLong())
        return QStringLiteral("stored as seq %1").arg(reply->sent().seq());
    return judged(reply, words);
}

// alice edits 3 in talk to "hi" [as ID] [seq 4]
QString ScriptRunner::edits(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::EditMessage *request = frame.mutable_edit_message();
    request->set_conversation_id(room(valueAfter(words, "in")).value);
    request->set_target_seq(words.value(2).toULongLong());
    request->set_text(toStd(valueAfter(words, "to")));
    request->set_client_id(clientIdFor(valueAfter(words, "as")));
    return judgedSeq(who.request(std::move(frame)), words);
}

// alice recalls 3 in talk [as ID] [seq 5]
QString ScriptRunner::recalls(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::RecallMessage *request = frame.mutable_recall_message();
    request->set_conversation_id(room(valueAfter(words, "in")).value);
    request->set_target_seq(words.value(2).toULongLong());
    request->set_client_id(clientIdFor(valueAfter(words, "as")));
    return judgedSeq(who.request(std::move(frame)), words);
}

// alice makes bob moderator in line
QString ScriptRunner::makes(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    wire::SetMemberRole *request = frame.mutable_set_member_role();
    request->set_conversation_id(room(valueAfter(words, "in")).value);
    request->set_user_id(client(words.value(2)).user.value);
    request->set_role(wire::MemberRole(roleNamed(words.value(3))));
    return judged(who.request(std::move(frame)), words);
}

// alice removes bob from line
QString ScriptRunner::removes(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    frame.mutable_remove_member()->set_conversation_id(room(valueAfter(words, "from")).value);
    frame.mutable_remove_member()->set_user_id(client(words.value(2)).user.value);
    return judged(who.request(std::move(frame)), words);
}

// alice finds "hi" at 3 in talk | alice finds gone at 3 in talk | alice finds bob muted in line
QString ScriptRunner::finds(ScriptClient &who, const Words &words)
{
    wire::Frame frame;
    const quint64 roomId = room(valueAfter(words, "in")).value;
    if (words.value(3) == QLatin1String("at")) {
        const quint64 seq = valueAfter(words, "at").toULongLong();
        frame.mutable_get_history()->set_conversation_id(roomId);
        frame.mutable_get_history()->set_before_seq(seq + 1);
        frame.mutable_get_history()->set_limit(1);
        const Result<wire::Frame> reply = who.request(std::move(frame));
        if (!reply || reply->history().events_size() != 1 || reply->history().events(0).seq() != seq)
            return QStringLiteral("nothing is there");
        const wire::Event &event = reply->history().events(0);
        const bool isEdit = event.has_message_edited();
        const QString text = toText(isEdit ? event.message_edited().text() : event.message().text());
        const bool isGone = isEdit ? event.message_edited().recalled() : event.message().recalled();
        if (words.value(2) == QLatin1String("gone"))
            return isGone && text.isEmpty() ? QString() : QStringLiteral("it says \"%1\"").arg(text);
        return text == words.value(2) && !isGone ? QString() : QStringLiteral("it says \"%1\"").arg(text);
    }
    frame.mutable_sync();
    const Result<wire::Frame> reply = who.request(std::move(frame));
    if (!reply)
        return describe(reply.error());
    for (const wire::Conversation &conversation : reply->sync_reply().conversations()) {
        for (const wire::Member &member : conversation.members()) {
            if (conversation.id() == roomId && member.user_id() == client(words.value(2)).user.value)
                return int(member.role()) == roleNamed(words.value(3)) ? QString()
                                                                       : QStringLiteral("it is %1").arg(member.role());
        }
    }
    return QStringLiteral("there is no such member");
}

// bob is-put-out-of line
QString ScriptRunner::isPutOut(ScriptClient &who, const Words &words)
{
    const quint64 roomId = room(words.value(2)).value;
    const auto matches = [roomId](const wire::Frame &frame) {
        const wire::Conversation &conversation = frame.conversation_changed().conversation();
        return frame.has_conversation_changed() && conversation.id() == roomId && conversation.left();
    };
    return who.waitForPush(matches) ? QString() : QStringLiteral("nobody said so");
}

} // namespace rookery::test
