# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(client/app
  SOURCES account_window.cpp account_window.h app_options.cpp app_options.h application.cpp application.h
          single_instance.cpp single_instance.h translations.cpp translations.h
  LINKS client_ui client_viewmodels client_core common_base common_net Qt6::Widgets Qt6::Network)
rookery_add_program(rookery SOURCES client/app/main.cpp LINKS client_app)
