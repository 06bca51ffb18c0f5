// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How long and from which seed a reliability test runs. ROOKERY_SEED replays a run; ROOKERY_LONG=1 asks for the long
// forms.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::test {

/// The seed of this run; the test prints it when it fails.
inline quint32 trialSeed(quint32 usual)
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("ROOKERY_SEED", &isGiven);
    return isGiven ? quint32(given) : usual;
}

inline bool isLongTrial()
{
    return qEnvironmentVariableIntValue("ROOKERY_LONG") != 0;
}

template <typename T>
T shortOrLong(T shortForm, T longForm)
{
    return isLongTrial() ? longForm : shortForm;
}

} // namespace rookery::test
