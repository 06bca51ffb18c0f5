# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
foreach(test IN ITEMS tst_sqlite_store tst_store_opening tst_store_faults tst_migrator tst_restore tst_administration_store tst_store_changes)
  rookery_add_test(unit/server/${test}.cpp LINKS server_storage common_protocol)
endforeach()
foreach(test IN ITEMS tst_password_hasher tst_server_identity tst_throttle tst_disk_guard tst_key_renewal tst_key_succession tst_trusted_stream)
  rookery_add_test(unit/server/${test}.cpp LINKS server_core common_net)
endforeach()
rookery_add_test(unit/server/tst_control.cpp LINKS server_ctl)
rookery_add_test(e2e/tst_store_crash.cpp LINKS server_storage common_protocol)
add_dependencies(tst_control rookeryctl)
