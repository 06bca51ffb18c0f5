# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_test(unit/server/tst_server_options.cpp LINKS server_app)
foreach(test IN ITEMS tst_doctor tst_log_file tst_nightly_backup)
  rookery_add_test(unit/server/${test}.cpp LINKS server_operations common_protocol)
endforeach()
rookery_add_test(unit/server/tst_limits_table.cpp LINKS server_features server_core
  SOURCES support/memory_store.cpp support/memory_store_changes.cpp support/memory_store_talks.cpp)
