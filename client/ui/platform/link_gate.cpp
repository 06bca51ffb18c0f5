// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/platform/link_gate.h"

#include "common/base/log_categories.h"
#include "common/base/text.h"

#include <QtGui/QDesktopServices>

namespace rookery::ui {

LinkGate::LinkGate() : m_opener([](const QUrl &url) { return QDesktopServices::openUrl(url); }) {}

bool LinkGate::isAllowed(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty()
        && (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
}

bool LinkGate::open(const QUrl &url) const
{
    if (!isAllowed(url)) {
        qCWarning(lcUi, "refused to open %s", qPrintable(escapedForLog(url.toDisplayString())));
        return false;
    }
    return m_opener(url);
}

QString LinkGate::shownAddress(const QUrl &url)
{
    return QString::fromLatin1(url.toEncoded(QUrl::FullyEncoded));
}

} // namespace rookery::ui
