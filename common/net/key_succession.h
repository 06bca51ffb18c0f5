// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How a server moves to a new key without a question: its old key signs the new one. The statements stand in the
// certificate, so that who has pinned an old key can check them in the handshake (PROTOCOL.md, "Succession of keys").
// Invariant: nothing here trusts the certificate's own signature; TLS proves that the peer has the newest key, and each
// statement proves that the holder of the key before it wanted that. Pure functions, any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QList>
#include <QtNetwork/QSslCertificate>

namespace rookery {

/// "This key follows me", said by a server's former key.
struct KeySuccession {
    QByteArray formerKey; ///< SubjectPublicKeyInfo in DER, P-256.
    QByteArray newPin;    ///< 32 bytes: the key that follows.
    QByteArray serverId;  ///< 16 bytes: whose key it is.
    qint64 timeMs = 0;    ///< When it was said, since 1970; for people, never judged: clocks may be wrong.
    QByteArray
        signature; ///< By the former key over statementOf(): ECDSA with SHA-256, in DER (RFC 3279 section 2.2.3).

    /// The pin of formerKey.
    QByteArray formerPin() const;
};

/// Who has been away for more renewals than this compares the words again. Eight statements are 1.9 KiB in each
/// handshake.
inline constexpr qsizetype successionsMax = 8;

/// The certificate extension: an object identifier made of a random UUID (ITU-T X.667), which nobody has to register.
inline constexpr char successionExtensionId[] = "2.25.139217073280602189093745791593085529939";

/// What the former key signs: of fixed length, so that no two statements have the same bytes.
QByteArray statementOf(const KeySuccession &succession);

/// The extension's value: DER, the oldest first. Only well-formed statements go in.
QByteArray encodeSuccessions(const QList<KeySuccession> &successions);
/// Malformed unless it is exactly what encodeSuccessions() makes, of at most successionsMax statements.
Result<QList<KeySuccession>> decodeSuccessions(const QByteArray &der);
/// Those in a certificate. NotFound where it has no such extension, Malformed where that cannot be read.
Result<QList<KeySuccession>> successionsIn(const QSslCertificate &certificate);

/// Whether the statements lead from one key to the other without a gap, each signed by the key before it and all for
/// one server: that with serverId, unless it is empty. KeyChanged with the reason where they do not.
Result<Done> verifySuccession(const QList<KeySuccession> &successions, const QByteArray &fromPin,
                              const QByteArray &toPin, const QByteArray &serverId);

} // namespace rookery
