// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The store's contract (server/core/store.h) kept in memory: no disk, no threads, and answers that come exactly when
// the test says so, so that a run can be repeated. A write happens when it is asked for, its answer is given out by
// deliver(). One thread.
#pragma once

#include "server/core/store.h"

#include <deque>
#include <map>
#include <vector>

namespace rookery::server {

class MemoryStore final : public Store, public AdministrationStore {
public:
    /// Gives out at most that many answers in the order they came about, and returns how many; an answer may ask anew.
    size_t deliver(size_t most = SIZE_MAX);
    size_t waiting() const { return m_answers.size(); }
    /// From now on every write fails with that code and changes nothing; None: they work again.
    void setWriteFailure(ErrorCode code) { m_writeFailure = code; }

    /// The whole log of a conversation, to compare with.
    std::vector<wire::Event> log(ConversationId conversation) const;
    QList<ConversationId> conversations() const;

    void loadDirectory(StoreCallback<DirectoryRecords> done) override;
    void createUser(const NewUser &user, StoreCallback<UserRecord> done) override;
    void changeUser(UserId user, const UserChange &change, StoreCallback<UserRecord> done) override;
    void findCredentials(const QByteArray &skeleton, StoreCallback<std::optional<Credentials>> done) override;
    void setLastSeen(UserId user, qint64 lastSeenMs) override;
    void addToken(const NewToken &token, StoreCallback<Done> done) override;
    void findToken(const QByteArray &tokenHash, StoreCallback<std::optional<UserId>> done) override;
    void removeToken(const QByteArray &tokenHash, StoreCallback<Done> done) override;
    AdministrationStore &administration() override { return *this; }
    void addInvite(const NewInvite &invite, StoreCallback<InviteRecord> done) override;
    void listInvites(StoreCallback<QList<InviteRecord>> done) override;
    void revokeInvite(quint64 id, const AuditStamp &by, StoreCallback<InviteRecord> done) override;
    void record(const AuditRecord &record, Recording recording, StoreCallback<Done> done) override;
    void auditTrail(int count, StoreCallback<QList<AuditRecord>> done) override;
    void openDirect(UserId first, UserId second, StoreCallback<ConversationUpdate> done) override;
    void createGroup(const NewGroup &group, StoreCallback<ConversationUpdate> done) override;
    void addMembers(ConversationId conversation, UserId actor, const QList<UserId> &users, qint64 nowMs,
                    StoreCallback<ConversationUpdate> done) override;
    void leaveGroup(ConversationId conversation, UserId user, qint64 nowMs,
                    StoreCallback<ConversationUpdate> done) override;
    void changeMember(const MemberChange &change, StoreCallback<ConversationUpdate> done) override;
    void append(const NewMessage &message, StoreCallback<Appended> done) override;
    void changeMessage(const MessageChange &change, StoreCallback<Appended> done) override;
    void history(ConversationId conversation, quint64 beforeSeq, quint64 afterSeq, int limit,
                 StoreCallback<HistoryPage> done) override;
    void missed(UserId user, const QHash<ConversationId, quint64> &have, int tailEvents,
                StoreCallback<Missed> done) override;
    void setCursor(ConversationId conversation, UserId user, quint64 deliveredSeq, quint64 readSeq,
                   StoreCallback<Done> done) override;
    /// Forbidden: there is no file to copy.
    void backup(const QString &path, StoreCallback<Done> done) override;
    void statistics(StoreCallback<StoreStatistics> done) override;

private:
    struct Person {
        UserRecord record;
        QByteArray skeleton;
        QByteArray passwordHash;
    };
    struct Token {
        UserId user;
        qint64 createdMs = 0;
        quint64 order = 0;
    };
    struct Talk {
        ConversationRecord record;
        std::vector<wire::Event> events;

        const MemberRecord *member(UserId user) const;
        wire::Event append(UserId sender, const QByteArray &clientId, qint64 nowMs, wire::Event draft);
    };
    using Written = std::pair<UserId, ClientId>;

    template <typename T>
    void answer(StoreCallback<T> done, Result<T> result);
    template <typename T, typename Change>
    void write(const StoreCallback<T> &done, Change change);

    void note(const AuditStamp &by, const QString &act, quint64 subject, const QString &detail = {});
    InviteRecord *openInvite(const QByteArray &hash, qint64 nowMs);
    Result<InviteRecord> revoke(quint64 id, const AuditStamp &by);
    Result<UserRecord> makeUser(const NewUser &user);
    Result<UserRecord> alterUser(UserId user, const UserChange &change);
    Result<Done> keepToken(const NewToken &token);
    Result<ConversationUpdate> makeDirect(UserId first, UserId second);
    Result<ConversationUpdate> makeGroup(const NewGroup &group);
    Result<ConversationUpdate> join(ConversationId id, UserId actor, const QList<UserId> &users, qint64 nowMs);
    Result<ConversationUpdate> leave(ConversationId id, UserId user, qint64 nowMs);
    Result<ConversationUpdate> alterMember(const MemberChange &change);
    Result<Appended> alterMessage(const MessageChange &change);
    Result<Talk *> talkOf(ConversationId id, UserId member);
    Result<Appended> say(const NewMessage &message);
    Result<Done> moveCursor(ConversationId id, UserId user, quint64 deliveredSeq, quint64 readSeq);
    Result<Talk *> groupOf(ConversationId id, UserId actor);
    Talk &newTalk(wire::ConversationKind kind, const QString &title);
    const wire::Event *writtenBefore(UserId sender, const ClientId &clientId) const;

    std::deque<std::function<void()>> m_answers;
    ErrorCode m_writeFailure = ErrorCode::None;
    std::map<UserId, Person> m_people;
    std::map<QByteArray, Token> m_tokens;
    std::map<QByteArray, InviteRecord> m_invites; // by the code's hash
    QList<AuditRecord> m_audit;
    std::map<ConversationId, Talk> m_talks;
    std::map<Written, std::pair<ConversationId, quint64>> m_written; // where each client id ended up
    quint64 m_lastUser = 0;
    quint64 m_lastTalk = 0;
    quint64 m_lastToken = 0;
    StoreStatistics m_statistics;
};

template <typename T>
void MemoryStore::answer(StoreCallback<T> done, Result<T> result)
{
    m_answers.push_back([done = std::move(done), result = std::move(result)] {
        if (done)
            done(result);
    });
}

template <typename T, typename Change>
void MemoryStore::write(const StoreCallback<T> &done, Change change)
{
    if (m_writeFailure != ErrorCode::None)
        answer<T>(done, m_writeFailure);
    else
        answer<T>(done, change());
}

} // namespace rookery::server
