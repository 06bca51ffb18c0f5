// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// An office that talks, in English or Chinese, for pictures of the main window: people of every presence, a group with
// unread messages, direct talks with drafts and ticks. The day is Wednesday, 18 March 2026, 14:02, local time.
#pragma once

#include "tests/support/chat_world.h"

namespace rookery::test {

struct Office {
    explicit Office(bool isChinese);

    ChatWorld world;
    ConversationId group;
    ConversationId mei;
    ConversationId jonas;
    ConversationId tomas;
    UserId meiId;
    UserId jonasId;
    UserId anaId;

private:
    void talkInGroup(bool isChinese);
    void talkElsewhere(bool isChinese);
    qint64 at(int day, int hour, int minute) const;
};

} // namespace rookery::test
