// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/protocol/names.h"

#include "common/base/text.h"
#include "common/protocol/limits.h"

#include <QtCore/QList>

#include <unicode/uchar.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include <memory>

namespace rookery {

namespace {

using SpoofChecker = std::unique_ptr<USpoofChecker, decltype(&uspoof_close)>;

SpoofChecker openChecker()
{
    UErrorCode status = U_ZERO_ERROR;
    SpoofChecker checker(uspoof_open(&status), &uspoof_close);
    if (U_FAILURE(status))
        return {nullptr, &uspoof_close};
    return checker;
}

bool isNamePunctuation(char32_t character)
{
    return character == U'.' || character == U'-' || character == U'_';
}

/// UTS #39 section 5.2, level "highly restrictive": one script, or Latin with Chinese, Japanese or Korean.
bool isSingleScript(const QString &name)
{
    const SpoofChecker checker = openChecker();
    if (!checker)
        return false;
    UErrorCode status = U_ZERO_ERROR;
    uspoof_setRestrictionLevel(checker.get(), USPOOF_HIGHLY_RESTRICTIVE);
    uspoof_setChecks(checker.get(), USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE | USPOOF_MIXED_NUMBERS, &status);
    const int32_t found = uspoof_check(checker.get(), reinterpret_cast<const UChar *>(name.utf16()),
                                       int32_t(name.size()), nullptr, &status);
    return U_SUCCESS(status) && found == 0;
}

} // namespace

Result<QString> checkedUserName(const QString &name)
{
    const QString normalized = name.trimmed().normalized(QString::NormalizationForm_C);
    const QList<uint> characters = normalized.toUcs4();
    if (characters.isEmpty() || characters.size() > limits::userNameCharacters)
        return ErrorCode::BadName;
    for (const uint character : characters) {
        if (!u_isalnum(UChar32(character)) && !isNamePunctuation(character)
            && u_charType(UChar32(character)) != U_NON_SPACING_MARK)
            return ErrorCode::BadName;
    }
    if (isNamePunctuation(characters.first()) || isNamePunctuation(characters.last()))
        return ErrorCode::BadName;
    if (!isSingleScript(normalized))
        return ErrorCode::BadName;
    return normalized;
}

Result<QString> checkedDisplayText(const QString &text, int maxCharacters)
{
    const QString normalized = text.simplified().normalized(QString::NormalizationForm_C);
    const QList<uint> characters = normalized.toUcs4();
    if (characters.isEmpty() || characters.size() > maxCharacters)
        return ErrorCode::BadName;
    // simplified() would turn a line break into a space: what the person typed decides.
    for (const uint character : text.trimmed().toUcs4()) {
        const int8_t type = u_charType(UChar32(character));
        if (type == U_CONTROL_CHAR || type == U_UNASSIGNED || type == U_SURROGATE || type == U_PRIVATE_USE_CHAR
            || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR || isBidiControl(character))
            return ErrorCode::BadName;
    }
    return normalized;
}

Result<Done> checkedPassword(const QString &password)
{
    const qsizetype size = password.toUtf8().size();
    if (size < limits::passwordBytesMin || size > limits::passwordBytesMax)
        return ErrorCode::BadPassword;
    return Done{};
}

QByteArray nameSkeleton(const QString &name)
{
    const SpoofChecker checker = openChecker();
    const QString folded = name.normalized(QString::NormalizationForm_KC).toCaseFolded();
    if (!checker)
        return folded.toUtf8();
    UErrorCode status = U_ZERO_ERROR;
    std::u16string skeleton(size_t(folded.size()) * 4 + 16, u'\0');
    const int32_t size = uspoof_getSkeleton(checker.get(), 0, reinterpret_cast<const UChar *>(folded.utf16()),
                                            int32_t(folded.size()), skeleton.data(), int32_t(skeleton.size()), &status);
    if (U_FAILURE(status))
        return folded.toUtf8();
    return QString::fromUtf16(skeleton.data(), size).toUtf8();
}

} // namespace rookery
