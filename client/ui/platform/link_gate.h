// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The one way a link leaves the program: http and https with a host, nothing else (RELIABILITY section 2). How it is
// opened is passed in, so that a test opens nothing. GUI thread.
#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <functional>

namespace rookery::ui {

class LinkGate {
public:
    using Opener = std::function<bool(const QUrl &)>;

    /// With the desktop's browser.
    LinkGate();
    explicit LinkGate(Opener opener) : m_opener(std::move(opener)) {}

    /// False when it may not be opened or the desktop refused.
    bool open(const QUrl &url) const;
    static bool isAllowed(const QUrl &url);
    /// The address as it will be asked for, the host in ASCII: look-alike letters show themselves as xn--.
    static QString shownAddress(const QUrl &url);

private:
    Opener m_opener;
};

} // namespace rookery::ui
