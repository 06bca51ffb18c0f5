// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Limits of the control socket, each with its reason.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::server {

/// A request, with its line end: a path is at most 4 KiB. Answers are not bounded: a list of 10,000 people is 2 MiB.
inline constexpr qsizetype controlRequestBytesMax = 64 * 1024;

} // namespace rookery::server
