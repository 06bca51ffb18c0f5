// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The two programs around runOne(). Log lines are checked on the way: whatever comes in, one event stays one line.
#include "tests/fuzz/fuzz.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QLoggingCategory>

#include <cstdio>
#include <cstdlib>

namespace rookery::fuzz {

void violated(const char *condition, const char *file, int line)
{
    std::fprintf(stderr, "%s:%d: required: %s\n", file, line, condition);
    std::abort();
}

QString Input::text()
{
    const bool isUtf16 = byte() % 2 != 0;
    const QByteArrayView bytes = rest();
    if (!isUtf16)
        return QString::fromUtf8(bytes);
    QString result;
    for (qsizetype at = 0; at + 1 < bytes.size(); at += 2)
        result += QChar(char16_t(quint8(bytes[at]) << 8 | quint8(bytes[at + 1])));
    return result;
}

namespace {

void checkLogLine(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    if (!context.category || !QByteArrayView(context.category).startsWith("rookery."))
        return;
    for (const QChar character : message)
        REQUIRE(character.unicode() >= 0x20 && character.unicode() != 0x7F && character != QChar::LineSeparator);
}

void prepare()
{
    static int count = 1;
    static char name[] = "fuzz";
    static char *arguments[] = {name, nullptr};
    static QCoreApplication application(count, arguments);
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.*=true"));
    qInstallMessageHandler(checkLogLine);
}

} // namespace

} // namespace rookery::fuzz

#ifdef ROOKERY_LIBFUZZER

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    rookery::fuzz::prepare();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    rookery::fuzz::runOne(QByteArrayView(data, qsizetype(size)));
    return 0;
}

#else

namespace {

/// How many files; every one is run, so that an empty folder is noticed.
int runFolder(const QString &path)
{
    int count = 0;
    const QDir folder(path);
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QFile::ReadOnly))
            std::exit(2);
        std::printf("%s\n", qPrintable(file.fileName()));
        std::fflush(stdout);
        rookery::fuzz::runOne(file.readAll());
        ++count;
    }
    return count;
}

} // namespace

int main(int argc, char *argv[])
{
    rookery::fuzz::prepare();
    int count = 0;
    for (int at = 1; at < argc; ++at)
        count += runFolder(QString::fromLocal8Bit(argv[at]));
    std::printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}

#endif
