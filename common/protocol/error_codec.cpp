// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/protocol/error_codec.h"

namespace rookery {

wire::Error toWire(const Error &error)
{
    wire::Error result;
    result.set_code(quint32(error.code));
    result.set_retry_ms(error.retryMs);
    result.set_limit(error.limit);
    result.set_actual(error.actual);
    return result;
}

Error fromWire(const wire::Error &error)
{
    Error result(errorCodeFromNumber(error.code()));
    if (result.code == ErrorCode::None)
        result.code = ErrorCode::Internal;
    result.retryMs = qMax<qint64>(0, error.retry_ms());
    result.limit = error.limit();
    result.actual = error.actual();
    return result;
}

} // namespace rookery
