# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_layer(server/features
  SOURCES accounts.cpp accounts.h connection.cpp connection.h cursors.cpp cursors.h
          features.cpp features.h groups.cpp groups.h history.cpp history.h messages.cpp messages.h outgoing.cpp
          outgoing.h people.cpp people.h typing.cpp typing.h
  LINKS server_core)
