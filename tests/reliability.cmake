# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# The promises of tests/RELIABILITY.md. Each test is one program; some start rookeryd or themselves again.
find_library(SQLITE3_LIBRARY sqlite3 REQUIRED)
add_library(tests_faults STATIC
  support/chaos_proxy.cpp support/chaos_proxy.h support/crash_image.cpp support/crash_image.h
  support/load_client.cpp support/load_client.h support/sqlite_fault_vfs.cpp support/sqlite_fault_vfs.h
  support/script_client.cpp support/script_client.h support/trial_server.cpp support/trial_server.h
  support/trial_session.h)
set_target_properties(tests_faults PROPERTIES AUTOMOC ON)
target_link_libraries(tests_faults PUBLIC tests_support server_app server_storage client_core Qt6::Test "${SQLITE3_LIBRARY}"
                      PRIVATE rookery_strict)
rookery_use_pch(tests_faults Qt6::Test)

foreach(name IN ITEMS bad_network client_kills durable_acks neighbours power_loss pushes repeats server_kills)
  rookery_add_test(reliability/tst_${name}.cpp LINKS tests_faults client_core Qt6::Sql)
  set_tests_properties(tst_${name} PROPERTIES TIMEOUT 300 RUN_SERIAL ON)
  set_property(TEST tst_${name} APPEND PROPERTY ENVIRONMENT "QT_LOGGING_RULES=rookery.*.info=false")
  add_dependencies(tst_${name} rookeryd)
endforeach()
