// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The sentence a person reads for an error: what happened and what to do, never a code's name. Error::detail is not
// part of it (it may be shown under "Details"). Any thread that may use tr().
#pragma once

#include "common/base/error.h"

#include <QtCore/QString>

namespace rookery::ui {

/// What the sentence may name; leave out what is not known.
struct ErrorContext {
    QString host; ///< Server name or address, as the person knows it.
    quint16 port = 0;
    QString name;         ///< The user, group or file it is about.
    int retrySeconds = 0; ///< Where a countdown runs; otherwise Error::retryMs is used.
};

/// Translated, one or two sentences; never empty, except for ErrorCode::None.
QString errorText(const Error &error, const ErrorContext &context = {});

} // namespace rookery::ui
