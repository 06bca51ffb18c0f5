// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Names of what a server or client can do. Features contribute theirs; nobody compares versions. Append only.
#pragma once

#include <QtCore/QLatin1String>

namespace rookery::capability {

inline constexpr QLatin1String accounts("account.create");
inline constexpr QLatin1String messages("message.send");
inline constexpr QLatin1String history("history.page");
inline constexpr QLatin1String sync("history.sync");
inline constexpr QLatin1String cursors("cursor");
inline constexpr QLatin1String typing("typing");
inline constexpr QLatin1String groups("group");
inline constexpr QLatin1String presence("presence.delta");
inline constexpr QLatin1String heartbeats("presence.udp");
inline constexpr QLatin1String edits("message.edit");
inline constexpr QLatin1String recalls("message.recall");
inline constexpr QLatin1String roles("group.roles");

} // namespace rookery::capability
