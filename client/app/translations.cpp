// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/app/translations.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>

namespace rookery::app {

void Translations::install(const QString &language)
{
    if (!language.isEmpty())
        QLocale::setDefault(QLocale(language));
    const QLocale locale;
    if (locale.language() == QLocale::English || locale.language() == QLocale::C)
        return; // The source is English.
    if (!m_own.load(locale, QStringLiteral("rookery"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        return; // Better one language throughout than two mixed.
    QCoreApplication::installTranslator(&m_own);
    if (m_qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

} // namespace rookery::app
