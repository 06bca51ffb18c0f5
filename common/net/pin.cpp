// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/pin.h"

#include "common/net/phrase_words.h"

#include <QtCore/QCryptographicHash>
#include <QtNetwork/QSslKey>

namespace rookery {

QByteArray pinOf(const QSslCertificate &certificate)
{
    const QByteArray publicKeyInfo = certificate.publicKey().toDer();
    return publicKeyInfo.isEmpty() ? QByteArray() : QCryptographicHash::hash(publicKeyInfo, QCryptographicHash::Sha256);
}

QStringList phraseOf(const QByteArray &pin)
{
    constexpr int bitsPerWord = 11;
    QStringList words;
    if (pin.size() != pinBytes)
        return words;
    for (int word = 0; word < phraseWordCount; ++word) {
        unsigned index = 0;
        for (int bit = word * bitsPerWord; bit < (word + 1) * bitsPerWord; ++bit)
            index = (index << 1) | ((quint8(pin.at(bit / 8)) >> (7 - bit % 8)) & 1U);
        words += QLatin1String(phraseWords[index]);
    }
    return words;
}

QByteArray pinFromText(const QString &text)
{
    QString hex = text;
    hex.remove(QLatin1Char(' ')).remove(QLatin1Char(':'));
    const QByteArray pin = QByteArray::fromHex(hex.toLatin1());
    return pin.size() == pinBytes && hex.size() == pinBytes * 2 ? pin : QByteArray();
}

} // namespace rookery
