// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/timeline_accessible.h"

#include "client/ui/conversation/timeline_view.h"

#include <QtWidgets/QAccessibleWidget>

namespace rookery::ui {

namespace {

class TimelineAccessible final : public QAccessibleWidget {
public:
    explicit TimelineAccessible(TimelineView *view) : QAccessibleWidget(view, QAccessible::Document) {}

    QString text(QAccessible::Text kind) const override
    {
        const auto *view = static_cast<TimelineView *>(object());
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return view->spokenRows().join(u'\n');
        return QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<TimelineView *>(object);
    return view ? new TimelineAccessible(view) : nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace rookery::ui
