// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How rookeryctl talks to a running server: lines of JSON over a local socket, one answer to each request.
//   -> {"command": "user.add", "arguments": {"name": "ada"}}
//   <- {"result": {…}}   or   <- {"error": {"code": "name_taken", "number": 22, "detail": "…", "retryMs": 0}}
// Only the server's own user and root may connect. Pure functions, any thread.
#pragma once

#include "common/base/result.h"
#include "server/ctl/control_limits.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>

namespace rookery::server {

struct ControlRequest {
    QString command;
    QJsonObject arguments;
};

/// DATA/control.sock.
QString controlSocketPath(const QString &dataDirectory);

QByteArray encodedRequest(const ControlRequest &request);
/// Malformed where the line is no request.
Result<ControlRequest> decodedRequest(const QByteArray &line);

QByteArray encodedAnswer(const Result<QJsonObject> &answer);
/// The answer; Malformed where the line is none.
Result<QJsonObject> decodedAnswer(const QByteArray &line);

} // namespace rookery::server
