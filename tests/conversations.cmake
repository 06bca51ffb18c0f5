# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
rookery_add_test(conversations/tst_conversations.cpp
  SOURCES conversations/script_runner.cpp conversations/script_runner.h conversations/script_changes.cpp
          conversations/script_sentences.cpp conversations/script_words.h
          support/script_client.cpp support/script_client.h
  LINKS server_app)
