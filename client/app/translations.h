// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Which language the windows speak. Installed once, before the first window. GUI thread.
#pragma once

#include <QtCore/QString>
#include <QtCore/QTranslator>

namespace rookery::app {

class Translations {
public:
    /// @param language "en", "zh_CN"; empty for the system's
    void install(const QString &language);

private:
    QTranslator m_own;
    QTranslator m_qt; ///< Menus of text fields and the like.
};

} // namespace rookery::app
