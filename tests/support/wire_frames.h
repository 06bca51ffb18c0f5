// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Requests as tests write them. Pure functions.
#pragma once

#include "common/base/bytes.h"
#include "common/base/ids.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QList>

namespace rookery::test {

inline wire::Frame messageFrame(ConversationId conversation, const ClientId &id, const QByteArray &text)
{
    wire::Frame frame;
    wire::SendMessage &message = *frame.mutable_send_message();
    message.set_conversation_id(conversation.value);
    message.set_client_id(toStd(id.bytes()));
    message.set_text(toStd(text));
    return frame;
}

inline wire::Frame groupFrame(const QString &title, const QList<UserId> &members, const ClientId &id)
{
    wire::Frame frame;
    wire::CreateGroup &group = *frame.mutable_create_group();
    group.set_title(toStd(title));
    group.set_client_id(toStd(id.bytes()));
    for (const UserId member : members)
        group.add_member_ids(member.value);
    return frame;
}

inline wire::Frame historyFrame(ConversationId conversation, quint64 afterSeq, quint32 limit)
{
    wire::Frame frame;
    wire::GetHistory &history = *frame.mutable_get_history();
    history.set_conversation_id(conversation.value);
    history.set_after_seq(afterSeq);
    history.set_limit(limit);
    return frame;
}

inline wire::Frame resumeFrame(const QByteArray &token)
{
    wire::Frame frame;
    frame.mutable_resume()->set_token(toStd(token));
    return frame;
}

inline wire::Frame accountFrame(const QString &name, const QString &password)
{
    wire::Frame frame;
    frame.mutable_create_account()->set_name(toStd(name));
    frame.mutable_create_account()->set_password(toStd(password));
    return frame;
}

inline wire::Frame signInFrame(const QString &name, const QString &password)
{
    wire::Frame frame;
    frame.mutable_sign_in()->set_name(toStd(name));
    frame.mutable_sign_in()->set_password(toStd(password));
    return frame;
}

inline wire::Frame pingFrame()
{
    wire::Frame frame;
    frame.mutable_ping();
    return frame;
}

} // namespace rookery::test
