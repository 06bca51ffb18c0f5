// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/crash_image.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <algorithm>
#include <cstring>

namespace rookery::test {

namespace {

constexpr qsizetype sectorBytes = 512;

using Kind = DiskOperation::Kind;

struct ImageFile {
    QByteArray durable;
    bool exists = false;
    QList<DiskOperation> unsynced;
};

/// Applies an operation to a file's content; of a write only that many bytes.
void apply(QByteArray &content, const DiskOperation &operation, qsizetype bytes)
{
    if (operation.kind == Kind::Truncate) {
        content.truncate(qsizetype(operation.offset));
        return;
    }
    if (bytes == 0)
        return;
    const qsizetype end = qsizetype(operation.offset) + bytes;
    if (content.size() < end)
        content.append(end - content.size(), '\0');
    std::memcpy(content.data() + operation.offset, operation.bytes.constData(), size_t(bytes));
}

/// How much of an unsynced write is there.
qsizetype kept(const DiskOperation &operation, bool isLast, Unsynced unsynced, RandomSource &random)
{
    const qsizetype all = operation.bytes.size();
    const auto torn = [&] {
        const quint32 sectors = quint32(all / sectorBytes);
        return sectors == 0 ? 0 : qsizetype(random.below(sectors)) * sectorBytes;
    };
    switch (unsynced) {
    case Unsynced::Lost:
        return 0;
    case Unsynced::Torn:
        return isLast ? torn() : all;
    case Unsynced::Random:
        break;
    }
    switch (random.below(4)) {
    case 0:
        return 0;
    case 1:
        return torn();
    default:
        return all;
    }
}

void note(ImageFile &file, const DiskOperation &operation)
{
    switch (operation.kind) {
    case Kind::Delete:
        file = {};
        break;
    case Kind::Sync:
        for (const DiskOperation &pending : std::as_const(file.unsynced))
            apply(file.durable, pending, pending.bytes.size());
        file.unsynced.clear();
        file.exists = true;
        break;
    case Kind::Write:
    case Kind::Truncate:
        file.unsynced.append(operation);
        file.exists = true;
        break;
    }
}

} // namespace

void writeCrashImage(const QString &folder, const QHash<QString, QByteArray> &filesAtStart,
                     const QList<DiskOperation> &log, qsizetype count, Unsynced unsynced, RandomSource &random)
{
    QMap<QString, ImageFile> files; // sorted, so that the same seed makes the same image
    for (auto file = filesAtStart.cbegin(); file != filesAtStart.cend(); ++file)
        files.insert(file.key(), {file.value(), true, {}});
    for (qsizetype at = 0; at < count; ++at)
        note(files[log.at(at).file], log.at(at));
    for (auto entry = files.begin(); entry != files.end(); ++entry) {
        ImageFile &file = entry.value();
        for (qsizetype at = 0; at < file.unsynced.size(); ++at) {
            const DiskOperation &pending = file.unsynced.at(at);
            const bool isLast = at + 1 == file.unsynced.size();
            if (pending.kind == Kind::Truncate && unsynced != Unsynced::Torn
                && (unsynced == Unsynced::Lost || random.below(2) == 0)) {
                continue;
            }
            apply(file.durable, pending, pending.kind == Kind::Write ? kept(pending, isLast, unsynced, random) : 0);
        }
        if (!file.exists)
            continue;
        QFile target(QDir(folder).filePath(entry.key()));
        if (!target.open(QIODevice::WriteOnly) || target.write(file.durable) != file.durable.size())
            qFatal("cannot write %s", qUtf8Printable(target.fileName()));
    }
}

} // namespace rookery::test
