// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a person asks of the server through an AccountSession.
#include "client/core/account_session.h"

#include "client/core/cursor_sender.h"
#include "client/core/local_cache.h"
#include "client/core/network_presence.h"
#include "common/base/bytes.h"

namespace rookery::client {

void AccountSession::signIn(const QString &name, const QString &password, Finished finished)
{
    wire::Frame frame;
    frame.mutable_sign_in()->set_name(toStd(name));
    frame.mutable_sign_in()->set_password(toStd(password));
    m_link->request(std::move(frame), [this, finished = std::move(finished)](const Result<wire::Frame> &reply) {
        onSignInReply(reply, finished);
    });
}

void AccountSession::createAccount(const QString &name, const QString &displayName, const QString &password,
                                   const QString &invite, Finished finished)
{
    wire::Frame frame;
    wire::CreateAccount &account = *frame.mutable_create_account();
    account.set_name(toStd(name));
    account.set_display_name(toStd(displayName));
    account.set_password(toStd(password));
    account.set_invite(toStd(invite));
    m_link->request(std::move(frame), [this, finished = std::move(finished)](const Result<wire::Frame> &reply) {
        onSignInReply(reply, finished);
    });
}

void AccountSession::signOut()
{
    const auto end = [this] {
        m_token.clear();
        stop();
        setState(State::SignedOut);
        Q_EMIT tokenIssued({});
    };
    const bool signedIn = m_state == State::Syncing || m_state == State::Online;
    if (!signedIn) {
        end();
        return;
    }
    wire::Frame frame;
    frame.mutable_sign_out();
    m_link->request(std::move(frame), [this, end](const Result<wire::Frame> &) {
        // Goodbye may have come first.
        if (m_state != State::SignedOut)
            end();
    });
}

void AccountSession::openByRequest(wire::Frame frame, ConversationOpened opened)
{
    m_link->request(std::move(frame), [this, opened = std::move(opened)](const Result<wire::Frame> &reply) {
        if (!reply) {
            opened(reply.error());
            return;
        }
        if (!reply->has_conversation() || reply->conversation().id() == 0) {
            opened(ErrorCode::Malformed);
            return;
        }
        m_book->applyChange(reply->conversation());
        opened(ConversationId(reply->conversation().id()));
    });
}

void AccountSession::openDirect(UserId peer, ConversationOpened opened)
{
    wire::Frame frame;
    frame.mutable_open_direct()->set_user_id(peer.value);
    openByRequest(std::move(frame), std::move(opened));
}

void AccountSession::createGroup(const QString &title, const QList<UserId> &members, ConversationOpened opened)
{
    wire::Frame frame;
    wire::CreateGroup &group = *frame.mutable_create_group();
    group.set_title(toStd(title));
    group.set_client_id(toStd(m_random.clientId().bytes()));
    for (UserId member : members)
        group.add_member_ids(member.value);
    openByRequest(std::move(frame), std::move(opened));
}

void AccountSession::addMembers(ConversationId group, const QList<UserId> &members, Finished finished)
{
    wire::Frame frame;
    frame.mutable_add_members()->set_conversation_id(group.value);
    for (UserId member : members)
        frame.mutable_add_members()->add_user_ids(member.value);
    openByRequest(std::move(frame), [finished = std::move(finished)](const Result<ConversationId> &changed) {
        finished(changed ? Error(ErrorCode::None) : changed.error());
    });
}

void AccountSession::leaveGroup(ConversationId group, Finished finished)
{
    wire::Frame frame;
    frame.mutable_leave_group()->set_conversation_id(group.value);
    ask(std::move(frame), [this, group, finished = std::move(finished)](const Error &error) {
        if (error.code == ErrorCode::None)
            m_book->markLeft(group);
        finished(error);
    });
}

void AccountSession::markRead(ConversationId conversation, quint64 seq)
{
    const ConversationSummary summary = m_book->conversation(conversation);
    const quint64 to = qMin(seq, summary.lastSeq);
    if (summary.id.isNull() || to <= summary.readSeq)
        return;
    m_book->setOwnRead(conversation, to);
    if (!summary.left)
        m_cursors->setRead(conversation, to);
}

void AccountSession::setPresence(wire::PresenceState state, const QString &statusText)
{
    m_presence.set_state(state);
    m_presence.set_status_text(toStd(statusText));
    if (m_network)
        m_network->setState(state);
    if (m_state == State::Online)
        sendPresence();
}

void AccountSession::sendPresence()
{
    wire::Frame frame;
    *frame.mutable_set_presence() = m_presence;
    ask(std::move(frame), [](const Error &) {});
}

void AccountSession::ask(wire::Frame frame, Finished finished)
{
    m_link->request(std::move(frame), [finished = std::move(finished)](const Result<wire::Frame> &reply) {
        if (!reply)
            finished(reply.error());
        else
            finished(Error(reply->has_ok() ? ErrorCode::None : ErrorCode::Malformed));
    });
}

} // namespace rookery::client
