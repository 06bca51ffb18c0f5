// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What an operation of the model test asks for, given what there is at that moment. Its numbers choose among rooms,
// messages and people, now and then one that must be refused.
#include "tests/support/model_run.h"

#include "common/base/bytes.h"
#include "tests/support/wire_frames.h"

namespace rookery::test {

using Entry = ReferenceLog::Entry;
using What = ReferenceLog::What;
using Act = Operation::Act;

namespace {

/// A room that nobody has.
constexpr quint64 nowhere = 999'999;

} // namespace

quint64 ModelRun::roomFor(const Operation &operation) const
{
    const QList<quint64> own = m_truth.roomsOf(idOf(operation.who));
    const QList<quint64> all = m_truth.rooms().keys();
    if (operation.a % 97 == 0)
        return nowhere;
    // The first room is everybody's: most happens there, so that what people do meets.
    if (operation.a % 3 == 0)
        return m_cast.group.value;
    if (operation.a % 11 == 0 || own.isEmpty())
        return all.at(operation.a % all.size());
    return own.at(operation.a % own.size());
}

quint64 ModelRun::targetFor(const Operation &operation, quint64 room) const
{
    const ReferenceLog::Room truth = m_truth.rooms().value(room);
    QList<quint64> own;
    for (qsizetype i = 0; i < truth.log.size(); ++i) {
        if (truth.log.at(i).what == What::Said && truth.log.at(i).by == idOf(operation.who))
            own.append(quint64(i) + 1);
    }
    if (operation.b % 3 == 0 || own.isEmpty())
        return operation.b % (truth.lastSeq() + 3);
    // Mostly the newest ones, as people do.
    const qsizetype recent = std::min<qsizetype>(own.size(), 8);
    return own.at(own.size() - 1 - operation.b % recent);
}

std::optional<ModelRun::Request> ModelRun::requestFor(const Operation &operation)
{
    const quint64 room = roomFor(operation);
    switch (operation.act) {
    case Act::Send:
        return sending(operation, room);
    case Act::Resend:
        return resending(operation);
    case Act::Edit:
        return editing(operation, room);
    case Act::Recall:
        return recalling(operation, room);
    case Act::CreateGroup:
        return creating(operation);
    case Act::OpenDirect:
        return opening(operation);
    case Act::Add:
    case Act::Remove:
    case Act::Leave:
        return membersChange(operation, room);
    case Act::SetRole:
        return roleChange(operation, room);
    case Act::Cursor:
        return cursorMove(operation, room);
    default:
        return std::nullopt;
    }
}

ModelRun::Request ModelRun::sending(const Operation &operation, quint64 room)
{
    Request request;
    request.who = operation.who % people;
    const QByteArray id = nextClientId();
    request.entry.by = idOf(request.who);
    request.entry.text = QStringLiteral("message %1").arg(m_ids);
    request.frame = messageFrame(ConversationId(room), ClientId(id), request.entry.text.toUtf8());
    request.told = QStringLiteral("says \"%1\" in room %2").arg(request.entry.text).arg(room);
    request.apply = [this, room, id, entry = request.entry](quint64, qint64 nowMs) {
        return m_truth.send(entry.by, room, id, entry.text, nowMs);
    };
    m_said.append(request);
    return request;
}

ModelRun::Request ModelRun::editing(const Operation &operation, quint64 room)
{
    Request request;
    request.who = operation.who % people;
    const QByteArray id = nextClientId();
    request.entry.what = What::Edited;
    request.entry.by = idOf(request.who);
    request.entry.target = targetFor(operation, room);
    request.entry.text = QStringLiteral("edit %1").arg(m_ids);
    wire::EditMessage &edit = *request.frame.mutable_edit_message();
    edit.set_conversation_id(room);
    edit.set_client_id(toStd(id));
    edit.set_target_seq(request.entry.target);
    edit.set_text(toStd(request.entry.text));
    request.told =
        QStringLiteral("edits %1 in room %2: \"%3\"").arg(request.entry.target).arg(room).arg(request.entry.text);
    request.apply = [this, room, id, entry = request.entry](quint64, qint64 nowMs) {
        return m_truth.edit(entry.by, room, id, entry.target, entry.text, nowMs);
    };
    m_said.append(request);
    return request;
}

ModelRun::Request ModelRun::recalling(const Operation &operation, quint64 room)
{
    Request request;
    request.who = operation.who % people;
    const QByteArray id = nextClientId();
    request.entry.what = What::TakenBack;
    request.entry.by = idOf(request.who);
    request.entry.target = targetFor(operation, room);
    wire::RecallMessage &recall = *request.frame.mutable_recall_message();
    recall.set_conversation_id(room);
    recall.set_client_id(toStd(id));
    recall.set_target_seq(request.entry.target);
    request.told = QStringLiteral("recalls %1 in room %2").arg(request.entry.target).arg(room);
    request.apply = [this, room, id, entry = request.entry](quint64, qint64 nowMs) {
        return m_truth.recall(entry.by, room, id, entry.target, nowMs);
    };
    m_said.append(request);
    return request;
}

ModelRun::Request ModelRun::creating(const Operation &operation)
{
    Request request;
    request.who = operation.who % people;
    const QByteArray id = nextClientId();
    const quint64 self = idOf(request.who);
    const QString title = QStringLiteral("Group %1").arg(m_ids);
    QList<quint64> others;
    QList<UserId> wanted;
    for (quint32 person = 0; person < people; ++person) {
        if ((operation.b >> person & 1) != 0 && idOf(person) != self) {
            others.append(idOf(person));
            wanted.append(UserId(idOf(person)));
        }
    }
    request.frame = groupFrame(title, wanted, ClientId(id));
    request.told = QStringLiteral("makes \"%1\" with %2 others").arg(title).arg(others.size());
    request.apply = [this, self, title, others, id](quint64 freshId, qint64 nowMs) {
        return m_truth.createGroup(self, title, others, id, freshId, nowMs);
    };
    m_said.append(request);
    return request;
}

ModelRun::Request ModelRun::opening(const Operation &operation)
{
    Request request;
    request.who = operation.who % people;
    const quint64 self = idOf(request.who);
    const quint64 other = idOf(operation.b);
    request.frame.mutable_open_direct()->set_user_id(other);
    request.told = QStringLiteral("opens the talk with %1").arg(other);
    request.apply = [this, self, other](quint64 freshId, qint64) { return m_truth.openDirect(self, other, freshId); };
    return request;
}

ModelRun::Request ModelRun::membersChange(const Operation &operation, quint64 room)
{
    Request request;
    request.who = operation.who % people;
    const quint64 self = idOf(request.who);
    if (operation.act == Act::Leave) {
        request.frame.mutable_leave_group()->set_conversation_id(room);
        request.told = QStringLiteral("leaves room %1").arg(room);
        request.apply = [this, self, room](quint64, qint64 nowMs) { return m_truth.leave(self, room, nowMs); };
        return request;
    }
    const quint64 whom = idOf(operation.b);
    if (operation.act == Act::Remove) {
        request.frame.mutable_remove_member()->set_conversation_id(room);
        request.frame.mutable_remove_member()->set_user_id(whom);
        request.told = QStringLiteral("removes %1 from room %2").arg(whom).arg(room);
        request.apply = [this, self, room, whom](quint64, qint64 nowMs) {
            return m_truth.putOut(self, room, whom, nowMs);
        };
        return request;
    }
    QList<quint64> joining;
    for (const quint32 person : {operation.b, operation.b / people}) {
        if (idOf(person) != self && !joining.contains(idOf(person)))
            joining.append(idOf(person));
    }
    // Adding nobody but oneself is malformed, which the reference knows nothing of.
    if (joining.isEmpty())
        joining.append(idOf(request.who + 1));
    request.frame.mutable_add_members()->set_conversation_id(room);
    request.told = QStringLiteral("adds %1 and %2 to room %3").arg(joining.first()).arg(joining.last()).arg(room);
    for (const quint64 person : joining)
        request.frame.mutable_add_members()->add_user_ids(person);
    request.apply = [this, self, room, joining](quint64, qint64 nowMs) {
        return m_truth.add(self, room, joining, nowMs);
    };
    return request;
}

ModelRun::Request ModelRun::roleChange(const Operation &operation, quint64 room)
{
    Request request;
    request.who = operation.who % people;
    const quint64 self = idOf(request.who);
    const quint64 whom = idOf(operation.b);
    auto role = ReferenceLog::Role(operation.b / people % 4);
    // Handing a group over is rare, or nobody ever gets to do much as its owner.
    if (role == ReferenceLog::Owner && operation.b / 20 % 3 != 0)
        role = ReferenceLog::Moderator;
    request.frame.mutable_set_member_role()->set_conversation_id(room);
    request.frame.mutable_set_member_role()->set_user_id(whom);
    request.frame.mutable_set_member_role()->set_role(wire::MemberRole(role));
    request.told = QStringLiteral("gives %1 the role %2 in room %3").arg(whom).arg(int(role)).arg(room);
    request.apply = [this, self, room, whom, role](quint64, qint64 nowMs) {
        return m_truth.giveRole(self, room, whom, role, nowMs);
    };
    return request;
}

ModelRun::Request ModelRun::cursorMove(const Operation &operation, quint64 room)
{
    Request request;
    request.who = operation.who % people;
    const quint64 self = idOf(request.who);
    const quint64 end = m_truth.rooms().value(room).lastSeq() + 3;
    const quint64 read = operation.b % end;
    const quint64 delivered = operation.b / 100 % end;
    request.frame.mutable_set_cursor()->set_conversation_id(room);
    request.frame.mutable_set_cursor()->set_read_seq(read);
    request.frame.mutable_set_cursor()->set_delivered_seq(delivered);
    request.told = QStringLiteral("has received %1 and read %2 in room %3").arg(delivered).arg(read).arg(room);
    request.apply = [this, self, room, delivered, read](quint64, qint64) {
        return m_truth.moveCursor(self, room, delivered, read);
    };
    return request;
}

/// From the same person, perhaps on a new connection by now; one in eight with another text.
std::optional<ModelRun::Request> ModelRun::resending(const Operation &operation)
{
    QList<Request> own;
    for (const Request &request : std::as_const(m_said)) {
        if (request.who == operation.who % people)
            own.append(request);
    }
    if (own.isEmpty())
        return std::nullopt;
    Request request = own.at(operation.a % own.size());
    request.told.append(QStringLiteral(" (again)"));
    if (operation.b % 8 != 0 || !request.frame.has_send_message())
        return request;
    const quint64 room = request.frame.send_message().conversation_id();
    const QByteArray id = toBytes(request.frame.send_message().client_id());
    request.entry.text += QStringLiteral(" (changed)");
    request.told.append(QStringLiteral(" (with another text)"));
    request.frame.mutable_send_message()->set_text(toStd(request.entry.text));
    request.apply = [this, room, id, entry = request.entry](quint64, qint64 nowMs) {
        return m_truth.send(entry.by, room, id, entry.text, nowMs);
    };
    return request;
}

} // namespace rookery::test
