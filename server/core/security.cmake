# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# The sources of server/core that guard accounts and keys; they know nothing of sessions.
set(server_core_security_sources
  address_key.h certificate_check.cpp certificate_check.h key_renewal.cpp key_renewal.h password_hasher.cpp
  password_hasher.h rate_limiter.cpp rate_limiter.h secret_file.cpp secret_file.h self_signed.cpp
  self_signed.h server_identity.cpp server_identity.h server_limits.h throttle.cpp throttle.h)
