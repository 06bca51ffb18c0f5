// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/send_task.h"

#include <cstdio>

#include <QtCore/QFile>

namespace rookery::cli {

using namespace client;

SendTask::~SendTask()
{
    if (m_message.isValid())
        session().outbox().discard(m_message);
}

void SendTask::start()
{
    const QString &who = commandLine().who;
    if (who.startsWith(u'#')) {
        if (const Result<ConversationId> conversation = existing(who))
            sendTo(*conversation);
        else
            Q_EMIT failed(conversation.error(), who);
        return;
    }
    const std::optional<QList<UserId>> person = people({who});
    if (!person)
        return;
    if (const Result<ConversationId> conversation = existing(who)) {
        sendTo(*conversation);
        return;
    }
    session().openDirect(person->constFirst(), [this](const Result<ConversationId> &opened) {
        if (opened)
            sendTo(*opened);
        else
            Q_EMIT failed(opened.error(), commandLine().who);
    });
}

void SendTask::sendTo(ConversationId conversation)
{
    QString text = commandLine().text;
    if (text == QLatin1String("-")) {
        QFile input;
        if (!input.open(stdin, QFile::ReadOnly)) {
            Q_EMIT failed(Error(ErrorCode::Internal), {});
            return;
        }
        // One more than is allowed is enough to be refused.
        text = QString::fromUtf8(input.read(limits::messageTextBytes * 4));
        if (text.endsWith(u'\n'))
            text.chop(1);
    }
    connect(&session().outbox(), &Outbox::acknowledged, this,
            [this](const ClientId &id, ConversationId where, quint64 seq) {
                if (id != m_message)
                    return;
                m_message = ClientId();
                const QList<wire::Event> stored = session().log().events(where, seq, seq, 1);
                printer().sent(where, seq, stored.isEmpty() ? 0 : stored.constFirst().time_ms());
                Q_EMIT finished(ExitCode::Done);
            });
    connect(&session().outbox(), &Outbox::refused, this, [this](const ClientId &id, const Error &error) {
        if (id == m_message)
            Q_EMIT failed(error, commandLine().who);
    });
    const Result<ClientId> sent = session().outbox().send(conversation, text);
    if (sent)
        m_message = *sent;
    else
        Q_EMIT failed(sent.error(), commandLine().who);
}

} // namespace rookery::cli
