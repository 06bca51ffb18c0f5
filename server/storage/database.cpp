// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/database.h"

#include "common/base/log_categories.h"

#include <QtCore/QUrl>
#include <QtCore/QVariant>
#include <QtSql/QSqlError>

#include <atomic>

namespace rookery::server {

namespace {

// sqlite.org/rescode.html; the header of SQLite itself is not needed for anything else.
constexpr int sqliteError = 1;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteIoError = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteTooBig = 18;
constexpr int sqliteConstraint = 19;
constexpr int sqliteMismatch = 20;
constexpr int sqliteRange = 25;
constexpr int sqliteNotADatabase = 26;
constexpr int sqliteIoErrorNoMemory = sqliteIoError | (12 << 8);
constexpr int sqliteIoErrorSharedMemorySize = sqliteIoError | (19 << 8);

QString freshConnectionName()
{
    static std::atomic<quint64> counter = 0;
    return QStringLiteral("rookery-server-%1").arg(++counter);
}

/// sqlite.org/uri.html; without "immutable" even a reader makes a log and its index beside the file.
QString atRestUri(const QString &path)
{
    return QString::fromUtf8(QUrl::fromLocalFile(path).toEncoded()) + QStringLiteral("?immutable=1");
}

/// QtSql writes a null QString as NULL; to us it is the empty text. Only an invalid value is NULL.
QVariant notNull(const QVariant &value)
{
    if (value.userType() == QMetaType::QString && static_cast<const QString *>(value.constData())->isNull())
        return QStringLiteral("");
    if (value.userType() == QMetaType::QByteArray && static_cast<const QByteArray *>(value.constData())->isNull())
        return QByteArray("");
    return value;
}

} // namespace

std::optional<Database::Fault> faultOf(int resultCode, const QString &detail)
{
    switch (resultCode) {
    case sqliteIoErrorNoMemory:
        return Database::Fault{Error(ErrorCode::StoreUnavailable, detail), false};
    case sqliteIoErrorSharedMemorySize:
        // The index of the write-ahead log could not grow: no room. It is rebuilt at will, so trying again is safe.
        return Database::Fault{Error(ErrorCode::DiskFull, detail), false};
    default:
        break;
    }
    switch (resultCode & 0xff) {
    case sqliteError:
    case sqliteTooBig:
    case sqliteConstraint:
    case sqliteMismatch:
    case sqliteRange:
        return std::nullopt;
    case sqliteFull:
        return Database::Fault{Error(ErrorCode::DiskFull, detail), false};
    case sqliteIoError:
    case sqliteCorrupt:
    case sqliteNotADatabase:
    case sqliteReadOnly:
        return Database::Fault{Error(ErrorCode::StoreUnavailable, detail), true};
    default:
        return Database::Fault{Error(ErrorCode::StoreUnavailable, detail), false};
    }
}

Rows::~Rows()
{
    if (m_query)
        m_query->finish();
}

bool Rows::next()
{
    if (m_failure)
        return false;
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        m_failure = m_database.noted(m_query->lastError());
    return false;
}

Database::Database(QString path, QString connectionName)
    : m_path(std::move(path)), m_connectionName(std::move(connectionName)),
      m_connection(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName))
{}

Database::~Database()
{
    m_prepared.clear();
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connectionName);
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    std::unique_ptr<Database> database(new Database(path, freshConnectionName()));
    database->m_connection.setDatabaseName(access == Access::AtRest ? atRestUri(path) : path);
    // Another process may hold the lock for a moment (a backup tool, a shell): wait 5 s, then say so.
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");
    if (access != Access::ReadWrite)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    if (access == Access::AtRest)
        options += QStringLiteral(";QSQLITE_OPEN_URI");
    database->m_connection.setConnectOptions(options);
    if (!database->m_connection.open())
        return database->noted(database->m_connection.lastError());
    if (const Result<Done> configured = database->configure(access); !configured)
        return configured.error();
    return database;
}

Result<Done> Database::configure(Access access)
{
    QStringList pragmas{QStringLiteral("PRAGMA foreign_keys = ON")};
    if (access == Access::ReadWrite) {
        pragmas << QStringLiteral("PRAGMA journal_mode = WAL")
                << QStringLiteral("PRAGMA synchronous = FULL")
                // A recalled text is overwritten, not only let go.
                << QStringLiteral("PRAGMA secure_delete = ON")
                // Checkpoints are run by the writer, which looks at their errors; SQLite's own hook drops them.
                << QStringLiteral("PRAGMA wal_autocheckpoint = 0")
                << QStringLiteral("PRAGMA journal_size_limit = 67108864");
    }
    for (const QString &pragma : std::as_const(pragmas)) {
        if (const Result<Done> done = runOnce(pragma); !done)
            return done;
    }
    return Done();
}

Rows Database::run(const char *sql, std::initializer_list<QVariant> values)
{
    const Result<QSqlQuery *> query = prepared(sql);
    if (!query)
        return Rows(*this, nullptr, query.error());
    int position = 0;
    for (const QVariant &value : values)
        query.value()->bindValue(position++, notNull(value));
    if (query.value()->exec())
        return Rows(*this, query.value(), std::nullopt);
    const Error error = noted(query.value()->lastError());
    m_prepared.erase(sql);
    return Rows(*this, nullptr, error);
}

Result<Done> Database::runOnce(const QString &sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql))
        return noted(query.lastError());
    return Done();
}

void Database::rollBack()
{
    QSqlQuery(m_connection).exec(QStringLiteral("ROLLBACK"));
}

Result<qint64> Database::numberOf(const QString &sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql) || !query.next())
        return noted(query.lastError());
    return query.value(0).toLongLong();
}

Result<QSqlQuery *> Database::prepared(const char *sql)
{
    std::unique_ptr<QSqlQuery> &known = m_prepared[sql];
    if (known)
        return known.get();
    auto query = std::make_unique<QSqlQuery>(m_connection);
    query->setForwardOnly(true);
    if (!query->prepare(QString::fromUtf8(sql)))
        return noted(query->lastError());
    known = std::move(query);
    return known.get();
}

Error Database::noted(const QSqlError &error)
{
    const int resultCode = error.nativeErrorCode().toInt();
    const QString detail = QStringLiteral("%1: %2 (SQLite %3)").arg(m_path, error.databaseText()).arg(resultCode);
    if (const std::optional<Fault> fault = faultOf(resultCode, detail)) {
        if (!m_fault || (fault->isFatal && !m_fault->isFatal))
            m_fault = fault;
        return fault->error;
    }
    qCWarning(lcStore, "A statement failed: %s", qUtf8Printable(detail));
    return Error(ErrorCode::Internal, detail);
}

} // namespace rookery::server
