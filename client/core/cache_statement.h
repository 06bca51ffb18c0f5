// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What cache_database.cpp and local_cache.cpp share: the connection and its prepared statements. Private to them.
#pragma once

#include "client/core/cache_database.h"
#include "common/base/ids.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

#include <map>

namespace rookery::client {

struct CacheDatabase::Private {
    QString connectionName;
    QSqlDatabase database;
    std::map<QString, QString> sql;
    std::map<QString, QSqlQuery> prepared;
    bool inTransaction = false;
};

/// One use of a prepared statement: bound in order, run, read, and reset at the end, so that no read lock stays.
class CacheDatabase::Statement {
public:
    Statement(const CacheDatabase &database, const char *name);
    ~Statement() { finish(); }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(const QVariant &value)
    {
        m_query.bindValue(m_next++, value);
        return *this;
    }
    Statement &bind(quint64 number) { return bind(QVariant(qint64(number))); }
    Statement &bind(ConversationId id) { return bind(id.value); }
    Statement &bind(UserId id) { return bind(id.value); }
    bool exec();
    void finish() { m_query.finish(); }
    bool next() { return m_query.next(); }
    qint64 number(int column) const { return m_query.value(column).toLongLong(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    QString text(int column) const { return m_query.value(column).toString(); }

private:
    QSqlQuery &m_query;
    const char *m_name;
    int m_next = 0;
};

} // namespace rookery::client
