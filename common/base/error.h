// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The one table of error codes. A code travels on the wire and through every Result; the sentence a person reads
// is chosen in the client (client/ui/error_text.cpp). Append only: numbers are never reused.
#pragma once

#include <QtCore/QLatin1String>
#include <QtCore/QString>

namespace rookery {

enum class ErrorCode : quint32 {
    None = 0,
    // What the request was
    Internal = 1,     ///< A fault of the answering side; logged there.
    Malformed = 2,    ///< Bytes that are not a frame, or a field out of its bounds.
    Unsupported = 3,  ///< No such request on this server.
    TooLarge = 4,     ///< Over a limit of limits.h; Error::limit is the bound, Error::actual what was given.
    RateLimited = 5,  ///< Too many; Error::retryMs says when again.
    Busy = 6,         ///< The server has no room now; Error::retryMs says when again.
    ShuttingDown = 7, ///< The server is draining.
    // Who is asking
    NotSignedIn = 20,
    BadCredentials = 21, ///< Name or password is not right (never says which).
    NameTaken = 22,      ///< The name, or one that looks like it, belongs to someone.
    BadName = 23,        ///< Control, bidi or mixed-script characters, or the wrong length.
    BadPassword = 24,    ///< Too short or too long.
    RegistrationClosed = 25,
    InviteNeeded = 26, ///< Registration by invitation; the invite is missing, used or expired.
    AccountDisabled = 27,
    TokenExpired = 28, ///< Sign in with the password again.
    // What is asked about
    NotFound = 40,
    NotMember = 41,
    Forbidden = 42,
    EmptyText = 43,
    ClientIdReused = 44, ///< Same client id, another body.
    TooLate = 45,        ///< The time for that has passed; Error::limit is how long it was allowed, ms.
    Recalled = 46,       ///< The message was taken back.
    // Storage
    StoreUnavailable = 60, ///< The store refused or failed; nothing was accepted.
    StoreNewer = 61,       ///< The database was written by a newer release.
    DiskFull = 62,
    // Local: never on the wire
    CannotReach = 80, ///< No answer on that address and port.
    UnknownHost = 81,
    NotTrusted = 82, ///< The server's key is unknown and nobody has said to trust it.
    KeyChanged = 83, ///< The server's key is not the pinned one: a hard stop.
    NotRookery = 84, ///< Something answers there, but it does not speak this protocol.
    TimedOut = 85,
    Disconnected = 86, ///< The connection closed before the answer came.
    PortInUse = 87,
    BadConfiguration = 88,
    FolderUnwritable = 89,
    BadAddress = 90,         ///< Not HOST, HOST:PORT or [IPv6]:PORT.
    CertificateRefused = 91, ///< Not from the authority that vouches for this server, not for its name, or out of date.
};

/// The code's name in snake case ("bad_credentials"), as it stands in PROTOCOL.md and in logs.
QLatin1String errorCodeName(ErrorCode code);
/// The code with that number; Internal for one this release does not know.
ErrorCode errorCodeFromNumber(quint32 number);

struct Error {
    Error(ErrorCode errorCode = ErrorCode::Internal, QString logDetail = {})
        : code(errorCode), detail(std::move(logDetail))
    {}

    ErrorCode code;
    /// For logs and "Details" only: never shown as the message, never sent to a peer.
    QString detail;
    qint64 retryMs = 0; ///< When to try again, ms from now; 0 where that is not known.
    qint64 limit = 0;   ///< With TooLarge: the bound. With TooLate: the time allowed, ms.
    qint64 actual = 0;  ///< With TooLarge: what was given.

    friend bool operator==(const Error &a, const Error &b) { return a.code == b.code; }
};

/// "bad_credentials: detail", for one log line.
QString describe(const Error &error);

} // namespace rookery
