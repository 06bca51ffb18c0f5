// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/roster.h"

#include "client/core/client_limits.h"
#include "client/core/local_cache.h"
#include "common/base/bytes.h"

namespace rookery::client {

Roster::Roster(LocalCache &cache, QObject *parent) : QObject(parent), m_cache(cache)
{
    load();
}

void Roster::load()
{
    const QList<LocalCache::StoredUser> users = m_cache.users();
    for (const LocalCache::StoredUser &stored : users)
        entry(stored.user).lastSeenMs = stored.lastSeenMs;
}

Person &Roster::entry(const wire::User &user)
{
    const UserId id(user.id());
    m_users.insert(id, user);
    Person &person = m_people[id];
    person.id = id;
    person.name = toText(user.name());
    person.displayName = toText(user.display_name());
    person.disabled = user.disabled();
    return person;
}

bool Roster::mayKeep(const wire::User &user) const
{
    return user.id() != 0 && (m_people.size() < limits::knownPeopleMax || m_people.contains(UserId(user.id())));
}

void Roster::store(UserId id)
{
    const auto user = m_users.constFind(id);
    if (user != m_users.constEnd())
        m_cache.storeUser({*user, m_people.value(id).lastSeenMs});
}

QList<Person> Roster::people() const
{
    QList<Person> result;
    for (const Person &person : m_people) {
        if (!person.disabled)
            result.append(person);
    }
    return result;
}

Person Roster::person(UserId id) const
{
    return m_people.value(id);
}

Person Roster::personByName(const QString &name) const
{
    const QString folded = name.trimmed().normalized(QString::NormalizationForm_C).toCaseFolded();
    for (const Person &person : m_people) {
        if (person.name.toCaseFolded() == folded)
            return person;
    }
    return {};
}

void Roster::reset(const wire::Roster &roster)
{
    const QHash<UserId, Person> before = std::exchange(m_people, {});
    m_users.clear();
    m_cache.clearUsers();
    for (const wire::User &user : roster.users()) {
        if (!mayKeep(user))
            continue;
        Person &person = entry(user);
        const Person old = before.value(person.id);
        person.onThisNetwork = old.onThisNetwork;
    }
    for (const wire::Presence &presence : roster.presences())
        applyPresence(presence);
    for (UserId id : m_users.keys())
        store(id);
    m_version = roster.version();
    m_complete = true;
    Q_EMIT resetDone();
}

void Roster::applyPresence(const wire::Presence &presence)
{
    const auto found = m_people.find(UserId(presence.user_id()));
    if (found == m_people.end())
        return;
    found->presence = wire::PresenceState_IsValid(presence.state()) ? presence.state() : wire::PRESENCE_OFFLINE;
    found->statusText = toText(presence.status_text());
    // 0 means "still here": keep the last time, in case the connection to the server breaks.
    if (presence.last_seen_ms() != 0)
        found->lastSeenMs = presence.last_seen_ms();
}

bool Roster::apply(const wire::PresenceDelta &delta)
{
    // The roster asked for at sign-in is still under way: it will have this or follow it.
    if (!m_complete)
        return true;
    if (delta.version() <= m_version)
        return true;
    if (delta.version() != m_version + 1) {
        m_complete = false;
        return false;
    }
    m_version = delta.version();
    for (const wire::Presence &presence : delta.presences()) {
        const UserId id(presence.user_id());
        // Somebody nobody has told us of: as if a delta had been missed.
        if (!m_people.contains(id)) {
            m_complete = false;
            continue;
        }
        applyPresence(presence);
        store(id);
        Q_EMIT personChanged(id);
    }
    return m_complete;
}

void Roster::apply(const wire::UsersChanged &change)
{
    for (const wire::User &user : change.users()) {
        if (!mayKeep(user))
            continue;
        const UserId id = entry(user).id;
        store(id);
        Q_EMIT personChanged(id);
    }
}

void Roster::setServerReachable(bool reachable)
{
    if (reachable)
        return;
    m_complete = false;
    QList<UserId> changedOnes;
    for (Person &person : m_people) {
        if (person.presence != wire::PRESENCE_OFFLINE) {
            person.presence = wire::PRESENCE_OFFLINE;
            changedOnes.append(person.id);
        }
    }
    for (UserId id : std::as_const(changedOnes))
        Q_EMIT personChanged(id);
}

void Roster::setOnThisNetwork(UserId id, bool heard)
{
    const auto found = m_people.find(id);
    if (found == m_people.end() || found->onThisNetwork == heard)
        return;
    found->onThisNetwork = heard;
    Q_EMIT personChanged(id);
}

} // namespace rookery::client
