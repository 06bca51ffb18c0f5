// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/timeline_position.h"

#include <QtTest/QtTest>

using namespace rookery::ui;

class TimelinePositionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beginsAtTheEndAndLaysOutOneScreen();
    void staysAtTheEndWhenRowsCome();
    void keepsStillWhenRowsComeAbove();
    void keepsStillWhenRowsComeBelow();
    void stopsAtBothEnds();
    void putsFewRowsAtTheBottom();
    void survivesRemovalOfTheAnchor();
    void reachesEveryOffsetOfTheScrollBar();

private:
    void make(int count);
    int topOf(int row) const;

    std::vector<int> m_heights;
    int m_asked = 0;
    std::unique_ptr<TimelinePosition> m_position;
};

void TimelinePositionTest::init()
{
    m_asked = 0;
    m_position = std::make_unique<TimelinePosition>([this](int row) {
        ++m_asked;
        return m_heights.at(size_t(row));
    });
}

void TimelinePositionTest::make(int count)
{
    m_heights.clear();
    for (int row = 0; row < count; ++row)
        m_heights.push_back(30 + row % 7 * 10);
    m_position->reset(count);
    m_position->setView(400, 12);
    m_position->update();
}

int TimelinePositionTest::topOf(int row) const
{
    for (const TimelinePosition::Placed &placed : m_position->placed()) {
        if (placed.row == row)
            return placed.top;
    }
    return -10'000;
}

void TimelinePositionTest::beginsAtTheEndAndLaysOutOneScreen()
{
    make(1'000'000);
    QVERIFY(m_position->isAtEnd());
    QCOMPARE(m_position->placed().back().row, 999'999);
    QCOMPARE(m_position->placed().back().bottom(), 400 - 12);
    QVERIFY(m_asked < 20);
}

void TimelinePositionTest::staysAtTheEndWhenRowsCome()
{
    make(100);
    m_heights.push_back(44);
    m_position->inserted(100, 100);
    m_position->update();
    QCOMPARE(m_position->placed().back().row, 100);
    QCOMPARE(m_position->placed().back().bottom(), 400 - 12);
}

void TimelinePositionTest::keepsStillWhenRowsComeAbove()
{
    make(100);
    m_position->scrollBy(-1'000);
    QVERIFY(!m_position->isAtEnd());
    const TimelinePosition::Placed before = m_position->placed().front();
    m_heights.insert(m_heights.begin(), 50, 33);
    m_position->inserted(0, 49);
    m_position->update();
    QCOMPARE(topOf(before.row + 50), before.top);
}

void TimelinePositionTest::keepsStillWhenRowsComeBelow()
{
    make(100);
    m_position->scrollBy(-1'000);
    const TimelinePosition::Placed before = m_position->placed().front();
    m_heights.push_back(44);
    m_position->inserted(100, 100);
    m_position->update();
    QCOMPARE(topOf(before.row), before.top);
    QVERIFY(!m_position->isAtEnd());
}

void TimelinePositionTest::stopsAtBothEnds()
{
    make(100);
    m_position->scrollBy(-1'000'000);
    QCOMPARE(m_position->placed().front().row, 0);
    QCOMPARE(m_position->placed().front().top, 0);
    m_position->scrollBy(1'000'000);
    QVERIFY(m_position->isAtEnd());
    QCOMPARE(m_position->placed().back().bottom(), 400 - 12);
}

void TimelinePositionTest::putsFewRowsAtTheBottom()
{
    make(2);
    QCOMPARE(m_position->placed().back().bottom(), 400 - 12);
    m_position->scrollBy(-50);
    QVERIFY(m_position->isAtEnd());
    QCOMPARE(m_position->placed().back().bottom(), 400 - 12);
}

void TimelinePositionTest::survivesRemovalOfTheAnchor()
{
    make(100);
    m_position->scrollToRow(40, 0);
    m_heights.erase(m_heights.begin() + 30, m_heights.begin() + 60);
    m_position->removed(30, 59);
    m_position->update();
    QCOMPARE(m_position->placed().front().row, 30);
    m_heights.clear();
    m_position->removed(0, 69);
    m_position->update();
    QVERIFY(m_position->placed().empty());
}

void TimelinePositionTest::reachesEveryOffsetOfTheScrollBar()
{
    make(100);
    m_position->scrollBy(-1'000'000); // Everything at the start is known now.
    for (int row = 0; row < 100; ++row)
        m_position->scrollBy(60);
    m_position->scrollToOffset(777);
    QCOMPARE(m_position->offset(), 777);
    m_position->scrollToOffset(m_position->totalHeight());
    QVERIFY(m_position->isAtEnd());
}

QTEST_GUILESS_MAIN(TimelinePositionTest)
#include "tst_timeline_position.moc"
