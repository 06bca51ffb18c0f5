// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The settings there are so far; each takes effect at once and is kept. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QDialog>

class QCheckBox;
class QComboBox;

namespace rookery::ui {

class UiSettings;

class SettingsDialog : public QDialog {
    Q_OBJECT

public:
    SettingsDialog(Theme &theme, UiSettings &settings, QWidget *parent = nullptr);

private:
    void buildLayout();
    void fillScales();

    Theme &m_theme;
    UiSettings &m_settings;
    QComboBox *m_scheme;
    QComboBox *m_scale;
    QCheckBox *m_motion;
    QCheckBox *m_keepRunning;
};

} // namespace rookery::ui
