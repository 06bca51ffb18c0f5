// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/emoji_popup.h"

#include "client/ui/conversation/row_layout.h"
#include "client/ui/widgets/fields.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QScreen>
#include <QtWidgets/QListView>
#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

constexpr int cell = 40;
constexpr int glyph = 24;
constexpr int columns = 8;
constexpr int rows = 6;

class EmojiDelegate final : public QStyledItemDelegate {
public:
    EmojiDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_font(emojiFont(theme, glyph))
    {
        m_font.setPixelSize(glyph); // The cells do not grow.
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {cell, cell}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool current = option.state & QStyle::State_Selected;
        if (current || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.colour(current ? Token::Selection : Token::Hover));
            painter->drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), measure::radiusControl,
                                     measure::radiusControl);
        }
        painter->setFont(m_font);
        painter->setPen(m_theme.colour(Token::Text));
        painter->drawText(option.rect, Qt::AlignCenter | Qt::TextSingleLine, index.data().toString());
        painter->restore();
    }

private:
    const Theme &m_theme;
    QFont m_font;
};

} // namespace

EmojiPopup::EmojiPopup(const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint), m_theme(theme), m_search(new SearchField(theme, this)),
      m_grid(new QListView(this))
{
    setFrameShape(QFrame::NoFrame);
    m_grid->setFrameShape(QFrame::NoFrame);
    m_grid->setViewMode(QListView::IconMode);
    m_grid->setMovement(QListView::Static);
    m_grid->setResizeMode(QListView::Adjust);
    m_grid->setUniformItemSizes(true);
    m_grid->setGridSize({cell, cell});
    m_grid->setFocusPolicy(Qt::NoFocus);
    m_grid->setMouseTracking(true);
    m_grid->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_grid->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_grid->setItemDelegate(new EmojiDelegate(theme, m_grid));
    m_grid->setModel(&m_model);
    m_grid->setAccessibleName(tr("Emoji"));
    m_grid->setFixedSize(columns * cell + measure::scrollBar + measure::space4, rows * cell);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space8, measure::space8, measure::space8, measure::space8);
    column->setSpacing(measure::space8);
    column->addWidget(m_search);
    column->addWidget(m_grid);
    m_search->setPlaceholderText(tr("Find an emoji"));
    m_search->setAccessibleName(tr("Find an emoji"));
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model.setFilter(text);
        m_grid->setCurrentIndex(m_model.index(0));
    });
    connect(m_grid, &QListView::clicked, this, &EmojiPopup::choose);
}

void EmojiPopup::popupAbove(const QPoint &globalBottomStart)
{
    m_search->clear();
    m_model.setFilter(QString());
    m_grid->setCurrentIndex(m_model.index(0));
    const QSize size = sizeHint();
    QRect place(globalBottomStart - QPoint(0, size.height()), size);
    const QRect room = screen()->availableGeometry();
    place.moveLeft(std::clamp(place.left(), room.left(), std::max(room.left(), room.right() - size.width())));
    place.moveTop(std::max(place.top(), room.top()));
    setGeometry(place);
    show();
    m_search->setFocus();
}

void EmojiPopup::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    hide();
    Q_EMIT chosen(index.data().toString());
}

bool EmojiPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const int count = m_model.rowCount();
    const int row = m_grid->currentIndex().row();
    int step = 0;
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_grid->currentIndex());
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Down:
        step = columns;
        break;
    case Qt::Key_Up:
        step = -columns;
        break;
    case Qt::Key_Right:
    case Qt::Key_Left:
        if (!m_search->text().isEmpty() && m_search->cursorPosition() < m_search->text().size())
            return false;
        step = (key->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight) ? 1 : -1;
        break;
    default:
        return false;
    }
    if (count > 0)
        m_grid->setCurrentIndex(m_model.index(std::clamp(row + step, 0, count - 1)));
    return true;
}

void EmojiPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Background));
    painter.setPen(m_theme.colour(Token::Border));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace rookery::ui
