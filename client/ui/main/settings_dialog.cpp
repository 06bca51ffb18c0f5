// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/settings_dialog.h"

#include "client/ui/platform/ui_settings.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/text_label.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

SettingsDialog::SettingsDialog(Theme &theme, UiSettings &settings, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_settings(settings), m_scheme(new QComboBox(this)),
      m_scale(new QComboBox(this)), m_motion(new QCheckBox(tr("Reduce motion"), this)),
      m_keepRunning(new QCheckBox(tr("Keep running when the window is closed"), this))
{
    setWindowTitle(tr("Settings"));
    m_scheme->addItem(tr("System"), int(Scheme::System));
    m_scheme->addItem(tr("Light"), int(Scheme::Light));
    m_scheme->addItem(tr("Dark"), int(Scheme::Dark));
    m_scheme->setCurrentIndex(m_scheme->findData(int(theme.scheme())));
    fillScales();
    m_motion->setChecked(settings.isReducedMotion());
    m_keepRunning->setChecked(settings.keepsRunning());
    buildLayout();
    connect(m_scheme, &QComboBox::activated, this, [this] {
        const auto scheme = Scheme(m_scheme->currentData().toInt());
        m_theme.setScheme(scheme);
        m_settings.setScheme(scheme);
    });
    connect(m_scale, &QComboBox::activated, this, [this] {
        m_theme.setTextScale(m_scale->currentData().toInt());
        m_settings.setTextScale(m_theme.textScale());
    });
    connect(m_motion, &QCheckBox::toggled, this, [this](bool reduced) {
        m_theme.setReducedMotion(reduced);
        m_settings.setReducedMotion(reduced);
    });
    connect(m_keepRunning, &QCheckBox::toggled, this, [this](bool keeps) { m_settings.setKeepsRunning(keeps); });
}

void SettingsDialog::fillScales()
{
    for (const int percent : {80, 90, 100, 110, 125, 150, 175, 200})
        m_scale->addItem(tr("%1 %").arg(percent), percent);
    if (m_scale->findData(m_theme.textScale()) < 0) // Chosen step by step with the keyboard.
        m_scale->addItem(tr("%1 %").arg(m_theme.textScale()), m_theme.textScale());
    m_scale->setCurrentIndex(m_scale->findData(m_theme.textScale()));
}

void SettingsDialog::buildLayout()
{
    auto *heading = new TextLabel(m_theme, FontRole::Heading, Token::Text, this);
    heading->setText(tr("Settings"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(measure::space24);
    grid->setVerticalSpacing(measure::space12);
    const auto addRow = [&](const QString &name, QComboBox *field) {
        auto *label = new TextLabel(m_theme, FontRole::Body, Token::Text, this);
        label->setText(name);
        label->setBuddy(field);
        field->setAccessibleName(name);
        grid->addWidget(label, grid->rowCount(), 0);
        grid->addWidget(field, grid->rowCount() - 1, 1);
    };
    addRow(tr("Theme"), m_scheme);
    addRow(tr("Text size"), m_scale);
    grid->setColumnStretch(1, 1);
    auto *close = new Button(m_theme, tr("Close"), ButtonVariant::Secondary, this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space24, measure::space24, measure::space24, measure::space16);
    column->setSpacing(measure::space16);
    column->addWidget(heading);
    column->addLayout(grid);
    column->addWidget(m_motion);
    column->addWidget(m_keepRunning);
    column->addStretch(1);
    column->addLayout(buttons);
    constexpr int width = 420;
    setMinimumWidth(width);
}

} // namespace rookery::ui
