# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(client/core
  SOURCES account_session.cpp account_session.h cache_database.cpp cache_database.h cache_message.h cache_statement.h client_limits.h
          conversation_book.cpp conversation_book.h cursor_sender.cpp cursor_sender.h event_cache.cpp event_cache.h
          event_log.cpp event_log.h known_servers.cpp known_servers.h link.cpp link.h
          local_cache.cpp local_cache.h network_presence.cpp network_presence.h outbox.cpp
          outbox.h private_file.cpp private_file.h profile.cpp profile.h roster.cpp roster.h server_launcher.cpp
          server_launcher.h session_requests.cpp sign_in_flow.cpp sign_in_flow.h token_vault.cpp token_vault.h types.h
          typing_tracker.cpp typing_tracker.h
  LINKS common_base common_protocol common_net Qt6::Core Qt6::Network
  PRIVATE_LINKS common_presence Qt6::Sql Qt6Keychain::Qt6Keychain)
file(GLOB client_core_sql CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}/core"
     "${CMAKE_CURRENT_SOURCE_DIR}/core/sql/*.sql" "${CMAKE_CURRENT_SOURCE_DIR}/core/sql/schema/*.sql")
list(TRANSFORM client_core_sql PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/core/")
qt_add_resources(client_core client_core_sql PREFIX /client BASE "${CMAKE_CURRENT_SOURCE_DIR}/core"
                 FILES ${client_core_sql})
