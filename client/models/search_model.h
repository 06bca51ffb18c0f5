// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the search field finds: conversations whose title contains what was typed, then people one has no conversation
// with. Empty while nothing is typed. Filled anew whenever either list changes, at most once per tick. Main thread.
#pragma once

#include "client/models/conversation_list_model.h"

#include <QtCore/QAbstractListModel>

namespace rookery::client {

class PeopleModel;

class SearchModel : public QAbstractListModel {
    Q_OBJECT

public:
    SearchModel(ConversationListModel &conversations, PeopleModel &people, QObject *parent = nullptr);

    void setText(const QString &text);
    QString text() const { return m_text; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// The first row that can be opened; -1 where nothing was found.
    int firstRow() const;

private:
    struct Row {
        RowKind kind = RowKind::Heading;
        ConversationListModel::Entry conversation;
        Person person;
        QString heading;
    };

    void refill();

    ConversationListModel &m_conversations;
    PeopleModel &m_people;
    QString m_text;
    QList<Row> m_rows;
};

} // namespace rookery::client
