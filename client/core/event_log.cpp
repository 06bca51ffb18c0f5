// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/event_log.h"

#include "client/core/conversation_book.h"
#include "client/core/link.h"
#include "client/core/local_cache.h"
#include "common/base/log_categories.h"

#include <algorithm>
#include <limits>

namespace rookery::client {

namespace {

/// A hole up to this many events is filled at once; a larger one when somebody scrolls there.
constexpr quint64 gapEventsMax = 1'000;
/// Holes filled at the same time: 500 conversations after a long absence stay below the server's request rate.
constexpr int fillsAtOnce = 4;
/// After a request that failed although the connection lives, ms.
constexpr int fillRetryMs = 1'000;
constexpr quint64 endOfLog = std::numeric_limits<qint64>::max();

bool isUsable(const wire::Event &event)
{
    return event.conversation_id() != 0 && EventLog::isSeq(event.seq());
}

/// Of a page the events that were asked for.
QList<wire::Event> eventsOf(ConversationId id, const wire::History &page)
{
    QList<wire::Event> events(page.events().begin(), page.events().end());
    events.removeIf([id](const wire::Event &event) { return ConversationId(event.conversation_id()) != id; });
    return events;
}

/// Asking again would bring the same answer.
bool isFinal(ErrorCode code)
{
    return code == ErrorCode::NotFound || code == ErrorCode::NotMember || code == ErrorCode::Forbidden
        || code == ErrorCode::Malformed || code == ErrorCode::Unsupported;
}

} // namespace

EventLog::EventLog(LocalCache &cache, Link &link, ConversationBook &book, QObject *parent)
    : QObject(parent), m_cache(cache), m_link(link), m_book(book)
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(fillRetryMs);
    connect(&m_retryTimer, &QTimer::timeout, this, &EventLog::runFills);
}

QList<wire::Event> EventLog::events(ConversationId id, quint64 fromSeq, quint64 toSeq, int limit) const
{
    return m_cache.events(id, fromSeq, toSeq, limit, LocalCache::Order::Newest);
}

QList<wire::Event> EventLog::newest(ConversationId id, int limit) const
{
    return m_cache.events(id, 0, endOfLog, limit, LocalCache::Order::Newest);
}

QList<wire::Event> EventLog::before(ConversationId id, quint64 seq, int limit) const
{
    return seq == 0 ? QList<wire::Event>() : m_cache.events(id, 0, seq - 1, limit, LocalCache::Order::Newest);
}

QList<wire::Event> EventLog::after(ConversationId id, quint64 seq, int limit) const
{
    return m_cache.events(id, seq + 1, endOfLog, limit, LocalCache::Order::Oldest);
}

bool EventLog::isSeq(quint64 seq)
{
    return seq != 0 && seq < endOfLog;
}

bool EventLog::has(ConversationId id, quint64 seq) const
{
    return m_cache.hasEvent(id, seq);
}

QHash<quint64, MessageChange> EventLog::changes(ConversationId id, quint64 fromSeq, quint64 toSeq) const
{
    return m_cache.changes(id, fromSeq, toSeq);
}

void EventLog::fetchBefore(ConversationId id, quint64 seq, int limit, Finished finished)
{
    wire::GetHistory page;
    page.set_conversation_id(id.value);
    page.set_before_seq(seq);
    page.set_limit(quint32(qBound(1, limit, limits::historyPageMax)));
    fetch(page, std::move(finished));
}

void EventLog::fetchAfter(ConversationId id, quint64 seq, int limit, Finished finished)
{
    wire::GetHistory page;
    page.set_conversation_id(id.value);
    page.set_after_seq(seq);
    page.set_limit(quint32(qBound(1, limit, limits::historyPageMax)));
    fetch(page, std::move(finished));
}

void EventLog::fetch(const wire::GetHistory &page, Finished finished)
{
    wire::Frame frame;
    *frame.mutable_get_history() = page;
    const ConversationId id(page.conversation_id());
    m_link.request(std::move(frame), [this, id, finished = std::move(finished)](const Result<wire::Frame> &reply) {
        if (!reply) {
            finished(reply.error());
            return;
        }
        store(eventsOf(id, reply->history()), Source::Paged);
        finished(Error(reply->has_history() ? ErrorCode::None : ErrorCode::Malformed));
    });
}

void EventLog::accept(const QList<wire::Event> &events)
{
    store(events, Source::Live);
}

void EventLog::acceptSynced(const QList<wire::Event> &events)
{
    store(events, Source::Synced);
}

void EventLog::acceptOwn(const wire::Event &event)
{
    store({event}, Source::Own);
}

void EventLog::noteHighWater(ConversationId id, quint64 lastSeq)
{
    const quint64 have = newestSeq(id);
    if (lastSeq > have && lastSeq < endOfLog)
        fillGap(id, have > 0 ? have : qMin(m_book.countedSeq(id), lastSeq - 1), lastSeq + 1, Source::Live);
}

void EventLog::noteSynced(ConversationId id, quint64 lastSeq)
{
    const quint64 have = newestSeq(id);
    if (lastSeq <= have || lastSeq >= endOfLog)
        return;
    // A device without any of it needs the end only.
    const quint64 page = limits::historyPageDefault;
    fillGap(id, have > 0 || lastSeq <= page ? have : lastSeq - page, lastSeq + 1, Source::Synced);
}

quint64 EventLog::receivedUpTo(ConversationId id) const
{
    const auto fill = m_fills.constFind(id);
    return fill == m_fills.constEnd() ? newestSeq(id) : fill->afterSeq;
}

quint64 EventLog::newestKept(ConversationId id) const
{
    return m_cache.newest(id, LocalCache::Kind::Any).value_or(wire::Event()).seq();
}

quint64 EventLog::newestSeq(ConversationId id) const
{
    const auto known = m_newest.constFind(id);
    return known != m_newest.constEnd() ? *known : *m_newest.insert(id, newestKept(id));
}

void EventLog::store(const QList<wire::Event> &events, Source source)
{
    QList<ConversationId> order;
    QHash<ConversationId, QList<wire::Event>> byConversation;
    for (const wire::Event &event : events) {
        if (!isUsable(event))
            continue;
        const ConversationId id(event.conversation_id());
        if (!byConversation.contains(id))
            order.append(id);
        byConversation[id].append(event);
    }
    for (ConversationId id : std::as_const(order))
        storeOne(id, byConversation.value(id), source);
}

void EventLog::storeOne(ConversationId id, QList<wire::Event> events, Source source)
{
    const quint64 newest = newestSeq(id);
    // What is beyond our own newest is new to this program, even when another one has put it into the same cache.
    events.removeIf([&](const wire::Event &event) { return event.seq() <= newest && has(id, event.seq()); });
    std::sort(events.begin(), events.end(),
              [](const wire::Event &a, const wire::Event &b) { return a.seq() < b.seq(); });
    const auto same = [](const wire::Event &a, const wire::Event &b) { return a.seq() == b.seq(); };
    events.erase(std::unique(events.begin(), events.end(), same), events.end());
    if (events.isEmpty())
        return;
    if (!m_cache.storeEvents(events)) {
        qCWarning(lcCache, "events were not stored; they will be fetched again");
        return;
    }
    m_newest.insert(id, qMax<quint64>(newest, events.constLast().seq()));
    // A device that had nothing of a conversation gets its end only; a page of history is no sign of a hole.
    const quint64 base = newest > 0 ? newest : m_book.countedSeq(id);
    if (source != Source::Paged && events.constFirst().seq() > base + 1)
        fillGap(id, base, events.constFirst().seq(), source == Source::Synced ? Source::Synced : Source::Live);
    m_book.noteEvents(id, events, source == Source::Live);
    tellStored(id, events);
    tellChanged(id, events);
    if (source != Source::Live)
        return;
    const quint64 counted = m_book.countedSeq(id);
    events.removeIf([this, counted](const wire::Event &event) {
        return !event.has_message() || event.message().recalled() || UserId(event.sender_id()) == m_book.self()
            || event.seq() <= counted;
    });
    if (!events.isEmpty())
        Q_EMIT arrived(id, events);
}

void EventLog::tellChanged(ConversationId id, const QList<wire::Event> &events)
{
    const quint64 first = events.constFirst().seq();
    for (const wire::Event &event : events) {
        const quint64 target = event.has_message_edited() ? event.message_edited().target_seq()
                                                          : event.message_recalled().target_seq();
        if (target != 0 && target < first && has(id, target))
            Q_EMIT stored(id, target, target);
    }
}

void EventLog::tellStored(ConversationId id, const QList<wire::Event> &events)
{
    quint64 from = events.constFirst().seq();
    quint64 to = from;
    for (const wire::Event &event : events) {
        if (event.seq() > to + 1) {
            Q_EMIT stored(id, from, to);
            from = event.seq();
        }
        to = event.seq();
    }
    Q_EMIT stored(id, from, to);
}

void EventLog::fillGap(ConversationId id, quint64 afterSeq, quint64 untilSeq, Source source)
{
    quint64 after = afterSeq;
    if (untilSeq - afterSeq - 1 > gapEventsMax) {
        qCInfo(lcCache, "a hole of %llu events stays until it is looked at", untilSeq - afterSeq - 1);
        // From a high-water mark: at least the end.
        if (has(id, untilSeq))
            return;
        after = untilSeq - 1 - limits::historyPageDefault;
    }
    Fill &fill = m_fills[id];
    if (fill.untilSeq == 0) {
        fill.afterSeq = after;
        fill.source = source;
    } else if (fill.source == Source::Synced) {
        fill.source = source; // the book knows which of them the server has counted
    }
    fill.untilSeq = qMax(fill.untilSeq, untilSeq);
    runFills();
}

void EventLog::cutBack(ConversationId id, quint64 lastSeq)
{
    const bool isBeyond = newestSeq(id) > lastSeq;
    if (isBeyond) {
        qCInfo(lcCache, "conversation %llu ends at %llu on the server, here at %llu: cut back", qulonglong(id.value),
               qulonglong(lastSeq), qulonglong(newestSeq(id)));
        m_cache.removeEventsAfter(id, lastSeq);
        m_newest.insert(id, newestKept(id));
        // Of an earlier connection, so none of them is running.
        m_fills.remove(id);
    }
    m_book.cutBack(id, lastSeq);
    if (isBeyond)
        Q_EMIT removed(id);
}

void EventLog::resumeFilling()
{
    // A lost connection has answered every request, so nothing is marked as running that is not.
    runFills();
}

void EventLog::runFills()
{
    if (m_link.state() != Link::State::Ready)
        return;
    QList<ConversationId> chosen;
    for (auto fill = m_fills.begin(); fill != m_fills.end() && m_runningFills < fillsAtOnce; ++fill) {
        if (fill->running)
            continue;
        fill->running = true;
        ++m_runningFills;
        chosen.append(fill.key());
    }
    for (ConversationId id : std::as_const(chosen)) {
        wire::Frame frame;
        wire::GetHistory &page = *frame.mutable_get_history();
        page.set_conversation_id(id.value);
        const quint64 afterSeq = m_fills.value(id).afterSeq;
        page.set_after_seq(afterSeq);
        page.set_limit(limits::historyPageMax);
        m_link.request(std::move(frame),
                       [this, id, afterSeq](const Result<wire::Frame> &reply) { onFilled(id, afterSeq, reply); });
    }
}

void EventLog::onFilled(ConversationId id, quint64 afterSeq, const Result<wire::Frame> &reply)
{
    const auto found = m_fills.find(id);
    // Not the answer to what was asked last: it would look like one that does not lead on.
    if (found == m_fills.end() || !found->running || found->afterSeq != afterSeq)
        return;
    found->running = false;
    --m_runningFills;
    if (!reply || !reply->has_history()) {
        const ErrorCode code = reply ? ErrorCode::Malformed : reply.error().code;
        if (isFinal(code))
            m_fills.erase(found);
        else if (code != ErrorCode::Disconnected)
            m_retryTimer.start();
        return;
    }
    const auto &page = reply->history().events();
    const quint64 reached = page.empty() ? 0 : page.Get(page.size() - 1).seq();
    const Source source = found->source;
    // An answer that does not lead on ends the filling, whatever the server means by it.
    if (reached <= found->afterSeq || reached + 1 >= found->untilSeq)
        m_fills.erase(found);
    else
        found->afterSeq = reached;
    const QList<wire::Event> events = eventsOf(id, reply->history());
    if (!events.isEmpty())
        store(events, source);
    runFills();
}

} // namespace rookery::client
