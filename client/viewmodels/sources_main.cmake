# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
set(client_viewmodels_main_sources
  composer_viewmodel.cpp composer_viewmodel.h
  connection_viewmodel.cpp connection_viewmodel.h
  conversation_viewmodel.cpp conversation_viewmodel.h
  group_viewmodel.cpp group_viewmodel.h
  main_viewmodel.cpp main_viewmodel.h
  notification_viewmodel.cpp notification_viewmodel.h)
