// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/ctl_tables.h"

#include "common/base/text.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QLocale>

#include <algorithm>
#include <functional>

namespace rookery::server {

namespace {

/// PATH_MAX, and some words around it.
constexpr qsizetype sentenceCharactersMax = 5'000;

/// Columns of the terminal: East Asian wide and full-width characters take two (UAX #11, the blocks that matter).
int columnsOf(const QString &text)
{
    int columns = 0;
    for (const uint character : text.toUcs4()) {
        const bool isWide = (character >= 0x1100 && character <= 0x115f) || (character >= 0x2e80 && character <= 0xa4cf)
            || (character >= 0xac00 && character <= 0xd7a3) || (character >= 0xf900 && character <= 0xfaff)
            || (character >= 0xfe30 && character <= 0xfe6f) || (character >= 0xff00 && character <= 0xff60)
            || (character >= 0x1f300 && character <= 0x1faff) || (character >= 0x20000 && character <= 0x3fffd);
        columns += isWide ? 2 : 1;
    }
    return columns;
}

QString table(const QStringList &heads, const QList<QStringList> &rows)
{
    QList<int> widths;
    for (qsizetype column = 0; column < heads.size(); ++column) {
        int width = columnsOf(heads.at(column));
        for (const QStringList &row : rows)
            width = std::max(width, columnsOf(row.at(column)));
        widths += width;
    }
    QString text;
    for (const QStringList &row : QList<QStringList>{heads} + rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column)
            line += row.at(column) + QString(widths.at(column) - columnsOf(row.at(column)) + 2, QLatin1Char(' '));
        text += line.trimmed() + QLatin1Char('\n');
    }
    return text;
}

QString textAt(const QJsonObject &object, QLatin1String key)
{
    return escapedForLog(object.value(key).toString());
}

QString numberAt(const QJsonObject &object, QLatin1String key)
{
    return QString::number(object.value(key).toInteger());
}

QString timeAt(const QJsonObject &object, QLatin1String key)
{
    const qint64 ms = object.value(key).toInteger();
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm"))
                  : QStringLiteral("-");
}

QString durationOf(qint64 ms)
{
    const qint64 minutes = ms / 60'000;
    const qint64 hours = minutes / 60;
    if (hours >= 24)
        return QStringLiteral("%1 d %2 h").arg(hours / 24).arg(hours % 24);
    return hours > 0 ? QStringLiteral("%1 h %2 min").arg(hours).arg(minutes % 60)
                     : QStringLiteral("%1 min").arg(minutes);
}

QString statusText(const QJsonObject &answer)
{
    const QList<QStringList> rows{
        {QStringLiteral("Release"), textAt(answer, QLatin1String("release"))},
        {QStringLiteral("Up for"), durationOf(answer.value(QLatin1String("uptimeMs")).toInteger())},
        {QStringLiteral("Connections"), numberAt(answer, QLatin1String("connections"))},
        {QStringLiteral("People here"),
         QStringLiteral("%1 of %2")
             .arg(numberAt(answer, QLatin1String("peopleHere")), numberAt(answer, QLatin1String("people")))},
        {QStringLiteral("Conversations"), numberAt(answer, QLatin1String("conversations"))},
        {QStringLiteral("Events"), numberAt(answer, QLatin1String("events"))},
        {QStringLiteral("Database"),
         QLocale::c().formattedDataSize(answer.value(QLatin1String("databaseBytes")).toInteger())},
        {QStringLiteral("Data folder"), textAt(answer, QLatin1String("dataFolder"))},
    };
    return table({QStringLiteral("Server"), textAt(answer, QLatin1String("name"))}, rows);
}

QString usersText(const QJsonObject &answer)
{
    QList<QStringList> rows;
    for (const QJsonValue &value : answer.value(QLatin1String("users")).toArray()) {
        const QJsonObject user = value.toObject();
        QString state = user.value(QLatin1String("connected")).toBool() ? QStringLiteral("here")
                                                                        : QStringLiteral("offline");
        if (user.value(QLatin1String("disabled")).toBool())
            state = QStringLiteral("disabled");
        rows += {numberAt(user, QLatin1String("id")),
                 textAt(user, QLatin1String("name")),
                 textAt(user, QLatin1String("displayName")),
                 textAt(user, QLatin1String("role")),
                 state,
                 timeAt(user, QLatin1String("lastSeenMs"))};
    }
    return table({QStringLiteral("ID"), QStringLiteral("NAME"), QStringLiteral("SHOWN AS"), QStringLiteral("ROLE"),
                  QStringLiteral("STATE"), QStringLiteral("LAST SEEN")},
                 rows);
}

QString roomsText(const QJsonObject &answer)
{
    QList<QStringList> rows;
    for (const QJsonValue &value : answer.value(QLatin1String("rooms")).toArray()) {
        const QJsonObject room = value.toObject();
        rows += {numberAt(room, QLatin1String("id")), textAt(room, QLatin1String("title")),
                 numberAt(room, QLatin1String("members")), numberAt(room, QLatin1String("events"))};
    }
    return table({QStringLiteral("ID"), QStringLiteral("TITLE"), QStringLiteral("MEMBERS"), QStringLiteral("EVENTS")},
                 rows);
}

QString fingerprintText(const QJsonObject &answer)
{
    QStringList words;
    for (const QJsonValue &word : answer.value(QLatin1String("phrase")).toArray())
        words += word.toString();
    const QByteArray pin = QByteArray::fromHex(answer.value(QLatin1String("pin")).toString().toLatin1());
    return QStringLiteral("Words:  %1\nKey:    %2\nCertificate until %3.\n")
        .arg(words.join(QLatin1Char(' ')), groupedHex(pin), timeAt(answer, QLatin1String("certificateEndsMs")));
}

QString inviteText(const QJsonObject &answer)
{
    return QStringLiteral("Invite:  %1\nFor one account, until %2. Its number is %3.\n")
        .arg(textAt(answer, QLatin1String("invite")), timeAt(answer, QLatin1String("expiresMs")),
             numberAt(answer, QLatin1String("id")));
}

QString invitesText(const QJsonObject &answer)
{
    QList<QStringList> rows;
    for (const QJsonValue &value : answer.value(QLatin1String("invites")).toArray()) {
        const QJsonObject invite = value.toObject();
        rows += {numberAt(invite, QLatin1String("id")),      textAt(invite, QLatin1String("state")),
                 textAt(invite, QLatin1String("madeBy")),    timeAt(invite, QLatin1String("madeMs")),
                 timeAt(invite, QLatin1String("expiresMs")), textAt(invite, QLatin1String("usedBy"))};
    }
    return table({QStringLiteral("NUMBER"), QStringLiteral("STATE"), QStringLiteral("MADE BY"), QStringLiteral("MADE"),
                  QStringLiteral("EXPIRES"), QStringLiteral("USED BY")},
                 rows);
}

QString auditText(const QJsonObject &answer)
{
    QList<QStringList> rows;
    for (const QJsonValue &value : answer.value(QLatin1String("audit")).toArray()) {
        const QJsonObject act = value.toObject();
        rows += {timeAt(act, QLatin1String("timeMs")), textAt(act, QLatin1String("actor")),
                 textAt(act, QLatin1String("act")), textAt(act, QLatin1String("subject")),
                 textAt(act, QLatin1String("detail"))};
    }
    return table({QStringLiteral("WHEN"), QStringLiteral("WHO"), QStringLiteral("ACT"), QStringLiteral("WHOM"),
                  QStringLiteral("DETAIL")},
                 rows);
}

QString doctorText(const QJsonObject &answer)
{
    QList<QStringList> rows;
    for (const QJsonValue &value : answer.value(QLatin1String("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        // A sentence may name a long path, which is what the reader needs.
        rows += {textAt(finding, QLatin1String("level")), textAt(finding, QLatin1String("check")),
                 escapedForLog(finding.value(QLatin1String("sentence")).toString(), sentenceCharactersMax)};
    }
    return table({QStringLiteral("LEVEL"), QStringLiteral("CHECK"), QStringLiteral("FINDING")}, rows);
}

QString restoreText(const QJsonObject &answer)
{
    const QString content = QStringLiteral("%1 people, %2 conversations, %3 events")
                                .arg(numberAt(answer, QLatin1String("people")),
                                     numberAt(answer, QLatin1String("conversations")),
                                     numberAt(answer, QLatin1String("events")));
    QString text = answer.contains(QLatin1String("database")) ? QStringLiteral("Restored: %1.\n").arg(content)
                                                              : QStringLiteral("Whole: %1.\n").arg(content);
    if (const QString replaced = answer.value(QLatin1String("replaced")).toString(); !replaced.isEmpty())
        text +=
            QStringLiteral("The former database is kept as %1\n").arg(escapedForLog(replaced, sentenceCharactersMax));
    if (const QString note = answer.value(QLatin1String("note")).toString(); !note.isEmpty())
        text += note + QLatin1Char('\n');
    return text;
}

} // namespace

QString answerText(const CtlCommand &command, const QJsonObject &answer)
{
    static const QHash<QString, std::function<QString(const QJsonObject &)>> tables{
        {QStringLiteral("status"), statusText},         {QStringLiteral("user.list"), usersText},
        {QStringLiteral("room.list"), roomsText},       {QStringLiteral("fingerprint"), fingerprintText},
        {QStringLiteral("renew-key"), fingerprintText}, {QStringLiteral("renew-certificate"), fingerprintText},
        {QStringLiteral("doctor"), doctorText},         {QStringLiteral("restore"), restoreText},
        {QStringLiteral("invite"), inviteText},         {QStringLiteral("invite.list"), invitesText},
        {QStringLiteral("audit"), auditText},
    };
    if (const auto found = tables.constFind(command.request.command); found != tables.cend())
        return (*found)(answer);
    if (command.request.command == QLatin1String("backup"))
        return QStringLiteral("Written and checked: %1\n").arg(textAt(answer, QLatin1String("path")));
    if (!command.generatedPassword.isEmpty())
        return QStringLiteral("Password: %1\n").arg(command.generatedPassword);
    return {};
}

QString errorText(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NameTaken:
        return QStringLiteral("That name, or one that looks like it, belongs to somebody.");
    case ErrorCode::BadName:
        return QStringLiteral("A name has 1 to 32 letters of one script, digits, '.', '-' or '_'.");
    case ErrorCode::BadPassword:
        return QStringLiteral("A password has 8 to 256 bytes.");
    case ErrorCode::NotFound:
        return QStringLiteral("There is %1.")
            .arg(error.detail.isEmpty() ? QStringLiteral("nobody of that name") : escapedForLog(error.detail));
    case ErrorCode::Forbidden:
        return QStringLiteral("That is not allowed: %1").arg(error.detail);
    case ErrorCode::Busy:
        return QStringLiteral("The server is busy; try again in a moment.");
    case ErrorCode::DiskFull:
        return QStringLiteral("The disk is full: %1").arg(error.detail);
    case ErrorCode::BadConfiguration:
    case ErrorCode::FolderUnwritable:
    case ErrorCode::StoreUnavailable:
        return error.detail;
    default:
        return describe(error);
    }
}

} // namespace rookery::server
