// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Saying something. The reply goes out only after the message is committed and synced to disk; then everyone else's
// connections get the event. The sender's own connection gets the reply alone: it knows the rest. Network thread.
#pragma once

#include "server/core/feature.h"

namespace rookery::server {

class MessagesFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

private:
    void sendMessage(Session &session, const wire::SendMessage &request, const Responder &responder);
};

} // namespace rookery::server
