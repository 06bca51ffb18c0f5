# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(server/ctl
  SOURCES control_limits.h control_protocol.cpp control_protocol.h control_server.cpp control_server.h ctl_command.cpp ctl_command.h
          ctl_tables.cpp ctl_tables.h data_directory.cpp data_directory.h identity_answer.cpp identity_answer.h
  LINKS common_base server_core Qt6::Core Qt6::Network)
