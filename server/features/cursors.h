// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How far each member has received and read. Cursors are not events: only the newest counts. Network thread.
#pragma once

#include "server/core/feature.h"

namespace rookery::server {

class CursorsFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

private:
    void setCursor(Session &session, const wire::SetCursor &request, const Responder &responder);
};

} // namespace rookery::server
