# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
set(client_viewmodels_signin_sources signin_viewmodel.cpp signin_viewmodel.h)
