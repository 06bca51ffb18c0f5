// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The members of one conversation as rows of the info pane. Filled from outside; only a changed list resets it.
#pragma once

#include "client/core/types.h"
#include "client/models/row_roles.h"

#include <QtCore/QAbstractListModel>

namespace rookery::client {

class MembersModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setMembers(const QList<Person> &people, UserId self, qint64 nowMs);
    UserId personAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Person> m_people;
    UserId m_self;
    qint64 m_nowMs = 0;
};

} // namespace rookery::client
