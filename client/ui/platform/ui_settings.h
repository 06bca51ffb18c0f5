// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a person has set for this profile's windows, in one INI file. Values are bounded on reading. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtCore/QSettings>

namespace rookery::ui {

class UiSettings {
public:
    /// The file is made on the first write.
    explicit UiSettings(const QString &filePath) : m_settings(filePath, QSettings::IniFormat) {}

    Scheme scheme() const;
    void setScheme(Scheme scheme);
    int textScale() const;
    void setTextScale(int percent);
    bool isReducedMotion() const;
    void setReducedMotion(bool reduced);
    /// Closing the window leaves the program in the tray.
    bool keepsRunning() const;
    void setKeepsRunning(bool keeps);
    /// The person has been told that it goes on running.
    bool isTrayExplained() const;
    void setTrayExplained();
    bool isInfoShown() const;
    void setInfoShown(bool shown);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    QByteArray splitterState() const;
    void setSplitterState(const QByteArray &state);

private:
    QSettings m_settings;
};

} // namespace rookery::ui
