// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/sqlite_administration.h"

#include "server/storage/audit_statements.h"
#include "server/storage/invite_statements.h"
#include "server/storage/store_reader.h"
#include "server/storage/store_writer.h"

namespace rookery::server {

namespace {

/// Every write here is of two statements or more: it has a savepoint.
template <typename T>
void write(StoreWriter &writer, typename TypedJob<WriteSession, T>::Work work, StoreCallback<T> done)
{
    writer.enqueue(std::make_unique<TypedJob<WriteSession, T>>(std::move(work), std::move(done)),
                   StoreWriter::Atomicity::Savepoint);
}

template <typename T>
void read(StoreReader &reader, typename TypedJob<Database, T>::Work work, StoreCallback<T> done)
{
    reader.enqueue(std::make_unique<TypedJob<Database, T>>(std::move(work), std::move(done)));
}

} // namespace

void SqliteAdministration::addInvite(const NewInvite &invite, StoreCallback<InviteRecord> done)
{
    write<InviteRecord>(
        m_writer, [invite](WriteSession &session) { return statements::addInvite(session, invite); }, std::move(done));
}

void SqliteAdministration::listInvites(StoreCallback<QList<InviteRecord>> done)
{
    read<QList<InviteRecord>>(m_reader, &statements::listInvites, std::move(done));
}

void SqliteAdministration::revokeInvite(quint64 id, const AuditStamp &by, StoreCallback<InviteRecord> done)
{
    write<InviteRecord>(
        m_writer, [id, by](WriteSession &session) { return statements::revokeInvite(session, id, by); },
        std::move(done));
}

void SqliteAdministration::record(const AuditRecord &record, Recording recording, StoreCallback<Done> done)
{
    write<Done>(
        m_writer, [record, recording](WriteSession &session) { return statements::record(session, record, recording); },
        std::move(done));
}

void SqliteAdministration::auditTrail(int count, StoreCallback<QList<AuditRecord>> done)
{
    read<QList<AuditRecord>>(
        m_reader, [count](Database &database) { return statements::auditTrail(database, count); }, std::move(done));
}

} // namespace rookery::server
