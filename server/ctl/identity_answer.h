// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What rookeryctl tells about the server's key, whether the server answers or rookeryctl has done it by itself. Pure, any
// thread.
#pragma once

#include <QtCore/QJsonObject>

namespace rookery::server {

class ServerIdentity;

/// pin, phrase, and when the certificate ends (ms since 1970).
QJsonObject identityAnswer(const ServerIdentity &identity);

} // namespace rookery::server
