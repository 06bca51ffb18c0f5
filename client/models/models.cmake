# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
set(client_models_sources
  conversation_list_model.cpp conversation_list_model.h
  emoji_model.cpp emoji_model.h
  members_model.cpp members_model.h
  message_slice.cpp message_slice.h
  message_text.cpp message_text.h
  people_filter.cpp people_filter.h
  people_model.cpp people_model.h
  person_text.cpp person_text.h
  row_roles.h
  search_model.cpp search_model.h
  timeline_builder.cpp timeline_builder.h
  timeline_diff.h
  timeline_item.h
  timeline_model.cpp timeline_model.h
  time_text.cpp time_text.h)
