// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a server keeps its data when nobody says so: the same for rookeryd and rookeryctl. Any thread.
#pragma once

#include <QtCore/QString>

namespace rookery::server {

/// /var/lib/rookery where it exists and may be used (a server run by the system), otherwise
/// $XDG_DATA_HOME/rookery/server (XDG Base Directory Specification; ~/.local/share without the variable).
QString defaultDataDirectory();

} // namespace rookery::server
