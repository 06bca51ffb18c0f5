// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_store.h"

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
    if (!user.inviteHash.isEmpty()) {
        std::erase_if(m_invites, [&user](const auto &invite) { return invite.second <= user.nowMs; });
        if (m_invites.erase(user.inviteHash) == 0)
            return ErrorCode::InviteNeeded;
    }
    UserRecord record{UserId(++m_lastUser), user.name, user.displayName, user.role, false, user.nowMs, 0};
    m_people.emplace(record.id, Person{record, user.skeleton, user.passwordHash});
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
    person.record.displayName = change.displayName.value_or(person.record.displayName);
    person.record.role = change.role.value_or(person.record.role);
    person.record.disabled = change.disabled.value_or(person.record.disabled);
    person.passwordHash = change.passwordHash.value_or(person.passwordHash);
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

void MemoryStore::addInvite(const QByteArray &inviteHash, qint64 expiresMs, StoreCallback<Done> done)
{
    write(done, [&] {
        m_invites[inviteHash] = expiresMs;
        return Result<Done>(Done());
    });
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
