// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The part of durable storage that administrators use: invites and the audit log. The rules of store.h hold: answers
// come later, on the store's home thread. Invariant: an act that changes the store and its record are one transaction.
#pragma once

#include "common/base/result.h"
#include "server/core/audit.h"

#include <QtCore/QList>

#include <functional>

namespace rookery::server {

template <typename T>
using StoreCallback = std::function<void(Result<T>)>;

struct NewInvite {
    QByteArray hash; ///< SHA-256 of the code; the code itself is never stored.
    qint64 expiresMs = 0;
    AuditStamp by;
};

struct InviteRecord {
    quint64 id = 0;
    QString madeBy; ///< As in the audit log.
    qint64 madeMs = 0;
    qint64 expiresMs = 0;
    UserId usedBy; ///< Null until it is used.
    qint64 usedMs = 0;
    qint64 revokedMs = 0;
};

enum class Recording { Always, WhenDetailDiffers };

class AdministrationStore {
public:
    virtual ~AdministrationStore() = default;

    /// TooLarge where limits::openInvitesMax can be used still.
    virtual void addInvite(const NewInvite &invite, StoreCallback<InviteRecord> done) = 0;
    /// The newest first; those used, revoked or expired for limits::closedInviteKeptMs are no longer there.
    virtual void listInvites(StoreCallback<QList<InviteRecord>> done) = 0;
    /// NotFound; Forbidden where it was used or revoked already.
    virtual void revokeInvite(quint64 id, const AuditStamp &by, StoreCallback<InviteRecord> done) = 0;

    /// An act that changes nothing else in the store. WhenDetailDiffers: only if the newest record of that act says
    /// something else, or there is none.
    virtual void record(const AuditRecord &record, Recording recording, StoreCallback<Done> done) = 0;
    /// The newest acts, the oldest of them first.
    virtual void auditTrail(int count, StoreCallback<QList<AuditRecord>> done) = 0;
};

} // namespace rookery::server
