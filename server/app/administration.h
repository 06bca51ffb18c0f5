// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What rookeryctl can ask of the running server. Whoever reaches the control socket is the server's own user or root,
// so nothing is refused for rights. Network thread.
#pragma once

#include "server/core/server_context.h"

namespace rookery::server {

class ControlServer;

/// The context outlives the control server.
void registerAdministration(ControlServer &control, ServerContext &context);

} // namespace rookery::server
