// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/sign_in_flow.h"

#include "client/core/known_servers.h"
#include "common/base/bytes.h"
#include "common/base/log_categories.h"
#include "common/base/text.h"
#include "common/net/pin.h"
#include "common/protocol/names.h"

namespace rookery::client {

SignInFlow::SignInFlow(KnownServers &known, Clock &clock, RandomSource &random, Link::Settings link, QObject *parent)
    : QObject(parent), m_known(known), m_clock(clock), m_random(random), m_linkSettings(std::move(link))
{
    m_linkSettings.reconnect = Link::Reconnect::Never;
}

SignInFlow::~SignInFlow()
{
    if (m_link)
        m_link->disconnect(this);
    m_link.reset();
}

void SignInFlow::setTransportFactory(Link::TransportFactory factory)
{
    m_factory = std::move(factory);
}

QStringList SignInFlow::phrase() const
{
    return m_pin.size() == pinBytes ? phraseOf(m_pin) : QStringList();
}

QString SignInFlow::fingerprint() const
{
    return groupedHex(m_pin);
}

void SignInFlow::connectTo(const Target &target)
{
    m_target = target;
    m_pin.clear();
    m_welcome.Clear();
    m_submission.Clear();
    m_hasSubmission = false;
    const Result<ServerTrust> trust = trustOfTarget();
    if (!trust) {
        fail(State::Idle, trust.error());
        return;
    }
    m_trust = *trust;
    openLink(m_trust);
}

Result<ServerTrust> SignInFlow::trustOfTarget()
{
    m_authorityFile.clear();
    if (!m_target.pin.isEmpty())
        return ServerTrust(m_target.pin, m_target.serverId);
    const KnownServer *known = m_known.find(m_target.serverId, m_target.address);
    m_authorityFile = m_target.authorityFile.isEmpty() ? m_known.authorityFileFor(m_target.serverId, m_target.address)
                                                       : m_target.authorityFile;
    return makeTrust(m_authorityFile, known ? known->pin : QByteArray(), known ? known->serverId : QByteArray());
}

void SignInFlow::openLink(const ServerTrust &trust)
{
    dropLink();
    m_link = std::make_unique<Link>(m_clock, m_random, m_linkSettings);
    if (m_factory)
        m_link->setTransportFactory(m_factory);
    connect(m_link.get(), &Link::ready, this, &SignInFlow::onReady);
    connect(m_link.get(), &Link::failed, this, &SignInFlow::onFailed);
    connect(m_link.get(), &Link::keyRenewed, this, &SignInFlow::keyRenewed);
    if (!m_hasSubmission)
        setState(State::Connecting);
    m_link->start(m_target.address, trust);
}

void SignInFlow::onReady()
{
    const bool isKeyNew = std::exchange(m_pin, m_link->peerPin()) != m_link->peerPin();
    m_welcome = m_link->welcome();
    if (!m_hasSubmission) {
        judgeKey();
        return;
    }
    // Connected again, trusted as before; the key may have been renewed meanwhile.
    if (isKeyNew)
        keep();
    m_hasSubmission = false;
    submit(std::exchange(m_submission, wire::Frame()));
}

void SignInFlow::judgeKey()
{
    const QByteArray serverId = toBytes(m_welcome.server_id());
    const KnownServer *server = m_known.byId(serverId);
    const bool isOther = server && !m_link->succeeds(server->pin, serverId);
    if (m_trust.isByAuthority()) {
        // One server of the authority must not take the name of another that is known by its key.
        const bool isForeign = isOther && server->authorityFile.isEmpty()
            && !server->addresses.contains(m_target.address);
        isForeign ? stopAtChangedKey() : accept();
        return;
    }
    const bool confirmed = !m_target.pin.isEmpty() || (!m_target.phrase.isEmpty() && phrase() == m_target.phrase);
    if (confirmed || !m_trust.pin.isEmpty()) {
        accept(); // the link has compared the pin already
    } else if (isOther || (server && !server->authorityFile.isEmpty())) {
        stopAtChangedKey();
    } else if (server) {
        if (server->pin != m_pin)
            Q_EMIT keyRenewed(m_pin);
        accept();
    } else if (m_target.firstUse == FirstUse::Trust) {
        accept();
    } else if (!m_target.phrase.isEmpty()) {
        fail(State::Idle, Error(ErrorCode::NotTrusted, QStringLiteral("not the server that was started")));
    } else {
        setState(State::TrustNeeded);
        Q_EMIT trustNeeded(m_pin, phrase(), fingerprint());
    }
}

void SignInFlow::keep()
{
    const QByteArray serverId = toBytes(m_welcome.server_id());
    if (!m_trust.isByAuthority())
        m_trust = ServerTrust(m_pin, serverId);
    if (const Result<Done> kept = m_known.remember(serverId, m_target.address, m_pin, toText(m_welcome.server_name()),
                                                   m_authorityFile);
        !kept)
        qCWarning(lcLink, "the key is not kept: %s", qUtf8Printable(describe(kept.error())));
}

void SignInFlow::accept()
{
    keep();
    setState(State::Ready);
    Q_EMIT ready(m_welcome);
}

void SignInFlow::trust()
{
    if (m_state == State::TrustNeeded)
        accept();
}

void SignInFlow::cancel()
{
    dropLink();
    m_submission.Clear();
    m_hasSubmission = false;
    setState(State::Idle);
}

void SignInFlow::stopAtChangedKey()
{
    dropLink();
    setState(State::KeyChanged);
    Q_EMIT keyChanged(m_pin, phrase(), fingerprint());
}

void SignInFlow::onFailed(const Error &error)
{
    if (error.code == ErrorCode::KeyChanged) {
        m_pin = m_link->peerPin();
        m_hasSubmission = false;
        stopAtChangedKey();
        return;
    }
    // The server closes connections that wait too long; the next submission connects again by itself.
    if (m_state == State::Ready)
        return;
    const bool wasSubmitting = m_state == State::Submitting;
    m_hasSubmission = false;
    m_submission.Clear();
    fail(wasSubmitting ? State::Ready : State::Idle, error);
}

void SignInFlow::signIn(const QString &name, const QString &password)
{
    wire::Frame frame;
    frame.mutable_sign_in()->set_name(toStd(name.trimmed()));
    frame.mutable_sign_in()->set_password(toStd(password));
    submit(std::move(frame));
}

void SignInFlow::createAccount(const QString &name, const QString &displayName, const QString &password,
                               const QString &invite)
{
    const Result<QString> checkedName = checkedUserName(name);
    const Result<Done> passwordCheck = checkedPassword(password);
    if (m_state == State::Ready && (!checkedName || !passwordCheck)) {
        Q_EMIT failed(!checkedName ? checkedName.error() : passwordCheck.error());
        return;
    }
    wire::Frame frame;
    wire::CreateAccount &account = *frame.mutable_create_account();
    account.set_name(toStd(name.trimmed()));
    account.set_display_name(toStd(displayName.trimmed()));
    account.set_password(toStd(password));
    account.set_invite(toStd(invite.trimmed()));
    submit(std::move(frame));
}

void SignInFlow::submit(wire::Frame frame)
{
    if (m_state != State::Ready && m_state != State::Submitting)
        return;
    setState(State::Submitting);
    if (!m_link || m_link->state() != Link::State::Ready) {
        m_submission = std::move(frame);
        m_hasSubmission = true;
        openLink(m_trust);
        return;
    }
    m_link->request(std::move(frame), [this](const Result<wire::Frame> &reply) { onReply(reply); });
}

void SignInFlow::onReply(const Result<wire::Frame> &reply)
{
    if (m_state != State::Submitting)
        return;
    if (reply && reply->has_signed_in() && reply->signed_in().self().id() != 0) {
        const wire::SignedIn result = reply->signed_in();
        setState(State::SignedIn);
        Q_EMIT signedIn(result);
        return;
    }
    fail(State::Ready, reply ? Error(ErrorCode::Malformed) : reply.error());
}

void SignInFlow::fail(State state, const Error &error)
{
    if (state == State::Idle)
        dropLink();
    setState(state);
    Q_EMIT failed(error);
}

std::unique_ptr<Link> SignInFlow::takeLink()
{
    if (m_link)
        m_link->disconnect(this);
    setState(State::Idle);
    return std::move(m_link);
}

void SignInFlow::dropLink()
{
    if (!m_link)
        return;
    // This may run inside a signal of the link.
    m_link->disconnect(this);
    m_link->stop();
    m_link.release()->deleteLater();
}

void SignInFlow::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace rookery::client
