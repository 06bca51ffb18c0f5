// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/outbox.h"

#include "client/core/client_limits.h"
#include "client/core/conversation_book.h"
#include "client/core/event_log.h"
#include "client/core/link.h"
#include "client/core/local_cache.h"
#include "common/base/bytes.h"
#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "common/base/text.h"

#include <algorithm>

namespace rookery::client {

namespace {

/// Before the next attempt when the server says "not now" without saying when, ms.
constexpr qint64 pauseMs = 1'000;

/// The same message would be refused for ever, as opposed to a server that has trouble at the moment.
bool isFinal(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Malformed:
    case ErrorCode::Unsupported:
    case ErrorCode::TooLarge:
    case ErrorCode::NotFound:
    case ErrorCode::NotMember:
    case ErrorCode::Forbidden:
    case ErrorCode::EmptyText:
    case ErrorCode::ClientIdReused:
        return true;
    default:
        return false;
    }
}

} // namespace

Outbox::Outbox(LocalCache &cache, Link &link, EventLog &log, ConversationBook &book, Clock &clock, RandomSource &random,
               QObject *parent)
    : QObject(parent), m_cache(cache), m_link(link), m_log(log), m_book(book), m_clock(clock), m_random(random),
      m_entries(cache.outbox())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Outbox::tick);
}

Error Outbox::checkText(const QString &cleaned) const
{
    if (cleaned.trimmed().isEmpty())
        return ErrorCode::EmptyText;
    const qint64 serverLimit = m_link.state() == Link::State::Ready ? m_link.welcome().max_text_bytes() : 0;
    const qint64 limit = serverLimit > 0 ? qMin(serverLimit, limits::offeredTextBytesMax) : limits::messageTextBytes;
    const qint64 actual = cleaned.toUtf8().size();
    if (actual <= limit)
        return ErrorCode::None;
    Error error(ErrorCode::TooLarge);
    error.limit = limit;
    error.actual = actual;
    return error;
}

Result<ClientId> Outbox::send(ConversationId conversation, const QString &text)
{
    const QString cleaned = cleanedMessageText(text);
    if (const Error refusal = checkText(cleaned); refusal.code != ErrorCode::None)
        return refusal;
    OutboxEntry entry;
    entry.clientId = m_random.clientId();
    entry.conversation = conversation;
    entry.text = cleaned;
    entry.createdMs = m_clock.wallMs();
    entry.error = Error(ErrorCode::None);
    if (const Result<Done> kept = m_cache.addToOutbox(entry); !kept)
        return kept.error();
    m_entries.append(entry);
    tell(conversation);
    pump();
    return entry.clientId;
}

void Outbox::edit(ConversationId conversation, quint64 seq, const QString &text, Changed changed)
{
    const QString cleaned = cleanedMessageText(text);
    if (const Error refusal = checkText(cleaned); refusal.code != ErrorCode::None)
        return changed(refusal);
    wire::Frame frame;
    wire::EditMessage &edit = *frame.mutable_edit_message();
    edit.set_conversation_id(conversation.value);
    edit.set_client_id(toStd(m_random.clientId().bytes()));
    edit.set_target_seq(seq);
    edit.set_text(toStd(cleaned));
    wire::Event event;
    event.set_client_id(edit.client_id());
    event.mutable_message_edited()->set_target_seq(seq);
    event.mutable_message_edited()->set_text(edit.text());
    ask(std::move(frame), event, std::move(changed));
}

void Outbox::recall(ConversationId conversation, quint64 seq, Changed changed)
{
    wire::Frame frame;
    wire::RecallMessage &recall = *frame.mutable_recall_message();
    recall.set_conversation_id(conversation.value);
    recall.set_client_id(toStd(m_random.clientId().bytes()));
    recall.set_target_seq(seq);
    wire::Event event;
    event.set_client_id(recall.client_id());
    event.mutable_message_recalled()->set_target_seq(seq);
    ask(std::move(frame), event, std::move(changed));
}

void Outbox::ask(wire::Frame frame, const wire::Event &event, Changed changed)
{
    m_link.request(std::move(frame), [this, event, changed = std::move(changed)](const Result<wire::Frame> &reply) {
        if (!reply || !reply->has_sent())
            return changed(reply ? Error(ErrorCode::Malformed) : reply.error());
        // The server pushes it to everyone else; this connection has to know by itself.
        wire::Event own = event;
        own.set_conversation_id(reply->sent().conversation_id());
        own.set_seq(reply->sent().seq());
        own.set_time_ms(reply->sent().time_ms());
        own.set_sender_id(m_self.value);
        m_log.acceptOwn(own);
        changed(reply->sent());
    });
}

void Outbox::retry(const ClientId &id)
{
    OutboxEntry *entry = find(id);
    if (!entry || !entry->failed)
        return;
    entry->failed = false;
    entry->error = Error(ErrorCode::None);
    m_cache.setOutboxError(id, entry->error);
    tell(entry->conversation);
    pump();
}

void Outbox::discard(const ClientId &id)
{
    const OutboxEntry *entry = find(id);
    if (!entry)
        return;
    const ConversationId conversation = entry->conversation;
    m_cache.removeFromOutbox(id);
    m_entries.removeIf([&id](const OutboxEntry &candidate) { return candidate.clientId == id; });
    tell(conversation);
}

QList<OutboxEntry> Outbox::entries(ConversationId conversation) const
{
    QList<OutboxEntry> result;
    for (const OutboxEntry &entry : m_entries) {
        if (entry.conversation == conversation)
            result.append(entry);
    }
    return result;
}

qsizetype Outbox::size() const
{
    return m_entries.size();
}

void Outbox::setSignedIn(bool signedIn)
{
    m_signedIn = signedIn;
    if (signedIn)
        m_pausedUntilMs = 0;
    pump();
}

void Outbox::tick()
{
    pump();
}

void Outbox::pump()
{
    if (!m_signedIn || m_link.state() != Link::State::Ready)
        return;
    if (const qint64 wait = m_pausedUntilMs - m_clock.monotonicMs(); wait > 0) {
        m_timer.start(int(wait));
        return;
    }
    // Copies: an answer may come before request() returns.
    const QList<OutboxEntry> entries = m_entries;
    for (const OutboxEntry &entry : entries) {
        if (!entry.failed && !m_inFlight.contains(entry.conversation))
            transmit(entry);
    }
}

void Outbox::transmit(const OutboxEntry &entry)
{
    m_inFlight.insert(entry.conversation, entry.clientId);
    wire::Frame frame;
    wire::SendMessage &message = *frame.mutable_send_message();
    message.set_conversation_id(entry.conversation.value);
    message.set_client_id(toStd(entry.clientId.bytes()));
    message.set_text(toStd(entry.text));
    m_link.request(std::move(frame),
                   [this, id = entry.clientId](const Result<wire::Frame> &reply) { onReply(id, reply); });
}

void Outbox::onReply(const ClientId &id, const Result<wire::Frame> &reply)
{
    m_inFlight.removeIf([&id](const QHash<ConversationId, ClientId>::iterator &row) { return *row == id; });
    OutboxEntry *entry = find(id);
    if (!entry) {
        // Discarded while under way. If the server has it, it comes back with the next sync like anybody's message.
        pump();
        return;
    }
    if (reply && isPlausible(*entry, *reply)) {
        onStored(*entry, reply->sent());
    } else if (reply) {
        // No answer to this request, so nothing is known of the message: it stays, and goes out on the next connection.
        m_link.drop(Error(ErrorCode::Malformed, QStringLiteral("no answer to a message")));
        return;
    } else if (isFinal(reply.error().code)) {
        refuse(*entry, reply.error());
    } else if (reply.error().code == ErrorCode::Disconnected || reply.error().code == ErrorCode::NotSignedIn) {
        return; // setSignedIn(true) follows
    } else {
        pause(qMax(reply.error().retryMs, pauseMs));
    }
    pump();
}

bool Outbox::isPlausible(const OutboxEntry &entry, const wire::Frame &reply) const
{
    const wire::Sent &sent = reply.sent();
    if (!reply.has_sent() || sent.conversation_id() != entry.conversation.value || !EventLog::isSeq(sent.seq()))
        return false;
    if (sent.seq() > m_book.conversation(entry.conversation).lastSeq + limits::sentAheadMax)
        return false;
    const QList<wire::Event> there = m_log.events(entry.conversation, sent.seq(), sent.seq(), 1);
    return there.isEmpty() || toBytes(there.constFirst().client_id()) == entry.clientId.bytes();
}

void Outbox::onStored(const OutboxEntry &entry, const wire::Sent &sent)
{
    const OutboxEntry done = entry;
    wire::Event event;
    event.set_conversation_id(done.conversation.value);
    event.set_seq(sent.seq());
    event.set_time_ms(sent.time_ms());
    event.set_sender_id(m_self.value);
    event.set_client_id(toStd(done.clientId.bytes()));
    event.mutable_message()->set_text(toStd(done.text));
    // One transaction of the cache: the message is in the log or in the outbox, never in neither.
    m_cache.removeFromOutbox(done.clientId);
    m_entries.removeIf([&done](const OutboxEntry &candidate) { return candidate.clientId == done.clientId; });
    m_log.acceptOwn(event);
    tell(done.conversation);
    Q_EMIT acknowledged(done.clientId, done.conversation, sent.seq());
}

void Outbox::refuse(OutboxEntry &entry, const Error &error)
{
    entry.failed = true;
    entry.error = error;
    const ClientId id = entry.clientId;
    m_cache.setOutboxError(id, error);
    tell(entry.conversation);
    Q_EMIT refused(id, error);
}

void Outbox::pause(qint64 delayMs)
{
    m_pausedUntilMs = qMax(m_pausedUntilMs, m_clock.monotonicMs() + qMin(delayMs, limits::retryMsMax));
}

OutboxEntry *Outbox::find(const ClientId &id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&id](const OutboxEntry &entry) { return entry.clientId == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

void Outbox::tell(ConversationId conversation)
{
    m_book.noteOutbox(conversation, entries(conversation));
    Q_EMIT changed(conversation);
}

} // namespace rookery::client
