# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0

foreach(name IN ITEMS datagram peer_heartbeat replay_window server_announcer server_finder server_finder_hostile
    session_watch)
  rookery_add_test(unit/common/presence/tst_${name}.cpp LINKS common_presence PkgConfig::SODIUM)
endforeach()
rookery_add_test(unit/server/tst_beacon_identity.cpp LINKS server_core common_presence)

# Real sockets between network namespaces. Exit code 77: this machine allows no namespaces.
add_executable(presence_probe "${CMAKE_CURRENT_SOURCE_DIR}/support/presence_probe.cpp")
target_link_libraries(presence_probe PRIVATE rookery_strict common_presence PkgConfig::SODIUM)
set_target_properties(presence_probe PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
add_test(NAME presence_namespaces
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/presence/namespaces.sh" "$<TARGET_FILE:presence_probe>")
set_tests_properties(presence_namespaces PROPERTIES LABELS e2e TIMEOUT 180 SKIP_RETURN_CODE 77)
