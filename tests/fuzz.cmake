# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# One file a fuzzer. With ROOKERY_FUZZ (preset fuzz: Clang) fuzz_NAME is a libFuzzer program, run by ./dev fuzz;
# otherwise fuzz_NAME_corpus is a test that repeats the seeds and everything that was ever found.
option(ROOKERY_FUZZ "Build the fuzzers with libFuzzer instead of as tests" OFF)
set(fuzz_dir "${CMAKE_CURRENT_SOURCE_DIR}/fuzz")

# rookery_add_fuzzer(frame LINKS common_protocol [SOURCES support/x.cpp])
function(rookery_add_fuzzer name)
  cmake_parse_arguments(ARG "" "" "LINKS;SOURCES" ${ARGN})
  set(target fuzz_${name}_corpus)
  if(ROOKERY_FUZZ)
    set(target fuzz_${name})
  endif()
  list(TRANSFORM ARG_SOURCES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  add_executable(${target} "${fuzz_dir}/fuzz_${name}.cpp" "${fuzz_dir}/fuzz_main.cpp" "${fuzz_dir}/fuzz.h"
                 ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_link_libraries(${target} PRIVATE rookery_strict tests_support Qt6::Core ${ARG_LINKS})
  rookery_use_pch(${target} ${ARG_LINKS})
  if(ROOKERY_FUZZ)
    target_compile_definitions(${target} PRIVATE ROOKERY_LIBFUZZER)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzzers ${target})
    return()
  endif()
  add_test(NAME ${target} COMMAND ${target} "${fuzz_dir}/corpus/${name}" "${fuzz_dir}/findings/${name}")
  set_tests_properties(${target} PROPERTIES LABELS unit TIMEOUT 120 ENVIRONMENT "LC_ALL=C.UTF-8")
endfunction()

if(ROOKERY_FUZZ)
  add_custom_target(fuzzers)
endif()
rookery_add_fuzzer(frame LINKS common_protocol)
rookery_add_fuzzer(names LINKS common_net)
rookery_add_fuzzer(text LINKS client_models)
rookery_add_fuzzer(config LINKS common_config server_ctl)
rookery_add_fuzzer(datagram LINKS common_presence PkgConfig::SODIUM)
rookery_add_fuzzer(requests LINKS server_features
  SOURCES support/memory_store.cpp support/memory_store_changes.cpp support/memory_store_talks.cpp
          support/memory_store.h support/memory_transport.h support/request_world.h)
rookery_add_fuzzer(pushes LINKS client_core common_net SOURCES support/fake_transport.h)

# Writes the seeds that hold frames and datagrams: fuzz_make_corpus tests/fuzz/corpus.
add_executable(fuzz_make_corpus EXCLUDE_FROM_ALL "${fuzz_dir}/make_corpus.cpp")
set_target_properties(fuzz_make_corpus PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(fuzz_make_corpus PRIVATE rookery_strict common_protocol common_presence)
