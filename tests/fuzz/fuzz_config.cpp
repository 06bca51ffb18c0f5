// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What an administrator's files and the control socket say: an option table accepts only values within its rows, and
// a line of the control protocol is either refused or the same after encoding it again. Input: what it is (1 byte:
// 0 a file, 1 flags and variables, 2 lines of the socket), then its text.
#include "common/config/option_table.h"
#include "server/ctl/control_protocol.h"
#include "tests/fuzz/fuzz.h"

namespace rookery::fuzz {

namespace {

const OptionTable &table()
{
    static const OptionTable options(
        QStringLiteral("ROOKERYD_"),
        {{QStringLiteral("name"), Option::Type::Text, QStringLiteral("Office"), {}, 0, 0, {}, QStringLiteral("A.")},
         {QStringLiteral("data"), Option::Type::Path, QStringLiteral("/tmp/x"), {}, 0, 0, {}, QStringLiteral("B.")},
         {QStringLiteral("discovery"),
          Option::Type::Choice,
          QStringLiteral("on"),
          {QStringLiteral("on"), QStringLiteral("off")},
          0,
          0,
          {},
          QStringLiteral("C.")},
         {QStringLiteral("discovery-port"),
          Option::Type::Integer,
          QStringLiteral("7665"),
          {},
          1,
          65535,
          {},
          QStringLiteral("D.")},
         {QStringLiteral("listen"), Option::Type::List, QStringLiteral("a b"), {}, 0, 0, {}, QStringLiteral("E.")}});
    return options;
}

void checkValues(const Result<OptionValues> &values)
{
    if (!values) {
        REQUIRE(values.error().code == ErrorCode::BadConfiguration);
        REQUIRE(!values.error().detail.isEmpty());
        return;
    }
    for (const Option &option : table().options()) {
        const QString value = values->text(option.key);
        if (option.type != Option::Type::List)
            REQUIRE(values->list(option.key).size() == 1);
        if (option.type == Option::Type::Choice)
            REQUIRE(option.choices.contains(value));
        if (option.type == Option::Type::Integer)
            REQUIRE(values->integer(option.key) >= option.least && values->integer(option.key) <= option.most);
    }
}

void checkFlags(const QString &text)
{
    QStringList arguments = text.split(u'\n');
    QHash<QString, QString> environment;
    if (arguments.size() > 1)
        environment.insert(QStringLiteral("ROOKERYD_DISCOVERY_PORT"), arguments.takeFirst());
    checkValues(table().parse(arguments, environment, {}));
}

void checkControlLine(const QByteArray &line)
{
    using namespace rookery::server;
    if (const Result<ControlRequest> request = decodedRequest(line)) {
        const QByteArray encoded = encodedRequest(*request);
        REQUIRE(encoded.endsWith('\n') && encoded.count('\n') == 1);
        const Result<ControlRequest> again = decodedRequest(encoded);
        REQUIRE(again.isOk() && again->command == request->command && again->arguments == request->arguments);
    }
    const Result<QJsonObject> answer = decodedAnswer(line);
    const QByteArray encoded = encodedAnswer(answer);
    REQUIRE(encoded.endsWith('\n') && encoded.count('\n') == 1);
    const Result<QJsonObject> again = decodedAnswer(encoded);
    REQUIRE(again.isOk() == answer.isOk());
    if (answer)
        REQUIRE(again.value() == answer.value());
    else
        REQUIRE(again.error().code == answer.error().code && again.error().retryMs == answer.error().retryMs);
}

} // namespace

void runOne(QByteArrayView bytes)
{
    Input input(bytes);
    switch (input.byte() % 3) {
    case 0:
        checkValues(table().parse({}, {}, QString::fromUtf8(input.rest())));
        break;
    case 1:
        checkFlags(QString::fromUtf8(input.rest()));
        break;
    default:
        for (const QByteArray &line : input.rest().toByteArray().split('\n'))
            checkControlLine(line);
    }
}

} // namespace rookery::fuzz
