// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/search_model.h"

#include "client/models/people_filter.h"
#include "client/models/people_model.h"

namespace rookery::client {

SearchModel::SearchModel(ConversationListModel &conversations, PeopleModel &people, QObject *parent)
    : QAbstractListModel(parent), m_conversations(conversations), m_people(people)
{
    for (QAbstractItemModel *model :
         {static_cast<QAbstractItemModel *>(&conversations), static_cast<QAbstractItemModel *>(&people)}) {
        connect(model, &QAbstractItemModel::dataChanged, this, &SearchModel::refill);
        connect(model, &QAbstractItemModel::rowsInserted, this, &SearchModel::refill);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &SearchModel::refill);
        connect(model, &QAbstractItemModel::rowsMoved, this, &SearchModel::refill);
        connect(model, &QAbstractItemModel::modelReset, this, &SearchModel::refill);
    }
}

void SearchModel::setText(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed == m_text)
        return;
    m_text = trimmed;
    if (m_text.isEmpty() && !m_rows.isEmpty()) {
        beginResetModel();
        m_rows.clear();
        endResetModel();
    }
    refill();
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (row.kind) {
    case RowKind::Conversation:
        return m_conversations.valueOf(row.conversation, role);
    case RowKind::Person:
        return m_people.valueOf(row.person, role);
    case RowKind::Heading:
        break;
    }
    if (role == KindRole)
        return int(RowKind::Heading);
    return role == TitleRole || role == AccessibleRole ? QVariant(row.heading) : QVariant();
}

Qt::ItemFlags SearchModel::flags(const QModelIndex &index) const
{
    const bool isHeading = index.isValid() && m_rows.at(index.row()).kind == RowKind::Heading;
    return isHeading ? Qt::ItemIsEnabled : QAbstractListModel::flags(index);
}

int SearchModel::firstRow() const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).kind != RowKind::Heading)
            return row;
    }
    return -1;
}

void SearchModel::refill()
{
    if (m_text.isEmpty())
        return;
    QList<Row> found;
    QSet<UserId> listed;
    for (const ConversationListModel::Entry &entry : m_conversations.entries()) {
        if (!entry.title.contains(m_text, Qt::CaseInsensitive))
            continue;
        listed.insert(entry.summary.peer);
        found.append({RowKind::Conversation, entry, {}, {}});
    }
    if (!found.isEmpty())
        found.prepend({RowKind::Heading, {}, {}, tr("Conversations")});
    const qsizetype before = found.size();
    for (const Person &person : m_people.people()) {
        if (!listed.contains(person.id) && matches(person, m_text))
            found.append({RowKind::Person, {}, person, {}});
    }
    if (found.size() > before)
        found.insert(before, {RowKind::Heading, {}, {}, tr("People")});
    beginResetModel();
    m_rows = std::move(found);
    endResetModel();
}

} // namespace rookery::client
