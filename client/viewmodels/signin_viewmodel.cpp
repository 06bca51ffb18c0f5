// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/signin_viewmodel.h"

namespace rookery::client {

SignInViewModel::SignInViewModel(QObject *parent) : QObject(parent) {}

SignInViewModel::~SignInViewModel() = default;

} // namespace rookery::client
