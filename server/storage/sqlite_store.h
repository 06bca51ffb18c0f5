// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The store in one SQLite file of the data folder: a thread that writes (see StoreWriter for what a commit promises),
// a thread that reads, and a thread for each backup. Lives on the home thread; destroying it writes what waits first.
#pragma once

#include "server/core/store.h"
#include "server/storage/data_folder.h"
#include "server/storage/sqlite_administration.h"
#include "server/storage/store_reader.h"
#include "server/storage/store_writer.h"

#include <QtCore/QObject>

namespace rookery::server {

class SqliteStore final : public QObject, public Store {
    Q_OBJECT
public:
    /// Claims the folder, brings the database up to date and starts the threads. home outlives the store; callbacks
    /// come on its thread, also those of writes still waiting when the store is destroyed.
    /// FolderUnwritable, StoreNewer, StoreUnavailable (damaged, or in use), DiskFull; the detail names the path.
    static Result<std::unique_ptr<SqliteStore>> open(const QString &dataDirectory, QObject *home);
    ~SqliteStore() override;

    /// Called on the home thread, once, after the first I/O error: nothing is written any more, the server has to stop.
    void setFailureHandler(std::function<void(const Error &)> handler);

    void loadDirectory(StoreCallback<DirectoryRecords> done) override;
    AdministrationStore &administration() override { return m_administration; }

    void createUser(const NewUser &user, StoreCallback<UserRecord> done) override;
    void changeUser(UserId user, const UserChange &change, StoreCallback<UserRecord> done) override;
    void findCredentials(const QByteArray &skeleton, StoreCallback<std::optional<Credentials>> done) override;
    void setLastSeen(UserId user, qint64 lastSeenMs) override;
    void addToken(const NewToken &token, StoreCallback<Done> done) override;
    void findToken(const QByteArray &tokenHash, StoreCallback<std::optional<UserId>> done) override;
    void removeToken(const QByteArray &tokenHash, StoreCallback<Done> done) override;

    void openDirect(UserId first, UserId second, StoreCallback<ConversationUpdate> done) override;
    void createGroup(const NewGroup &group, StoreCallback<ConversationUpdate> done) override;
    void addMembers(ConversationId conversation, UserId actor, const QList<UserId> &users, qint64 nowMs,
                    StoreCallback<ConversationUpdate> done) override;
    void leaveGroup(ConversationId conversation, UserId user, qint64 nowMs,
                    StoreCallback<ConversationUpdate> done) override;
    void changeMember(const MemberChange &change, StoreCallback<ConversationUpdate> done) override;

    void append(const NewMessage &message, StoreCallback<Appended> done) override;
    void changeMessage(const MessageChange &change, StoreCallback<Appended> done) override;
    void history(ConversationId conversation, quint64 beforeSeq, quint64 afterSeq, int limit,
                 StoreCallback<HistoryPage> done) override;
    void missed(UserId user, const QHash<ConversationId, quint64> &have, int tailEvents,
                StoreCallback<Missed> done) override;
    void setCursor(ConversationId conversation, UserId user, quint64 deliveredSeq, quint64 readSeq,
                   StoreCallback<Done> done) override;

    void backup(const QString &path, StoreCallback<Done> done) override;
    void statistics(StoreCallback<StoreStatistics> done) override;

Q_SIGNALS:
    /// A commit failed; what was in it has its errors already. On the thread of the store.
    void commitFailed();

private:
    SqliteStore(std::unique_ptr<DataFolder> folder, QObject *home);
    Result<Done> begin();

    template <typename T>
    void write(StoreWriter::Atomicity atomicity, typename TypedJob<WriteSession, T>::Work work, StoreCallback<T> done)
    {
        m_writer.enqueue(std::make_unique<TypedJob<WriteSession, T>>(std::move(work), std::move(done)), atomicity);
    }
    template <typename T>
    void read(typename TypedJob<Database, T>::Work work, StoreCallback<T> done)
    {
        m_reader.enqueue(std::make_unique<TypedJob<Database, T>>(std::move(work), std::move(done)));
    }

    std::unique_ptr<DataFolder> m_folder;
    QObject *const m_home;
    StoreWriter m_writer;
    StoreReader m_reader;
    SqliteAdministration m_administration{m_writer, m_reader};
    std::unique_ptr<QThread> m_backup;
    std::shared_ptr<bool> m_isBackingUp = std::make_shared<bool>(false); // outlives us in a late answer
};

} // namespace rookery::server
