// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/features.h"

#include "server/features/accounts.h"
#include "server/features/connection.h"
#include "server/features/cursors.h"
#include "server/features/groups.h"
#include "server/features/history.h"
#include "server/features/message_changes.h"
#include "server/features/messages.h"
#include "server/features/people.h"
#include "server/features/roles.h"
#include "server/features/typing.h"

namespace rookery::server {

Features makeFeatures(ServerContext &context, Dispatcher &dispatcher)
{
    Features features;
    const auto add = [&](auto feature) {
        auto *added = feature.get();
        features.all.push_back(std::move(feature));
        return added;
    };
    ConnectionFeature *connection = add(std::make_unique<ConnectionFeature>(context));
    features.accounts = add(std::make_unique<AccountsFeature>(context));
    features.people = add(std::make_unique<PeopleFeature>(context));
    add(std::make_unique<GroupsFeature>(context));
    add(std::make_unique<RolesFeature>(context));
    add(std::make_unique<MessagesFeature>(context));
    add(std::make_unique<MessageChangesFeature>(context));
    add(std::make_unique<HistoryFeature>(context));
    add(std::make_unique<CursorsFeature>(context));
    add(std::make_unique<TypingFeature>(context));

    QStringList capabilities;
    for (const std::unique_ptr<Feature> &feature : features.all) {
        feature->registerRequests(dispatcher);
        capabilities += feature->capabilities();
    }
    capabilities.sort();
    connection->setAllCapabilities(capabilities);
    return features;
}

} // namespace rookery::server
