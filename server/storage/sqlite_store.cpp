// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/sqlite_store.h"

#include "common/base/log_categories.h"
#include "server/storage/backup.h"
#include "server/storage/change_statements.h"
#include "server/storage/conversation_statements.h"
#include "server/storage/log_statements.h"
#include "server/storage/migrator.h"
#include "server/storage/read_statements.h"
#include "server/storage/role_statements.h"
#include "server/storage/user_statements.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <utility>

namespace rookery::server {

namespace {

using Atomicity = StoreWriter::Atomicity;

/// The files SQLite keeps beside the database get its permissions, so it is made private before anything is in it.
Result<Done> makePrivate(const QString &path)
{
    constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
    QFile file(path);
    if (!file.exists()) {
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly))
            return Error(ErrorCode::FolderUnwritable, QStringLiteral("%1: %2").arg(path, file.errorString()));
        return Done();
    }
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (file.permissions() & others) {
        qCWarning(lcStore, "%s could be read by others; only its owner may from now on", qUtf8Printable(path));
        file.setPermissions(ownerOnly);
    }
    return Done();
}

/// The error with the path and with what an administrator can do about it.
Error explained(const Error &error, const QString &path)
{
    QString advice;
    if (error.code == ErrorCode::DiskFull)
        advice = QStringLiteral("free some space and start again");
    else if (error.code == ErrorCode::StoreUnavailable)
        advice = QStringLiteral("if the file is damaged, put a backup in its place");
    const QString place = error.detail.contains(path) ? error.detail : path + QStringLiteral(": ") + error.detail;
    return Error(error.code, advice.isEmpty() ? place : place + QStringLiteral("; ") + advice);
}

Result<Done> prepare(const QString &path)
{
    if (const Result<Done> made = makePrivate(path); !made)
        return made;
    const Result<std::unique_ptr<Database>> database = Database::open(path, Database::Access::ReadWrite);
    if (!database)
        return database.error();
    return bringUpToDate(**database, releasedSchema(), QDateTime::currentMSecsSinceEpoch());
}

} // namespace

SqliteStore::SqliteStore(std::unique_ptr<DataFolder> folder, QObject *home)
    : m_folder(std::move(folder)), m_home(home), m_writer(m_folder->databasePath(), home),
      m_reader(m_folder->databasePath(), home)
{
    connect(&m_writer, &StoreWriter::commitFailed, this, &SqliteStore::commitFailed, Qt::QueuedConnection);
}

SqliteStore::~SqliteStore()
{
    if (m_backup)
        m_backup->wait();
    m_reader.finish();
    // Last, because the last connection to close empties the write-ahead log, and a reader may not.
    m_writer.finish();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const QString &dataDirectory, QObject *home)
{
    Result<std::unique_ptr<DataFolder>> folder = DataFolder::claim(dataDirectory);
    if (!folder)
        return folder.error();
    const QString path = folder.value()->databasePath();
    if (const QString unfinished = DataFolder::unfinishedRestoreIn(dataDirectory); QFileInfo::exists(unfinished))
        return Error(ErrorCode::StoreUnavailable,
                     QStringLiteral("%1: a restore was interrupted; run rookeryctl restore once more").arg(unfinished));
    if (const Result<Done> prepared = prepare(path); !prepared)
        return explained(prepared.error(), path);
    std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(folder).value(), home));
    if (const Result<Done> begun = store->begin(); !begun)
        return explained(begun.error(), path);
    return store;
}

void SqliteStore::setFailureHandler(std::function<void(const Error &)> handler)
{
    connect(&m_writer, &StoreWriter::failed, m_home, std::move(handler), Qt::QueuedConnection);
}

Result<Done> SqliteStore::begin()
{
    const Result<Done> writing = m_writer.begin();
    return writing ? m_reader.begin() : writing;
}

void SqliteStore::loadDirectory(StoreCallback<DirectoryRecords> done)
{
    // The first read of the whole database: damage that opening it has not shown comes out here.
    read<DirectoryRecords>(&statements::loadDirectory,
                           [path = m_folder->databasePath(), done = std::move(done)](Result<DirectoryRecords> records) {
                               done(records ? std::move(records)
                                            : Result<DirectoryRecords>(explained(records.error(), path)));
                           });
}

void SqliteStore::createUser(const NewUser &user, StoreCallback<UserRecord> done)
{
    write<UserRecord>(
        Atomicity::Savepoint, [user](WriteSession &session) { return statements::createUser(session, user); },
        std::move(done));
}

void SqliteStore::changeUser(UserId user, const UserChange &change, StoreCallback<UserRecord> done)
{
    write<UserRecord>(
        Atomicity::Savepoint,
        [user, change](WriteSession &session) { return statements::changeUser(session, user, change); },
        std::move(done));
}

void SqliteStore::findCredentials(const QByteArray &skeleton, StoreCallback<std::optional<Credentials>> done)
{
    read<std::optional<Credentials>>(
        [skeleton](Database &database) { return statements::findCredentials(database, skeleton); }, std::move(done));
}

void SqliteStore::setLastSeen(UserId user, qint64 lastSeenMs)
{
    write<Done>(
        Atomicity::ChecksFirst,
        [user, lastSeenMs](WriteSession &session) { return statements::setLastSeen(session, user, lastSeenMs); },
        nullptr);
}

void SqliteStore::addToken(const NewToken &token, StoreCallback<Done> done)
{
    write<Done>(
        Atomicity::Savepoint, [token](WriteSession &session) { return statements::addToken(session, token); },
        std::move(done));
}

void SqliteStore::findToken(const QByteArray &tokenHash, StoreCallback<std::optional<UserId>> done)
{
    read<std::optional<UserId>>([tokenHash](Database &database) { return statements::findToken(database, tokenHash); },
                                std::move(done));
}

void SqliteStore::removeToken(const QByteArray &tokenHash, StoreCallback<Done> done)
{
    write<Done>(
        Atomicity::ChecksFirst,
        [tokenHash](WriteSession &session) { return statements::removeToken(session, tokenHash); }, std::move(done));
}

void SqliteStore::openDirect(UserId first, UserId second, StoreCallback<ConversationUpdate> done)
{
    write<ConversationUpdate>(
        Atomicity::Savepoint,
        [first, second](WriteSession &session) { return statements::openDirect(session, first, second); },
        std::move(done));
}

void SqliteStore::createGroup(const NewGroup &group, StoreCallback<ConversationUpdate> done)
{
    write<ConversationUpdate>(
        Atomicity::Savepoint, [group](WriteSession &session) { return statements::createGroup(session, group); },
        std::move(done));
}

void SqliteStore::addMembers(ConversationId conversation, UserId actor, const QList<UserId> &users, qint64 nowMs,
                             StoreCallback<ConversationUpdate> done)
{
    write<ConversationUpdate>(
        Atomicity::Savepoint,
        [conversation, actor, users, nowMs](WriteSession &session) {
            return statements::addMembers(session, conversation, actor, users, nowMs);
        },
        std::move(done));
}

void SqliteStore::leaveGroup(ConversationId conversation, UserId user, qint64 nowMs,
                             StoreCallback<ConversationUpdate> done)
{
    write<ConversationUpdate>(
        Atomicity::Savepoint,
        [conversation, user, nowMs](WriteSession &session) {
            return statements::leaveGroup(session, conversation, user, nowMs);
        },
        std::move(done));
}

void SqliteStore::changeMember(const MemberChange &change, StoreCallback<ConversationUpdate> done)
{
    write<ConversationUpdate>(
        Atomicity::Savepoint, [change](WriteSession &session) { return statements::changeMember(session, change); },
        std::move(done));
}

void SqliteStore::append(const NewMessage &message, StoreCallback<Appended> done)
{
    write<Appended>(
        Atomicity::ChecksFirst,
        [this, message](WriteSession &session) {
            Result<Appended> appended = statements::append(session, message);
            if (appended && !appended->repeated)
                m_writer.countAppended();
            return appended;
        },
        std::move(done));
}

void SqliteStore::changeMessage(const MessageChange &change, StoreCallback<Appended> done)
{
    write<Appended>(
        Atomicity::ChecksFirst, [change](WriteSession &session) { return statements::changeMessage(session, change); },
        std::move(done));
}

void SqliteStore::history(ConversationId conversation, quint64 beforeSeq, quint64 afterSeq, int limit,
                          StoreCallback<HistoryPage> done)
{
    read<HistoryPage>(
        [conversation, beforeSeq, afterSeq, limit](Database &database) {
            return statements::history(database, conversation, beforeSeq, afterSeq, limit);
        },
        std::move(done));
}

void SqliteStore::missed(UserId user, const QHash<ConversationId, quint64> &have, int tailEvents,
                         StoreCallback<Missed> done)
{
    read<Missed>([user, have,
                  tailEvents](Database &database) { return statements::missed(database, user, have, tailEvents); },
                 std::move(done));
}

void SqliteStore::setCursor(ConversationId conversation, UserId user, quint64 deliveredSeq, quint64 readSeq,
                            StoreCallback<Done> done)
{
    write<Done>(
        Atomicity::ChecksFirst,
        [conversation, user, deliveredSeq, readSeq](WriteSession &session) {
            return statements::setCursor(session, conversation, user, deliveredSeq, readSeq);
        },
        std::move(done));
}

void SqliteStore::backup(const QString &path, StoreCallback<Done> done)
{
    const auto post = [home = m_home](const std::function<void()> &answer) {
        QMetaObject::invokeMethod(home, answer, Qt::QueuedConnection);
    };
    if (*m_isBackingUp) {
        post([done] { done(Error(ErrorCode::Busy, QStringLiteral("a backup is being made"))); });
        return;
    }
    *m_isBackingUp = true;
    if (m_backup)
        m_backup->wait(); // It has answered, so it is about to end.
    // The callback ends on the home thread, whichever of the two lets go of the answer last.
    const auto held = std::make_shared<StoreCallback<Done>>(std::move(done));
    m_backup.reset(QThread::create([source = m_folder->databasePath(), path, post, held, flag = m_isBackingUp] {
        const Result<Done> result = backUpDatabase(source, path);
        post([held, flag, result] {
            *flag = false;
            std::exchange(*held, nullptr)(result);
        });
    }));
    m_backup->start();
}

void SqliteStore::statistics(StoreCallback<StoreStatistics> done)
{
    read<StoreStatistics>(
        [this, path = m_folder->databasePath()](Database &database) {
            Result<StoreStatistics> statistics = statements::statistics(database);
            if (!statistics)
                return statistics;
            statistics->commits = m_writer.commits();
            statistics->appended = m_writer.appended();
            statistics->databaseBytes = QFileInfo(path).size() + QFileInfo(path + QStringLiteral("-wal")).size();
            return statistics;
        },
        std::move(done));
}

} // namespace rookery::server
