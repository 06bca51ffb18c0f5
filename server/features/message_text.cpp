// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/message_text.h"

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/protocol/limits.h"

namespace rookery::server {

namespace {

Error checkSize(const std::string &text)
{
    if (text.size() <= size_t(limits::messageTextBytes))
        return ErrorCode::None;
    Error error(ErrorCode::TooLarge);
    error.limit = limits::messageTextBytes;
    error.actual = qint64(text.size());
    return error;
}

} // namespace

Result<std::string> acceptedText(const std::string &text)
{
    if (const Error refusal = checkSize(text); refusal.code != ErrorCode::None)
        return refusal;
    const QString cleaned = cleanedMessageText(toText(text));
    if (cleaned.trimmed().isEmpty())
        return ErrorCode::EmptyText;
    std::string result = toStd(cleaned);
    // A few characters grow in NFC, to three times their size at the most.
    if (const Error refusal = checkSize(result); refusal.code != ErrorCode::None)
        return refusal;
    return result;
}

} // namespace rookery::server
