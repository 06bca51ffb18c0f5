// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Direct conversations and groups: opening, creating, joining, leaving. Network thread.
#pragma once

#include "server/core/feature.h"
#include "server/core/store.h"

namespace rookery::server {

class GroupsFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

private:
    void openDirect(Session &session, const wire::OpenDirect &request, const Responder &responder);
    void createGroup(Session &session, const wire::CreateGroup &request, const Responder &responder);
    void addMembers(Session &session, const wire::AddMembers &request, const Responder &responder);
    void leaveGroup(Session &session, const wire::LeaveGroup &request, const Responder &responder);
    Error checkRoom(const QList<UserId> &users) const;
};

} // namespace rookery::server
