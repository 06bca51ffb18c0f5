// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a message is shown as: links inside the text, in order and only to the web; previews of one line.
#include "client/models/message_text.h"
#include "common/base/text.h"
#include "tests/fuzz/fuzz.h"

namespace rookery::fuzz {

namespace {

using namespace rookery::client;

void checkParsed(const QString &text)
{
    const ParsedText parsed = parseMessageText(text);
    REQUIRE(parsed.display.size() == text.size());
    REQUIRE(!parsed.display.contains(u'\n') && !parsed.display.contains(u'\t') && !parsed.display.contains(u'\r'));
    REQUIRE(parsed.links.size() <= messageLinksMax);
    REQUIRE(parsed.emojiCount >= 0 && parsed.emojiCount <= text.size());
    int end = 0;
    for (const LinkSpan &link : parsed.links) {
        REQUIRE(link.start >= end && link.length > 0 && link.start + link.length <= text.size());
        end = link.start + link.length;
        REQUIRE(link.url.isValid() && !link.url.host().isEmpty());
        REQUIRE(link.url.scheme() == QLatin1String("http") || link.url.scheme() == QLatin1String("https"));
        // Nobody is led elsewhere than what is read: the address is ASCII and its host stands in the text.
        const QStringView shown = QStringView(text).mid(link.start, link.length);
        REQUIRE(std::all_of(shown.begin(), shown.end(), [](QChar one) { return one > u' ' && one < u'\x7F'; }));
    }
    REQUIRE(parsed.links.isEmpty() || parsed.emojiCount == 0);
}

void checkPreview(const QString &text)
{
    for (const int most : {1, 8, 160}) {
        const QString preview = previewText(text, most);
        REQUIRE(preview.size() <= most);
        for (const QChar character : preview)
            REQUIRE(character == u' ' || !character.isSpace());
        REQUIRE(preview.isEmpty() || !preview.back().isHighSurrogate() || text.contains(preview.back()));
    }
}

} // namespace

void runOne(QByteArrayView bytes)
{
    const QString text = Input(bytes).text();
    checkParsed(text);
    checkPreview(text);
    // As it comes from the server.
    const QString cleaned = cleanedMessageText(text);
    checkParsed(cleaned);
    checkPreview(cleaned);
}

} // namespace rookery::fuzz
