// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/error_sentence.h"

#include <QtCore/QCoreApplication>

namespace rookery::cli {

namespace {

class Sentence {
    Q_DECLARE_TR_FUNCTIONS(rookery::cli::Sentence)

public:
    static QString ofConnection(const Error &error, const QString &about)
    {
        switch (error.code) {
        case ErrorCode::CannotReach:
            return tr("%1 did not answer. Is the server running?").arg(about);
        case ErrorCode::UnknownHost:
            return tr("There is no computer called %1.").arg(about);
        case ErrorCode::NotRookery:
            return tr("%1 answers, but it is not a Rookery server.").arg(about);
        case ErrorCode::NotTrusted:
            return tr("You have not used %1 before. Give --pin HASH, or --trust-first to trust its key now.")
                .arg(about);
        case ErrorCode::KeyChanged:
            return tr("The key of %1 has changed. Ask your administrator before you go on.").arg(about);
        case ErrorCode::CertificateRefused:
            return tr("The certificate of %1 is not one that the authority has issued for this name, or is out of date.")
                .arg(about);
        case ErrorCode::Disconnected:
            return tr("The connection to %1 broke.").arg(about);
        case ErrorCode::TimedOut:
            return tr("No answer in time.");
        case ErrorCode::ShuttingDown:
            return tr("The server is shutting down.");
        case ErrorCode::Busy:
            return tr("The server is busy. Try again in a moment.");
        case ErrorCode::RateLimited:
            return tr("Too many tries. You can try again in %1 s.").arg((error.retryMs + 999) / 1000);
        default:
            return {};
        }
    }

    static QString ofAccount(const Error &error)
    {
        switch (error.code) {
        case ErrorCode::BadCredentials:
            return tr("Name or password is not right.");
        case ErrorCode::NameTaken:
            return tr("This name is taken, or looks like one that is.");
        case ErrorCode::BadName:
            return tr("This name cannot be used: letters of one script, digits, '.', '-' and '_', at most 32.");
        case ErrorCode::BadPassword:
            return tr("The password must have 8 to 256 bytes.");
        case ErrorCode::RegistrationClosed:
            return tr("New accounts are made by the administrator on this server.");
        case ErrorCode::InviteNeeded:
            return tr("A new account needs a valid invite. Give --invite CODE.");
        case ErrorCode::AccountDisabled:
            return tr("This account is disabled. Ask your administrator.");
        case ErrorCode::TokenExpired:
            return tr("You are signed out. Sign in again with --password-file FILE.");
        default:
            return {};
        }
    }

    static QString ofRequest(const Error &error, const QString &about)
    {
        switch (error.code) {
        case ErrorCode::EmptyText:
            return tr("The message is empty.");
        case ErrorCode::TooLarge:
            return tr("Too large: %1 of at most %2.").arg(error.actual).arg(error.limit);
        case ErrorCode::NotFound:
            return tr("%1 was not found.").arg(about);
        case ErrorCode::NotMember:
            return tr("You are not a member of %1.").arg(about);
        case ErrorCode::Forbidden:
            return tr("You may not do this.");
        case ErrorCode::TooLate:
            return tr("Messages can be recalled for %1 s.").arg(error.limit / 1000);
        case ErrorCode::Recalled:
            return tr("This message was recalled.");
        case ErrorCode::ClientIdReused:
            return tr("This was sent before with another text.");
        case ErrorCode::DiskFull:
            return tr("The disk is full.");
        case ErrorCode::StoreUnavailable:
            return tr("The storage does not work at the moment. Nothing was accepted.");
        case ErrorCode::StoreNewer:
            return tr("%1 was written by a newer release of Rookery.").arg(about);
        case ErrorCode::FolderUnwritable:
            return tr("The folder cannot be written: %1").arg(error.detail);
        case ErrorCode::BadAddress:
            return tr("This is not HOST, HOST:PORT or [IPv6]:PORT: %1").arg(about);
        default:
            return {};
        }
    }

    static QString other(const Error &error) { return tr("Something went wrong (%1).").arg(quint32(error.code)); }
};

} // namespace

QString errorSentence(const Error &error, const QString &about)
{
    QString sentence = Sentence::ofConnection(error, about);
    if (sentence.isEmpty())
        sentence = Sentence::ofAccount(error);
    if (sentence.isEmpty())
        sentence = Sentence::ofRequest(error, about);
    return sentence.isEmpty() ? Sentence::other(error) : sentence;
}

ExitCode exitCodeFor(const Error &error)
{
    switch (error.code) {
    case ErrorCode::None:
        return ExitCode::Done;
    case ErrorCode::BadAddress:
        return ExitCode::Usage;
    case ErrorCode::CannotReach:
    case ErrorCode::UnknownHost:
    case ErrorCode::NotRookery:
    case ErrorCode::Disconnected:
    case ErrorCode::ShuttingDown:
        return ExitCode::CannotReach;
    case ErrorCode::NotTrusted:
    case ErrorCode::KeyChanged:
    case ErrorCode::CertificateRefused:
        return ExitCode::NotTrusted;
    case ErrorCode::TimedOut:
        return ExitCode::TimedOut;
    default:
        return ExitCode::Refused;
    }
}

} // namespace rookery::cli
