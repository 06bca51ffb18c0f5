# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(server/features
  SOURCES accounts.cpp accounts.h connection.cpp connection.h cursors.cpp cursors.h
          features.cpp features.h groups.cpp groups.h history.cpp history.h message_changes.cpp message_changes.h
          message_text.cpp message_text.h messages.cpp messages.h outgoing.cpp
          outgoing.h people.cpp people.h roles.cpp roles.h typing.cpp typing.h
  LINKS server_core)
