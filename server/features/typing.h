// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// "Is writing", passed on to the other members and never stored. Network thread.
#pragma once

#include "server/core/feature.h"

namespace rookery::server {

class TypingFeature final : public Feature {
    Q_OBJECT
public:
    using Feature::Feature;
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;
};

} // namespace rookery::server
