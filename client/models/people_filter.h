// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// People whose name contains what was typed, without some. Keeps the order of PeopleModel. Main thread.
#pragma once

#include "client/core/types.h"

#include <QtCore/QSet>
#include <QtCore/QSortFilterProxyModel>

namespace rookery::client {

class PeopleModel;

class PeopleFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit PeopleFilter(PeopleModel &people, QObject *parent = nullptr);

    void setText(const QString &text);
    void setLeftOut(const QSet<UserId> &people);
    /// Null for a row that is not there.
    UserId personAt(int row) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    PeopleModel &m_people;
    QString m_text;
    QSet<UserId> m_leftOut;
};

/// Whether a person's shown name or user name contains what was typed, case set aside.
bool matches(const Person &person, const QString &typed);

} // namespace rookery::client
