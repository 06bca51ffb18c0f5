// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.h"

#include <array>

namespace rookery {

namespace {

struct Row {
    ErrorCode code;
    QLatin1String name;
};

constexpr std::array rows{
    Row{ErrorCode::None, QLatin1String("none")},
    Row{ErrorCode::Internal, QLatin1String("internal")},
    Row{ErrorCode::Malformed, QLatin1String("malformed")},
    Row{ErrorCode::Unsupported, QLatin1String("unsupported")},
    Row{ErrorCode::TooLarge, QLatin1String("too_large")},
    Row{ErrorCode::RateLimited, QLatin1String("rate_limited")},
    Row{ErrorCode::Busy, QLatin1String("busy")},
    Row{ErrorCode::ShuttingDown, QLatin1String("shutting_down")},
    Row{ErrorCode::NotSignedIn, QLatin1String("not_signed_in")},
    Row{ErrorCode::BadCredentials, QLatin1String("bad_credentials")},
    Row{ErrorCode::NameTaken, QLatin1String("name_taken")},
    Row{ErrorCode::BadName, QLatin1String("bad_name")},
    Row{ErrorCode::BadPassword, QLatin1String("bad_password")},
    Row{ErrorCode::RegistrationClosed, QLatin1String("registration_closed")},
    Row{ErrorCode::InviteNeeded, QLatin1String("invite_needed")},
    Row{ErrorCode::AccountDisabled, QLatin1String("account_disabled")},
    Row{ErrorCode::TokenExpired, QLatin1String("token_expired")},
    Row{ErrorCode::NotFound, QLatin1String("not_found")},
    Row{ErrorCode::NotMember, QLatin1String("not_member")},
    Row{ErrorCode::Forbidden, QLatin1String("forbidden")},
    Row{ErrorCode::EmptyText, QLatin1String("empty_text")},
    Row{ErrorCode::ClientIdReused, QLatin1String("client_id_reused")},
    Row{ErrorCode::TooLate, QLatin1String("too_late")},
    Row{ErrorCode::Recalled, QLatin1String("recalled")},
    Row{ErrorCode::StoreUnavailable, QLatin1String("store_unavailable")},
    Row{ErrorCode::StoreNewer, QLatin1String("store_newer")},
    Row{ErrorCode::DiskFull, QLatin1String("disk_full")},
    Row{ErrorCode::CannotReach, QLatin1String("cannot_reach")},
    Row{ErrorCode::UnknownHost, QLatin1String("unknown_host")},
    Row{ErrorCode::NotTrusted, QLatin1String("not_trusted")},
    Row{ErrorCode::KeyChanged, QLatin1String("key_changed")},
    Row{ErrorCode::NotRookery, QLatin1String("not_rookery")},
    Row{ErrorCode::TimedOut, QLatin1String("timed_out")},
    Row{ErrorCode::Disconnected, QLatin1String("disconnected")},
    Row{ErrorCode::PortInUse, QLatin1String("port_in_use")},
    Row{ErrorCode::BadConfiguration, QLatin1String("bad_configuration")},
    Row{ErrorCode::FolderUnwritable, QLatin1String("folder_unwritable")},
    Row{ErrorCode::BadAddress, QLatin1String("bad_address")},
    Row{ErrorCode::CertificateRefused, QLatin1String("certificate_refused")},
};

} // namespace

QLatin1String errorCodeName(ErrorCode code)
{
    for (const Row &row : rows) {
        if (row.code == code)
            return row.name;
    }
    return QLatin1String("internal");
}

ErrorCode errorCodeFromNumber(quint32 number)
{
    for (const Row &row : rows) {
        if (quint32(row.code) == number)
            return row.code;
    }
    return ErrorCode::Internal;
}

QString describe(const Error &error)
{
    const QString name = errorCodeName(error.code);
    return error.detail.isEmpty() ? name : name + QLatin1String(": ") + error.detail;
}

} // namespace rookery
