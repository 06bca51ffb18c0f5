// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a server should say and hold, as PROTOCOL.md tells it: people, conversations, their logs, roles and cursors, in
// plain containers. Written from that page alone and shares no code with the server, so that the two can be compared.
// Ids of conversations are given by the caller, for a server chooses them. One thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>

namespace rookery::test {

class ReferenceLog {
public:
    /// The protocol's numbers.
    enum Code {
        Fine = 0,
        NotFound = 40,
        NotMember = 41,
        Forbidden = 42,
        Reused = 44,
        TooLate = 45,
        Recalled = 46,
    };
    enum Role { Member = 0, Moderator = 1, Owner = 2, Muted = 3 };
    enum class What { Said, Created, Added, Left, Edited, TakenBack, RoleGiven, PutOut };

    struct Entry {
        What what = What::Said;
        quint64 by = 0;
        qint64 timeMs = 0;
        QString text;          ///< Said, Edited; Created: the title.
        quint64 target = 0;    ///< Edited, TakenBack: a seq. Left, RoleGiven, PutOut: a person.
        quint64 extra = 0;     ///< RoleGiven: the role. Left: the new owner.
        QList<quint64> people; ///< Created, Added: ascending.
        bool isGone = false;   ///< Said, Edited: recalled, the text is nowhere.

        bool operator==(const Entry &) const = default;
    };
    struct Place {
        Role role = Member;
        quint64 delivered = 0;
        quint64 read = 0;

        bool operator==(const Place &) const = default;
    };
    struct Room {
        bool isGroup = false;
        QString title;
        QMap<quint64, Place> members;
        QList<Entry> log; ///< Entry 0 is seq 1.

        quint64 lastSeq() const { return quint64(log.size()); }
    };
    struct Answer {
        Code code = Fine;
        quint64 room = 0;
        quint64 seq = 0; ///< Of what was appended, now or before.
        bool hasAppended = false;
    };

    explicit ReferenceLog(qint64 recallMs) : m_recallMs(recallMs) {}

    Answer send(quint64 who, quint64 room, const QByteArray &clientId, const QString &text, qint64 nowMs);
    Answer edit(quint64 who, quint64 room, const QByteArray &clientId, quint64 target, const QString &text,
                qint64 nowMs);
    Answer recall(quint64 who, quint64 room, const QByteArray &clientId, quint64 target, qint64 nowMs);
    /// freshId is used where a new one is made.
    Answer openDirect(quint64 who, quint64 other, quint64 freshId);
    Answer createGroup(quint64 who, const QString &title, const QList<quint64> &others, const QByteArray &clientId,
                       quint64 freshId, qint64 nowMs);
    Answer add(quint64 who, quint64 room, const QList<quint64> &people, qint64 nowMs);
    Answer leave(quint64 who, quint64 room, qint64 nowMs);
    Answer giveRole(quint64 who, quint64 room, quint64 whom, Role role, qint64 nowMs);
    Answer putOut(quint64 who, quint64 room, quint64 whom, qint64 nowMs);
    Answer moveCursor(quint64 who, quint64 room, quint64 delivered, quint64 read);

    const QMap<quint64, Room> &rooms() const { return m_rooms; }
    QList<quint64> roomsOf(quint64 who) const;
    /// Messages of others after that person's read cursor.
    quint32 unread(quint64 who, quint64 room) const;

private:
    struct Written {
        quint64 room = 0;
        quint64 seq = 0;
    };

    /// The answer to a repeat; nothing where the id is new.
    std::optional<Answer> before(quint64 who, quint64 room, const QByteArray &clientId, const Entry &entry) const;
    Answer append(quint64 room, Entry entry, const QByteArray &clientId = {});
    Room *roomFor(quint64 who, quint64 room);
    /// NotMember, Forbidden (no group), or Fine.
    Code checkGroup(quint64 who, quint64 room);

    const qint64 m_recallMs;
    QMap<quint64, Room> m_rooms;
    QMap<std::pair<quint64, QByteArray>, Written> m_written;
};

/// For a report: who and what in a line.
QString describe(const ReferenceLog::Entry &entry);

} // namespace rookery::test
