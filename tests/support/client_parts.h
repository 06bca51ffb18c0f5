// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The client's parts on a cache of their own and a server in memory, without a session. Person 1 is oneself.
// One thread.
#pragma once

#include "client/core/conversation_book.h"
#include "client/core/event_log.h"
#include "client/core/local_cache.h"
#include "client/core/outbox.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

namespace rookery::test {

struct ClientParts {
    explicit ClientParts(const QString &directory, quint32 seed = 1)
        : random(seed), cache(directory, clock), isOpen(cache.open().isOk()), link(clock, random, {}), book(cache),
          log(cache, link, book), outbox(cache, link, log, book, clock, random)
    {
        book.setSelf(UserId(1));
        outbox.setSelf(UserId(1));
        link.setTransportFactory(server.factory());
    }

    /// As AccountSession does: open requests end while what they reach is still there.
    ~ClientParts() { link.stop(); }

    bool connectNow()
    {
        link.start({}, {});
        return server.accept();
    }
    /// The seq of everything in the cache, ascending.
    QList<quint64> seqs(quint64 conversation) const
    {
        QList<quint64> result;
        for (const wire::Event &event : log.newest(ConversationId(conversation), 100'000))
            result.append(event.seq());
        return result;
    }
    /// Answers a GetHistory with the events of that conversation that it asks for.
    bool answerHistory(quint64 lastSeq, quint64 sender = 2)
    {
        const std::optional<wire::Frame> request = server.take(wire::Frame::kGetHistory);
        if (!request)
            return false;
        const wire::GetHistory &page = request->get_history();
        wire::Frame reply;
        wire::History &history = *reply.mutable_history();
        history.set_conversation_id(page.conversation_id());
        history.set_last_seq(lastSeq);
        const quint64 before = page.before_seq();
        quint64 from = page.after_seq() + 1;
        quint64 to = qMin(lastSeq, from + page.limit() - 1);
        if (before != 0) {
            to = before - 1;
            from = to > page.limit() ? to - page.limit() + 1 : 1;
        }
        for (quint64 seq = from; seq <= to; ++seq)
            *history.add_events() = messageEvent(page.conversation_id(), seq, sender);
        server.answer(*request, reply);
        return true;
    }

    ManualClock clock;
    SeededRandom random;
    FakeServer server;
    client::LocalCache cache;
    bool isOpen;
    client::Link link;
    client::ConversationBook book;
    client::EventLog log;
    client::Outbox outbox;
};

} // namespace rookery::test
