// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The checks of doctor.h, one function each. They look and change nothing.
#pragma once

#include "server/operations/doctor.h"
#include "server/storage/store_check.h"

namespace rookery::server::checks {

/// The files that belong into a data folder.
bool isKnownFile(const QString &name);

QList<Finding> store(const Patient &patient, const Result<StoreReport> &report);
QList<Finding> schema(const Result<StoreReport> &report);
QList<Finding> leftovers(const Patient &patient);
QList<Finding> permissions(const Patient &patient);
QList<Finding> identity(const Patient &patient);
QList<Finding> clock(const Patient &patient, const Result<StoreReport> &report);
QList<Finding> disk(const Patient &patient);
QList<Finding> ports(const Patient &patient);
QList<Finding> backups(const Patient &patient);

/// Exactly one finding where nothing was found wrong.
QList<Finding> orOk(QList<Finding> findings, const QString &check, const QString &sentence);
Finding warning(const QString &check, const QString &sentence);
Finding problem(const QString &check, const QString &sentence);

} // namespace rookery::server::checks
