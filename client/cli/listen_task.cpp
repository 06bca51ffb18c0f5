// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/listen_task.h"

#include "client/core/cursor_sender.h"

#include <algorithm>

namespace rookery::cli {

using namespace client;

namespace {

/// Events looked at in one go.
constexpr int pageEvents = 200;
/// Before asking again for what the server could not give at the moment, ms.
constexpr int retryMs = 1'000;
/// How long the end waits for the server to confirm the read cursors, ms; they are kept and sent next time otherwise.
constexpr int farewellMs = 2'000;

QString markKey()
{
    return QStringLiteral("listen");
}

} // namespace

void ListenTask::start()
{
    const std::optional<int> bound = commandLine().forMs || commandLine().count == 0 ? commandLine().forMs
                                                                                     : commandLine().timeoutMs;
    m_forTimer.setSingleShot(true);
    connect(&m_forTimer, &QTimer::timeout, this,
            [this] { end(commandLine().count > 0 ? ExitCode::TimedOut : ExitCode::Done); });
    if (bound)
        m_forTimer.start(*bound);
    m_collectTimer.setSingleShot(true);
    m_collectTimer.setInterval(0);
    connect(&m_collectTimer, &QTimer::timeout, this, &ListenTask::collect);
    connect(&session().log(), &EventLog::stored, this, [this](ConversationId id) { collectSoon(id); });
    connect(&session(), &AccountSession::stateChanged, this, [this](AccountSession::State state) {
        if (state != AccountSession::State::Online)
            return;
        m_fetching.clear();
        collectAll();
    });
    collectAll();
}

void ListenTask::collectAll()
{
    for (const ConversationSummary &summary : session().conversations().conversations())
        collectSoon(summary.id);
}

void ListenTask::collectSoon(ConversationId id)
{
    m_waiting.insert(id);
    m_collectTimer.start();
}

void ListenTask::collect()
{
    if (m_ended)
        return;
    struct Row {
        qint64 timeMs;
        wire::Event event;
    };
    QList<Row> rows;
    const QSet<ConversationId> waiting = std::exchange(m_waiting, {});
    for (ConversationId id : waiting) {
        // Inside a conversation seq orders, whatever the clock did.
        qint64 timeMs = 0;
        for (const wire::Event &event : unshown(id)) {
            timeMs = qMax<qint64>(timeMs, event.time_ms());
            rows.append({timeMs, event});
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.timeMs < b.timeMs; });
    for (const Row &row : std::as_const(rows)) {
        if (!print(row.event))
            return;
    }
}

QList<wire::Event> ListenTask::unshown(ConversationId id)
{
    const ConversationSummary summary = session().conversations().conversation(id);
    const quint64 mark = session().cursors().shown(markKey(), id);
    const quint64 shown = mark != 0 ? mark : summary.readSeq;
    if (m_fetching.contains(id) || summary.id.isNull() || summary.lastSeq <= shown)
        return {};
    QList<wire::Event> events = session().log().after(id, shown, pageEvents);
    const bool mayJump = m_holesRefused.contains(id);
    qsizetype whole = 0;
    for (quint64 next = shown + 1; whole < events.size() && (mayJump || events.at(whole).seq() == next); ++whole)
        next = events.at(whole).seq() + 1;
    if (whole == 0 && !mayJump)
        fetchHole(id, shown);
    else if (whole == pageEvents || whole < events.size())
        collectSoon(id);
    events.resize(whole);
    return events;
}

void ListenTask::fetchHole(ConversationId id, quint64 afterSeq)
{
    m_fetching.insert(id);
    session().log().fetchAfter(id, afterSeq, pageEvents, [this, id, afterSeq](const Error &error) {
        m_fetching.remove(id);
        const bool isFilled = session().log().has(id, afterSeq + 1);
        const bool isRefused = error.code == ErrorCode::None || error.code == ErrorCode::NotMember
            || error.code == ErrorCode::NotFound || error.code == ErrorCode::Forbidden;
        if (!isFilled && isRefused)
            m_holesRefused.insert(id);
        if (isFilled || isRefused)
            collectSoon(id);
        else if (error.code != ErrorCode::Disconnected)
            QTimer::singleShot(retryMs, this, [this, id] { collectSoon(id); });
    });
}

bool ListenTask::print(const wire::Event &event)
{
    const ConversationId id(event.conversation_id());
    const bool isNews = isShown(event) && UserId(event.sender_id()) != session().self();
    if (isNews) {
        printEvent(event);
        ++m_printed;
    }
    session().cursors().setShown(markKey(), id, event.seq());
    session().markRead(id, event.seq());
    if (commandLine().count == 0 || m_printed < commandLine().count)
        return true;
    end(ExitCode::Done);
    return false;
}

void ListenTask::end(ExitCode code)
{
    if (std::exchange(m_ended, true))
        return;
    m_code = code;
    m_forTimer.stop();
    CursorSender &cursors = session().cursors();
    connect(&cursors, &CursorSender::idle, this, &ListenTask::finishWhenTold);
    QTimer::singleShot(farewellMs, this, [this] { Q_EMIT finished(m_code); });
    cursors.flush();
    finishWhenTold();
}

void ListenTask::finishWhenTold()
{
    if (session().cursors().isIdle())
        Q_EMIT finished(m_code);
}

} // namespace rookery::cli
