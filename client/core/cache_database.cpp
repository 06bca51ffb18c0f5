// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/cache_database.h"

#include "client/core/cache_statement.h"
#include "client/core/private_file.h"
#include "common/base/clock.h"
#include "common/base/log_categories.h"
#include "common/base/version.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUuid>
#include <QtSql/QSqlError>

namespace rookery::client {

namespace {

constexpr int newestSchema = 1;
/// How long another program with the same cache may hold the write lock, ms.
constexpr int busyTimeoutMs = 5'000;
/// SQLite result code SQLITE_FULL.
constexpr QLatin1String sqliteFull("13");

QString resource(const QString &name)
{
    QFile file(QStringLiteral(":/client/sql/%1").arg(name));
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The statements of a schema file; none of ours has a semicolon inside.
QStringList statementsOf(const QString &script)
{
    QString code;
    const QStringList lines = script.split(u'\n');
    for (const QString &line : lines)
        code += line.left(line.indexOf(QLatin1String("--"))) + u'\n';
    QStringList result;
    const QStringList parts = code.split(u';');
    for (const QString &part : parts) {
        if (!part.trimmed().isEmpty())
            result.append(part.trimmed());
    }
    return result;
}

} // namespace

CacheDatabase::CacheDatabase(QString directory, Clock &clock)
    : m_directory(std::move(directory)), m_clock(clock), m_private(std::make_unique<Private>())
{
    m_private->connectionName = QUuid::createUuid().toString();
    m_commitTimer.setSingleShot(true);
    m_commitTimer.setInterval(0);
    QObject::connect(&m_commitTimer, &QTimer::timeout, &m_commitTimer, [this] { (void)commit(); });
}

CacheDatabase::~CacheDatabase()
{
    (void)commit();
    m_private->prepared.clear();
    m_private->database.close();
    m_private->database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_private->connectionName);
}

int CacheDatabase::schemaVersion()
{
    return newestSchema;
}

Result<Done> CacheDatabase::open()
{
    if (Result<Done> made = makePrivateFolder(m_directory); !made)
        return made;
    const QString path = QDir(m_directory).filePath(QStringLiteral("cache.sqlite"));
    QSqlDatabase &database = m_private->database;
    database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_private->connectionName);
    database.setDatabaseName(path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeoutMs));
    if (!database.open())
        return Error(ErrorCode::StoreUnavailable, QStringLiteral("%1: %2").arg(path, database.lastError().text()));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    if (Result<Done> migrated = migrate(); !migrated)
        return migrated;
    return loadStatements();
}

Result<Done> CacheDatabase::migrate()
{
    QSqlQuery query(m_private->database);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return lastError(QStringLiteral("not a database"));
    const int found = query.value(0).toInt();
    query.finish();
    if (found > newestSchema)
        return Error(ErrorCode::StoreNewer,
                     QStringLiteral("schema %1, this release knows %2").arg(found).arg(newestSchema));
    for (const char *pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA secure_delete = ON"}) {
        if (!query.exec(QLatin1String(pragma)))
            return lastError(QLatin1String(pragma));
        query.finish();
    }
    for (int version = found + 1; version <= newestSchema; ++version) {
        if (Result<Done> applied = applySchema(version); !applied)
            return applied;
    }
    return Done();
}

Result<Done> CacheDatabase::applySchema(int version)
{
    QSqlQuery query(m_private->database);
    // Another program may be making the same database: whoever comes second finds it made.
    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE")))
        return lastError(QStringLiteral("begin"));
    const bool asked = query.exec(QStringLiteral("PRAGMA user_version")) && query.next();
    const int found = asked ? query.value(0).toInt() : -1;
    query.finish();
    if (found >= version) {
        query.exec(QStringLiteral("COMMIT"));
        return Done();
    }
    QStringList script = statementsOf(resource(QStringLiteral("schema/%1.sql").arg(version, 4, 10, QLatin1Char('0'))));
    script.append(QStringLiteral("INSERT INTO migrations VALUES (%1, %2, '%3')")
                      .arg(version)
                      .arg(m_clock.wallMs())
                      .arg(QLatin1String(versionString)));
    script.append(QStringLiteral("PRAGMA user_version = %1").arg(version));
    script.append(QStringLiteral("COMMIT"));
    for (const QString &statement : std::as_const(script)) {
        if (!query.exec(statement)) {
            const Error error(ErrorCode::StoreUnavailable, query.lastError().text());
            query.exec(QStringLiteral("ROLLBACK"));
            return error;
        }
    }
    return Done();
}

Result<Done> CacheDatabase::loadStatements()
{
    const QString marker = QStringLiteral("-- name: ");
    QString name;
    const QStringList lines = resource(QStringLiteral("statements.sql")).split(u'\n');
    for (const QString &line : lines) {
        if (line.startsWith(marker))
            name = line.mid(marker.size()).trimmed();
        else if (!name.isEmpty())
            m_private->sql[name] += line + u'\n';
    }
    for (const auto &[key, sql] : m_private->sql) {
        QSqlQuery query(m_private->database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return Error(ErrorCode::StoreUnavailable, QStringLiteral("%1: %2").arg(key, query.lastError().text()));
        m_private->prepared.emplace(key, std::move(query));
    }
    return Done();
}

CacheDatabase::Statement::Statement(const CacheDatabase &cache, const char *name)
    : m_query(cache.m_private->prepared.at(QLatin1String(name))), m_name(name)
{}

bool CacheDatabase::Statement::exec()
{
    if (m_query.exec())
        return true;
    qCWarning(lcCache, "%s: %s", m_name, qUtf8Printable(m_query.lastError().text()));
    return false;
}

bool CacheDatabase::begin()
{
    if (m_private->inTransaction)
        return true;
    QSqlQuery query(m_private->database);
    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE"))) {
        qCWarning(lcCache, "begin: %s", qUtf8Printable(query.lastError().text()));
        return false;
    }
    m_private->inTransaction = true;
    m_commitTimer.start();
    return true;
}

bool CacheDatabase::run(Statement &statement)
{
    return begin() && statement.exec();
}

Result<Done> CacheDatabase::commit()
{
    if (!m_private->inTransaction)
        return Done();
    m_commitTimer.stop();
    m_private->inTransaction = false;
    QSqlQuery query(m_private->database);
    if (query.exec(QStringLiteral("COMMIT")))
        return Done();
    const Error error = query.lastError().nativeErrorCode() == sqliteFull
        ? Error(ErrorCode::DiskFull, query.lastError().text())
        : Error(ErrorCode::StoreUnavailable, query.lastError().text());
    qCWarning(lcCache, "commit: %s", qUtf8Printable(describe(error)));
    query.exec(QStringLiteral("ROLLBACK"));
    return error;
}

Result<Done> CacheDatabase::runDurably(Statement &statement)
{
    // What this turn has written so far may be less durable; this gets a transaction of its own.
    if (Result<Done> earlier = commit(); !earlier)
        return earlier;
    QSqlQuery pragma(m_private->database);
    pragma.exec(QStringLiteral("PRAGMA synchronous = FULL"));
    const bool written = run(statement);
    statement.finish();
    const Result<Done> committed = commit();
    pragma.exec(QStringLiteral("PRAGMA synchronous = NORMAL"));
    if (!committed)
        return committed;
    return written ? Result<Done>(Done()) : Result<Done>(ErrorCode::StoreUnavailable);
}

Error CacheDatabase::lastError(const QString &what) const
{
    return Error(ErrorCode::StoreUnavailable,
                 QStringLiteral("%1: %2").arg(what, m_private->database.lastError().text()));
}

} // namespace rookery::client
