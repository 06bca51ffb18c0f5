// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/migrator.h"

#include "common/base/log_categories.h"
#include "common/base/version.h"

#include <QtCore/QDir>
#include <QtCore/QRegularExpression>

// Resources of a static library are registered only when asked for, and the macro works outside namespaces only.
static void registerScripts()
{
    Q_INIT_RESOURCE(server_storage);
}

namespace rookery::server {

namespace {

/// PRAGMA application_id, "Rook": tells our files from others'.
constexpr qint64 applicationId = 0x526f6f6b;

const QString scriptFolder = QStringLiteral(":/rookery/server/storage/sql/");

QString contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The program was built without %s", qUtf8Printable(path));
    return QString::fromUtf8(file.readAll());
}

Result<Done> runScript(Database &database, const QString &script)
{
    static const QRegularExpression statementEnd(QStringLiteral(";[ \\t]*\\n(?=\\s*\\n|\\s*$)"));
    for (const QString &statement : script.split(statementEnd, Qt::SkipEmptyParts)) {
        if (statement.trimmed().isEmpty())
            continue;
        if (const Result<Done> done = database.runOnce(statement); !done)
            return done;
    }
    return Done();
}

Result<Done> makeFresh(Database &database, const SchemaScripts &scripts)
{
    for (const QString &script : scripts.fresh) {
        if (const Result<Done> done = runScript(database, script); !done)
            return done;
    }
    return database.runOnce(QStringLiteral("PRAGMA application_id = %1").arg(applicationId));
}

Result<Done> migrateFrom(Database &database, const SchemaScripts &scripts, qint64 version)
{
    for (const SchemaScripts::Migration &migration : scripts.migrations) {
        if (migration.version <= version)
            continue;
        qCInfo(lcStore, "Bringing the database to version %d", migration.version);
        if (const Result<Done> done = runScript(database, migration.sql); !done)
            return done;
    }
    return Done();
}

Result<Done> bringUpInTransaction(Database &database, const SchemaScripts &scripts, qint64 nowMs)
{
    const int newest = scripts.version();
    const Result<qint64> version = checkedVersion(database, newest);
    if (!version)
        return version.error();
    if (version.value() == newest)
        return Done();
    const Result<Done> made = version.value() == 0 ? makeFresh(database, scripts)
                                                   : migrateFrom(database, scripts, version.value());
    if (!made)
        return made;
    const Rows logged = database.run("INSERT INTO schema_log(version, time_ms, release) VALUES (?, ?, ?)",
                                     {newest, nowMs, QString(QLatin1String(versionString))});
    if (!logged.isOk())
        return logged.error();
    return database.runOnce(QStringLiteral("PRAGMA user_version = %1").arg(newest));
}

} // namespace

Result<qint64> checkedVersion(Database &database, int newest)
{
    const Result<qint64> tables = database.numberOf(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!tables || tables.value() == 0)
        return tables;
    const Result<qint64> owner = database.numberOf(QStringLiteral("PRAGMA application_id"));
    if (!owner)
        return owner;
    if (owner.value() != applicationId)
        return Error(ErrorCode::StoreUnavailable, QStringLiteral("the file is a database of another program"));
    const Result<qint64> version = database.numberOf(QStringLiteral("PRAGMA user_version"));
    if (!version || version.value() <= newest)
        return version;
    return Error(ErrorCode::StoreNewer,
                 QStringLiteral("the database has version %1, this release (%2) knows up to %3; "
                                "install the release that wrote it, or a later one")
                     .arg(QString::number(version.value()), QLatin1String(versionString), QString::number(newest)));
}

SchemaScripts releasedSchema()
{
    registerScripts();
    SchemaScripts scripts;
    const QDir schema(scriptFolder + QStringLiteral("schema"));
    for (const QString &name : schema.entryList(QDir::Files, QDir::Name))
        scripts.fresh += contentOf(schema.filePath(name));
    const QDir migrations(scriptFolder + QStringLiteral("migrations"));
    for (const QString &name : migrations.entryList(QDir::Files, QDir::Name)) {
        const int version = name.section(QLatin1Char('-'), 0, 0).toInt();
        scripts.migrations += SchemaScripts::Migration{version, contentOf(migrations.filePath(name))};
    }
    return scripts;
}

Result<Done> bringUpToDate(Database &database, const SchemaScripts &scripts, qint64 nowMs)
{
    if (const Result<Done> begun = database.runOnce(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    const Result<Done> done = bringUpInTransaction(database, scripts, nowMs);
    if (!done) {
        database.rollBack();
        return done;
    }
    return database.runOnce(QStringLiteral("COMMIT"));
}

} // namespace rookery::server
