// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Between rookery::Error and wire::Error. Error::detail never crosses. Pure functions, any thread.
#pragma once

#include "common/base/error.h"
#include "common/protocol/rookery.pb.h"

namespace rookery {

wire::Error toWire(const Error &error);
Error fromWire(const wire::Error &error);

} // namespace rookery
