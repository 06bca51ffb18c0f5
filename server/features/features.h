// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The list of everything the server can do. A new feature is one line here. (Objects that register themselves were
// measured to register nothing when they live in a static library.) Network thread.
#pragma once

#include "server/core/feature.h"

#include <memory>
#include <vector>

namespace rookery::server {

class AccountsFeature;
class PeopleFeature;

/// All features, wired to the dispatcher; the two that other parts talk to are named.
struct Features {
    std::vector<std::unique_ptr<Feature>> all;
    AccountsFeature *accounts = nullptr;
    PeopleFeature *people = nullptr;
};

Features makeFeatures(ServerContext &context, Dispatcher &dispatcher);

} // namespace rookery::server
