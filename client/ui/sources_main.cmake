# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
set(client_ui_main_sources
  conversation/composer.cpp conversation/composer.h
  conversation/composer_edit.cpp conversation/composer_edit.h
  conversation/conversation_header.cpp conversation/conversation_header.h
  conversation/conversation_pane.cpp conversation/conversation_pane.h
  conversation/emoji_popup.cpp conversation/emoji_popup.h
  conversation/jump_button.cpp conversation/jump_button.h
  conversation/row_layout.cpp conversation/row_layout.h
  conversation/row_painter.cpp conversation/row_painter.h
  conversation/timeline_accessible.cpp conversation/timeline_accessible.h
  conversation/timeline_position.cpp conversation/timeline_position.h
  conversation/timeline_view.cpp conversation/timeline_view.h conversation/timeline_view_input.cpp
  main/connection_line.cpp main/connection_line.h
  main/group_dialog.cpp main/group_dialog.h
  main/info_pane.cpp main/info_pane.h
  main/list_column.cpp main/list_column.h
  main/main_window.cpp main/main_window.h
  main/own_avatar_button.cpp main/own_avatar_button.h
  main/person_card.cpp main/person_card.h
  main/rail.cpp main/rail.h
  main/row_delegate.cpp main/row_delegate.h
  main/row_list_view.cpp main/row_list_view.h
  main/settings_dialog.cpp main/settings_dialog.h
  main/shortcut_sheet.cpp main/shortcut_sheet.h
  main/window_actions.cpp main/window_actions.h
  platform/link_gate.cpp platform/link_gate.h
  platform/notifications.cpp platform/notifications.h
  platform/tray.cpp platform/tray.h
  platform/ui_settings.cpp platform/ui_settings.h)
