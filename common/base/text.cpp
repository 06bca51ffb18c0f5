// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"

#include <QtCore/QByteArray>

namespace rookery {

bool isBidiControl(char32_t character)
{
    return character == 0x200E || character == 0x200F || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
}

static bool isControl(char32_t character)
{
    return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

QString escapedForLog(QStringView text, qsizetype maxLength)
{
    QString result;
    for (const QChar character : text.left(maxLength)) {
        const char32_t unit = character.unicode();
        const bool lineSeparator = unit == 0x2028 || unit == 0x2029;
        if (isControl(unit) || isBidiControl(unit) || lineSeparator || character.isNonCharacter())
            result += QStringLiteral("\\u%1").arg(uint(unit), 4, 16, QLatin1Char('0'));
        else
            result += character;
    }
    if (text.size() > maxLength)
        result += QChar(0x2026);
    return result;
}

QString cleanedMessageText(const QString &text)
{
    QString kept;
    kept.reserve(text.size());
    for (const QChar character : text) {
        const char32_t unit = character.unicode();
        const bool isWanted = unit == '\n' || unit == '\t';
        if (isWanted || (!isControl(unit) && !isBidiControl(unit)))
            kept += character;
    }
    // Last: a letter and its accent may become neighbours only when what stood between them is gone.
    return kept.normalized(QString::NormalizationForm_C);
}

QString groupedHex(const QByteArray &bytes)
{
    const QByteArray hex = bytes.toHex();
    QString result;
    for (qsizetype at = 0; at < hex.size(); at += 4) {
        if (at > 0)
            result += QLatin1Char(' ');
        result += QLatin1String(hex.mid(at, 4));
    }
    return result;
}

} // namespace rookery
