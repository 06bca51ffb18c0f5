// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One account on one server: owns the link, the local cache and everything built on them, signs in again by token
// after each reconnect, syncs, and passes pushes to their owners. It works offline from the first moment: open() reads
// the cache, the network comes later. Client's main thread.
#pragma once

#include "client/core/conversation_book.h"
#include "client/core/event_log.h"
#include "client/core/link.h"
#include "client/core/outbox.h"
#include "client/core/roster.h"

#include <memory>
#include <optional>

namespace rookery::client {

class CursorSender;
class LocalCache;
class NetworkPresence;
class TypingTracker;

/// Where an account is kept on this machine and how its server is known.
struct AccountSettings {
    QString directory; ///< Holds the cache; made if missing, 0700.
    HostPort address;
    QByteArray pin;        ///< 32 bytes: the key a person or an invite has confirmed.
    QString authorityFile; ///< Not empty: the certificates in this file decide, not the pin.
    QByteArray serverId;   ///< 16 bytes; empty before the first Welcome.
    QByteArray deviceId;   ///< 16 bytes.
    QString deviceName;
    QString clientName; ///< "rookery", "rookery-cli".
    QString userName;
    bool useDatagrams = true; ///< UDP presence; off for scripts.
};

class AccountSession : public QObject {
    Q_OBJECT
public:
    enum class State {
        Offline,   ///< Not connected; link().nextAttemptMs() tells when it tries again.
        SigningIn, ///< Connected, token or password under way.
        Syncing,   ///< Signed in, catching up.
        Online,    ///< Everything the server has is here or known to be missing.
        SignedOut, ///< The token is no longer valid, the account disabled, or the key changed: needs a person.
    };
    Q_ENUM(State)

    using Finished = std::function<void(const Error &)>;
    using ConversationOpened = std::function<void(Result<ConversationId>)>;

    AccountSession(AccountSettings settings, Clock &clock, RandomSource &random, QObject *parent = nullptr);
    ~AccountSession() override;

    /// Opens the cache; to be called first, for the parts below exist only afterwards. FolderUnwritable, StoreNewer or
    /// StoreUnavailable.
    Result<Done> open();

    /// Connects and signs in by token. Takes over a link that SignInFlow has already connected, when given.
    void start(const QByteArray &token, std::unique_ptr<Link> connected = nullptr);
    /// Goes on with a link on which SignInFlow has just signed in.
    void start(const wire::SignedIn &signedIn, std::unique_ptr<Link> connected);
    /// First sign-in over a ready link: by password, or with a new account. On success the token is in tokenIssued().
    void signIn(const QString &name, const QString &password, Finished finished);
    void createAccount(const QString &name, const QString &displayName, const QString &password, const QString &invite,
                       Finished finished);
    /// Says bye by UDP and closes; the token stays valid.
    void stop();
    /// Tells the server to forget the token, then stops.
    void signOut();

    State state() const { return m_state; }
    const AccountSettings &settings() const { return m_settings; }
    UserId self() const;
    Link &link() { return *m_link; }
    Roster &roster() { return *m_roster; }
    ConversationBook &conversations() { return *m_book; }
    EventLog &log() { return *m_log; }
    Outbox &outbox() { return *m_outbox; }
    TypingTracker &typing() { return *m_typing; }
    CursorSender &cursors() { return *m_cursors; }

    void openDirect(UserId peer, ConversationOpened opened);
    void createGroup(const QString &title, const QList<UserId> &members, ConversationOpened opened);
    void addMembers(ConversationId group, const QList<UserId> &members, Finished finished);
    void leaveGroup(ConversationId group, Finished finished);
    /// Read up to seq: at once here, at most one frame per 300 ms on the wire, remembered while offline.
    void markRead(ConversationId conversation, quint64 seq);
    void setPresence(wire::PresenceState state, const QString &statusText);

Q_SIGNALS:
    void stateChanged(rookery::client::AccountSession::State state);
    /// Keep it in the keyring; empty after signOut() or when the server has forgotten it.
    void tokenIssued(const QByteArray &token);
    /// The server has another key, signed by the one known so far: keep it, and tell the person.
    void keyRenewed(const QByteArray &pin);
    /// Why State::SignedOut came, or why a connection ended.
    void problem(const rookery::Error &error);

private:
    void connectParts();
    void connectLink();
    void onReady();
    void onLinkState(Link::State state);
    void onFailed(const Error &error);
    void onPushed(const wire::Frame &frame);
    void onEvents(const wire::Events &events);
    void onTyping(const wire::Typing &typing);
    bool isKnown(ConversationId id) const;
    void onGoodbye(const wire::Goodbye &goodbye);
    void onServerHeard(const HostPort &address, int spreadMs);
    void resume();
    void ask(wire::Frame frame, Finished finished);
    void onSignInReply(const Result<wire::Frame> &reply, const Finished &finished);
    void onSignedIn(const wire::SignedIn &signedIn);
    void onSynced(const wire::SyncReply &reply);
    void openByRequest(wire::Frame frame, ConversationOpened opened);
    void requestRoster();
    void sync();
    void sendPresence();
    void finishSync();
    void endWith(const Error &error);
    void noteDelivered(ConversationId id);
    void setState(State state);

    AccountSettings m_settings;
    Clock &m_clock;
    RandomSource &m_random;
    QByteArray m_token;
    std::unique_ptr<Link> m_link;
    std::unique_ptr<LocalCache> m_cache;
    std::unique_ptr<Roster> m_roster;
    std::unique_ptr<ConversationBook> m_book;
    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<TypingTracker> m_typing;
    std::unique_ptr<CursorSender> m_cursors;
    std::unique_ptr<NetworkPresence> m_network;
    std::optional<wire::SignedIn> m_alreadySignedIn; ///< By SignInFlow, on the link just taken over.
    QList<wire::Event> m_held; ///< Pushed before the sync was answered, or of a conversation that it must explain.
    wire::SetPresence m_presence;
    QTimer m_resumeTimer;
    int m_failures = 0;                       ///< Attempts since the last connection.
    std::optional<HostPort> m_heardElsewhere; ///< Where the server was heard while its connection was silent.
    bool m_syncOpen = false;
    bool m_rosterOpen = false;
    State m_state = State::Offline;
};

} // namespace rookery::client
