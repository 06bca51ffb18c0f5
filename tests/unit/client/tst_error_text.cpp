// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/error_text.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace rookery;
using rookery::ui::ErrorContext;
using rookery::ui::errorText;

class TestErrorText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasASentenceOfItsOwn();
    void noSentenceShowsACode();
    void namesHostAndPort();
    void countsDown();
    void countsCharacters();
    void detailStaysOut();

private:
    static QList<ErrorCode> everyCode();
};

/// All numbers the table knows: those that come back as themselves.
QList<ErrorCode> TestErrorText::everyCode()
{
    QList<ErrorCode> codes;
    for (quint32 number = 1; number < 1000; ++number) {
        if (quint32(errorCodeFromNumber(number)) == number)
            codes << ErrorCode(number);
    }
    return codes;
}

void TestErrorText::everyCodeHasASentenceOfItsOwn()
{
    const QList<ErrorCode> codes = everyCode();
    QVERIFY(codes.size() >= 35);
    QVERIFY(errorText(ErrorCode::None).isEmpty());
    const QString generic = errorText(ErrorCode(99999));
    QVERIFY(!generic.isEmpty());
    QSet<QString> seen{generic};
    for (const ErrorCode code : codes) {
        const QString text = errorText(code);
        QVERIFY2(!text.isEmpty(), errorCodeName(code).data());
        QVERIFY2(!seen.contains(text), errorCodeName(code).data());
        seen.insert(text);
    }
}

void TestErrorText::noSentenceShowsACode()
{
    const QList<ErrorCode> codes = everyCode();
    for (const ErrorCode code : codes) {
        const QString text = errorText(code, {QStringLiteral("192.168.1.20"), 7665, QStringLiteral("amy"), 3});
        QVERIFY2(!text.contains(QLatin1Char('%')), qPrintable(text));
        QVERIFY2(text.endsWith(QLatin1Char('.')) || text.endsWith(QLatin1Char('?')), qPrintable(text));
        const QString name = errorCodeName(code);
        if (name.contains(QLatin1Char('_')))
            QVERIFY2(!text.contains(name), qPrintable(text));
    }
}

void TestErrorText::namesHostAndPort()
{
    QCOMPARE(errorText(ErrorCode::CannotReach, {QStringLiteral("192.168.1.20"), 7665, {}, 0}),
             QStringLiteral("192.168.1.20 did not answer on port 7665. Is the server running?"));
    // A host is put in last: a "%2" in it must not be taken for the port.
    QVERIFY(errorText(ErrorCode::UnknownHost, {QStringLiteral("%2"), 1, {}, 0}).contains(QLatin1String("\"%2\"")));
}

void TestErrorText::countsDown()
{
    Error error(ErrorCode::RateLimited);
    error.retryMs = 29001;
    QCOMPARE(errorText(error), QStringLiteral("Too many tries. You can try again in 30 s."));
    QCOMPARE(errorText(error, {{}, 0, {}, 7}), QStringLiteral("Too many tries. You can try again in 7 s."));
}

void TestErrorText::countsCharacters()
{
    Error error(ErrorCode::TooLarge);
    error.limit = 4000;
    error.actual = 4120;
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(errorText(error), QStringLiteral("4,120 of 4,000 characters. Send as a file?"));
    QLocale::setDefault(before);
}

void TestErrorText::detailStaysOut()
{
    const Error error(ErrorCode::Internal, QStringLiteral("SQLITE_CORRUPT"));
    QVERIFY(!errorText(error).contains(error.detail));
}

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
