// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/app_style.h"

#include "client/ui/theme/controls.h"
#include "client/ui/theme/focus_ring.h"
#include "client/ui/theme/style_painter.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QToolTip>

namespace rookery::ui {

namespace {

QRegion roundedRegion(const QRect &rect, int radius)
{
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return QRegion(path.toFillPolygon().toPolygon());
}

/// Menus have round corners: where the window system blends, by a transparent ground, else by a mask.
bool blendsWindows()
{
    return QGuiApplication::platformName().startsWith(QLatin1String("wayland"));
}

class MenuCorners final : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Resize) {
            auto *menu = static_cast<QWidget *>(watched);
            menu->setMask(roundedRegion(menu->rect(), measure::radiusCard));
        }
        return false;
    }
};

} // namespace

AppStyle::AppStyle(const Theme &theme) : QProxyStyle(QStringLiteral("Fusion")), m_theme(theme) {}

void AppStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || qobject_cast<QLineEdit *>(widget) || qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QMenu *>(widget)) {
        if (blendsWindows())
            widget->setAttribute(Qt::WA_TranslucentBackground);
        else
            widget->installEventFilter(new MenuCorners(widget));
    }
}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuBarPanelWidth:
        return 0;
    case PM_DefaultFrameWidth:
    case PM_MenuPanelWidth:
    case PM_SplitterWidth:
    case PM_TextCursorWidth:
        return 1;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return m_theme.grown(measure::checkMark);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return measure::space8;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return measure::space16;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return measure::focusWidth + measure::focusOffset;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return measure::space4;
    case PM_ScrollBarExtent:
        return measure::scrollBar;
    case PM_ScrollBarSliderMin:
        return measure::space32;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_SmallIconSize:
        return measure::inlineIcon;
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return measure::icon;
    case PM_ToolTipLabelFrameWidth:
        return measure::space8 - 2;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                        QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Menu_SloppySubMenus:
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_Menu_MouseTracking:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_LineEdit_PasswordCharacter:
        return 0x2022; // bullet
    case SH_Widget_Animation_Duration:
        return m_theme.duration(motion::menu);
    case SH_ToolTip_Mask:
        if (auto *mask = qstyleoption_cast<QStyleHintReturnMask *>(returned)) {
            mask->region = roundedRegion(option->rect, measure::radiusControl);
            return 1;
        }
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QSize AppStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                 const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        return style::pushButtonSize(m_theme, contents, buttonVariant(widget));
    case CT_LineEdit:
        return {contents.width() + 2 * measure::space12,
                qMax(m_theme.grown(measure::hitTarget), contents.height() + measure::space8)};
    case CT_ComboBox:
        // 4: the base style insets the label once more
        return {contents.width() + measure::space12 + measure::space8 + measure::inlineIcon + measure::space12 + 4,
                qMax(m_theme.grown(measure::hitTarget), contents.height() + measure::space8)};
    case CT_CheckBox:
    case CT_RadioButton: {
        const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return size.expandedTo({0, m_theme.grown(measure::space24)});
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return style::menuItemSize(m_theme, *item, contents);
        break;
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

QRect AppStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents:
        // QLineEdit itself adds 2 px at each side, which makes 12.
        return fieldLook(widget) == FieldLook::Bare
            ? option->rect
            : option->rect.adjusted(measure::space12 - 2, 1, -(measure::space12 - 2), -1);
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect AppStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                               const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return style::scrollBarPart(*bar, part, pixelMetric(PM_ScrollBarSliderMin, option, widget));
    }
    if (control == CC_ComboBox && (part == SC_ComboBoxEditField || part == SC_ComboBoxArrow)) {
        const int arrow = measure::inlineIcon + measure::space12;
        const QRect &all = option->rect;
        const QRect rect = part == SC_ComboBoxArrow ? QRect(all.right() + 1 - arrow, all.top(), arrow, all.height())
                                                    : all.adjusted(measure::space12, 1, -arrow - measure::space8, -1);
        return visualRect(option->direction, all, rect);
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect: // the ring of FocusRing instead
    case PE_FrameMenu:      // part of PE_PanelMenu
    case PE_FrameDefaultButton:
    case PE_PanelScrollAreaCorner:
        return;
    case PE_PanelButtonCommand:
        return style::paintButton(m_theme, *option, *painter, buttonVariant(widget));
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            style::paintField(m_theme, *option, *painter, fieldLook(widget), fieldState(widget));
        return;
    case PE_FrameLineEdit:
        return style::paintField(m_theme, *option, *painter, fieldLook(widget), fieldState(widget));
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return style::paintCheckBox(m_theme, *option, *painter);
    case PE_IndicatorRadioButton:
        return style::paintRadioButton(m_theme, *option, *painter);
    case PE_PanelMenu:
        return style::paintMenuPanel(m_theme, *option, *painter);
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, m_theme.colour(Token::Text));
        return;
    case PE_PanelItemViewItem:
        return style::paintItem(m_theme, *option, *painter);
    case PE_Frame:
        painter->save();
        painter->setPen(m_theme.colour(Token::Border));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void AppStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                           const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton: // the base style would draw the label with margins of its own
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            style::paintButton(m_theme, *option, *painter, buttonVariant(widget));
            return style::paintButtonLabel(m_theme, *button, *painter, buttonVariant(widget));
        }
        break;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return style::paintMenuItem(m_theme, *item, *painter);
        break;
    case CE_MenuEmptyArea:
        return;
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
        return;
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            return style::paintProgress(m_theme, *bar, *painter);
        break;
    case CE_ItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem plain(*item); // text keeps its colour: a selected row is only tinted
            plain.palette.setColor(QPalette::HighlightedText, m_theme.colour(Token::Text));
            return QProxyStyle::drawControl(element, &plain, painter, widget);
        }
        break;
    case CE_FocusFrame:
        return style::paintFocusRing(m_theme, option->rect, *painter);
    case CE_Splitter:
        painter->fillRect(option->rect, m_theme.colour(Token::Border));
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void AppStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                  const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return style::paintScrollBar(m_theme, *bar, *painter,
                                         subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget));
    }
    if (control == CC_ComboBox) {
        style::paintField(m_theme, *option, *painter, fieldLook(widget), fieldState(widget));
        const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        style::paintIcon(m_theme, *painter, QStringLiteral("chevron-down"), Token::Text2, arrow);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void installLook(QApplication &application, const Theme &theme)
{
    const auto apply = [&application, &theme] {
        application.setPalette(theme.palette());
        application.setFont(theme.font(FontRole::Body));
        QToolTip::setPalette(theme.palette());
        QToolTip::setFont(theme.font(FontRole::Secondary));
    };
    application.setStyle(new AppStyle(theme));
    apply();
    QObject::connect(&theme, &Theme::changed, &application, apply);
    new FocusRing(application);
}

} // namespace rookery::ui
