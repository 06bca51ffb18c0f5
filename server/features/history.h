// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading the log: pages both ways, and what a device missed while it was away. Network thread; the store reads.
#pragma once

#include "server/core/feature.h"

namespace rookery::server {

class HistoryFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

private:
    void getHistory(Session &session, const wire::GetHistory &request, const Responder &responder);
    void sync(Session &session, const wire::Sync &request, const Responder &responder);
};

} // namespace rookery::server
