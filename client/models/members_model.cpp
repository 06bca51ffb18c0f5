// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/members_model.h"

#include "client/models/person_text.h"

#include <algorithm>

namespace rookery::client {

void MembersModel::setMembers(const QList<Person> &people, UserId self, qint64 nowMs)
{
    const auto samePerson = [](const Person &a, const Person &b) { return a.id == b.id; };
    const bool sameRows = self == m_self
        && std::equal(people.begin(), people.end(), m_people.begin(), m_people.end(), samePerson);
    m_self = self;
    m_nowMs = nowMs;
    if (sameRows) {
        m_people = people;
        if (!people.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(people.size()) - 1));
        return;
    }
    beginResetModel();
    m_people = people;
    endResetModel();
}

UserId MembersModel::personAt(int row) const
{
    return row >= 0 && row < m_people.size() ? m_people.at(row).id : UserId();
}

int MembersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_people.size());
}

QVariant MembersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Person &person = m_people.at(index.row());
    const bool isSelf = person.id == m_self;
    switch (role) {
    case TitleRole:
        return personName(person);
    case AccessibleRole:
        return tr("%1, %2", "name, presence")
            .arg(personName(person), isSelf ? tr("You") : presenceText(person, m_nowMs));
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
        return isSelf ? tr("You") : statusText(person, m_nowMs);
    case PreviewKindRole:
        return int(PreviewKind::Other);
    case IsOnlineRole:
        return isOnline(person);
    default:
        return {};
    }
}

} // namespace rookery::client
