// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether a wall clock can be right at all. A machine without a battery for its clock begins in 1970 or at its
// firmware's date, until the network tells it the time.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::server {

/// Not before 2026, when this program was first written, and not from 2100 on.
constexpr bool isPlausibleTime(qint64 wallMs)
{
    constexpr qint64 year2026Ms = 1'767'225'600'000;
    constexpr qint64 year2100Ms = 4'102'444'800'000;
    return wallMs >= year2026Ms && wallMs < year2100Ms;
}

} // namespace rookery::server
