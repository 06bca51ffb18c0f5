// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How people are named and what is said of their presence. Pure functions.
#pragma once

#include "client/core/types.h"

namespace rookery::client {

/// The name shown; "Someone" for a person not known here.
QString personName(const Person &person);
/// "Online", "Away", "Busy", "On this network", "Last seen 17 Nov", "Offline".
QString presenceText(const Person &person, qint64 nowMs);
/// The person's own words if there are any, else presenceText().
QString statusText(const Person &person, qint64 nowMs);
/// At a device, by the server.
bool isOnline(const Person &person);
/// What a list shows: by the server, or by the network alone while the server is silent.
wire::PresenceState shownPresence(const Person &person);

} // namespace rookery::client
