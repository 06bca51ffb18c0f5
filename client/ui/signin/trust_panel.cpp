// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/signin/trust_panel.h"

#include "client/ui/error_text.h"
#include "client/ui/theme/style_painter.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/text_label.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

constexpr int wordCount = 6;
constexpr int wordColumns = 2;
constexpr int iconSize = 40;

class WordsCard final : public QWidget {
public:
    WordsCard(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        style::paintRounded(painter, rect(), measure::radiusCard, m_theme.colour(Token::Side),
                            m_theme.colour(Token::Border));
    }

private:
    const Theme &m_theme;
};

} // namespace

TrustPanel::TrustPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel(this)),
      m_heading(new TextLabel(theme, FontRole::Title, Token::Text, this)),
      m_server(new ElidedLabel(theme, FontRole::Body, Token::Text2, this)),
      m_hint(new TextLabel(theme, FontRole::Body, Token::Text2, this)),
      m_fingerprint(new TextLabel(theme, FontRole::Code, Token::Text2, this))
{
    for (QLabel *label : std::initializer_list<QLabel *>{m_heading, m_hint, m_fingerprint}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    m_server->setAlignment(Qt::AlignCenter);
    m_icon->setTextFormat(Qt::PlainText);
    m_icon->setAlignment(Qt::AlignCenter);
    m_fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space8, measure::space16, measure::space8, 0);
    column->setSpacing(0);
    column->addWidget(m_icon);
    column->addSpacing(measure::space16);
    column->addWidget(m_heading);
    column->addSpacing(measure::space8);
    column->addWidget(m_server);
    column->addSpacing(measure::space24);
    column->addWidget(makeWords());
    column->addSpacing(measure::space16);
    column->addWidget(m_hint);
    column->addSpacing(measure::space16);
    column->addWidget(m_fingerprint);
    column->addSpacing(measure::space24);
    column->addWidget(makeButtons());
    connect(&theme, &Theme::changed, this, &TrustPanel::showIcon);
}

QWidget *TrustPanel::makeWords()
{
    m_wordsCard = new WordsCard(m_theme, this);
    m_grid = new QGridLayout(m_wordsCard);
    m_grid->setContentsMargins(measure::space16, measure::space16, measure::space16, measure::space16);
    m_grid->setHorizontalSpacing(measure::space16);
    m_grid->setVerticalSpacing(measure::space12);
    for (int i = 0; i < wordCount; ++i) {
        auto *word = new TextLabel(m_theme, FontRole::Heading, Token::Text, m_wordsCard);
        word->setAlignment(Qt::AlignCenter);
        m_grid->addWidget(word, i / wordColumns, i % wordColumns);
        m_words.append(word);
    }
    return m_wordsCard;
}

QWidget *TrustPanel::makeButtons()
{
    auto *row = new QWidget(this);
    auto *buttons = new QHBoxLayout(row);
    buttons->setContentsMargins(0, 0, 0, 0);
    m_cancel = new Button(m_theme, tr("Cancel"), ButtonVariant::Primary, row);
    m_cancel->setLeastHeight(measure::field);
    m_cancel->setObjectName(QStringLiteral("cancelTrust"));
    m_trust = new Button(m_theme, tr("Trust"), ButtonVariant::Secondary, row);
    m_trust->setLeastHeight(measure::field);
    m_trust->setObjectName(QStringLiteral("trust"));
    buttons->addWidget(m_cancel, 1);
    buttons->addWidget(m_trust, 1);
    setTabOrder(m_cancel, m_trust);
    connect(m_cancel, &QPushButton::clicked, this, &TrustPanel::cancelled);
    connect(m_trust, &QPushButton::clicked, this, &TrustPanel::trusted);
    return row;
}

void TrustPanel::show(Kind kind, const QString &server, const QStringList &phrase, const QString &fingerprint)
{
    m_kind = kind;
    const bool firstUse = kind == Kind::FirstUse;
    m_heading->setText(errorText(firstUse ? ErrorCode::NotTrusted : ErrorCode::KeyChanged));
    m_server->setText(server);
    for (int i = 0; i < wordCount; ++i)
        m_words[i]->setText(phrase.value(i));
    m_wordsCard->setVisible(!phrase.isEmpty());
    m_wordsCard->setAccessibleName(phrase.join(QLatin1Char(' ')));
    m_hint->setText(firstUse
                        ? tr("Compare these words with those the server shows. If they differ, this is another server.")
                        : tr("These are the words of the new key. Until it is clear why it changed, this server "
                             "cannot be used."));
    m_fingerprint->setText(fingerprint);
    m_fingerprint->setVisible(!fingerprint.isEmpty());
    m_trust->setVisible(firstUse);
    m_cancel->setText(firstUse ? tr("Cancel") : tr("Back"));
    showIcon();
    QWidget::show();
    m_cancel->setFocus(Qt::OtherFocusReason);
}

void TrustPanel::showIcon()
{
    const bool firstUse = m_kind == Kind::FirstUse;
    m_icon->setPixmap(m_theme.icon(QStringLiteral("shield-alert"), firstUse ? Token::Accent : Token::Danger,
                                   m_theme.grown(iconSize), devicePixelRatioF()));
}

void TrustPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace rookery::ui
