// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Other words for what was said, and taking it back. Both are events: answered and pushed as a message is, once they
// are committed and synced to disk. Network thread.
#pragma once

#include "server/core/feature.h"
#include "server/core/store.h"

namespace rookery::server {

class MessageChangesFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

private:
    void editMessage(Session &session, const wire::EditMessage &request, const Responder &responder);
    void recallMessage(Session &session, const wire::RecallMessage &request, const Responder &responder);
    void apply(Session &session, MessageChange change, const Responder &responder);
};

} // namespace rookery::server
