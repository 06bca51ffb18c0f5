// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/people_filter.h"

#include "client/models/people_model.h"

namespace rookery::client {

PeopleFilter::PeopleFilter(PeopleModel &people, QObject *parent) : QSortFilterProxyModel(parent), m_people(people)
{
    setSourceModel(&people);
}

void PeopleFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void PeopleFilter::setLeftOut(const QSet<UserId> &people)
{
    m_leftOut = people;
    invalidateFilter();
}

UserId PeopleFilter::personAt(int row) const
{
    const QModelIndex source = mapToSource(index(row, 0));
    return source.isValid() ? m_people.personAt(source.row()) : UserId();
}

bool PeopleFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const Person &person = m_people.people().at(row);
    return !m_leftOut.contains(person.id) && matches(person, m_text);
}

bool matches(const Person &person, const QString &typed)
{
    return typed.isEmpty() || person.displayName.contains(typed, Qt::CaseInsensitive)
        || person.name.contains(typed, Qt::CaseInsensitive);
}

} // namespace rookery::client
