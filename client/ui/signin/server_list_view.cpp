// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/signin/server_list_view.h"

#include "client/ui/theme/style_painter.h"
#include "client/viewmodels/signin_viewmodel.h"

#include <QtCore/QIdentityProxyModel>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QStyledItemDelegate>

namespace rookery::ui {

namespace {

using client::SignInViewModel;

constexpr int rowsAtMost = 4;

QString peopleText(int people)
{
    if (people < 0)
        return {};
    // English has no translation file, so its singular is a string of its own.
    return people == 1 ? ServerListView::tr("1 person online")
                       : ServerListView::tr("%n people online", nullptr, people);
}

QString detailText(const QModelIndex &index)
{
    const QString address = index.data(SignInViewModel::AddressRole).toString();
    const QVariant people = index.data(SignInViewModel::PeopleOnlineRole);
    const QString online = peopleText(people.isValid() ? people.toInt() : -1);
    return online.isEmpty() ? address : QStringLiteral("%1 · %2").arg(address, online);
}

/// Adds what a screen reader says about a row.
class SpokenServers final : public QIdentityProxyModel {
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::AccessibleTextRole)
            return QIdentityProxyModel::data(index, role);
        const QString name = index.data(SignInViewModel::NameRole).toString();
        return QStringLiteral("%1, %2").arg(name, detailText(index));
    }
};

class ServerDelegate final : public QStyledItemDelegate {
public:
    ServerDelegate(const Theme &theme, ServerListView &view) : QStyledItemDelegate(&view), m_theme(theme), m_view(view)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {measure::space32, m_theme.grown(measure::signInServerRow)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool chosen = index.row() == m_view.chosenRow();
        paintGround(*painter, option, index.row(), chosen);
        const auto visual = [&](const QRect &box) { return QStyle::visualRect(option.direction, option.rect, box); };
        const QRect row = option.rect;
        const int icon = m_theme.grown(measure::icon);
        const QRect iconBox(row.left() + measure::space12, row.top(), icon, row.height());
        style::paintIcon(m_theme, *painter, QStringLiteral("server"), chosen ? Token::Accent : Token::Text2,
                         visual(iconBox), icon);
        const QRect markBox(row.right() + 1 - measure::space12 - icon, row.top(), icon, row.height());
        if (chosen)
            style::paintIcon(m_theme, *painter, QStringLiteral("check"), Token::Text, visual(markBox), icon);
        const int left = iconBox.right() + 1 + measure::space12;
        paintText(*painter, option, index,
                  visual(QRect(left, row.top(), markBox.left() - measure::space8 - left, row.height())));
        // Only the keyboard's place is marked; the mouse shows its own.
        if (option.state.testFlag(QStyle::State_HasFocus) && m_view.window()->testAttribute(Qt::WA_KeyboardFocusChange))
            style::paintFocusRing(m_theme, row.adjusted(1, 1, -1, -2), *painter, measure::radiusControl);
    }

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, int row, bool chosen) const
    {
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        if (chosen || hovered) {
            QPainterPath path;
            path.setFillRule(Qt::WindingFill);
            QRectF rect(option.rect);
            if (row == 0) { // the card's round corners
                constexpr qreal radius = measure::radiusCard - 1;
                path.addRoundedRect(rect, radius, radius);
                rect.setTop(rect.top() + radius);
            }
            path.addRect(rect);
            painter.fillPath(path, m_theme.colour(chosen ? Token::Selection : Token::Hover));
        }
        painter.restore();
        painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), measure::border,
                         m_theme.colour(Token::Border));
    }

    void paintText(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                   const QRect &area) const
    {
        const int nameHeight = m_theme.lineHeight(FontRole::Body);
        const int detailHeight = m_theme.lineHeight(FontRole::Secondary);
        const int top = area.top() + (area.height() - nameHeight - detailHeight) / 2;
        const auto line = [&](FontRole role, Token token, const QString &text, int y, int height) {
            painter.setFont(m_theme.font(role));
            painter.setPen(m_theme.colour(token));
            const QString shown = style::elidedText(painter.fontMetrics(), text, area.width());
            painter.drawText(QRect(area.left(), y, area.width(), height),
                             int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter
                                 | Qt::TextSingleLine,
                             shown);
        };
        painter.save();
        line(FontRole::Body, Token::Text, index.data(SignInViewModel::NameRole).toString(), top, nameHeight);
        line(FontRole::Secondary, Token::Text2, detailText(index), top + nameHeight, detailHeight);
        painter.restore();
    }

    const Theme &m_theme;
    ServerListView &m_view;
};

} // namespace

ServerListView::ServerListView(const Theme &theme, QWidget *parent) : QListView(parent), m_theme(theme)
{
    setAccessibleName(tr("Servers on this network"));
    setItemDelegate(new ServerDelegate(theme, *this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) { Q_EMIT chosen(index.row()); });
    connect(&theme, &Theme::changed, this, &ServerListView::fitRows);
}

void ServerListView::setServers(QAbstractListModel *servers)
{
    auto *spoken = new SpokenServers(this);
    spoken->setSourceModel(servers);
    setModel(spoken);
    connect(spoken, &QAbstractItemModel::rowsInserted, this, &ServerListView::fitRows);
    connect(spoken, &QAbstractItemModel::rowsRemoved, this, &ServerListView::fitRows);
    connect(spoken, &QAbstractItemModel::modelReset, this, &ServerListView::fitRows);
    fitRows();
}

void ServerListView::setChosenRow(int row)
{
    m_chosenRow = row;
    if (row >= 0 && model())
        setCurrentIndex(model()->index(row, 0));
    viewport()->update();
}

QSize ServerListView::sizeHint() const
{
    const int rows = model() ? qMin(model()->rowCount(), rowsAtMost) : 0;
    return {measure::listMinimum, rows * m_theme.grown(measure::signInServerRow)};
}

void ServerListView::keyPressEvent(QKeyEvent *event)
{
    const bool chooses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
        || event->key() == Qt::Key_Space;
    if (chooses && currentIndex().isValid()) {
        Q_EMIT chosen(currentIndex().row());
        return;
    }
    QListView::keyPressEvent(event);
}

void ServerListView::focusInEvent(QFocusEvent *event)
{
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
    QListView::focusInEvent(event);
}

void ServerListView::fitRows()
{
    scheduleDelayedItemsLayout();
    updateGeometry();
    Q_EMIT resized();
}

} // namespace rookery::ui
