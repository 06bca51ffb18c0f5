// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/framed_stream.h"

#include "common/base/log_categories.h"
#include "common/net/pin.h"

#include <QtCore/QPointer>
#include <QtNetwork/QSslError>

namespace rookery {

FramedStream::FramedStream(qsizetype maxFrameBytes, QObject *parent)
    : Transport(parent), m_socket(new QSslSocket(this)), m_reader(maxFrameBytes)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { finish(Error(m_tcpConnected ? ErrorCode::NotRookery : ErrorCode::CannotReach, m_target)); });
    connect(m_socket, &QSslSocket::connected, this, [this] {
        m_tcpConnected = true;
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    });
    connect(m_socket, &QSslSocket::encrypted, this, &FramedStream::onEncrypted);
    connect(m_socket, &QSslSocket::readyRead, this, &FramedStream::onReadyRead);
    connect(m_socket, &QSslSocket::errorOccurred, this, &FramedStream::onSocketError);
    connect(m_socket, &QSslSocket::disconnected, this, [this] { finish(Error(ErrorCode::Disconnected)); });
}

FramedStream::~FramedStream()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

QSslConfiguration FramedStream::tlsConfiguration()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_3OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setCaCertificates({});
    // The first is the fastest; no finite fields, and nothing slower than what the certificate's own key is worth.
    configuration.setBackendConfigurationOption("Groups", QByteArray("X25519:P-256:P-384"));
    return configuration;
}

bool FramedStream::accept(qintptr descriptor, const QSslConfiguration &identity)
{
    if (!m_socket->setSocketDescriptor(descriptor))
        return false;
    m_socket->setSslConfiguration(identity);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_tcpConnected = true;
    m_state = State::Handshake;
    m_deadline.start(limits::signInDeadlineMs);
    m_socket->startServerEncryption();
    return true;
}

void FramedStream::connectTo(const QString &host, quint16 port, const ServerTrust &trust, int deadlineMs)
{
    m_trust = trust;
    m_host = host;
    m_target = QStringLiteral("%1 port %2").arg(host, QString::number(port));
    m_state = State::Handshake;
    m_deadline.start(deadlineMs);
    // With a pin the client asks for verification so that the certificate is kept; checkPeer() compares the key.
    QSslConfiguration configuration = tlsConfiguration();
    configuration.setPeerVerifyMode(trust.isByAuthority() ? QSslSocket::VerifyPeer : QSslSocket::QueryPeer);
    configuration.setCaCertificates(trust.authorities);
    m_socket->setSslConfiguration(configuration);
    m_socket->connectToHostEncrypted(host, port);
}

Result<Done> FramedStream::checkPeer() const
{
    const QSslCertificate certificate = m_socket->peerCertificate();
    if (!m_trust.isByAuthority())
        return checkPin(certificate, m_trust);
    // Qt has checked the chain; it would be content with the name in the subject.
    return isCertificateFor(certificate, m_host)
        ? Result<Done>(Done())
        : Error(ErrorCode::CertificateRefused, QStringLiteral("the certificate is not for this name or address"));
}

void FramedStream::onEncrypted()
{
    if (m_socket->mode() == QSslSocket::SslClientMode) {
        if (const Result<Done> checked = checkPeer(); !checked) {
            finish(Error(checked.error().code, QStringLiteral("%1: %2").arg(m_target, checked.error().detail)));
            return;
        }
    }
    m_deadline.stop();
    m_state = State::Open;
    Q_EMIT opened();
}

void FramedStream::onReadyRead()
{
    // Nobody listens any more: what a peer goes on sending while its rest is written must not be kept.
    if (m_state == State::Closing)
        m_socket->skip(m_socket->bytesAvailable());
    if (m_state != State::Open)
        return;
    // A frame's handler may delete or close this stream.
    const QPointer<FramedStream> self(this);
    m_reader.append(m_socket->readAll());
    while (self && m_state == State::Open) {
        Result<std::optional<wire::Frame>> next = m_reader.next();
        if (!next) {
            finish(next.error());
            return;
        }
        if (!next->has_value())
            return;
        Q_EMIT received(**next);
    }
}

void FramedStream::send(const QByteArray &encodedFrame, Delivery delivery)
{
    if (m_state != State::Open)
        return;
    const qint64 waiting = m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
    if (waiting + encodedFrame.size() > limits::sendQueueBytes) {
        if (delivery == Delivery::Lossless)
            abort(Error(ErrorCode::Busy, QStringLiteral("slow consumer")));
        return;
    }
    m_socket->write(encodedFrame);
}

void FramedStream::setMaxFrameBytes(qsizetype bytes)
{
    m_reader.setMaxFrameBytes(bytes);
}

void FramedStream::close()
{
    if (m_state == State::Closed || m_state == State::Closing)
        return;
    if (m_state != State::Open) {
        finish(Error(ErrorCode::Disconnected));
        return;
    }
    m_state = State::Closing;
    // A peer that reads nothing must not hold the connection open for ever.
    m_deadline.start(limits::signInDeadlineMs);
    m_socket->disconnectFromHost();
}

void FramedStream::abort(const Error &reason)
{
    finish(reason);
}

bool FramedStream::isOpen() const
{
    return m_state == State::Open;
}

QHostAddress FramedStream::peerAddress() const
{
    return m_socket->peerAddress();
}

QByteArray FramedStream::peerPin() const
{
    const QSslCertificate certificate = m_socket->peerCertificate();
    return certificate.isNull() ? QByteArray() : pinOf(certificate);
}

bool FramedStream::succeeds(const QByteArray &formerPin, const QByteArray &serverId) const
{
    return checkPin(m_socket->peerCertificate(), ServerTrust(formerPin, serverId)).isOk();
}

void FramedStream::onSocketError(QAbstractSocket::SocketError error)
{
    if (m_state == State::Closing || error == QAbstractSocket::RemoteHostClosedError) {
        finish(Error(m_state == State::Handshake ? ErrorCode::NotRookery : ErrorCode::Disconnected,
                     m_socket->errorString()));
        return;
    }
    finish(translated(error));
}

Error FramedStream::translated(QAbstractSocket::SocketError error) const
{
    const QString detail = m_target.isEmpty() ? m_socket->errorString()
                                              : QStringLiteral("%1: %2").arg(m_target, m_socket->errorString());
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return Error(ErrorCode::UnknownHost, detail);
    case QAbstractSocket::SslHandshakeFailedError:
        // The chain or the name; with a pin Qt judges neither.
        if (m_trust.isByAuthority() && !m_socket->sslHandshakeErrors().isEmpty())
            return Error(ErrorCode::CertificateRefused, detail);
        return Error(ErrorCode::NotRookery, detail);
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return Error(ErrorCode::NotRookery, detail);
    case QAbstractSocket::SocketTimeoutError:
        return Error(ErrorCode::TimedOut, detail);
    default:
        return Error(m_tcpConnected ? ErrorCode::Disconnected : ErrorCode::CannotReach, detail);
    }
}

void FramedStream::finish(const Error &reason)
{
    if (m_state == State::Closed || m_state == State::Idle)
        return;
    m_state = State::Closed;
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    Q_EMIT closed(reason);
}

} // namespace rookery
