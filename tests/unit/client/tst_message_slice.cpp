// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/message_slice.h"

#include <QtTest/QtTest>

using namespace rookery;
using namespace rookery::client;

namespace {

QList<SliceRow> rows(std::initializer_list<quint64> sequence)
{
    QList<SliceRow> list;
    for (const quint64 seq : sequence) {
        SliceRow row;
        row.seq = seq;
        list.append(row);
    }
    return list;
}

QList<quint64> seqs(const MessageSlice &slice)
{
    QList<quint64> list;
    for (const SliceRow &row : slice.rows())
        list.append(row.seq);
    return list;
}

} // namespace

class MessageSliceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsContiguousAroundTheAnchor();
    void knowsItsGaps();
    void growsOnlyWithoutHoles();
    void forgetsTheFarEnd();
    void groupsRunsBySenderAndTime();
};

void MessageSliceTest::keepsWhatIsContiguousAroundTheAnchor()
{
    MessageSlice slice;
    slice.reset(rows({1, 2, 5, 6, 7, 9}), 6);
    QCOMPARE(seqs(slice), (QList<quint64>{5, 6, 7}));
    slice.reset(rows({1, 2, 5}), 99);
    QCOMPARE(seqs(slice), (QList<quint64>{5}));
    slice.reset({}, 3);
    QVERIFY(slice.isEmpty());
}

void MessageSliceTest::knowsItsGaps()
{
    MessageSlice slice;
    slice.setNewestSeq(20);
    QCOMPARE(slice.gapBefore(), 20ULL);
    slice.reset(rows({5, 6, 7}), 7);
    QCOMPARE(slice.gapBefore(), 4ULL);
    QCOMPARE(slice.gapAfter(), 13ULL);
    slice.reset(rows({1, 2}), 2);
    QCOMPARE(slice.gapBefore(), 0ULL);
}

void MessageSliceTest::growsOnlyWithoutHoles()
{
    MessageSlice slice;
    slice.reset(rows({10, 11}), 11);
    QCOMPARE(slice.prepend(rows({5, 6, 8, 9})), qsizetype(2));
    QCOMPARE(slice.append(rows({11, 12, 14})), qsizetype(1));
    QCOMPARE(seqs(slice), (QList<quint64>{8, 9, 10, 11, 12}));
    QCOMPARE(slice.prepend(rows({3, 4})), qsizetype(0));
    QCOMPARE(slice.append(rows({14})), qsizetype(0));
}

void MessageSliceTest::forgetsTheFarEnd()
{
    MessageSlice slice;
    slice.setNewestSeq(4);
    slice.reset(rows({1, 2, 3, 4}), 4);
    slice.trimFront(2);
    QCOMPARE(seqs(slice), (QList<quint64>{3, 4}));
    QCOMPARE(slice.gapBefore(), 2ULL);
    slice.trimBack(1);
    QCOMPARE(seqs(slice), (QList<quint64>{3}));
    QCOMPARE(slice.gapAfter(), 1ULL);
}

void MessageSliceTest::groupsRunsBySenderAndTime()
{
    SliceRow first;
    first.sender = UserId(1);
    first.timeMs = 1'000;
    SliceRow second = first;
    second.timeMs += runGapMs;
    QVERIFY(isSameRun(first, second));
    second.timeMs += 1;
    QVERIFY(!isSameRun(first, second));
    second.timeMs = first.timeMs;
    second.sender = UserId(2);
    QVERIFY(!isSameRun(first, second));
    second.sender = first.sender;
    second.kind = SliceRow::Kind::MemberLeft;
    QVERIFY(!isSameRun(first, second));
}

QTEST_GUILESS_MAIN(MessageSliceTest)
#include "tst_message_slice.moc"
