// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Hello, Ping: what a connection needs before and beside everything else. Network thread.
#pragma once

#include "server/core/feature.h"

#include <QtNetwork/QHostAddress>

namespace rookery::server {

/// Registration as it applies to someone at that address: "open" holds for loopback, private, link-local and unique
/// local addresses (RFC 1918, 3927, 4193, 4291); others need an invite.
wire::Registration registrationFor(const ServerSettings &settings, const QHostAddress &address);

class ConnectionFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override { return {}; }
    void registerRequests(Dispatcher &dispatcher) override;
    /// The union of all features' names, told in Welcome.
    void setAllCapabilities(const QStringList &names) { m_allCapabilities = names; }

private:
    void hello(Session &session, const wire::Hello &hello, const Responder &responder);
    void ping(Session &session, const Responder &responder);

    QStringList m_allCapabilities;
};

} // namespace rookery::server
