# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
foreach(test IN ITEMS tst_account_session tst_conversation_book tst_event_log tst_known_servers tst_link
        tst_event_cache tst_local_cache tst_outbox tst_profile tst_roster tst_server_launcher tst_sign_in_flow tst_token_vault
        tst_typing_tracker)
  rookery_add_test(unit/client/core/${test}.cpp LINKS client_core tests_support Qt6::Sql
    SOURCES support/client_parts.h support/fake_transport.h)
endforeach()
rookery_add_test(unit/client/cli/tst_command_line.cpp LINKS client_cli)
