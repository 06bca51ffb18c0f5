# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# The promises of tests/RELIABILITY.md. Each test is one program; some start rookeryd or themselves again.
find_library(SQLITE3_LIBRARY sqlite3 REQUIRED)
add_library(tests_faults STATIC
  support/chaos_proxy.cpp support/chaos_proxy.h support/crash_image.cpp support/crash_image.h
  support/load_client.cpp support/load_client.h support/sqlite_fault_vfs.cpp support/sqlite_fault_vfs.h
  support/script_client.cpp support/script_client.h support/trial_server.cpp support/trial_server.h)
set_target_properties(tests_faults PROPERTIES AUTOMOC ON)
target_link_libraries(tests_faults PUBLIC tests_support server_app server_storage Qt6::Test "${SQLITE3_LIBRARY}"
                      PRIVATE rookery_strict)
rookery_use_pch(tests_faults Qt6::Test)

# The model test's parts, apart from the others: they need the server's inside.
add_library(tests_model STATIC
  support/model_client.cpp support/model_client.h support/model_requests.cpp support/model_run.cpp
  support/model_run.h support/model_world.cpp support/model_world.h support/reference_log.cpp
  support/reference_log.h)
target_link_libraries(tests_model PUBLIC tests_faults server_features Qt6::Sql PRIVATE rookery_strict)
rookery_use_pch(tests_model Qt6::Test)

# With the product's own client, and with the load client alone.
foreach(name IN ITEMS bad_network client_kills neighbours pushes repeats)
  rookery_add_test(reliability/tst_${name}.cpp LINKS tests_faults client_core Qt6::Sql SOURCES support/trial_session.h)
  list(APPEND reliability_tests tst_${name})
endforeach()
foreach(name IN ITEMS durable_acks hostile_log model power_loss rights server_kills server_roles)
  rookery_add_test(reliability/tst_${name}.cpp LINKS tests_faults Qt6::Sql)
  list(APPEND reliability_tests tst_${name})
endforeach()
# One after the other, because some measure; only the soak, which mostly waits, runs beside them.
foreach(test IN LISTS reliability_tests)
  set_tests_properties(${test} PROPERTIES TIMEOUT 300 RESOURCE_LOCK reliability)
  set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "QT_LOGGING_RULES=rookery.*.info=false")
  add_dependencies(${test} rookeryd)
endforeach()

target_link_libraries(tst_model PRIVATE tests_model)
target_link_libraries(tst_rights PRIVATE tests_model)

# Bar 29, as long as CI allows; ./dev soak runs it for hours. COST: it is the longest, so it starts first.
add_executable(chaos_soak reliability/chaos_soak.cpp)
set_target_properties(chaos_soak PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(chaos_soak PRIVATE rookery_strict tests_faults)
rookery_use_pch(chaos_soak tests_faults)
add_dependencies(chaos_soak rookeryd)
add_test(NAME chaos_soak COMMAND chaos_soak --seconds 180 --people 100 --seed 20260329)
set_tests_properties(chaos_soak PROPERTIES LABELS reliability TIMEOUT 400 COST 1000
  ENVIRONMENT "ROOKERY_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};LC_ALL=C.UTF-8;QT_LOGGING_RULES=rookery.*.info=false")

# Bar 24: those who break the protocol on purpose, at either end. Bars 26 and 27: a bad segment.
target_sources(tests_faults PRIVATE support/rogue_server.cpp support/rogue_server.h support/rogue_desk.h
  support/rogue_client.cpp support/rogue_client.h support/udp_chaos_proxy.cpp support/udp_chaos_proxy.h)
target_link_libraries(tests_faults PUBLIC common_presence)
foreach(name IN ITEMS rogue_client rogue_pushes rogue_server udp_chaos)
  rookery_add_test(reliability/tst_${name}.cpp LINKS tests_faults client_core client_models Qt6::Sql PkgConfig::SODIUM)
  add_dependencies(tst_${name} rookeryd)
  set_tests_properties(tst_${name} PROPERTIES TIMEOUT 300 RUN_SERIAL ON)
  set_property(TEST tst_${name} APPEND PROPERTY ENVIRONMENT "QT_LOGGING_RULES=rookery.*.info=false")
endforeach()
