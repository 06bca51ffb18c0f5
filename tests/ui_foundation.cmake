# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_test(unit/client/tst_contrast.cpp LINKS client_ui)
rookery_add_test(unit/client/tst_error_text.cpp LINKS client_ui)
rookery_add_test(unit/client/tst_theme.cpp LINKS client_ui)
rookery_add_test(gui/tst_signin_window.cpp LINKS client_ui tests_support SOURCES support/fake_signin_viewmodel.h)

# Pictures of the windows in their states, to be looked at: rookery_gallery --out DIR. Not a test.
add_executable(rookery_gallery EXCLUDE_FROM_ALL gui/gallery.cpp support/gallery_sheet.cpp support/gallery_sheet.h
               support/fake_signin_viewmodel.h)
set_target_properties(rookery_gallery PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(rookery_gallery PRIVATE rookery_strict client_ui tests_support)
