// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Roles on this server by name, as rookeryctl and the audit log write them. Pure functions, any thread.
#pragma once

#include "common/base/result.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QString>

#include <array>

namespace rookery::server {

struct RoleName {
    wire::ServerRole role;
    QLatin1String name;
};

inline constexpr std::array roleNames{
    RoleName{wire::SERVER_ROLE_MEMBER, QLatin1String("member")},
    RoleName{wire::SERVER_ROLE_ADMINISTRATOR, QLatin1String("administrator")},
    RoleName{wire::SERVER_ROLE_OWNER, QLatin1String("owner")},
};

/// The number where a later release gave a role this one does not know.
inline QString roleName(wire::ServerRole role)
{
    for (const RoleName &row : roleNames) {
        if (row.role == role)
            return row.name;
    }
    return QString::number(int(role));
}

/// Malformed where there is no such role.
inline Result<wire::ServerRole> roleFrom(const QString &name)
{
    for (const RoleName &row : roleNames) {
        if (name == row.name)
            return row.role;
    }
    return Error(ErrorCode::Malformed, QStringLiteral("no such role"));
}

} // namespace rookery::server
