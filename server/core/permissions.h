// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a role allows in a conversation; the one place that decides it. A direct conversation has members only.
// Pure functions, any thread.
#pragma once

#include "common/protocol/rookery.pb.h"

namespace rookery::server::permissions {

/// Sending, editing, typing, adding people.
constexpr bool mayWrite(wire::MemberRole role)
{
    return role != wire::MEMBER_ROLE_MUTED;
}

/// Acting on others: muting, removing, recalling what they said.
constexpr bool mayModerate(wire::MemberRole role)
{
    return role == wire::MEMBER_ROLE_OWNER || role == wire::MEMBER_ROLE_MODERATOR;
}

/// Somebody whom a moderator may act on.
constexpr bool isOrdinary(wire::MemberRole role)
{
    return role == wire::MEMBER_ROLE_MEMBER || role == wire::MEMBER_ROLE_MUTED;
}

/// Another member's role. The owner gives any; a moderator mutes and lets speak again.
constexpr bool maySetRole(wire::MemberRole actor, wire::MemberRole before, wire::MemberRole after)
{
    return actor == wire::MEMBER_ROLE_OWNER
        || (actor == wire::MEMBER_ROLE_MODERATOR && isOrdinary(before) && isOrdinary(after));
}

/// Another member out of the group.
constexpr bool mayRemove(wire::MemberRole actor, wire::MemberRole target)
{
    return actor == wire::MEMBER_ROLE_OWNER || (actor == wire::MEMBER_ROLE_MODERATOR && isOrdinary(target));
}

/// Who follows an owner that leaves: the highest comes first.
constexpr int succession(wire::MemberRole role)
{
    switch (role) {
    case wire::MEMBER_ROLE_OWNER:
        return 3;
    case wire::MEMBER_ROLE_MODERATOR:
        return 2;
    case wire::MEMBER_ROLE_MEMBER:
        return 1;
    default:
        return 0;
    }
}

} // namespace rookery::server::permissions
