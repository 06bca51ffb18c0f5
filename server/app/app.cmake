# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(server/app
  SOURCES administration.cpp administration.h core_host.cpp core_host.h server.cpp server.h server_options.cpp
          server_options.h signals_unix.cpp signals_unix.h
  LINKS server_features server_operations server_storage server_net server_ctl server_core common_config common_presence)
rookery_add_program(rookeryd SOURCES server/app/main.cpp LINKS server_app)
rookery_add_program(rookeryctl SOURCES server/app/rookeryctl.cpp LINKS server_app)
