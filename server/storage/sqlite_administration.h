// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Invites and the audit log on the threads of a SqliteStore, which owns this. Home thread.
#pragma once

#include "server/core/administration_store.h"

namespace rookery::server {

class StoreReader;
class StoreWriter;

class SqliteAdministration final : public AdministrationStore {
public:
    SqliteAdministration(StoreWriter &writer, StoreReader &reader) : m_writer(writer), m_reader(reader) {}

    void addInvite(const NewInvite &invite, StoreCallback<InviteRecord> done) override;
    void listInvites(StoreCallback<QList<InviteRecord>> done) override;
    void revokeInvite(quint64 id, const AuditStamp &by, StoreCallback<InviteRecord> done) override;
    void record(const AuditRecord &record, Recording recording, StoreCallback<Done> done) override;
    void auditTrail(int count, StoreCallback<QList<AuditRecord>> done) override;

private:
    StoreWriter &m_writer;
    StoreReader &m_reader;
};

} // namespace rookery::server
