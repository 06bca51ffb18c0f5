// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The server's only view of durable storage; an implementation may be SQLite in this process or a database elsewhere.
// Every call returns at once; its callback comes later, exactly once, on the thread of the object given to the
// implementation at construction, and callbacks of writes come in commit order.
//
// Invariants:
//   S1  A write's callback with a value means: committed and synced to disk.
//   S2  Sequence numbers of a conversation are 1, 2, 3 … without gaps, given by the committing transaction.
//   S3  (sender, client id) is unique: the same message again returns the first event with repeated set; another
//       body under the same id fails with ClientIdReused.
//       A message or edit that was recalled since has no body to compare with: there the same place is enough.
//   S4  A failed commit fails every write in it with StoreUnavailable or DiskFull, and storeFailed is reported once;
//       an I/O error is never retried.
#pragma once

#include "common/base/ids.h"
#include "common/base/result.h"
#include "common/protocol/rookery.pb.h"
#include "server/core/administration_store.h"

#include <QtCore/QHash>
#include <QtCore/QList>

#include <optional>

namespace rookery::server {

struct UserRecord {
    UserId id;
    QString name;
    QString displayName;
    wire::ServerRole role = wire::SERVER_ROLE_MEMBER;
    bool disabled = false;
    qint64 createdMs = 0;
    qint64 lastSeenMs = 0;
};

struct NewUser {
    QString name;
    QByteArray skeleton; ///< nameSkeleton(name); unique, NameTaken otherwise.
    QString displayName;
    QByteArray passwordHash; ///< As PasswordHasher made it.
    wire::ServerRole role = wire::SERVER_ROLE_MEMBER;
    QByteArray inviteHash; ///< Not empty: this invite is used up in the same transaction, or InviteNeeded.
    qint64 nowMs = 0;
    QString madeBy; ///< For the audit log; empty: the person themselves.
};

struct Credentials {
    UserRecord user;
    QByteArray passwordHash;
};

/// The same password at another cost; nothing happens where it has been changed meanwhile.
struct Rehash {
    QByteArray from;
    QByteArray to;
};

/// What is set is changed.
struct UserChange {
    std::optional<QString> displayName;
    std::optional<QByteArray> passwordHash; ///< Also removes every token of the person.
    std::optional<Rehash> rehash;           ///< Tokens stay, and nothing is recorded.
    std::optional<wire::ServerRole> role;
    std::optional<bool> disabled; ///< true also removes every token of the person.
    AuditStamp by;                ///< Records what is set but the display name.
};

struct NewToken {
    UserId user;
    QByteArray tokenHash; ///< SHA-256 of the token; the token itself is never stored.
    QByteArray deviceId;
    QString deviceName;
    qint64 nowMs = 0;
};

struct MemberRecord {
    UserId user;
    wire::MemberRole role = wire::MEMBER_ROLE_MEMBER;
    quint64 deliveredSeq = 0;
    quint64 readSeq = 0;
};

struct ConversationRecord {
    ConversationId id;
    wire::ConversationKind kind = wire::CONVERSATION_DIRECT;
    QString title;
    QList<MemberRecord> members;
    quint64 lastSeq = 0;
};

/// Everything the server keeps in memory, read once at the start.
struct DirectoryRecords {
    QList<UserRecord> users;
    QList<ConversationRecord> conversations;
};

struct NewMessage {
    ConversationId conversation;
    UserId sender;
    ClientId clientId;
    wire::MessageBody body;
    qint64 nowMs = 0;
};

struct Appended {
    wire::Event event;
    bool repeated = false; ///< It was stored before; nothing is to be pushed.
};

/// Other words for a message, or its recall.
struct MessageChange {
    ConversationId conversation;
    UserId sender;
    ClientId clientId;
    quint64 targetSeq = 0;
    std::optional<std::string> text; ///< Cleaned, UTF-8. Nothing: the message is taken back.
    qint64 recallMs = 0; ///< How old a message of one's own may be to be taken back; moderators have no limit.
    qint64 nowMs = 0;
};

struct NewGroup {
    UserId creator;
    QString title;
    QList<UserId> members; ///< Without the creator.
    ClientId clientId;
    qint64 nowMs = 0;
};

/// Another role for a member, or their removal.
struct MemberChange {
    ConversationId conversation;
    UserId actor;
    UserId user;
    std::optional<wire::MemberRole> role; ///< Owner: the actor hands the group over. Nothing: the member is put out.
    qint64 nowMs = 0;
};

/// A conversation after a change of its members, and the event that says so (none where nothing changed).
struct ConversationUpdate {
    ConversationRecord conversation;
    std::optional<wire::Event> event;
};

struct HistoryPage {
    QList<wire::Event> events; ///< Ascending by seq; cut at limits::pageBytes.
    quint64 lastSeq = 0;
};

/// What a device missed: for each conversation the newest events after what it has, and the unread count.
struct Missed {
    QList<wire::Event> events;
    QHash<ConversationId, quint32> unread;  ///< Messages of others after the person's read cursor.
    QHash<ConversationId, quint64> lastSeq; ///< The end of each log when the two above were read.
};

struct StoreStatistics {
    quint64 users = 0;
    quint64 conversations = 0;
    quint64 events = 0;
    quint64 commits = 0;  ///< Since the start.
    quint64 appended = 0; ///< Messages committed since the start.
    qint64 databaseBytes = 0;
};

class Store {
public:
    virtual ~Store() = default;

    virtual void loadDirectory(StoreCallback<DirectoryRecords> done) = 0;
    /// Invites and the audit log; lives as long as the store.
    virtual AdministrationStore &administration() = 0;

    // People
    virtual void createUser(const NewUser &user, StoreCallback<UserRecord> done) = 0;
    virtual void changeUser(UserId user, const UserChange &change, StoreCallback<UserRecord> done) = 0;
    /// By skeleton; an empty optional where there is no such person.
    virtual void findCredentials(const QByteArray &skeleton, StoreCallback<std::optional<Credentials>> done) = 0;
    virtual void setLastSeen(UserId user, qint64 lastSeenMs) = 0;
    virtual void addToken(const NewToken &token, StoreCallback<Done> done) = 0;
    /// The person a token belongs to; an empty optional where it is unknown.
    virtual void findToken(const QByteArray &tokenHash, StoreCallback<std::optional<UserId>> done) = 0;
    virtual void removeToken(const QByteArray &tokenHash, StoreCallback<Done> done) = 0;

    // Conversations
    /// The conversation of two people, made now if there was none (then event is empty: a direct talk has no event).
    virtual void openDirect(UserId first, UserId second, StoreCallback<ConversationUpdate> done) = 0;
    virtual void createGroup(const NewGroup &group, StoreCallback<ConversationUpdate> done) = 0;
    /// NotMember where the actor is not in it, Forbidden where it is not a group. People already in it are passed over.
    virtual void addMembers(ConversationId conversation, UserId actor, const QList<UserId> &users, qint64 nowMs,
                            StoreCallback<ConversationUpdate> done) = 0;
    virtual void leaveGroup(ConversationId conversation, UserId user, qint64 nowMs,
                            StoreCallback<ConversationUpdate> done) = 0;
    /// By the rules of permissions.h, or Forbidden; NotFound where the user is not a member.
    virtual void changeMember(const MemberChange &change, StoreCallback<ConversationUpdate> done) = 0;

    // The log
    virtual void append(const NewMessage &message, StoreCallback<Appended> done) = 0;
    /// NotFound where the target is not a message, Forbidden where it is not the sender's to change, Recalled, TooLate. A
    /// recall also takes the text of the message and of its edits out of what is stored.
    virtual void changeMessage(const MessageChange &change, StoreCallback<Appended> done) = 0;
    /// beforeSeq exclusive, or afterSeq exclusive where beforeSeq is 0, or the newest where both are 0.
    virtual void history(ConversationId conversation, quint64 beforeSeq, quint64 afterSeq, int limit,
                         StoreCallback<HistoryPage> done) = 0;
    /// have: the newest seq the device holds of each of the person's conversations (0: nothing).
    virtual void missed(UserId user, const QHash<ConversationId, quint64> &have, int tailEvents,
                        StoreCallback<Missed> done) = 0;
    /// Cursors only move forward; lower values are ignored.
    virtual void setCursor(ConversationId conversation, UserId user, quint64 deliveredSeq, quint64 readSeq,
                           StoreCallback<Done> done) = 0;

    // Keeping
    /// A whole, checked copy at that path, 0600, made under load; the path must not exist.
    virtual void backup(const QString &path, StoreCallback<Done> done) = 0;
    virtual void statistics(StoreCallback<StoreStatistics> done) = 0;
};

} // namespace rookery::server
