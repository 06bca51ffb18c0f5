# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# A layer is one static library whose headers can be seen only by linking it: its include folder holds a
# single link back to the source folder, so that a header is always named by its path in the repository
# ("common/base/result.h") and yet is invisible to a target that does not link the layer.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

# Warnings and the strict parts of Qt's interface, for our own targets only (not for generated code).
add_library(rookery_strict INTERFACE)
target_compile_options(rookery_strict INTERFACE -Wall -Wextra -Wno-missing-field-initializers)
if(ROOKERY_WERROR)
  target_compile_options(rookery_strict INTERFACE -Werror)
endif()
target_compile_definitions(rookery_strict INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_KEYWORDS QT_NO_FOREACH
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS
  # Qt defines it for those who link Qt Network; a precompiled header is shared only if everyone has it.
  QT_NETWORK_LIB)

# rookery_add_layer(common/base SOURCES a.h a.cpp ... LINKS targets... [PRIVATE_LINKS targets...])
# makes the static library common_base. Call it from the CMakeLists.txt of the top folder (common/, server/, ...).
function(rookery_add_layer path)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  string(REPLACE "/" "_" target "${path}")
  get_filename_component(leaf "${path}" NAME)
  set(include_root "${CMAKE_BINARY_DIR}/include/${target}")
  get_filename_component(parent "${include_root}/${path}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${path}" "${include_root}/${path}" SYMBOLIC)
  list(TRANSFORM ARG_SOURCES PREPEND "${CMAKE_SOURCE_DIR}/${path}/")
  add_library(${target} STATIC ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  target_include_directories(${target} PUBLIC "${include_root}")
  target_link_libraries(${target} PUBLIC ${ARG_LINKS} PRIVATE rookery_strict ${ARG_PRIVATE_LINKS})
  rookery_use_pch(${target} ${ARG_LINKS})
endfunction()

# rookery_add_header_layer(server/core server_store_api LINKS ...): an interface that has headers only.
function(rookery_add_header_layer path target)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  set(include_root "${CMAKE_BINARY_DIR}/include/${target}")
  get_filename_component(parent "${include_root}/${path}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${path}" "${include_root}/${path}" SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} INTERFACE "${include_root}")
  target_link_libraries(${target} INTERFACE ${ARG_LINKS})
endfunction()

# rookery_add_program(rookeryd SOURCES server/app/main.cpp LINKS ...)
function(rookery_add_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  list(TRANSFORM ARG_SOURCES PREPEND "${CMAKE_SOURCE_DIR}/")
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE rookery_strict ${ARG_LINKS})
endfunction()

# rookery_add_test(unit/common/tst_result.cpp LINKS ... [LABELS unit]): the path is below tests/. The program
# and the CTest test are named after the file; the first folder of the path is the default label.
function(rookery_add_test source)
  cmake_parse_arguments(ARG "" "" "LINKS;LABELS;SOURCES" ${ARGN})
  get_filename_component(name "${source}" NAME_WE)
  string(REGEX REPLACE "/.*" "" label "${source}")
  if(ARG_LABELS)
    set(label ${ARG_LABELS})
  endif()
  # The server has threads: these tests run under ThreadSanitizer too (./dev test tsan).
  if(source MATCHES "^(unit/server|conversations)/|^unit/common/tst_(net|framed_stream)|^reliability/tst_durable_acks")
    list(APPEND label threads)
  endif()
  list(TRANSFORM ARG_SOURCES PREPEND "${CMAKE_SOURCE_DIR}/tests/")
  add_executable(${name} "${CMAKE_SOURCE_DIR}/tests/${source}" ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_link_libraries(${name} PRIVATE rookery_strict tests_support Qt6::Test ${ARG_LINKS})
  rookery_use_pch(${name} ${ARG_LINKS})
  if(NOT ARG_SOURCES)
    # A test includes its own moc file, so this one is empty: it takes 20 ms without the precompiled headers.
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp"
      PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 120
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;ROOKERY_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};ROOKERY_SOURCE_DIR=${CMAKE_SOURCE_DIR};LC_ALL=C.UTF-8;QT_LOGGING_RULES=rookery.*.debug=false")
endfunction()

# One precompiled header for everything without a window, one for everything with. Each file has to build without
# them too: -DROOKERY_PCH=OFF proves it.
option(ROOKERY_PCH "Use precompiled headers" ON)
function(rookery_use_pch target)
  if(NOT ROOKERY_PCH)
    return()
  endif()
  if(NOT TARGET rookery_pch_core)
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/pch/empty.cpp" CONTENT "") # leaves it alone where it is there
    add_library(rookery_pch_core STATIC "${CMAKE_BINARY_DIR}/pch/empty.cpp")
    target_link_libraries(rookery_pch_core PUBLIC Qt6::Core Qt6::Network PRIVATE rookery_strict)
    target_precompile_headers(rookery_pch_core PRIVATE <QtCore/QtCore> <QtNetwork/QtNetwork>
      <functional> <memory> <optional> <utility> <variant> <vector>)
    add_library(rookery_pch_widgets STATIC "${CMAKE_BINARY_DIR}/pch/empty.cpp")
    target_link_libraries(rookery_pch_widgets PUBLIC Qt6::Widgets PRIVATE rookery_strict)
    target_precompile_headers(rookery_pch_widgets PRIVATE <QtCore/QtCore> <QtGui/QtGui> <QtWidgets/QtWidgets>
      <functional> <memory> <optional> <utility> <variant> <vector>)
  endif()
  if("client_ui" IN_LIST ARGN OR "Qt6::Widgets" IN_LIST ARGN)
    target_precompile_headers(${target} REUSE_FROM rookery_pch_widgets)
  elseif(ARGN)
    target_precompile_headers(${target} REUSE_FROM rookery_pch_core)
  endif()
endfunction()
