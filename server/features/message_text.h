// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What every text that people say must be. Pure function, any thread.
#pragma once

#include "common/base/result.h"

#include <string>

namespace rookery::server {

/// Cleaned (common/base/text.h), in UTF-8. TooLarge, EmptyText.
Result<std::string> acceptedText(const std::string &text);

} // namespace rookery::server
