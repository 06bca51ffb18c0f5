// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One SQLite connection with its prepared statements. Belongs to the thread that opened it.
// A statement can fail for itself alone (a constraint: Rows says so), or because storage failed: then fault() is set
// and stays set until clearFault(), and nothing written since BEGIN may be kept.
#pragma once

#include "common/base/result.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

#include <initializer_list>
#include <memory>
#include <optional>
#include <unordered_map>

namespace rookery::server {

class Database;

/// The rows of one run of a statement; the statement is free again when this goes out of scope.
class Rows {
public:
    Rows(Database &database, QSqlQuery *query, std::optional<Error> failure)
        : m_database(database), m_query(query), m_failure(std::move(failure))
    {}
    ~Rows();
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;

    bool isOk() const { return !m_failure.has_value(); }
    const Error &error() const { return *m_failure; }
    /// False at the end, and when reading fails (then isOk() is false).
    bool next();
    qint64 number(int column) const { return m_query->value(column).toLongLong(); }
    quint64 id(int column) const { return quint64(number(column)); }
    QString text(int column) const { return m_query->value(column).toString(); }
    QByteArray bytes(int column) const { return m_query->value(column).toByteArray(); }
    int changedRows() const { return m_query->numRowsAffected(); }
    quint64 insertedId() const { return m_query->lastInsertId().toULongLong(); }

private:
    Database &m_database;
    QSqlQuery *m_query;
    std::optional<Error> m_failure;
};

class Database {
public:
    enum class Access {
        ReadWrite,
        ReadOnly,
        AtRest, ///< Read only, and nobody else writes meanwhile: no file comes to be beside the database.
    };

    /// Storage failed. Fatal: what reached the disk is unknown, so nothing may be written any more.
    struct Fault {
        Error error;
        bool isFatal = false;
    };

    static Result<std::unique_ptr<Database>> open(const QString &path, Access access);
    ~Database();

    /// Runs a statement. The text must be a constant: it is prepared once and found again by its address.
    Rows run(const char *sql, std::initializer_list<QVariant> values = {});
    /// Runs a statement once, without keeping it.
    Result<Done> runOnce(const QString &sql);
    /// Ends the transaction without keeping it; SQLite has done so by itself after some faults, which is as good.
    void rollBack();
    /// The single number a statement made of constants gives (a pragma).
    Result<qint64> numberOf(const QString &sql);

    const std::optional<Fault> &fault() const { return m_fault; }
    void clearFault() { m_fault.reset(); }

private:
    friend class Rows;
    Database(QString path, QString connectionName);
    Result<Done> configure(Access access);
    Error noted(const QSqlError &error);
    Result<QSqlQuery *> prepared(const char *sql);

    QString m_path;
    QString m_connectionName;
    QSqlDatabase m_connection;
    std::unordered_map<const char *, std::unique_ptr<QSqlQuery>> m_prepared;
    std::optional<Fault> m_fault;
};

/// What the result code of SQLite (extended) means for us; empty where only the statement itself was at fault.
std::optional<Database::Fault> faultOf(int resultCode, const QString &detail);

} // namespace rookery::server
