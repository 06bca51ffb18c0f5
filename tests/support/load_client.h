// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A client that keeps every rule of the protocol and remembers everything: it signs in by token as often as it is
// thrown out, sends the same message under the same id until it is acknowledged, and notes what it was told; of what it
// was shown only how much and whether in order, because a soak shows a hundred of them everything for hours.
// One message is under way at a time, so that its messages are in the order in which they were said.
// Test's main thread, event-driven: many of them work at once.
#pragma once

#include "common/net/framed_stream.h"
#include "common/net/request_table.h"
#include "tests/support/trial_server.h"

#include <QtCore/QTimer>

namespace rookery::test {

class LoadClient final : public QObject {
    Q_OBJECT
public:
    struct Said {
        ClientId id;
        ConversationId conversation;
        QByteArray text;
        quint64 seq = 0; ///< As acknowledged; 0 before.
    };

    LoadClient(TrialPerson person, Clock &clock, RandomSource &random, QObject *parent = nullptr);
    ~LoadClient() override;

    /// Connects, and stays connected until stop().
    void start(quint16 port);
    void stop();
    bool isSignedIn() const { return m_isSignedIn; }
    const TrialPerson &person() const { return m_person; }

    void say(ConversationId conversation, const QByteArray &text);
    const QList<Said> &said() const { return m_said; }
    qsizetype acknowledgedCount() const { return m_acknowledged; }
    bool isIdle() const { return m_acknowledged == m_said.size(); }

    /// Pushed events, on the present connection and those before.
    qsizetype heardCount() const { return m_heardCount; }
    /// Of these, those that did not come after everything heard of their conversation before.
    qsizetype heardLateCount() const { return m_heardLateCount; }
    int refusals() const { return m_refusals; }
    const Error &lastRefusal() const { return m_lastRefusal; }
    int connections() const { return m_connections; }
    /// Requests of the test's own; while signed in.
    void request(wire::Frame frame, RequestTable::Callback callback);

Q_SIGNALS:
    void signedIn();
    void acknowledged();
    void refused();

private:
    void connectNow();
    void onOpened();
    void onEnded();
    void onFrame(const wire::Frame &frame);
    void sendNext();
    void onSent(qsizetype index, const Result<wire::Frame> &reply);

    const TrialPerson m_person;
    Clock &m_clock;
    RandomSource &m_random;
    RequestTable m_requests;
    std::unique_ptr<FramedStream> m_stream;
    QTimer m_again;
    quint16 m_port = 0;
    QList<Said> m_said;
    qsizetype m_acknowledged = 0;
    QHash<ConversationId, quint64> m_heardSeq; ///< The last one.
    qsizetype m_heardCount = 0;
    qsizetype m_heardLateCount = 0;
    Error m_lastRefusal{ErrorCode::None};
    int m_refusals = 0;
    int m_connections = 0;
    bool m_isStopped = true;
    bool m_isSignedIn = false;
    bool m_isSending = false;
};

/// What the store holds against what the clients were told.
struct Verdict {
    qsizetype lost = 0;      ///< Acknowledged, and not there or not as acknowledged.
    qsizetype doubled = 0;   ///< Stored more than once.
    qsizetype reordered = 0; ///< Stored or shown before something that was said earlier.
    QString first;           ///< The first difference as a sentence; empty when there is none.
};
Verdict compare(const QList<StoredEvent> &stored, const QList<LoadClient *> &clients);
/// Its sentence, for tests that look at nothing else.
inline QString judge(const QList<StoredEvent> &stored, const QList<LoadClient *> &clients)
{
    return compare(stored, clients).first;
}

} // namespace rookery::test
