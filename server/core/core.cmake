# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0

# The store's interface alone, for those who implement it.
rookery_add_header_layer(server/core server_store_api LINKS common_protocol)

include(core/security.cmake)
rookery_add_layer(server/core
  SOURCES administration_store.h audit.h directory.cpp directory.h disk_guard.cpp disk_guard.h dispatcher.cpp
          dispatcher.h feature.h permissions.h responder.cpp responder.h role_names.h server_context.h
          server_settings.h session.cpp session.h session_registry.cpp session_registry.h store.h write_gate.cpp
          write_gate.h
          ${server_core_security_sources}
  LINKS common_net common_protocol PRIVATE_LINKS PkgConfig::SODIUM OpenSSL::Crypto)
