# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
#
# Models, view models and the main window, on a server made of memory (support/chat_world.h).
add_library(tests_chat_world STATIC support/chat_world.cpp support/chat_world.h support/office_talk.cpp
            support/office_talk.h)
set_target_properties(tests_chat_world PROPERTIES AUTOMOC ON)
target_link_libraries(tests_chat_world PUBLIC client_core tests_support PRIVATE rookery_strict)

rookery_add_test(unit/client/tst_message_text.cpp LINKS client_models)
rookery_add_test(unit/client/tst_time_text.cpp LINKS client_models)
rookery_add_test(unit/client/tst_message_slice.cpp LINKS client_models)
rookery_add_test(unit/client/tst_timeline_position.cpp LINKS client_ui)
rookery_add_test(unit/client/tst_timeline_model.cpp LINKS client_models tests_chat_world)
rookery_add_test(unit/client/tst_list_models.cpp LINKS client_models rookery_resources tests_chat_world)
rookery_add_test(unit/client/tst_main_viewmodels.cpp LINKS client_viewmodels tests_chat_world)
rookery_add_test(unit/client/tst_app.cpp LINKS client_app)
rookery_add_test(gui/tst_main_window.cpp LINKS client_ui tests_chat_world)
rookery_add_test(gui/tst_timeline_view.cpp LINKS client_ui tests_chat_world)

# Pictures of the main window in its states, to be looked at: rookery_main_gallery --out DIR. Not a test.
add_executable(rookery_main_gallery EXCLUDE_FROM_ALL gui/main_gallery.cpp)
set_target_properties(rookery_main_gallery PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(rookery_main_gallery PRIVATE rookery_strict client_ui tests_chat_world)

# What the main window costs on this machine: rookery_main_bench. Not a test.
add_executable(rookery_main_bench EXCLUDE_FROM_ALL gui/main_bench.cpp)
set_target_properties(rookery_main_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(rookery_main_bench PRIVATE rookery_strict client_ui tests_chat_world)
