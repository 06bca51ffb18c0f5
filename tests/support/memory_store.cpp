// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_store.h"

#include "server/core/role_names.h"

#include <algorithm>

namespace rookery::server {

namespace {

constexpr size_t tokensPerPerson = 32;

} // namespace

size_t MemoryStore::deliver(size_t most)
{
    size_t delivered = 0;
    for (; delivered < most && !m_answers.empty(); ++delivered) {
        const std::function<void()> next = std::move(m_answers.front());
        m_answers.pop_front();
        next();
    }
    return delivered;
}

std::vector<wire::Event> MemoryStore::log(ConversationId conversation) const
{
    const auto talk = m_talks.find(conversation);
    return talk == m_talks.end() ? std::vector<wire::Event>() : talk->second.events;
}

QList<ConversationId> MemoryStore::conversations() const
{
    QList<ConversationId> ids;
    for (const auto &[id, talk] : m_talks)
        ids += id;
    return ids;
}

void MemoryStore::loadDirectory(StoreCallback<DirectoryRecords> done)
{
    DirectoryRecords records;
    for (const auto &[id, person] : m_people)
        records.users += person.record;
    for (const auto &[id, talk] : m_talks)
        records.conversations += talk.record;
    answer<DirectoryRecords>(std::move(done), std::move(records));
}

// ---- People -------------------------------------------------------------------------------------------------------

Result<UserRecord> MemoryStore::makeUser(const NewUser &user)
{
    for (const auto &[id, person] : m_people) {
        if (person.skeleton == user.skeleton)
            return ErrorCode::NameTaken;
    }
    InviteRecord *invite = user.inviteHash.isEmpty() ? nullptr : openInvite(user.inviteHash, user.nowMs);
    if (!user.inviteHash.isEmpty() && !invite)
        return ErrorCode::InviteNeeded;
    UserRecord record{UserId(++m_lastUser), user.name, user.displayName, user.role, false, user.nowMs, 0};
    m_people.emplace(record.id, Person{record, user.skeleton, user.passwordHash});
    const QString themselves = actor::person(record.id);
    note({user.madeBy.isEmpty() ? themselves : user.madeBy, user.nowMs}, act::accountMade, record.id.value,
         roleName(user.role));
    if (invite) {
        invite->usedBy = record.id;
        invite->usedMs = user.nowMs;
        note({themselves, user.nowMs}, act::inviteUsed, invite->id);
    }
    return record;
}

void MemoryStore::createUser(const NewUser &user, StoreCallback<UserRecord> done)
{
    write(done, [&] { return makeUser(user); });
}

Result<UserRecord> MemoryStore::alterUser(UserId user, const UserChange &change)
{
    const auto found = m_people.find(user);
    if (found == m_people.end())
        return ErrorCode::NotFound;
    Person &person = found->second;
    if (change.role)
        note(change.by, act::roleChanged, user.value,
             QStringLiteral("%1, was %2").arg(roleName(*change.role), roleName(person.record.role)));
    if (change.passwordHash)
        note(change.by, act::passwordReset, user.value);
    if (change.disabled)
        note(change.by, *change.disabled ? act::accountDisabled : act::accountEnabled, user.value);
    person.record.displayName = change.displayName.value_or(person.record.displayName);
    person.record.role = change.role.value_or(person.record.role);
    person.record.disabled = change.disabled.value_or(person.record.disabled);
    person.passwordHash = change.passwordHash.value_or(person.passwordHash);
    if (change.rehash && change.rehash->from == person.passwordHash)
        person.passwordHash = change.rehash->to;
    if (change.passwordHash || change.disabled.value_or(false))
        std::erase_if(m_tokens, [user](const auto &token) { return token.second.user == user; });
    return person.record;
}

void MemoryStore::changeUser(UserId user, const UserChange &change, StoreCallback<UserRecord> done)
{
    write(done, [&] { return alterUser(user, change); });
}

void MemoryStore::findCredentials(const QByteArray &skeleton, StoreCallback<std::optional<Credentials>> done)
{
    std::optional<Credentials> found;
    for (const auto &[id, person] : m_people) {
        if (person.skeleton == skeleton)
            found = Credentials{person.record, person.passwordHash};
    }
    answer<std::optional<Credentials>>(std::move(done), found);
}

void MemoryStore::setLastSeen(UserId user, qint64 lastSeenMs)
{
    const auto found = m_people.find(user);
    if (found != m_people.end() && m_writeFailure == ErrorCode::None)
        found->second.record.lastSeenMs = lastSeenMs;
}

Result<Done> MemoryStore::keepToken(const NewToken &token)
{
    const auto user = m_people.find(token.user);
    if (user == m_people.end())
        return ErrorCode::NotFound;
    if (user->second.record.disabled)
        return ErrorCode::AccountDisabled;
    const auto isTheirs = [&token](const auto &row) { return row.second.user == token.user; };
    while (size_t(std::count_if(m_tokens.begin(), m_tokens.end(), isTheirs)) >= tokensPerPerson) {
        auto oldest = std::find_if(m_tokens.begin(), m_tokens.end(), isTheirs);
        for (auto row = oldest; row != m_tokens.end(); ++row) {
            if (isTheirs(*row)
                && std::pair(row->second.createdMs, row->second.order)
                    < std::pair(oldest->second.createdMs, oldest->second.order))
                oldest = row;
        }
        m_tokens.erase(oldest);
    }
    m_tokens[token.tokenHash] = Token{token.user, token.nowMs, ++m_lastToken};
    return Done();
}

void MemoryStore::addToken(const NewToken &token, StoreCallback<Done> done)
{
    write(done, [&] { return keepToken(token); });
}

void MemoryStore::findToken(const QByteArray &tokenHash, StoreCallback<std::optional<UserId>> done)
{
    const auto token = m_tokens.find(tokenHash);
    answer<std::optional<UserId>>(std::move(done),
                                  token == m_tokens.end() ? std::nullopt : std::optional(token->second.user));
}

void MemoryStore::removeToken(const QByteArray &tokenHash, StoreCallback<Done> done)
{
    write(done, [&] {
        m_tokens.erase(tokenHash);
        return Result<Done>(Done());
    });
}

// ---- Invites and the audit log -------------------------------------------------------------------------------------

void MemoryStore::note(const AuditStamp &by, const QString &act, quint64 subject, const QString &detail)
{
    if (!by.actor.isEmpty())
        m_audit += AuditRecord{quint64(m_audit.size() + 1), by, act, subject, detail};
}

InviteRecord *MemoryStore::openInvite(const QByteArray &hash, qint64 nowMs)
{
    const auto found = m_invites.find(hash);
    const bool isOpen = found != m_invites.end() && found->second.usedMs == 0 && found->second.revokedMs == 0
        && found->second.expiresMs > nowMs;
    return isOpen ? &found->second : nullptr;
}

void MemoryStore::addInvite(const NewInvite &invite, StoreCallback<InviteRecord> done)
{
    write(done, [&] {
        const InviteRecord record{m_invites.size() + 1, invite.by.actor, invite.by.nowMs, invite.expiresMs, {}, 0, 0};
        m_invites[invite.hash] = record;
        note(invite.by, act::inviteMade, record.id);
        return Result<InviteRecord>(record);
    });
}

void MemoryStore::listInvites(StoreCallback<QList<InviteRecord>> done)
{
    QList<InviteRecord> invites;
    for (const auto &[hash, invite] : m_invites)
        invites += invite;
    std::sort(invites.begin(), invites.end(), [](const auto &a, const auto &b) { return a.id > b.id; });
    answer<QList<InviteRecord>>(std::move(done), invites);
}

Result<InviteRecord> MemoryStore::revoke(quint64 id, const AuditStamp &by)
{
    for (auto &[hash, invite] : m_invites) {
        if (invite.id != id)
            continue;
        if (invite.usedMs > 0 || invite.revokedMs > 0)
            return ErrorCode::Forbidden;
        invite.revokedMs = by.nowMs;
        note(by, act::inviteRevoked, id);
        return invite;
    }
    return ErrorCode::NotFound;
}

void MemoryStore::revokeInvite(quint64 id, const AuditStamp &by, StoreCallback<InviteRecord> done)
{
    write(done, [&] { return revoke(id, by); });
}

void MemoryStore::record(const AuditRecord &record, Recording recording, StoreCallback<Done> done)
{
    write(done, [&] {
        const auto newest = std::find_if(m_audit.crbegin(), m_audit.crend(),
                                         [&record](const AuditRecord &row) { return row.act == record.act; });
        const bool isKnown = newest != m_audit.crend() && newest->detail == record.detail;
        if (recording == Recording::Always || !isKnown)
            note(record.by, record.act, record.subject, record.detail);
        return Result<Done>(Done());
    });
}

void MemoryStore::auditTrail(int count, StoreCallback<QList<AuditRecord>> done)
{
    answer<QList<AuditRecord>>(std::move(done), m_audit.mid(qMax(0, m_audit.size() - count)));
}

void MemoryStore::backup(const QString &, StoreCallback<Done> done)
{
    answer<Done>(std::move(done), ErrorCode::Forbidden);
}

void MemoryStore::statistics(StoreCallback<StoreStatistics> done)
{
    StoreStatistics statistics = m_statistics;
    statistics.users = m_people.size();
    statistics.conversations = m_talks.size();
    for (const auto &[id, talk] : m_talks)
        statistics.events += talk.events.size();
    answer<StoreStatistics>(std::move(done), statistics);
}

} // namespace rookery::server
