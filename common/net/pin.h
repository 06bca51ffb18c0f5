// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A server is known by its key: the pin is SHA-256 of the certificate's SubjectPublicKeyInfo (RFC 7469 section 2.4),
// and the phrase is six words of it that a person can compare. Pure functions, any thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>

namespace rookery {

inline constexpr qsizetype pinBytes = 32;
inline constexpr int phraseWordCount = 6;

/// 32 bytes; empty when the certificate has no usable key.
QByteArray pinOf(const QSslCertificate &certificate);

/// The first 66 bits of the pin, 11 bits a word, from the 2,048 English words of BIP 39: chosen there so that the
/// first four letters tell words apart.
QStringList phraseOf(const QByteArray &pin);

/// Hex (upper or lower case, with or without spaces and colons) to 32 bytes; empty when it is not a pin.
QByteArray pinFromText(const QString &text);

} // namespace rookery
