// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Everybody on this server and whether they are here: users and presence from TCP, "on this network" from UDP. UDP
// alone never makes anyone online. Filled from the cache before the network is up. Client's main thread.
#pragma once

#include "client/core/types.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

namespace rookery::client {

class LocalCache;

class Roster : public QObject {
    Q_OBJECT
public:
    explicit Roster(LocalCache &cache, QObject *parent = nullptr);

    UserId self() const { return m_self; }
    void setSelf(UserId self) { m_self = self; }
    /// Everyone but disabled accounts, in no order; oneself included.
    QList<Person> people() const;
    /// A person with a null id when unknown.
    Person person(UserId id) const;
    /// By user name, case folded; null id when there is none.
    Person personByName(const QString &name) const;

    // From the session
    void reset(const wire::Roster &roster);
    /// False when a delta was missed: ask for the roster again.
    bool apply(const wire::PresenceDelta &delta);
    void apply(const wire::UsersChanged &change);
    /// The connection is gone: nobody is known to be online any more.
    void setServerReachable(bool reachable);
    void setOnThisNetwork(UserId id, bool heard);

Q_SIGNALS:
    void resetDone();
    void personChanged(rookery::UserId id); ///< Also for one that is new.

private:
    void load();
    bool mayKeep(const wire::User &user) const;
    Person &entry(const wire::User &user);
    void applyPresence(const wire::Presence &presence);
    void store(UserId id);

    LocalCache &m_cache;
    QHash<UserId, Person> m_people;
    QHash<UserId, wire::User> m_users; ///< As the server told them, for the cache.
    UserId m_self;
    quint64 m_version = 0;
    bool m_complete = false; ///< reset() has come on this connection, so deltas have something to build on.
};

} // namespace rookery::client
