// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// From an address to a signed-in connection: connects, lets a person compare an unknown key, and only then asks the
// server to sign in. Invariant: no password is sent before the key of this very connection is known or trusted, signed by
// a known one, or vouched for by an authority; any other than a known one ends it. Client's main thread.
#pragma once

#include "client/core/link.h"

#include <QtCore/QStringList>

namespace rookery::client {

class KnownServers;

class SignInFlow : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle, ///< Nothing under way, or the last step failed.
        Connecting,
        TrustNeeded, ///< Connected; waits for trust() or cancel().
        KeyChanged,  ///< Not connected: the key is not the known one.
        Ready,       ///< Trusted; signIn() and createAccount() may be called, also again after a refusal.
        Submitting,
        SignedIn, ///< takeLink() now.
    };
    Q_ENUM(State)

    /// What happens with a key that nobody has confirmed.
    enum class FirstUse { Ask, Trust };
    struct Target {
        HostPort address;
        QByteArray serverId; ///< From its beacon; empty for an address that was typed.
        QByteArray pin;      ///< From an invite or a person; empty: what the known servers say.
        QStringList phrase;  ///< Of a server that we have started ourselves: trusted when the key has this phrase.
        FirstUse firstUse = FirstUse::Ask;
        QString authorityFile = {}; ///< From an administrator: its certificates vouch for the server in place of a pin.
    };

    /// All references must outlive this. link.reconnect is not used: a broken connection is told by failed().
    SignInFlow(KnownServers &known, Clock &clock, RandomSource &random, Link::Settings link, QObject *parent = nullptr);
    ~SignInFlow() override;
    /// For tests, see Link.
    void setTransportFactory(Link::TransportFactory factory);

    /// Where the target names neither pin nor authority: by what the known servers say.
    void connectTo(const Target &target);
    /// In TrustNeeded: keeps the key for good and goes on to Ready.
    void trust();
    /// Closes the connection; no signal but stateChanged() follows.
    void cancel();
    void signIn(const QString &name, const QString &password);
    /// The name and password are checked here first: BadName, BadPassword.
    void createAccount(const QString &name, const QString &displayName, const QString &password, const QString &invite);

    State state() const { return m_state; }
    const Target &target() const { return m_target; }
    /// Of the server that is connected, or after KeyChanged of the one that was refused.
    QByteArray pin() const { return m_pin; }
    QStringList phrase() const;
    QString fingerprint() const;
    const wire::Welcome &welcome() const { return m_welcome; }
    /// In SignedIn: the connection, for AccountSession::start(). Idle afterwards.
    std::unique_ptr<Link> takeLink();

Q_SIGNALS:
    void stateChanged(rookery::client::SignInFlow::State state);
    void trustNeeded(const QByteArray &pin, const QStringList &phrase, const QString &fingerprint);
    void keyChanged(const QByteArray &pin, const QStringList &phrase, const QString &fingerprint);
    /// The server's key is a new one, signed by the one known so far: nothing to ask, but worth telling. Before ready().
    void keyRenewed(const QByteArray &pin);
    void ready(const rookery::wire::Welcome &welcome);
    /// A step failed: while Connecting the state is Idle now, while Submitting it is Ready again.
    void failed(const rookery::Error &error);
    void signedIn(const rookery::wire::SignedIn &signedIn);

private:
    Result<ServerTrust> trustOfTarget();
    void openLink(const ServerTrust &trust);
    void onReady();
    void judgeKey();
    void keep();
    void onFailed(const Error &error);
    void accept();
    void stopAtChangedKey();
    void submit(wire::Frame frame);
    void onReply(const Result<wire::Frame> &reply);
    void fail(State state, const Error &error);
    void dropLink();
    void setState(State state);

    KnownServers &m_known;
    Clock &m_clock;
    RandomSource &m_random;
    Link::Settings m_linkSettings;
    Link::TransportFactory m_factory;
    std::unique_ptr<Link> m_link;
    Target m_target;
    ServerTrust m_trust;
    QString m_authorityFile; ///< That m_trust was read from.
    QByteArray m_pin;
    wire::Welcome m_welcome;
    wire::Frame m_submission; ///< Waits for a connection that the server has closed meanwhile.
    bool m_hasSubmission = false;
    State m_state = State::Idle;
};

} // namespace rookery::client
