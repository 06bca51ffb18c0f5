// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Text that came from outside, made safe to log or to store. Pure functions, any thread.
#pragma once

#include <QtCore/QString>

namespace rookery {

/// Control, escape, line-ending, bidi and other unseen characters as \u escapes, cut to maxLength characters: one log
/// line stays one, and steers no terminal.
QString escapedForLog(QStringView text, qsizetype maxLength = 200);

/// True for characters that reorder or hide text: U+200E/F, U+202A-E, U+2066-9 (UAX #9).
bool isBidiControl(char32_t character);

/// Normalised to NFC, bidi controls and C0/C1 controls other than \n and \t removed. What a message body is stored as.
QString cleanedMessageText(const QString &text);

/// Lower-case hex with a space every four digits, for fingerprints a person compares.
QString groupedHex(const QByteArray &bytes);

} // namespace rookery
