// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/signin/server_picker.h"

#include "client/ui/signin/server_list_view.h"
#include "client/ui/theme/style_painter.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/loading.h"
#include "client/ui/widgets/text_label.h"

#include <QtCore/QAbstractListModel>
#include <QtGui/QPainter>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

class Card final : public QWidget {
public:
    Card(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        style::paintRounded(painter, rect(), measure::radiusCard, m_theme.colour(Token::Background),
                            m_theme.colour(Token::Border));
    }

private:
    const Theme &m_theme;
};

class Divider final : public QWidget {
public:
    Divider(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) { setFixedHeight(measure::border); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.colour(Token::Border));
    }

private:
    const Theme &m_theme;
};

constexpr int otherRowHeight = 44;
constexpr int sideMargin = ServerPicker::sideMargin;

} // namespace

/// The last row of the card: opens and closes the part for another address.
class OtherRow final : public QAbstractButton {
public:
    OtherRow(const Theme &theme, const QString &text, QWidget *parent) : QAbstractButton(parent), m_theme(theme)
    {
        setText(text);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        QObject::connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
    }

    QSize sizeHint() const override { return {measure::listMinimum, m_theme.grown(otherRowHeight)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (underMouse())
            style::paintRounded(painter, rect(), measure::radiusCard - 1, m_theme.colour(Token::Hover));
        const int size = m_theme.grown(measure::icon);
        const QRect icon(measure::space12, 0, size, height());
        const QString name = isChecked() ? QStringLiteral("minus") : QStringLiteral("plus");
        style::paintIcon(m_theme, painter, name, Token::Text2, QStyle::visualRect(layoutDirection(), rect(), icon),
                         size);
        const int left = measure::space12 + size + measure::space12;
        const QRect area = QStyle::visualRect(layoutDirection(), rect(),
                                              rect().adjusted(left, 0, -measure::space12, 0));
        painter.setFont(m_theme.font(FontRole::Body));
        painter.setPen(m_theme.colour(Token::Link));
        painter.drawText(area,
                         int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter
                             | Qt::TextSingleLine,
                         style::elidedText(painter.fontMetrics(), text(), area.width()));
    }

private:
    const Theme &m_theme;
};

ServerPicker::ServerPicker(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());

    auto *card = new Card(theme, this);
    auto *rows = new QVBoxLayout(card);
    rows->setContentsMargins(1, 1, 1, 1);
    rows->setSpacing(0);
    m_list = new ServerListView(theme, card);
    rows->addWidget(m_list);
    rows->addWidget(makeSearchState());
    m_otherRow = new OtherRow(theme, tr("Other address, or start a server here..."), card);
    rows->addWidget(m_otherRow);
    m_otherPart = makeOtherPart();
    rows->addWidget(m_otherPart);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(sideMargin, 0, sideMargin, 0);
    inset->setSpacing(measure::space4);
    inset->addWidget(card);
    inset->addWidget(makeErrorLine());
    column->addLayout(inset);

    connect(m_list, &ServerListView::chosen, this, &ServerPicker::serverChosen);
    connect(m_list, &ServerListView::resized, this, &ServerPicker::showSearchState);
    connect(m_otherRow, &QAbstractButton::toggled, this, &ServerPicker::setOtherOpen);
    QWidget::setTabOrder(m_rescan, m_list);
    QWidget::setTabOrder(m_otherRow, m_address);
    QWidget::setTabOrder(m_address, m_connect);
    QWidget::setTabOrder(m_connect, m_startLocal);
    QWidget::setTabOrder(m_startLocal, m_retry);
    setOtherOpen(false);
    setError(QString());
    showSearchState();
}

QWidget *ServerPicker::makeHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addSpacing(sideMargin);
    auto *caption = new TextLabel(m_theme, FontRole::Secondary, Token::Text2, header);
    caption->setText(tr("On this network"));
    row->addWidget(caption, 1);
    m_rescan = new IconButton(m_theme, QStringLiteral("refresh-cw"), tr("Scan again"), IconButtonSize::Inline, header);
    m_rescan->setShortcutHint(QKeySequence(Qt::Key_F5));
    row->addWidget(m_rescan);
    connect(m_rescan, &QAbstractButton::clicked, this, &ServerPicker::rescanRequested);
    return header;
}

QWidget *ServerPicker::makeSearchState()
{
    auto *state = new QWidget(this);
    auto *column = new QVBoxLayout(state);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    m_searchState = state;
    m_scanningRow = new QWidget(state);
    auto *scanning = new QHBoxLayout(m_scanningRow);
    // The spinner's middle and the text stand where the icons and names of the rows do.
    scanning->setContentsMargins(measure::space12 + 2, measure::space16, measure::space12, measure::space16);
    scanning->setSpacing(measure::space12 + 2);
    scanning->addWidget(new Spinner(m_theme, m_scanningRow));
    auto *scanningText = new TextLabel(m_theme, FontRole::Body, Token::Text2, m_scanningRow);
    scanningText->setText(tr("Looking for servers on this network..."));
    scanningText->setWordWrap(true);
    scanning->addWidget(scanningText, 1);
    column->addWidget(m_scanningRow);

    m_noneRow = new QWidget(state);
    auto *none = new QVBoxLayout(m_noneRow);
    none->setContentsMargins(measure::space12, measure::space16, measure::space12, measure::space12);
    none->setSpacing(measure::space12);
    auto *noneText = new TextLabel(m_theme, FontRole::Body, Token::Text, m_noneRow);
    noneText->setText(tr("No server found on this network."));
    noneText->setWordWrap(true);
    none->addWidget(noneText);
    auto *buttons = new QHBoxLayout;
    auto *again = new Button(m_theme, tr("Scan again"), ButtonVariant::Secondary, m_noneRow);
    auto *enter = new Button(m_theme, tr("Enter address"), ButtonVariant::Secondary, m_noneRow);
    buttons->addWidget(again);
    buttons->addWidget(enter);
    buttons->addStretch(1);
    none->addLayout(buttons);
    column->addWidget(m_noneRow);
    column->addWidget(new Divider(m_theme, state));
    connect(again, &QPushButton::clicked, this, &ServerPicker::rescanRequested);
    connect(enter, &QPushButton::clicked, this, &ServerPicker::showAddressEntry);
    return state;
}

QWidget *ServerPicker::makeOtherPart()
{
    auto *part = new QWidget(this);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(measure::space12, measure::space4, measure::space12, measure::space12);
    column->setSpacing(measure::space8);
    auto *row = new QHBoxLayout;
    m_address = new TextField(m_theme, part);
    m_address->setPlaceholderText(tr("Address, such as 192.168.1.20"));
    m_address->setAccessibleName(tr("Address"));
    m_connect = new Button(m_theme, tr("Connect"), ButtonVariant::Secondary, part);
    m_connect->setLeastHeight(measure::field);
    row->addWidget(m_address, 1);
    row->addWidget(m_connect);
    column->addLayout(row);
    m_startLocal = new Button(m_theme, tr("Start a server on this computer"), ButtonVariant::Secondary, part);
    m_startLocal->setIconName(QStringLiteral("server"));
    m_startLocal->setLeastHeight(measure::field);
    column->addWidget(m_startLocal);
    connect(m_address, &QLineEdit::returnPressed, this, &ServerPicker::submitAddress);
    connect(m_connect, &QPushButton::clicked, this, &ServerPicker::submitAddress);
    connect(m_startLocal, &QPushButton::clicked, this, &ServerPicker::localServerRequested);
    return part;
}

QWidget *ServerPicker::makeErrorLine()
{
    m_errorLine = new QWidget(this);
    auto *row = new QHBoxLayout(m_errorLine);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(measure::space12);
    m_error = new TextLabel(m_theme, FontRole::Secondary, Token::Danger, m_errorLine);
    m_error->setWordWrap(true);
    row->addWidget(m_error, 1);
    m_retry = new Button(m_theme, tr("Try again"), ButtonVariant::Link, m_errorLine);
    row->addWidget(m_retry, 0, Qt::AlignVCenter);
    connect(m_retry, &QPushButton::clicked, this, &ServerPicker::retryRequested);
    return m_errorLine;
}

void ServerPicker::setServers(QAbstractListModel *servers)
{
    m_list->setServers(servers);
    showSearchState();
}

void ServerPicker::setChosenRow(int row)
{
    m_list->setChosenRow(row);
}

void ServerPicker::setScanning(bool scanning)
{
    m_scanning = scanning;
    m_rescan->setEnabled(!scanning);
    showSearchState();
}

void ServerPicker::setError(const QString &text)
{
    m_error->setText(text);
    m_errorLine->setVisible(!text.isEmpty());
}

QString ServerPicker::error() const
{
    return m_errorLine->isHidden() ? QString() : m_error->text();
}

void ServerPicker::setBusy(bool busy)
{
    m_connect->setEnabled(!busy);
    m_startLocal->setEnabled(!busy);
}

void ServerPicker::showAddressEntry()
{
    m_otherRow->setChecked(true);
    m_address->setFocus(Qt::OtherFocusReason);
}

QWidget &ServerPicker::lastTabStop() const
{
    return *m_retry;
}

void ServerPicker::setOtherOpen(bool open)
{
    m_otherPart->setVisible(open);
    if (open && m_otherRow->hasFocus())
        m_address->setFocus(Qt::TabFocusReason);
}

void ServerPicker::showSearchState()
{
    const bool empty = !m_list->model() || m_list->model()->rowCount() == 0;
    m_list->setVisible(!empty);
    m_searchState->setVisible(empty);
    m_scanningRow->setVisible(m_scanning);
    m_noneRow->setVisible(!m_scanning);
}

void ServerPicker::submitAddress()
{
    const QString address = m_address->text().trimmed();
    if (address.isEmpty())
        m_address->setFocus(Qt::OtherFocusReason);
    else
        Q_EMIT addressEntered(address);
}

} // namespace rookery::ui
