// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the sign-in window shows and asks for: the window binds to this interface and knows nothing of links, pins or
// sockets. Every function is called on, and every signal comes from, the thread of the window; nothing here blocks.
// Invariant: no password is asked for or handed over before the server's key is trusted (state Ready or later).
#pragma once

#include "common/base/error.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QObject>
#include <QtCore/QStringList>

namespace rookery::client {

/// Whether a session survives the end of the program.
enum class KeepSignedIn { No, Yes };

/// The server that is chosen, as far as it is known in the present state.
struct SignInServer {
    QString name;                     ///< Display name from its beacon; empty for one reached by address only.
    QString host;                     ///< Host name or address, as it was found or typed.
    quint16 port = 0;                 ///< TCP port; 0 until an address has been read.
    bool isKnown = false;             ///< Its key is pinned: it was trusted before, or just now.
    bool registrationAllowed = false; ///< Accounts can be made from here (open, or with an invite).
    bool inviteNeeded = false;        ///< Making an account asks for an invite.
    QStringList phrase;               ///< Six words of the key; filled in TrustNeeded and KeyChanged.
    QString fingerprint;              ///< The same key as grouped hex, for "Details".
};

class SignInViewModel : public QObject {
    Q_OBJECT

public:
    enum class State {
        Choosing,    ///< No connection: nothing chosen yet, or the last try failed (see error()).
        Connecting,  ///< Reaching the chosen server; its key is not seen yet.
        TrustNeeded, ///< First use: server().phrase waits for trust() or cancelTrust().
        KeyChanged,  ///< The key is not the pinned one. A hard stop: only cancelTrust() leads on.
        Ready,       ///< Connected and trusted; signIn() and createAccount() may be called.
        Submitting,  ///< The answer of the server is awaited.
        Done,        ///< Signed in; the window closes.
    };
    Q_ENUM(State)

    /// Roles of servers(). Qt::DisplayRole is the name as well.
    enum ServerRole {
        NameRole = Qt::UserRole + 1, ///< QString
        AddressRole,                 ///< QString, "192.168.1.20", with ":port" only where it is not the usual one
        PeopleOnlineRole,            ///< int; -1 where that is not known
        ServerIdRole,                ///< QByteArray or QString, whatever identifies the server for good
        KnownRole,                   ///< bool: its key is pinned
    };

    explicit SignInViewModel(QObject *parent = nullptr);
    ~SignInViewModel() override;

    /// Servers found on this network; lives as long as the view model.
    virtual QAbstractListModel *servers() = 0;
    /// True while looking, until the first three seconds have passed without an answer.
    virtual bool isScanning() const = 0;
    /// Row of servers() that is chosen; -1 for none, or for one reached by address.
    virtual int selectedServer() const = 0;
    virtual State state() const = 0;
    virtual SignInServer server() const = 0;
    /// Why the last step failed; ErrorCode::None where it did not.
    virtual Error error() const = 0;
    /// Seconds until the server allows another try; 0 where it does already. Counts down once a second.
    virtual int retrySeconds() const = 0;
    /// The name last used on this profile; may be empty.
    virtual QString rememberedName() const = 0;

    virtual void rescan() = 0;
    /// Chooses a row of servers() and connects to it. On the chosen row again: another try.
    virtual void selectServer(int row) = 0;
    /// Connects to HOST, HOST:PORT or [IPv6]:PORT; an unreadable one gives ErrorCode::BadAddress.
    virtual void connectToAddress(const QString &address) = 0;
    /// Starts a server on this computer and chooses it.
    virtual void startLocalServer() = 0;
    /// In TrustNeeded only: pins the key and goes on to Ready.
    virtual void trust() = 0;
    /// Closes the connection to a server that is not trusted and goes back to Choosing.
    virtual void cancelTrust() = 0;
    virtual void signIn(const QString &name, const QString &password, KeepSignedIn keep) = 0;
    /// @param invite empty where server().inviteNeeded is false
    virtual void createAccount(const QString &name, const QString &displayName, const QString &password,
                               const QString &invite, KeepSignedIn keep) = 0;

Q_SIGNALS:
    void stateChanged();
    void errorChanged();
    void scanningChanged();
    /// selectedServer() or anything in server() changed.
    void serverChanged();
    void retrySecondsChanged();
};

} // namespace rookery::client
