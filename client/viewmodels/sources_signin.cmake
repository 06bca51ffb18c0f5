# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
set(client_viewmodels_signin_sources
  found_servers_model.cpp found_servers_model.h
  live_signin_viewmodel.cpp live_signin_viewmodel.h
  signin_viewmodel.cpp signin_viewmodel.h)
