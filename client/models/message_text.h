// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a message's text consists of: links, emoji, runs without a break. Pure functions on data from strangers; any
// thread. Nothing here, and nothing made from it, is ever given to a rich-text widget.
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QUrl>

namespace rookery::client {

/// A web address inside a text; positions count UTF-16 units.
struct LinkSpan {
    int start = 0;
    int length = 0;
    QUrl url; ///< http or https with a host.
};

struct ParsedText {
    QString display;         ///< As long as the text; line ends are QChar::LineSeparator, tabs are spaces.
    QList<LinkSpan> links;   ///< In order, at most messageLinksMax.
    int emojiCount = 0;      ///< Where the text is emoji only, how many; else 0.
    bool hasLongRun = false; ///< More than messageRunMax characters without a break: wrap anywhere.
};

/// More links than this in one message are shown as text: nobody reads them, and each costs a format.
inline constexpr int messageLinksMax = 50;
/// Characters without a place to break; longer ones are not words.
inline constexpr int messageRunMax = 1'000;

ParsedText parseMessageText(const QString &text);

/// One line for a list or a notification: white space runs become one space, at most maxLength characters.
QString previewText(const QString &text, int maxLength = 160);

} // namespace rookery::client
