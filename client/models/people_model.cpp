// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/people_model.h"

#include "client/core/roster.h"
#include "client/models/person_text.h"
#include "common/base/clock.h"

#include <algorithm>

namespace rookery::client {

namespace {

constexpr int tickMs = 16;

} // namespace

PeopleModel::PeopleModel(Roster &roster, const Clock &clock, QObject *parent)
    : QAbstractListModel(parent), m_roster(roster), m_clock(clock)
{
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    m_collator.setNumericMode(true);
    m_tick.setSingleShot(true);
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &PeopleModel::applyChanges);
    connect(&m_roster, &Roster::resetDone, this, [this] {
        beginResetModel();
        m_changed.clear();
        load();
        endResetModel();
    });
    connect(&m_roster, &Roster::personChanged, this, [this](UserId id) {
        m_changed.insert(id);
        if (!m_tick.isActive())
            m_tick.start();
    });
    load();
}

int PeopleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_people.size());
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    return valueOf(m_people.at(index.row()), role);
}

QVariant PeopleModel::valueOf(const Person &person, int role) const
{
    switch (role) {
    case TitleRole:
        return personName(person);
    case AccessibleRole:
        return person.statusText.isEmpty()
            ? tr("%1, %2", "name, presence").arg(personName(person), presenceText(person, m_clock.wallMs()))
            : tr("%1, %2, %3", "name, presence, status")
                  .arg(personName(person), presenceText(person, m_clock.wallMs()), person.statusText);
    case KindRole:
        return int(RowKind::Person);
    case IdRole:
    case AvatarIdRole:
        return qulonglong(person.id.value);
    case IsGroupRole:
        return false;
    case PresenceRole:
        return int(shownPresence(person));
    case SecondLineRole:
        return statusText(person, m_clock.wallMs());
    case PreviewKindRole:
        return int(PreviewKind::Other);
    case UnreadRole:
        return 0;
    case IsOnlineRole:
        return isOnline(person);
    default:
        return {};
    }
}

UserId PeopleModel::personAt(int row) const
{
    return row >= 0 && row < m_people.size() ? m_people.at(row).id : UserId();
}

int PeopleModel::onlineCount() const
{
    return int(std::count_if(m_people.begin(), m_people.end(), isOnline));
}

void PeopleModel::flush()
{
    if (m_tick.isActive())
        applyChanges();
}

void PeopleModel::load()
{
    m_people = m_roster.people();
    m_people.removeIf([this](const Person &person) { return person.id == m_roster.self(); });
    std::sort(m_people.begin(), m_people.end(), [this](const Person &a, const Person &b) { return isBefore(a, b); });
}

void PeopleModel::applyChanges()
{
    m_tick.stop();
    const QSet<UserId> changed = std::exchange(m_changed, {});
    for (const UserId id : changed) {
        const Person person = m_roster.person(id);
        const auto found = std::find_if(m_people.begin(), m_people.end(), [id](const Person &p) { return p.id == id; });
        const bool wanted = !person.id.isNull() && !person.disabled && id != m_roster.self();
        if (found != m_people.end() && wanted && !isBefore(*found, person) && !isBefore(person, *found)) {
            const int row = int(found - m_people.begin());
            m_people[row] = person;
            Q_EMIT dataChanged(index(row), index(row));
            continue;
        }
        if (found != m_people.end()) {
            const int row = int(found - m_people.begin());
            beginRemoveRows({}, row, row);
            m_people.removeAt(row);
            endRemoveRows();
        }
        if (wanted)
            place(person);
    }
}

void PeopleModel::place(const Person &person)
{
    const auto before = [this](const Person &a, const Person &b) { return isBefore(a, b); };
    const int row = int(std::lower_bound(m_people.begin(), m_people.end(), person, before) - m_people.begin());
    beginInsertRows({}, row, row);
    m_people.insert(row, person);
    endInsertRows();
}

bool PeopleModel::isBefore(const Person &a, const Person &b) const
{
    if (isOnline(a) != isOnline(b))
        return isOnline(a);
    const int order = m_collator.compare(a.shownName(), b.shownName());
    return order != 0 ? order < 0 : a.id < b.id;
}

} // namespace rookery::client
