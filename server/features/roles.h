// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What members of a group may do, and putting them out. The rules are in server/core/permissions.h, and the store
// applies them. Network thread.
#pragma once

#include "server/core/feature.h"
#include "server/core/store.h"

namespace rookery::server {

class RolesFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

private:
    void setMemberRole(Session &session, const wire::SetMemberRole &request, const Responder &responder);
    void removeMember(Session &session, const wire::RemoveMember &request, const Responder &responder);
    /// The last that somebody put out hears of the group: the event that says so, and that it is left.
    void tellRemoved(UserId user, const ConversationUpdate &update);
};

} // namespace rookery::server
