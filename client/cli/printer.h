// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The output: lines for people or one JSON object a line, on stdout and written out at once; problems on stderr.
// Text from others cannot control the terminal. One thread.
#pragma once

#include "client/core/types.h"
#include "common/net/host_port.h"

#include <QtCore/QJsonObject>

namespace rookery::cli {

class Printer {
public:
    enum class Format { Lines, Json };

    explicit Printer(Format format) : m_format(format) {}

    void message(const wire::Event &event, const QString &conversation, const QString &from) const;
    /// An edit or a recall, as an event of its own.
    void change(const wire::Event &event, const QString &conversation, const QString &from) const;
    void sent(ConversationId conversation, quint64 seq, qint64 timeMs) const;
    void person(const client::Person &person) const;
    void server(const QString &name, const HostPort &address, const QByteArray &serverId) const;
    void group(ConversationId conversation, const QString &title) const;
    void registered(const QString &name, const QString &serverName, const QByteArray &serverId) const;
    /// To stderr, with the program's name in front.
    static void problem(const QString &sentence);

private:
    void write(const QString &line, const QJsonObject &object) const;

    Format m_format;
};

} // namespace rookery::cli
