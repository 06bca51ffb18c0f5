// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/printer.h"

#include "common/base/bytes.h"
#include "common/base/text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>

#include <cstdio>

namespace rookery::cli {

namespace {

/// One line of a terminal: no controls; line breaks of a message are shown as an indent.
QString forTerminal(const QString &text)
{
    QString result = cleanedMessageText(text);
    return result.replace(u'\n', QStringLiteral("\n    "));
}

QString oneLine(const QString &text)
{
    return escapedForLog(text);
}

QString presenceWord(wire::PresenceState state)
{
    switch (state) {
    case wire::PRESENCE_ONLINE:
        return QStringLiteral("online");
    case wire::PRESENCE_AWAY:
        return QStringLiteral("away");
    case wire::PRESENCE_BUSY:
        return QStringLiteral("busy");
    default:
        return QStringLiteral("offline");
    }
}

qint64 number(quint64 value)
{
    return qint64(value);
}

QJsonObject eventObject(const wire::Event &event, const QString &type, const QString &from)
{
    return {{QStringLiteral("type"), type},
            {QStringLiteral("conversation"), number(event.conversation_id())},
            {QStringLiteral("seq"), number(event.seq())},
            {QStringLiteral("from"), from},
            {QStringLiteral("time"), qint64(event.time_ms())}};
}

/// "2026-01-01 12:00:00 #Lunch alice"
QString lineStart(const wire::Event &event, const QString &conversation, const QString &from)
{
    const QString time =
        QDateTime::fromMSecsSinceEpoch(event.time_ms()).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    const QString where = conversation.isEmpty() ? QString() : QStringLiteral("#%1 ").arg(oneLine(conversation));
    return QStringLiteral("%1 %2%3").arg(time, where, oneLine(from));
}

} // namespace

void Printer::write(const QString &line, const QJsonObject &object) const
{
    const QByteArray bytes = m_format == Format::Json ? QJsonDocument(object).toJson(QJsonDocument::Compact)
                                                      : line.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void Printer::message(const wire::Event &event, const QString &conversation, const QString &from) const
{
    const QString text = toText(event.message().text());
    QJsonObject object = eventObject(event, QStringLiteral("message"), from);
    object.insert(QStringLiteral("text"), text);
    if (event.message().recalled())
        object.insert(QStringLiteral("recalled"), true);
    const QString shown = event.message().recalled() ? QStringLiteral("(recalled)") : forTerminal(text);
    write(QStringLiteral("%1: %2").arg(lineStart(event, conversation, from), shown), object);
}

void Printer::change(const wire::Event &event, const QString &conversation, const QString &from) const
{
    const wire::MessageEdited &edit = event.message_edited();
    const bool isEdit = event.has_message_edited();
    const quint64 target = isEdit ? edit.target_seq() : event.message_recalled().target_seq();
    QJsonObject object = eventObject(event, isEdit ? QStringLiteral("edit") : QStringLiteral("recall"), from);
    object.insert(QStringLiteral("target"), number(target));
    QString line = QStringLiteral("%1 recalled %2").arg(lineStart(event, conversation, from)).arg(target);
    if (isEdit) {
        const QString text = toText(edit.text());
        object.insert(QStringLiteral("text"), text);
        if (edit.recalled())
            object.insert(QStringLiteral("recalled"), true);
        line = QStringLiteral("%1 edited %2: %3")
                   .arg(lineStart(event, conversation, from), QString::number(target),
                        edit.recalled() ? QStringLiteral("(recalled)") : forTerminal(text));
    }
    write(line, object);
}

void Printer::sent(ConversationId conversation, quint64 seq, qint64 timeMs) const
{
    write(QStringLiteral("conversation %1 seq %2").arg(conversation.value).arg(seq),
          {{QStringLiteral("type"), QStringLiteral("sent")},
           {QStringLiteral("conversation"), number(conversation.value)},
           {QStringLiteral("seq"), number(seq)},
           {QStringLiteral("time"), timeMs}});
}

void Printer::person(const client::Person &person) const
{
    const QString state = presenceWord(person.presence);
    QString line = QStringLiteral("%1  %2").arg(state.leftJustified(7), oneLine(person.name));
    if (!person.displayName.isEmpty() && person.displayName != person.name)
        line += QStringLiteral(" (%1)").arg(oneLine(person.displayName));
    if (!person.statusText.isEmpty())
        line += QStringLiteral("  %1").arg(oneLine(person.statusText));
    write(line,
          {{QStringLiteral("type"), QStringLiteral("person")},
           {QStringLiteral("name"), person.name},
           {QStringLiteral("display_name"), person.shownName()},
           {QStringLiteral("state"), state},
           {QStringLiteral("status"), person.statusText},
           {QStringLiteral("last_seen"), person.lastSeenMs}});
}

void Printer::server(const QString &name, const HostPort &address, const QByteArray &serverId) const
{
    const QString id = QString::fromLatin1(serverId.toHex());
    write(QStringLiteral("%1  %2  %3").arg(address.toString(), id, oneLine(name)),
          {{QStringLiteral("type"), QStringLiteral("server")},
           {QStringLiteral("name"), name},
           {QStringLiteral("address"), address.toString()},
           {QStringLiteral("server_id"), id}});
}

void Printer::group(ConversationId conversation, const QString &title) const
{
    write(QStringLiteral("#%1 conversation %2").arg(oneLine(title), QString::number(conversation.value)),
          {{QStringLiteral("type"), QStringLiteral("group")},
           {QStringLiteral("name"), title},
           {QStringLiteral("conversation"), number(conversation.value)}});
}

void Printer::registered(const QString &name, const QString &serverName, const QByteArray &serverId) const
{
    const QString line = QCoreApplication::translate("rookery::cli::Printer", "%1 now has an account on %2.");
    write(line.arg(oneLine(name), oneLine(serverName)),
          {{QStringLiteral("type"), QStringLiteral("registered")},
           {QStringLiteral("name"), name},
           {QStringLiteral("server"), serverName},
           {QStringLiteral("server_id"), QString::fromLatin1(serverId.toHex())}});
}

void Printer::problem(const QString &sentence)
{
    std::fprintf(stderr, "rookery-cli: %s\n", sentence.toUtf8().constData());
}

} // namespace rookery::cli
