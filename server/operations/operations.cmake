# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(server/operations
  SOURCES backup_files.cpp backup_files.h doctor.cpp doctor.h doctor_checks.h doctor_folder.cpp doctor_machine.cpp
          log_file.cpp log_file.h nightly_backup.cpp nightly_backup.h plausible_time.h running_settings.cpp
          running_settings.h
  LINKS server_storage server_core)
