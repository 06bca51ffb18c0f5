// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether a certificate is one that we have made or one of an organisation's authority, and whether clients could accept
// the latter. Pure functions, any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QList>
#include <QtNetwork/QSslCertificate>

namespace rookery::server {

/// Made by this program: it names former keys, if none. Only such a one is ever renewed here.
bool isOwnCertificate(const QList<QSslCertificate> &chain);

/// Days until it ends, rounded down; negative afterwards.
qint64 daysLeft(const QSslCertificate &certificate, qint64 nowMs);

/// The server's own first, then each the issuer of the one before it, all of them valid now. BadConfiguration with a
/// sentence that says which one and why.
Result<Done> checkChain(const QList<QSslCertificate> &chain, qint64 nowMs);

} // namespace rookery::server
