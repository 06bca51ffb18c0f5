// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/net/listener.h"

#include "common/net/framed_stream.h"

#include <unistd.h>

namespace rookery::server {

namespace {
/// Qt's default of 50 loses connections when everyone comes back after a restart (Qt 6.4 qtcpserver_p.h).
constexpr int backlog = 1'024;
} // namespace

Listener::Listener(const QSslConfiguration &identity, QObject *parent) : QTcpServer(parent), m_identity(identity)
{
    setListenBacklogSize(backlog);
    setMaxPendingConnections(backlog);
}

Result<HostPort> Listener::listenOn(const HostPort &address)
{
    const QHostAddress host(address.host);
    if (host.isNull())
        return Error(ErrorCode::BadAddress, QStringLiteral("%1 is not an IP address").arg(address.host));
    if (!listen(host, address.port)) {
        const bool inUse = serverError() == QAbstractSocket::AddressInUseError;
        return Error(inUse ? ErrorCode::PortInUse : ErrorCode::BadConfiguration,
                     QStringLiteral("cannot listen on %1: %2; give another address or port with --listen")
                         .arg(address.toString(), errorString()));
    }
    return HostPort{address.host, serverPort()};
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto stream = std::make_unique<FramedStream>(limits::frameBytesBeforeSignIn);
    if (!stream->accept(descriptor, m_identity)) {
        ::close(int(descriptor));
        return;
    }
    m_accepted = std::move(stream);
    Q_EMIT accepted();
    m_accepted.reset();
}

} // namespace rookery::server
