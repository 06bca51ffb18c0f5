// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/message_text.h"

#include <QtCore/QTextBoundaryFinder>

#include <algorithm>
#include <array>
#include <utility>

namespace rookery::client {

namespace {

constexpr QChar zeroWidthJoiner(0x200D);
constexpr QChar emojiSelector(0xFE0F);
/// No emoji joins more (the longest sequences of Unicode have four); a longer chain would be one character without end.
constexpr int joinedMax = 8;

// Characters of the basic plane that are drawn as emoji without a variation selector: Emoji_Presentation of
// Unicode 14, emoji-data.txt.
constexpr std::array<std::pair<char16_t, char16_t>, 38> basicPlaneEmoji{{
    {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0}, {0x23F3, 0x23F3}, {0x25FD, 0x25FE}, {0x2614, 0x2615},
    {0x2648, 0x2653}, {0x267F, 0x267F}, {0x2693, 0x2693}, {0x26A1, 0x26A1}, {0x26AA, 0x26AB}, {0x26BD, 0x26BE},
    {0x26C4, 0x26C5}, {0x26CE, 0x26CE}, {0x26D4, 0x26D4}, {0x26EA, 0x26EA}, {0x26F2, 0x26F3}, {0x26F5, 0x26F5},
    {0x26FA, 0x26FA}, {0x26FD, 0x26FD}, {0x2705, 0x2705}, {0x270A, 0x270B}, {0x2728, 0x2728}, {0x274C, 0x274C},
    {0x274E, 0x274E}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797}, {0x27B0, 0x27B0}, {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0xFE0F, 0xFE0F}, {0x20E3, 0x20E3}, {0x3030, 0x3030},
    {0x303D, 0x303D}, {0x3297, 0x3299},
}};

bool isEmojiCluster(QStringView cluster)
{
    for (qsizetype i = 0; i < cluster.size(); ++i) {
        const QChar unit = cluster.at(i);
        if (unit.isHighSurrogate() && i + 1 < cluster.size()) {
            const char32_t character = QChar::surrogateToUcs4(unit, cluster.at(i + 1));
            return character >= 0x1F000 && character <= 0x1FAFF;
        }
        const auto within = [unit](const auto &range) {
            return unit.unicode() >= range.first && unit.unicode() <= range.second;
        };
        if (std::any_of(basicPlaneEmoji.begin(), basicPlaneEmoji.end(), within))
            return true;
    }
    return false;
}

// 0 where anything but emoji and white space is found, or where there are too many to be a gesture.
int countEmoji(const QString &text)
{
    constexpr int longest = 64; // Six emoji of the longest sequences.
    if (text.size() > longest)
        return 0;
    int count = 0;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype start = 0;
    for (qsizetype end = finder.toNextBoundary(); end > 0; end = finder.toNextBoundary()) {
        const QStringView cluster = QStringView(text).mid(start, end - start);
        start = end;
        if (cluster.front().isSpace())
            continue;
        if (!isEmojiCluster(cluster))
            return 0;
        ++count;
    }
    constexpr int gesture = 6;
    return count <= gesture ? count : 0;
}

// ASCII only: in Chinese text a sentence goes on right behind the address, without a space.
bool isAddressCharacter(QChar character)
{
    const char16_t unit = character.unicode();
    return unit > 0x20 && unit < 0x7F && unit != '<' && unit != '>' && unit != '"' && unit != '`' && unit != '\\'
        && unit != '^' && unit != '{' && unit != '}' && unit != '|';
}

qsizetype addressEnd(QStringView text, qsizetype start)
{
    qsizetype end = start;
    while (end < text.size() && isAddressCharacter(text.at(end)))
        ++end;
    // The full stop, bracket or quote that closes the sentence is not part of the address.
    while (end > start) {
        const QChar last = text.at(end - 1);
        if (last == u')') {
            const QStringView address = text.mid(start, end - start);
            if (address.count(u'(') >= address.count(u')'))
                break;
        } else if (!QStringView(u".,;:!?'*_~]").contains(last)) {
            break;
        }
        --end;
    }
    return end;
}

QList<LinkSpan> findLinks(const QString &text)
{
    QList<LinkSpan> links;
    qsizetype from = 0;
    while (links.size() < messageLinksMax) {
        const qsizetype start = text.indexOf(QLatin1String("http"), from, Qt::CaseInsensitive);
        if (start < 0)
            break;
        from = start + 4;
        const QStringView rest = QStringView(text).mid(start);
        const bool isWeb = rest.startsWith(QLatin1String("http://"), Qt::CaseInsensitive)
            || rest.startsWith(QLatin1String("https://"), Qt::CaseInsensitive);
        if (!isWeb || (start > 0 && text.at(start - 1).isLetterOrNumber() && text.at(start - 1).unicode() < 0x7F))
            continue;
        const qsizetype end = addressEnd(text, start);
        const QUrl url(text.mid(start, end - start), QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty())
            continue;
        links.append({int(start), int(end - start), url});
        from = end;
    }
    return links;
}

bool hasRunLongerThan(const QString &text, int longest)
{
    int run = 0;
    for (const QChar character : text) {
        // Chinese, Japanese and Korean text breaks between any two characters.
        const bool breaks = character.isSpace() || character.unicode() >= 0x2E80;
        run = breaks ? 0 : run + 1;
        if (run > longest)
            return true;
    }
    return false;
}

} // namespace

ParsedText parseMessageText(const QString &text)
{
    ParsedText parsed;
    parsed.display = text;
    int joined = 0;
    for (QChar &character : parsed.display) {
        if (character == zeroWidthJoiner && ++joined > joinedMax)
            character = u' ';
        else if (!character.isSurrogate() && character != zeroWidthJoiner && character != emojiSelector)
            joined = 0;
        if (character == u'\n')
            character = QChar::LineSeparator;
        else if (character == u'\t' || character == u'\r')
            character = u' ';
    }
    parsed.links = findLinks(text);
    parsed.emojiCount = countEmoji(text);
    parsed.hasLongRun = hasRunLongerThan(text, messageRunMax);
    return parsed;
}

QString previewText(const QString &text, int maxLength)
{
    // Four times as much as is shown is looked at: white space is squeezed, and a text may have 16 KiB.
    QString line = text.left(maxLength * 4).simplified();
    if (line.size() <= maxLength)
        return line;
    line.truncate(maxLength);
    if (line.back().isHighSurrogate())
        line.chop(1);
    return line;
}

} // namespace rookery::client
