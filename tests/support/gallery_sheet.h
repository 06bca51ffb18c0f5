// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// All widgets of the foundation on one sheet, for the gallery's pictures.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace rookery::test {

/// The caller owns it.
QWidget *makeSheet(const ui::Theme &theme);

} // namespace rookery::test
