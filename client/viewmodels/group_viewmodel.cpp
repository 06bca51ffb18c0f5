// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/group_viewmodel.h"

#include "client/core/account_session.h"
#include "common/protocol/limits.h"

#include <QtCore/QPointer>

namespace rookery::client {

GroupViewModel::GroupViewModel(AccountSession &session, PeopleModel &people, ConversationId group, QObject *parent)
    : QObject(parent), m_session(session), m_group(group), m_candidates(people)
{
    QSet<UserId> members;
    for (const wire::Member &member : session.conversations().conversation(group).members)
        members.insert(UserId(member.user_id()));
    m_candidates.setLeftOut(members);
}

void GroupViewModel::setTitle(const QString &title)
{
    m_title = title.left(limits::groupTitleCharacters);
    m_problem = Error(ErrorCode::None);
    Q_EMIT changed();
}

void GroupViewModel::toggle(UserId person)
{
    if (!m_chosen.remove(person) && m_chosen.size() < limits::groupMembersPerRequest)
        m_chosen.insert(person);
    m_problem = Error(ErrorCode::None);
    Q_EMIT changed();
}

bool GroupViewModel::canSubmit() const
{
    return !m_isBusy && !m_chosen.isEmpty() && (!isNewGroup() || !m_title.trimmed().isEmpty());
}

void GroupViewModel::submit()
{
    if (!canSubmit())
        return;
    m_isBusy = true;
    m_problem = Error(ErrorCode::None);
    Q_EMIT changed();
    const QPointer<GroupViewModel> guard(this);
    const QList<UserId> people = m_chosen.values();
    if (isNewGroup()) {
        m_session.createGroup(m_title.trimmed(), people, [guard](const Result<ConversationId> &opened) {
            if (guard)
                guard->finish(opened ? *opened : ConversationId(), opened ? Error(ErrorCode::None) : opened.error());
        });
    } else {
        const ConversationId group = m_group;
        m_session.addMembers(group, people, [guard, group](const Error &error) {
            if (guard)
                guard->finish(group, error);
        });
    }
}

void GroupViewModel::finish(ConversationId group, const Error &error)
{
    m_isBusy = false;
    m_problem = error;
    Q_EMIT changed();
    if (error.code == ErrorCode::None)
        Q_EMIT done(group);
}

} // namespace rookery::client
