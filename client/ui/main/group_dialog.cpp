// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/group_dialog.h"

#include "client/ui/error_text.h"
#include "client/ui/main/row_list_view.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/text_label.h"
#include "client/viewmodels/group_viewmodel.h"
#include "common/protocol/limits.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

using namespace client;

GroupDialog::GroupDialog(const Theme &theme, std::unique_ptr<GroupViewModel> viewModel, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_viewModel(std::move(viewModel)),
      m_heading(new TextLabel(theme, FontRole::Heading, Token::Text, this)), m_name(new TextField(theme, this)),
      m_search(new SearchField(theme, this)), m_people(new RowListView(theme, RowSize::Member, this)),
      m_note(new TextLabel(theme, FontRole::Secondary, Token::Text2, this)),
      m_submit(new Button(theme, QString(), ButtonVariant::Primary, this)),
      m_cancel(new Button(theme, tr("Cancel"), ButtonVariant::Secondary, this))
{
    const bool isNew = m_viewModel->isNewGroup();
    const QString title = isNew ? tr("New group") : tr("Add people");
    setWindowTitle(title);
    m_heading->setText(title);
    m_submit->setText(isNew ? tr("Create group") : tr("Add"));
    m_submit->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    m_name->setPlaceholderText(tr("Name of the group"));
    m_name->setAccessibleName(tr("Name of the group"));
    m_name->setMaxLength(limits::groupTitleCharacters);
    m_name->setVisible(isNew);
    m_search->setPlaceholderText(tr("Find people"));
    m_search->setAccessibleName(tr("Find people"));
    m_people->setModel(&m_viewModel->candidates());
    m_people->setAccessibleName(tr("People"));
    m_people->rowDelegate().setTicked([this](const QModelIndex &index) {
        return m_viewModel->isChosen(m_viewModel->candidates().personAt(index.row()));
    });
    m_note->setWordWrap(true);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_people)})
        widget->installEventFilter(this);
    buildLayout();
    connect(m_name, &QLineEdit::textChanged, m_viewModel.get(), &GroupViewModel::setTitle);
    connect(m_search, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_viewModel->candidates().setText(text); });
    connect(m_people, &RowListView::opened, this, &GroupDialog::toggle);
    connect(m_submit, &QPushButton::clicked, m_viewModel.get(), &GroupViewModel::submit);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_viewModel.get(), &GroupViewModel::changed, this, &GroupDialog::refresh);
    connect(m_viewModel.get(), &GroupViewModel::done, this, [this](ConversationId group) {
        Q_EMIT done(group);
        accept();
    });
    refresh();
}

GroupDialog::~GroupDialog() = default;

void GroupDialog::buildLayout()
{
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(measure::space8);
    buttons->addWidget(m_note, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_submit);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space24, measure::space24, measure::space24, measure::space16);
    column->setSpacing(measure::space12);
    column->addWidget(m_heading);
    column->addWidget(m_name);
    column->addWidget(m_search);
    column->addWidget(m_people, 1);
    column->addLayout(buttons);
    constexpr int width = 440;
    constexpr int height = 520;
    resize(m_theme.grown(width), m_theme.grown(height));
    setMinimumSize(width - 80, height - 120);
}

void GroupDialog::refresh()
{
    const bool failed = m_viewModel->problem().code != ErrorCode::None;
    const qsizetype count = m_viewModel->chosen().size();
    m_note->setToken(failed ? Token::Danger : Token::Text2);
    m_note->setText(failed           ? errorText(m_viewModel->problem())
                        : count == 0 ? QString()
                        : count == 1 ? tr("1 person")
                                     : tr("%1 people").arg(count));
    m_submit->setEnabled(m_viewModel->canSubmit());
    m_people->viewport()->update();
}

bool GroupDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (isEnter && (key->modifiers() & Qt::ControlModifier)) {
        m_viewModel->submit();
        return true;
    }
    if (isEnter && watched == m_name) {
        m_search->setFocus(Qt::TabFocusReason);
        return true;
    }
    if (isEnter && watched == m_search) {
        chooseFound();
        return true;
    }
    if (key->key() == Qt::Key_Down && watched == m_search) {
        m_people->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void GroupDialog::chooseFound()
{
    if (m_search->text().trimmed().isEmpty() || m_people->model()->rowCount() == 0)
        return;
    toggle(m_people->model()->index(0, 0));
    m_search->clear();
}

void GroupDialog::toggle(const QModelIndex &index)
{
    m_viewModel->toggle(m_viewModel->candidates().personAt(index.row()));
}

} // namespace rookery::ui
