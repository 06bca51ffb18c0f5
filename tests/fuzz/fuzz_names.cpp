// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Names and texts of strangers: what a check lets through passes it again unchanged, holds nothing hidden, and what
// is logged is one line.
#include "common/base/text.h"
#include "common/net/host_port.h"
#include "common/net/pin.h"
#include "common/protocol/names.h"
#include "tests/fuzz/fuzz.h"

namespace rookery::fuzz {

namespace {

bool isHidden(char32_t character)
{
    return character < 0x20 || (character >= 0x7F && character <= 0x9F) || character == 0x2028 || character == 0x2029
        || isBidiControl(character);
}

void requireVisible(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    REQUIRE(std::none_of(characters.begin(), characters.end(), [](uint one) { return isHidden(one); }));
}

void checkNames(const QString &text)
{
    const QByteArray skeleton = nameSkeleton(text);
    REQUIRE(skeleton == nameSkeleton(text));
    if (const Result<QString> name = checkedUserName(text)) {
        REQUIRE(!name->isEmpty() && name->toUcs4().size() <= limits::userNameCharacters);
        requireVisible(*name);
        REQUIRE(checkedUserName(*name).isOk() && checkedUserName(*name).value() == *name);
        REQUIRE(!nameSkeleton(*name).isEmpty());
        // What signs in is trimmed but not normalised.
        REQUIRE(nameSkeleton(text.trimmed()) == nameSkeleton(*name));
    }
    if (const Result<QString> title = checkedDisplayText(text, limits::groupTitleCharacters)) {
        REQUIRE(!title->isEmpty() && title->toUcs4().size() <= limits::groupTitleCharacters);
        requireVisible(*title);
        const Result<QString> again = checkedDisplayText(*title, limits::groupTitleCharacters);
        REQUIRE(again.isOk() && again.value() == *title);
    }
    const bool isPassword = checkedPassword(text).isOk();
    const qsizetype size = text.toUtf8().size();
    REQUIRE(isPassword == (size >= limits::passwordBytesMin && size <= limits::passwordBytesMax));
}

void checkTexts(const QString &text)
{
    const QString cleaned = cleanedMessageText(text);
    REQUIRE(cleanedMessageText(cleaned) == cleaned);
    for (const QChar character : cleaned)
        REQUIRE(!isHidden(character.unicode()) || character == u'\n' || character == u'\t' || character == u'\u2028'
                || character == u'\u2029');
    constexpr qsizetype noLimit = 1'000'000;
    const QString escaped = escapedForLog(text, noLimit);
    requireVisible(escaped);
    REQUIRE(escapedForLog(escaped, noLimit) == escaped);
    requireVisible(escapedForLog(text, 10));
    REQUIRE(escapedForLog(text, 10).size() <= 10 * 6 + 1);
}

void checkAddresses(const QString &text)
{
    if (const Result<HostPort> address = HostPort::parse(text)) {
        REQUIRE(!address->host.isEmpty());
        const Result<HostPort> again = HostPort::parse(address->toString());
        REQUIRE(again.isOk() && again.value() == *address);
    }
    const QByteArray pin = pinFromText(text);
    REQUIRE(pin.isEmpty() || (pin.size() == pinBytes && pinFromText(groupedHex(pin)) == pin));
    REQUIRE(phraseOf(pin).size() == (pin.isEmpty() ? 0 : phraseWordCount));
}

} // namespace

void runOne(QByteArrayView bytes)
{
    const QString text = Input(bytes).text();
    checkNames(text);
    checkTexts(text);
    checkAddresses(text);
}

} // namespace rookery::fuzz
