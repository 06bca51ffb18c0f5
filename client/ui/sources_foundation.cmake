# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
set(client_ui_foundation_sources
  error_text.cpp error_text.h
  painting/marks.cpp painting/marks.h
  signin/account_form.cpp signin/account_form.h
  signin/server_picker.cpp signin/server_picker.h
  signin/server_list_view.cpp signin/server_list_view.h
  signin/signin_window.cpp signin/signin_window.h
  signin/trust_panel.cpp signin/trust_panel.h
  theme/app_style.cpp theme/app_style.h
  theme/controls.cpp theme/controls.h
  theme/focus_ring.cpp theme/focus_ring.h
  theme/icon_cache.cpp theme/icon_cache.h
  theme/style_painter.cpp theme/style_painter.h theme/style_popups.cpp
  theme/system_scheme.cpp theme/system_scheme.h
  theme/theme.cpp theme/theme.h
  theme/tokens.h
  theme/ui_limits.h
  widgets/button.cpp widgets/button.h
  widgets/fields.cpp widgets/fields.h
  widgets/form_row.cpp widgets/form_row.h
  widgets/icon_button.cpp widgets/icon_button.h
  widgets/loading.cpp widgets/loading.h
  widgets/notices.cpp widgets/notices.h
  widgets/text_label.cpp widgets/text_label.h)
