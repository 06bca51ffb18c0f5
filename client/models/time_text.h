// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How points in time are written, by the default QLocale and the local time zone. Pure functions; nowMs is passed in.
#pragma once

#include <QtCore/QString>

namespace rookery::client {

/// "14:02", or as the locale writes it.
QString clockText(qint64 timeMs);
/// For lists: the time today, the day of the week within six days, else the date.
QString listTimeText(qint64 timeMs, qint64 nowMs);
/// For the line between two days: "Today", "Yesterday", "Monday, 3 March", with the year if it is another.
QString dayText(qint64 timeMs, qint64 nowMs);
/// "3 Mar 2026"
QString dateText(qint64 timeMs);

} // namespace rookery::client
