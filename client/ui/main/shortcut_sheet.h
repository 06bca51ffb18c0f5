// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// All keys of the window on one sheet, in two columns; Esc closes it. GUI thread.
#pragma once

#include "client/ui/main/window_actions.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QDialog>

namespace rookery::ui {

class ShortcutSheet : public QDialog {
    Q_OBJECT

public:
    ShortcutSheet(const Theme &theme, const QList<WindowActions::Row> &rows, QWidget *parent = nullptr);
};

} // namespace rookery::ui
