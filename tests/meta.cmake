# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# The repository's own tests. Each rule is a Python program; test_rules proves that the rules can fail.
find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
foreach(rule test_rules layering sizes limits text_safety house_rules protocol_page translations dependencies)
  add_test(NAME meta_${rule} COMMAND "${Python3_EXECUTABLE}" -B "${CMAKE_CURRENT_SOURCE_DIR}/meta/${rule}.py")
  set_tests_properties(meta_${rule} PROPERTIES LABELS meta TIMEOUT 120)
endforeach()
