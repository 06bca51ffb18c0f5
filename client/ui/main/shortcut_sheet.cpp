// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/shortcut_sheet.h"

#include "client/ui/widgets/text_label.h"

#include <QtWidgets/QGridLayout>

namespace rookery::ui {

ShortcutSheet::ShortcutSheet(const Theme &theme, const QList<WindowActions::Row> &rows, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    auto *heading = new TextLabel(theme, FontRole::Heading, Token::Text, this);
    heading->setText(tr("Keys"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(measure::space24, measure::space24, measure::space24, measure::space24);
    grid->setHorizontalSpacing(measure::space16);
    grid->setVerticalSpacing(measure::space8);
    grid->addWidget(heading, 0, 0, 1, 5);
    constexpr int gapColumn = 2;
    grid->setColumnMinimumWidth(gapColumn, measure::space24);
    const int half = int(rows.size() + 1) / 2;
    for (int number = 0; number < rows.size(); ++number) {
        const WindowActions::Row &row = rows.at(number);
        auto *name = new TextLabel(theme, FontRole::Body, Token::Text, this);
        name->setText(row.text);
        QStringList keys;
        for (const QKeySequence &key : row.keys)
            keys.append(key.toString(QKeySequence::NativeText));
        auto *shown = new TextLabel(theme, FontRole::Secondary, Token::Text2, this);
        shown->setText(keys.join(tr(", ", "between keys")));
        const int column = number < half ? 0 : gapColumn + 1;
        const int line = 1 + (number < half ? number : number - half);
        grid->addWidget(name, line, column);
        grid->addWidget(shown, line, column + 1, Qt::AlignTrailing | Qt::AlignVCenter);
    }
}

} // namespace rookery::ui
