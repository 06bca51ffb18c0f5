// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Everyone on this server but oneself, those online first, then by name. Main thread.
#pragma once

#include "client/core/types.h"
#include "client/models/row_roles.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QCollator>
#include <QtCore/QSet>
#include <QtCore/QTimer>

namespace rookery {
class Clock;
}

namespace rookery::client {

class Roster;

class PeopleModel : public QAbstractListModel {
    Q_OBJECT

public:
    PeopleModel(Roster &roster, const Clock &clock, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    const QList<Person> &people() const { return m_people; }
    UserId personAt(int row) const;
    QVariant valueOf(const Person &person, int role) const;
    int onlineCount() const;
    /// Applies what is waiting for the next tick now.
    void flush();

private:
    void load();
    void applyChanges();
    void place(const Person &person);
    bool isBefore(const Person &a, const Person &b) const;

    Roster &m_roster;
    const Clock &m_clock;
    QCollator m_collator;
    QList<Person> m_people;
    QSet<UserId> m_changed;
    QTimer m_tick;
};

} // namespace rookery::client
