// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Between Qt's byte and text types and the std::string of protobuf. Pure functions, any thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <string>

namespace rookery {

inline std::string toStd(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return {utf8.constData(), size_t(utf8.size())};
}
inline std::string toStd(const QByteArray &bytes)
{
    return {bytes.constData(), size_t(bytes.size())};
}
inline QString toText(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}
inline QByteArray toBytes(const std::string &bytes)
{
    return {bytes.data(), qsizetype(bytes.size())};
}

} // namespace rookery
