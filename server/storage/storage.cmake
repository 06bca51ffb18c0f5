# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(server/storage
  SOURCES audit_statements.cpp audit_statements.h backup.cpp backup.h change_statements.cpp change_statements.h
          conversation_statements.cpp conversation_statements.h data_folder.cpp data_folder.h database.cpp database.h
          event_codec.cpp event_codec.h invite_statements.cpp invite_statements.h log_statements.cpp log_statements.h
          migrator.cpp migrator.h read_statements.cpp read_statements.h restore.cpp restore.h role_statements.cpp
          role_statements.h server_storage.qrc sqlite_administration.cpp sqlite_administration.h sqlite_store.cpp
          sqlite_store.h store_check.cpp store_check.h store_job.h store_reader.cpp store_reader.h store_writer.cpp
          store_writer.h user_statements.cpp user_statements.h write_session.cpp write_session.h
  LINKS server_store_api Qt6::Sql)
set_target_properties(server_storage PROPERTIES AUTORCC ON)
