// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bounds of what the windows keep in memory.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::ui::limits {

/// Tinted icons, bytes of pixels: about 60 icons of 20 px in four colours at pixel ratio 2 are 1.5 MiB.
inline constexpr int iconCacheBytes = 4 * 1024 * 1024;

} // namespace rookery::ui::limits
