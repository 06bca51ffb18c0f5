# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# Real processes, one test after the other. Exit code 77: this machine allows no namespaces.
find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
foreach(name IN ITEMS bad_start cli_talk ctl discovery first_server garbage installed kill_after_ack operations
        restart tls)
  add_test(NAME e2e_${name}
    COMMAND "${Python3_EXECUTABLE}" -B "${CMAKE_CURRENT_SOURCE_DIR}/e2e/${name}.py"
            --bin "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  set_tests_properties(e2e_${name} PROPERTIES LABELS e2e TIMEOUT 300 RUN_SERIAL ON SKIP_RETURN_CODE 77)
endforeach()
set_property(TEST e2e_tls PROPERTY TIMEOUT 480) # testssl.sh takes 45 s of it on a free machine
set_property(TEST e2e_discovery PROPERTY LABELS presence)
add_test(NAME demo
  COMMAND "${Python3_EXECUTABLE}" -B "${CMAKE_CURRENT_SOURCE_DIR}/e2e/demo.py" --bin "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
set_tests_properties(demo PROPERTIES LABELS e2e TIMEOUT 300 RUN_SERIAL ON SKIP_RETURN_CODE 77)
