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
    const QString time =
        QDateTime::fromMSecsSinceEpoch(event.time_ms()).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    const QString where = conversation.isEmpty() ? QString() : QStringLiteral("#%1 ").arg(oneLine(conversation));
    write(QStringLiteral("%1 %2%3: %4").arg(time, where, oneLine(from), forTerminal(text)),
          {{QStringLiteral("type"), QStringLiteral("message")},
           {QStringLiteral("conversation"), number(event.conversation_id())},
           {QStringLiteral("seq"), number(event.seq())},
           {QStringLiteral("from"), from},
           {QStringLiteral("text"), text},
           {QStringLiteral("time"), qint64(event.time_ms())}});
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
