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

/// Whether it could end a line, steer a terminal, or be there without being seen.
static bool isUnfitForLog(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // bidi controls, zero-width characters, tags
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return isControl(character) || isBidiControl(character) || QChar::isNonCharacter(character);
    }
}

QString escapedForLog(QStringView text, qsizetype maxLength)
{
    QString result;
    for (const char32_t character : text.left(maxLength).toUcs4()) {
        if (!isUnfitForLog(character))
            result += QStringView(QChar::fromUcs4(character));
        else if (QChar::requiresSurrogates(character))
            result += QStringLiteral("\\U%1").arg(uint(character), 8, 16, QLatin1Char('0'));
        else
            result += QStringLiteral("\\u%1").arg(uint(character), 4, 16, QLatin1Char('0'));
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
