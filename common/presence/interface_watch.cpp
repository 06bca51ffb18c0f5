// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/interface_watch.h"

#include "common/base/log_categories.h"
#include "common/presence/presence_limits.h"

#include <QtCore/QSocketNotifier>

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#endif

namespace rookery::presence {

InterfaceWatch::InterfaceWatch(QObject *parent) : QObject(parent)
{
    m_burst.setSingleShot(true);
    m_burst.setInterval(interfaceBurstMs);
    connect(&m_burst, &QTimer::timeout, this, &InterfaceWatch::changed);
#ifdef Q_OS_LINUX
    m_descriptor = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    sockaddr_nl address = {};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (m_descriptor < 0 || ::bind(m_descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        qCInfo(lcPresence, "changes of interfaces are seen only by looking: %s", std::strerror(errno));
        return;
    }
    m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &InterfaceWatch::read);
#endif
}

InterfaceWatch::~InterfaceWatch()
{
    delete m_notifier;
#ifdef Q_OS_LINUX
    if (m_descriptor >= 0)
        ::close(m_descriptor);
#endif
}

void InterfaceWatch::read()
{
#ifdef Q_OS_LINUX
    // What exactly has changed, a look at the interfaces will tell; so will it after an overflow (ENOBUFS).
    std::array<char, 8192> ignored;
    ssize_t length = 0;
    do {
        length = ::recv(m_descriptor, ignored.data(), ignored.size(), MSG_TRUNC);
    } while (length > 0 || (length < 0 && (errno == EINTR || errno == ENOBUFS)));
#endif
    if (!m_burst.isActive())
        m_burst.start();
}

} // namespace rookery::presence
