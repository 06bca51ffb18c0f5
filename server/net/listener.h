// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Accepts TCP connections on one address and makes each a Transport with TLS under way. Lives on the network thread.
#pragma once

#include "common/base/result.h"
#include "common/net/host_port.h"
#include "common/net/transport.h"

#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpServer>

#include <memory>

namespace rookery::server {

class Listener final : public QTcpServer {
    Q_OBJECT
public:
    explicit Listener(const QSslConfiguration &identity, QObject *parent = nullptr);

    /// Starts listening; PortInUse, BadAddress or BadConfiguration with a detail that names the address.
    Result<HostPort> listenOn(const HostPort &address);
    /// For connections from now on; those that are there go on with what they have.
    void setIdentity(const QSslConfiguration &identity) { m_identity = identity; }
    /// The connection just accepted; to be called from accepted() only, once.
    std::unique_ptr<Transport> takeAccepted() { return std::move(m_accepted); }

Q_SIGNALS:
    void accepted();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    QSslConfiguration m_identity;
    std::unique_ptr<Transport> m_accepted;
};

} // namespace rookery::server
