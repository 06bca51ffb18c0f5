// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/store_check.h"

#include "server/storage/backup.h"
#include "server/storage/migrator.h"

#include <QtCore/QFileInfo>

namespace rookery::server {

namespace {

/// One finding is enough to know that something is wrong; a few help whoever repairs it.
constexpr qsizetype damageMax = 5;

using Sentence = QString (*)(const Rows &);

struct Check {
    const char *sql; ///< Gives a row for each thing that is wrong.
    Sentence sentence;
};

QString sqliteSays(const Rows &rows)
{
    return rows.text(0).simplified();
}

QString numbersAreWrong(const Rows &rows)
{
    return QStringLiteral("conversation %1 has %2 events from %3 to %4 and says that its newest is %5")
        .arg(rows.number(0))
        .arg(rows.number(1))
        .arg(rows.number(2))
        .arg(rows.number(3))
        .arg(rows.number(4));
}

QString pointsNowhere(const Rows &rows)
{
    return QStringLiteral("a row of %1 belongs to nothing in %2").arg(rows.text(0), rows.text(2));
}

QString cursorIsAhead(const Rows &rows)
{
    return QStringLiteral("person %1 has read beyond the end of conversation %2")
        .arg(rows.number(0))
        .arg(rows.number(1));
}

constexpr Check quickCheck{"SELECT quick_check FROM pragma_quick_check(5) WHERE quick_check <> 'ok'", sqliteSays};
constexpr Check wholeCheck{"SELECT integrity_check FROM pragma_integrity_check(5) WHERE integrity_check <> 'ok'",
                           sqliteSays};
// The numbers are whole and unique by the primary key, so n of them from 1 to n have no gap (store.h, S2).
constexpr Check invariants[] = {
    {"SELECT c.id, count(e.seq), ifnull(min(e.seq), 0), ifnull(max(e.seq), 0), c.last_seq FROM conversations c"
     " LEFT JOIN events e ON e.conversation_id = c.id GROUP BY c.id"
     " HAVING count(e.seq) <> c.last_seq OR ifnull(max(e.seq), 0) <> c.last_seq OR ifnull(min(e.seq), 1) <> 1",
     numbersAreWrong},
    {"SELECT \"table\", rowid, parent FROM pragma_foreign_key_check", pointsNowhere},
    {"SELECT m.user_id, m.conversation_id FROM members m JOIN conversations c ON c.id = m.conversation_id"
     " WHERE m.delivered_seq > c.last_seq OR m.read_seq > c.last_seq",
     cursorIsAhead},
};

void look(Database &database, const Check &check, QStringList &damage)
{
    Rows rows = database.run(check.sql);
    while (damage.size() < damageMax && rows.next())
        damage += check.sentence(rows);
    if (!rows.isOk())
        damage += rows.error().detail.simplified();
}

void count(Database &database, StoreReport &report)
{
    Rows rows = database.run("SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM conversations),"
                             " (SELECT ifnull(sum(last_seq), 0) FROM conversations),"
                             // The newest events of all conversations, not all events.
                             " (SELECT ifnull(max(e.time_ms), 0) FROM conversations c"
                             "  JOIN events e ON e.conversation_id = c.id AND e.seq = c.last_seq)");
    if (!rows.next()) {
        report.damage += rows.isOk() ? QStringLiteral("nothing can be counted") : rows.error().detail.simplified();
        return;
    }
    report.users = rows.number(0);
    report.conversations = rows.number(1);
    report.events = rows.number(2);
    report.newestEventMs = rows.number(3);
}

Result<StoreReport> checkInTransaction(Database &database, StoreUse use)
{
    StoreReport report;
    const Result<qint64> version = checkedVersion(database, releasedSchema().version());
    if (!version)
        return version.error();
    if (version.value() == 0)
        return Error(ErrorCode::StoreUnavailable, QStringLiteral("the database is empty"));
    report.version = version.value();
    look(database, use == StoreUse::AtRest ? wholeCheck : quickCheck, report.damage);
    // Broken pages make all else wrong, too.
    if (!report.damage.isEmpty())
        return report;
    for (const Check &check : invariants)
        look(database, check, report.damage);
    count(database, report);
    return report;
}

} // namespace

Result<StoreReport> checkStore(const QString &path, StoreUse use)
{
    if (!QFileInfo::exists(path))
        return Error(ErrorCode::NotFound, QStringLiteral("%1: there is no such file").arg(path));
    const Database::Access access = use == StoreUse::AtRest ? accessAtRest(path) : Database::Access::ReadOnly;
    const Result<std::unique_ptr<Database>> database = Database::open(path, access);
    if (!database)
        return database.error();
    // One state of it, whatever is written meanwhile.
    if (const Result<Done> begun = (*database)->runOnce(QStringLiteral("BEGIN")); !begun)
        return begun.error();
    Result<StoreReport> report = checkInTransaction(**database, use);
    (*database)->rollBack();
    if (report || report.error().detail.contains(path))
        return report;
    return Error(report.error().code, path + QStringLiteral(": ") + report.error().detail);
}

} // namespace rookery::server
