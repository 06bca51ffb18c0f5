// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/platform/ui_settings.h"

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr QLatin1String schemeKey("look/scheme");
constexpr QLatin1String scaleKey("look/text_scale");
constexpr QLatin1String motionKey("look/reduced_motion");
constexpr QLatin1String infoKey("window/info_pane");
constexpr QLatin1String geometryKey("window/geometry");
constexpr QLatin1String splitterKey("window/splitter");
constexpr QLatin1String keepKey("tray/keep_running");
constexpr QLatin1String explainedKey("tray/explained");

} // namespace

Scheme UiSettings::scheme() const
{
    const QString name = m_settings.value(schemeKey).toString();
    if (name == QLatin1String("light"))
        return Scheme::Light;
    return name == QLatin1String("dark") ? Scheme::Dark : Scheme::System;
}

void UiSettings::setScheme(Scheme scheme)
{
    const QLatin1String name(scheme == Scheme::Light ? "light" : scheme == Scheme::Dark ? "dark" : "system");
    m_settings.setValue(schemeKey, QString(name));
}

int UiSettings::textScale() const
{
    return std::clamp(m_settings.value(scaleKey, 100).toInt(), measure::textScaleMinimum, measure::textScaleMaximum);
}

void UiSettings::setTextScale(int percent)
{
    m_settings.setValue(scaleKey, percent);
}

bool UiSettings::isReducedMotion() const
{
    return m_settings.value(motionKey, false).toBool();
}

void UiSettings::setReducedMotion(bool reduced)
{
    m_settings.setValue(motionKey, reduced);
}

bool UiSettings::keepsRunning() const
{
    return m_settings.value(keepKey, true).toBool();
}

void UiSettings::setKeepsRunning(bool keeps)
{
    m_settings.setValue(keepKey, keeps);
}

bool UiSettings::isTrayExplained() const
{
    return m_settings.value(explainedKey, false).toBool();
}

void UiSettings::setTrayExplained()
{
    m_settings.setValue(explainedKey, true);
}

bool UiSettings::isInfoShown() const
{
    return m_settings.value(infoKey, false).toBool();
}

void UiSettings::setInfoShown(bool shown)
{
    m_settings.setValue(infoKey, shown);
}

QByteArray UiSettings::windowGeometry() const
{
    return m_settings.value(geometryKey).toByteArray();
}

void UiSettings::setWindowGeometry(const QByteArray &geometry)
{
    m_settings.setValue(geometryKey, geometry);
}

QByteArray UiSettings::splitterState() const
{
    return m_settings.value(splitterKey).toByteArray();
}

void UiSettings::setSplitterState(const QByteArray &state)
{
    m_settings.setValue(splitterKey, state);
}

} // namespace rookery::ui
