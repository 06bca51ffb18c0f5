// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/person_text.h"

#include "client/models/time_text.h"

#include <QtCore/QCoreApplication>

namespace rookery::client {

namespace {

struct PersonText {
    Q_DECLARE_TR_FUNCTIONS(rookery::client::PersonText)
};

} // namespace

QString personName(const Person &person)
{
    return person.id.isNull() ? PersonText::tr("Someone") : person.shownName();
}

QString presenceText(const Person &person, qint64 nowMs)
{
    switch (person.presence) {
    case wire::PRESENCE_ONLINE:
        return PersonText::tr("Online");
    case wire::PRESENCE_AWAY:
        return PersonText::tr("Away");
    case wire::PRESENCE_BUSY:
        return PersonText::tr("Busy");
    default:
        break;
    }
    if (person.onThisNetwork)
        return PersonText::tr("On this network");
    if (person.lastSeenMs > 0)
        return PersonText::tr("Last seen %1").arg(listTimeText(person.lastSeenMs, nowMs));
    return PersonText::tr("Offline");
}

QString statusText(const Person &person, qint64 nowMs)
{
    return person.statusText.isEmpty() ? presenceText(person, nowMs) : person.statusText;
}

bool isOnline(const Person &person)
{
    return person.presence == wire::PRESENCE_ONLINE || person.presence == wire::PRESENCE_AWAY
        || person.presence == wire::PRESENCE_BUSY;
}

wire::PresenceState shownPresence(const Person &person)
{
    // UDP alone never makes anyone online: "on this network" is said in words, not by the dot.
    return isOnline(person) ? person.presence : wire::PRESENCE_OFFLINE;
}

} // namespace rookery::client
