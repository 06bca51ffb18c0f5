// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One thing the server can do: its capabilities, its requests, and what it does when people come and go. A feature is
// one file in server/features and one line in features.cpp. Network thread.
#pragma once

#include "server/core/dispatcher.h"
#include "server/core/server_context.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

namespace rookery::server {

class Feature : public QObject {
    Q_OBJECT
public:
    explicit Feature(ServerContext &context, QObject *parent = nullptr) : QObject(parent), m_context(context) {}

    /// Names for Welcome, from common/protocol/capabilities.h.
    virtual QStringList capabilities() const = 0;
    virtual void registerRequests(Dispatcher &dispatcher) = 0;

protected:
    ServerContext &context() const { return m_context; }

private:
    ServerContext &m_context;
};

} // namespace rookery::server
