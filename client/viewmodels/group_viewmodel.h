// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Choosing people for a group: a new one, with a name, or one that exists and gets more members. Main thread.
#pragma once

#include "client/core/types.h"
#include "client/models/people_filter.h"
#include "client/models/people_model.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

namespace rookery::client {

class AccountSession;

class GroupViewModel : public QObject {
    Q_OBJECT

public:
    /// With a null group: a new one is made.
    GroupViewModel(AccountSession &session, PeopleModel &people, ConversationId group, QObject *parent = nullptr);

    bool isNewGroup() const { return m_group.isNull(); }
    PeopleFilter &candidates() { return m_candidates; }

    QString title() const { return m_title; }
    void setTitle(const QString &title);
    QSet<UserId> chosen() const { return m_chosen; }
    bool isChosen(UserId person) const { return m_chosen.contains(person); }
    void toggle(UserId person);

    bool canSubmit() const;
    bool isBusy() const { return m_isBusy; }
    Error problem() const { return m_problem; }
    /// Ends with done() or with problem() set.
    void submit();

Q_SIGNALS:
    void changed();
    void done(rookery::ConversationId group);

private:
    void finish(ConversationId group, const Error &error);

    AccountSession &m_session;
    ConversationId m_group;
    PeopleFilter m_candidates;
    QString m_title;
    QSet<UserId> m_chosen;
    Error m_problem{ErrorCode::None};
    bool m_isBusy = false;
};

} // namespace rookery::client
