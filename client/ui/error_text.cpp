// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/error_text.h"

#include "common/protocol/limits.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace rookery::ui {

namespace {

class ErrorText {
    Q_DECLARE_TR_FUNCTIONS(rookery::ui::ErrorText)

public:
    static QString request(const Error &error, const ErrorContext &context);
    static QString account(const Error &error, const ErrorContext &context);
    static QString conversation(const Error &error);
    static QString storage(const Error &error);
    static QString connection(const Error &error, const ErrorContext &context);
    static QString local(const Error &error, const ErrorContext &context);
    static QString unknown() { return tr("Something went wrong. Try again."); }

private:
    static QString tooMany(const Error &error, const ErrorContext &context);
    static QString tooLate(const Error &error);
    static QString host(const ErrorContext &context);
};

QString ErrorText::tooLate(const Error &error)
{
    constexpr qint64 minuteMs = 60'000;
    if (error.limit <= 0)
        return tr("This message can no longer be recalled.");
    if (error.limit % minuteMs != 0)
        return tr("Messages can be recalled for %1 seconds.").arg(error.limit / 1000);
    return error.limit == minuteMs ? tr("Messages can be recalled for a minute.")
                                   : tr("Messages can be recalled for %1 minutes.").arg(error.limit / minuteMs);
}

QString ErrorText::host(const ErrorContext &context)
{
    return context.host.isEmpty() ? tr("The server") : context.host;
}

QString ErrorText::tooMany(const Error &error, const ErrorContext &context)
{
    const qint64 seconds = context.retrySeconds > 0 ? context.retrySeconds : (error.retryMs + 999) / 1000;
    return seconds > 0 ? tr("Too many tries. You can try again in %1 s.").arg(seconds)
                       : tr("Too many tries. Wait a little, then try again.");
}

QString ErrorText::request(const Error &error, const ErrorContext &context)
{
    switch (error.code) {
    case ErrorCode::Internal:
        return tr("The server had a fault and did not do this. Try again; if it stays, tell your administrator.");
    case ErrorCode::Malformed:
        return tr("The server did not understand this program. Update Rookery here and on the server.");
    case ErrorCode::Unsupported:
        return tr("This server cannot do that yet. It may need a newer version.");
    case ErrorCode::TooLarge:
        if (error.limit > 0 && error.actual > 0) {
            const QLocale locale;
            return tr("%1 of %2 characters. Send as a file?")
                .arg(locale.toString(error.actual), locale.toString(error.limit));
        }
        return tr("This is too long. Shorten it, or send it as a file.");
    case ErrorCode::RateLimited:
        return tooMany(error, context);
    case ErrorCode::Busy:
        return tr("The server is busy. Try again in a moment.");
    case ErrorCode::ShuttingDown:
        return tr("The server is being restarted. You will be connected again by itself.");
    default:
        return {};
    }
}

QString ErrorText::account(const Error &error, const ErrorContext &context)
{
    switch (error.code) {
    case ErrorCode::NotSignedIn:
        return tr("You are not signed in. Sign in, then try again.");
    case ErrorCode::BadCredentials:
        return tr("Name or password is not right.");
    case ErrorCode::NameTaken:
        return context.name.isEmpty()
            ? tr("This name, or one that looks like it, is taken. Choose another.")
            : tr("\"%1\", or a name that looks like it, is taken. Choose another.").arg(context.name);
    case ErrorCode::BadName:
        return tr("This name cannot be used. Use up to %1 letters and digits of one script, with . _ or -.")
            .arg(limits::userNameCharacters);
    case ErrorCode::BadPassword:
        return tr("This password cannot be used. Use at least %1 characters.").arg(limits::passwordBytesMin);
    case ErrorCode::RegistrationClosed:
        return tr("New accounts cannot be made on this server. Ask your administrator for one.");
    case ErrorCode::InviteNeeded:
        return tr("This server needs an invite that is still valid. Ask your administrator for one.");
    case ErrorCode::AccountDisabled:
        return tr("This account is switched off. Ask your administrator.");
    case ErrorCode::TokenExpired:
        return tr("You were signed out after a long time. Sign in with your password again.");
    default:
        return {};
    }
}

QString ErrorText::conversation(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return tr("This is not there any more.");
    case ErrorCode::NotMember:
        return tr("You are not a member of this conversation.");
    case ErrorCode::Forbidden:
        return tr("You are not allowed to do this. Ask your administrator.");
    case ErrorCode::EmptyText:
        return tr("There is nothing to send. Write something first.");
    case ErrorCode::TooLate:
        return tooLate(error);
    case ErrorCode::Recalled:
        return tr("This message was recalled.");
    case ErrorCode::ClientIdReused:
        return tr("This message was sent before with another text. Send it as a new one.");
    default:
        return {};
    }
}

QString ErrorText::storage(const Error &error)
{
    switch (error.code) {
    case ErrorCode::StoreUnavailable:
        return tr("The server cannot store anything now, so nothing was sent. Try again in a moment.");
    case ErrorCode::StoreNewer:
        return tr("Your data was written by a newer version of Rookery. Install that version to open it.");
    case ErrorCode::DiskFull:
        return tr("There is no space left on the disk. Make room, then try again.");
    default:
        return {};
    }
}

QString ErrorText::connection(const Error &error, const ErrorContext &context)
{
    switch (error.code) {
    case ErrorCode::CannotReach:
        return context.port == 0 ? tr("%1 did not answer. Is the server running?").arg(host(context))
                                 : tr("%1 did not answer on port %2. Is the server running?")
                                       .arg(host(context), QString::number(context.port));
    case ErrorCode::UnknownHost:
        return context.host.isEmpty() ? tr("No computer of this name was found. Check the address.")
                                      : tr("No computer named \"%1\" was found. Check the address.").arg(context.host);
    case ErrorCode::NotTrusted:
        return tr("You have not used this server before.");
    case ErrorCode::KeyChanged:
        return tr("This server's key has changed. Ask your administrator before you go on.");
    case ErrorCode::CertificateRefused:
        return tr("Your organisation's authority does not vouch for %1. Ask your administrator before you go on.")
            .arg(host(context));
    case ErrorCode::NotRookery:
        return tr("%1 answers, but it is not a Rookery server. Check the address and port.").arg(host(context));
    case ErrorCode::TimedOut:
        return tr("%1 took too long to answer. Try again.").arg(host(context));
    case ErrorCode::Disconnected:
        return tr("The connection was lost before the server answered. Try again.");
    default:
        return {};
    }
}

QString ErrorText::local(const Error &error, const ErrorContext &context)
{
    switch (error.code) {
    case ErrorCode::PortInUse:
        return context.port == 0 ? tr("Another program uses the server's port. Close it, then try again.")
                                 : tr("Another program uses port %1. Close it, then try again.").arg(context.port);
    case ErrorCode::BadConfiguration:
        return tr("The settings of the server cannot be read. Correct them, then try again.");
    case ErrorCode::FolderUnwritable:
        return context.name.isEmpty()
            ? tr("Rookery may not write to its data folder. Check the folder's permissions.")
            : tr("Rookery may not write to %1. Check the folder's permissions.").arg(context.name);
    case ErrorCode::BadAddress:
        return tr("This is not an address. Write it like 192.168.1.20 or server.local:7665.");
    default:
        return {};
    }
}

} // namespace

QString errorText(const Error &error, const ErrorContext &context)
{
    if (error.code == ErrorCode::None)
        return {};
    const QString candidates[]{ErrorText::request(error, context),    ErrorText::account(error, context),
                               ErrorText::conversation(error),        ErrorText::storage(error),
                               ErrorText::connection(error, context), ErrorText::local(error, context)};
    for (const QString &text : candidates) {
        if (!text.isEmpty())
            return text;
    }
    return ErrorText::unknown();
}

} // namespace rookery::ui
