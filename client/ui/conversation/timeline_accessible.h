// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a screen reader gets of the timeline: its rows on screen as sentences. GUI thread.
#pragma once

namespace rookery::ui {

/// Makes Qt ask us for the interface of a TimelineView; the first call counts.
void installTimelineAccessibility();

} // namespace rookery::ui
