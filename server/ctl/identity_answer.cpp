// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/identity_answer.h"

#include "server/core/server_identity.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>

namespace rookery::server {

QJsonObject identityAnswer(const ServerIdentity &identity)
{
    return {{QStringLiteral("pin"), QLatin1String(identity.pin().toHex())},
            {QStringLiteral("phrase"), QJsonArray::fromStringList(identity.phrase())},
            {QStringLiteral("certificateEndsMs"), identity.certificate().expiryDate().toMSecsSinceEpoch()}};
}

} // namespace rookery::server
