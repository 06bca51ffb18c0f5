// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A person's device in the model test: asks by the bare protocol, keeps what it is told (events, members, cursors), and
// says so when the server tells it something that cannot be: an event twice, out of order, a cursor going back, or news
// of a conversation it is not in. Over memory or a real connection. Test's main thread.
#pragma once

#include "common/base/error.h"
#include "common/base/result.h"
#include "common/protocol/rookery.pb.h"
#include "tests/support/reference_log.h"

#include <memory>

namespace rookery::test {

/// One connection that has said hello and is signed in.
class ModelConnection {
public:
    virtual ~ModelConnection() = default;
    /// Sends; the answer is in take() later.
    virtual void send(const wire::Frame &frame) = 0;
    /// Everything that has arrived, oldest first.
    virtual QList<wire::Frame> take() = 0;
    virtual bool isOpen() const = 0;
};

class ModelClient {
public:
    /// Where the server's clock is not the test's, times are not compared.
    enum class Times { Known, Unknown };

    ModelClient(quint64 person, Times times) : m_person(person), m_times(times) {}

    quint64 person() const { return m_person; }
    bool isOnline() const { return m_connection && m_connection->isOpen(); }
    void connect(std::unique_ptr<ModelConnection> connection);
    void disconnect() { m_connection.reset(); }

    /// Asks; returns the request's number. entry: what the request appends, as its answer tells no more than the number.
    quint64 ask(wire::Frame frame, const ReferenceLog::Entry &entry = {});
    /// Reads what has arrived; false where that request is not answered yet.
    bool isAnswered(quint64 request);
    /// Of an answered request.
    Result<wire::Frame> takeAnswer(quint64 request);
    void read();

    /// From here on unread counts are those of the past.
    void forgetSync();
    /// What a sync asks with.
    wire::Frame syncFrame() const;
    /// The rooms with a hole, and the seq before it.
    QMap<quint64, quint64> holes() const;

    /// Empty, or how this device's view differs from the truth. Events before the device's first one of a room are not
    /// missed: it never had to fetch them.
    QString compare(const ReferenceLog &truth) const;
    /// What the server has done wrong by itself; empty while nothing.
    const QString &complaint() const { return m_complaint; }

    struct View {
        QString title;
        quint64 lastSeq = 0;
        QMap<quint64, ReferenceLog::Entry> events;
        QMap<quint64, ReferenceLog::Place> members;
        quint32 unread = 0;    ///< As the last sync said.
        bool isSynced = false; ///< unread and everything else is of this moment.
    };
    const QMap<quint64, View> &rooms() const { return m_rooms; }

private:
    struct Asked {
        ReferenceLog::Entry entry;
        wire::SetCursor cursor;
    };

    void readReply(const wire::Frame &frame);
    void noteOwn(const wire::Sent &sent, ReferenceLog::Entry entry);
    void noteOwnCursor(const wire::SetCursor &cursor);
    void noteConversation(const wire::Conversation &conversation);
    void noteSync(const wire::SyncReply &reply);
    void readPush(const wire::Frame &frame);
    void takeEvent(const wire::Event &event, bool isPush);
    void applyRecall(View &view, quint64 target);
    void complain(const QString &what);

    const quint64 m_person;
    const Times m_times;
    std::unique_ptr<ModelConnection> m_connection;
    quint64 m_lastRequest = 0;
    QMap<quint64, Asked> m_asked;
    QMap<quint64, wire::Frame> m_answers;
    QMap<quint64, View> m_rooms;
    QString m_complaint;
};

ReferenceLog::Entry entryFrom(const wire::Event &event);
/// Empty, or what of the entry the server holds otherwise. After a recall the device may know more than the server.
QString compareEntry(const ReferenceLog::Entry &truth, const ReferenceLog::Entry &held);

} // namespace rookery::test
