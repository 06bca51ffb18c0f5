// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The talk of one conversation: lays out and paints only what is on screen, over any number of rows. Follows the end
// while it stands there, keeps still otherwise. Text can be selected within a message; links go through the LinkGate.
// The model must outlive its being set. GUI thread.
#pragma once

#include "client/models/timeline_model.h"
#include "client/ui/conversation/row_layout.h"
#include "client/ui/conversation/row_painter.h"
#include "client/ui/conversation/timeline_position.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QCache>
#include <QtCore/QPointer>
#include <QtWidgets/QAbstractScrollArea>

namespace rookery::ui {

class JumpButton;
class LinkGate;
class Spinner;

class TimelineView : public QAbstractScrollArea {
    Q_OBJECT

public:
    TimelineView(const Theme &theme, LinkGate &links, QWidget *parent = nullptr);
    ~TimelineView() override;

    /// Null for nothing to show.
    void setModel(client::TimelineModel *model);
    client::TimelineModel *model() const { return m_model; }
    /// Whether names stand over runs, what day it is, and the sentence over the first message.
    void setContext(bool isGroup, qint64 nowMs, const QString &startText);
    /// What waits below while one reads further up.
    void setUnreadBelow(int count);

    bool isAtEnd() const { return m_position.isAtEnd(); }
    /// The newest event wholly on screen; 0 when there is none.
    quint64 seenSeq() const;
    QString selectedText() const;
    /// The rows on screen as sentences, for assistive technology: "Alice, 14:02: See you".
    QStringList spokenRows() const;
    /// Where a row is painted, in the viewport; empty when it is not on screen.
    QRect rowRect(int row) const;
    const RowLayout *layoutOf(int row);

    void scrollToLatest();
    void scrollToOldestLoaded();
    void scrollPage(int direction);

Q_SIGNALS:
    /// Scrolled, or rows came: seenSeq() and isAtEnd() may be others.
    void viewChanged();
    void retryRequested(const rookery::ClientId &message);
    void discardRequested(const rookery::ClientId &message);
    void editRequested(quint64 seq, const QString &text);
    void recallRequested(quint64 seq);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int, int) override {}

private:
    struct Selection {
        client::TimelineKey key;
        int anchor = 0;
        int cursor = 0;
    };
    struct Hit {
        int row = -1;
        QPoint point; ///< Within the row.
    };

    void bindModel();
    void onReset();
    void relayout();
    void refresh();
    void forgetLayouts();
    void updateScrollBar();
    void placeJumpButton();
    void placeSpinner();
    void loadMoreIfNeeded();
    void paintSkeleton(QPainter &painter) const;
    int heightOf(int row);
    SelectedText selectedIn(const client::TimelineItem &item) const;
    Hit hitAt(const QPoint &point) const;
    void copySelection();
    void selectWordAt(const Hit &hit);
    void activate(const Hit &hit);
    void updateCursor(const QPoint &point);
    void showMessageMenu(const Hit &hit, const QPoint &globalPosition);
    QString toolTipAt(const QPoint &point);

    const Theme &m_theme;
    LinkGate &m_links;
    QPointer<client::TimelineModel> m_model;
    TimelinePosition m_position;
    QCache<client::TimelineKey, RowLayout> m_layouts;
    JumpButton *m_jump;
    Spinner *m_spinner;
    QString m_startText;
    Selection m_selection;
    QPoint m_pressed;
    QPoint m_pointer{-1, -1};
    QBasicTimer m_skeletonDelay;
    QBasicTimer m_loadSoon;
    qint64 m_nowMs = 0;
    int m_wheelRest = 0;
    bool m_isGroup = false;
    bool m_isSelecting = false;
    bool m_isSkeletonShown = false;
    bool m_isUpdatingBar = false;
};

} // namespace rookery::ui
