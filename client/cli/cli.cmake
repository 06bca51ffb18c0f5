# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(client/cli
  SOURCES change_task.cpp change_task.h command_line.cpp command_line.h connector.cpp connector.h discovery.cpp discovery.h error_sentence.cpp
          error_sentence.h exit_code.h group_task.cpp group_task.h help_text.cpp history_task.cpp history_task.h
          listen_task.cpp listen_task.h printer.cpp printer.h program.cpp program.h send_task.cpp send_task.h task.cpp
          task.h who_task.cpp who_task.h
  LINKS client_core common_base common_net Qt6::Core
  PRIVATE_LINKS common_presence)
rookery_add_program(rookery-cli SOURCES client/cli/main.cpp LINKS client_cli)
