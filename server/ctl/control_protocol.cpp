// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/control_protocol.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>

namespace rookery::server {

namespace {

const QString commandKey = QStringLiteral("command");
const QString argumentsKey = QStringLiteral("arguments");
const QString resultKey = QStringLiteral("result");
const QString errorKey = QStringLiteral("error");

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Result<QJsonObject> objectOf(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (document.isObject())
        return document.object();
    return Error(ErrorCode::Malformed, error.errorString());
}

} // namespace

QString controlSocketPath(const QString &dataDirectory)
{
    return QDir(dataDirectory).absoluteFilePath(QStringLiteral("control.sock"));
}

QByteArray encodedRequest(const ControlRequest &request)
{
    return lineOf({{commandKey, request.command}, {argumentsKey, request.arguments}});
}

Result<ControlRequest> decodedRequest(const QByteArray &line)
{
    const Result<QJsonObject> object = objectOf(line);
    if (!object)
        return object.error();
    ControlRequest request{object->value(commandKey).toString(), object->value(argumentsKey).toObject()};
    if (request.command.isEmpty())
        return Error(ErrorCode::Malformed, QStringLiteral("the request names no command"));
    return request;
}

QByteArray encodedAnswer(const Result<QJsonObject> &answer)
{
    if (answer)
        return lineOf({{resultKey, answer.value()}});
    const Error &error = answer.error();
    return lineOf({{errorKey,
                    QJsonObject{{QStringLiteral("code"), errorCodeName(error.code)},
                                {QStringLiteral("number"), qint64(error.code)},
                                {QStringLiteral("detail"), error.detail},
                                {QStringLiteral("retryMs"), error.retryMs}}}});
}

Result<QJsonObject> decodedAnswer(const QByteArray &line)
{
    const Result<QJsonObject> object = objectOf(line);
    if (!object)
        return object;
    if (object->value(resultKey).isObject())
        return object->value(resultKey).toObject();
    if (!object->value(errorKey).isObject())
        return Error(ErrorCode::Malformed, QStringLiteral("the answer has neither result nor error"));
    const QJsonObject fields = object->value(errorKey).toObject();
    Error error(errorCodeFromNumber(quint32(fields.value(QStringLiteral("number")).toInteger())),
                fields.value(QStringLiteral("detail")).toString());
    error.retryMs = fields.value(QStringLiteral("retryMs")).toInteger();
    return error;
}

} // namespace rookery::server
