# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# The network laboratory: real programs on networks made of namespaces. Exit code 77: this machine allows none.
find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
add_test(NAME network_matrix
  COMMAND "${Python3_EXECUTABLE}" -B "${CMAKE_CURRENT_SOURCE_DIR}/network/matrix.py"
          --bin "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
set_tests_properties(network_matrix PROPERTIES LABELS presence TIMEOUT 400 RUN_SERIAL ON SKIP_RETURN_CODE 77)
