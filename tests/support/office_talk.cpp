// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/office_talk.h"

#include <QtCore/QDateTime>

namespace rookery::test {

namespace {

QString pick(bool isChinese, const char *english, const char *chinese)
{
    return QString::fromUtf8(isChinese ? chinese : english);
}

} // namespace

Office::Office(bool isChinese)
{
    world.clock.setWallMs(at(18, 14, 2));
    const auto person = [&](const char *english, const char *chinese, wire::PresenceState state,
                            const char *status = "", const char *chineseStatus = "") {
        return world.addPerson(pick(isChinese, english, chinese), state, pick(isChinese, status, chineseStatus));
    };
    anaId = person("Ana Costa", "安娜", wire::PRESENCE_ONLINE, "Quality", "质检");
    jonasId = person("Jonas Weber", "韦博", wire::PRESENCE_AWAY, "Maintenance · until 15:00", "维修 · 15:00 前");
    meiId = person("Mei Lin", "林小梅", wire::PRESENCE_ONLINE, "Planning", "计划");
    const UserId tomasId = person("Tomás Ruiz", "鲁伊斯", wire::PRESENCE_BUSY, "In a meeting", "开会中");
    const UserId wang = person("Wang Wei", "王伟", wire::PRESENCE_OFFLINE);
    const UserId olga = person("Olga Berg", "奥尔加", wire::PRESENCE_OFFLINE);
    group = world.addGroup(pick(isChinese, "Assembly line 4", "装配四线"), {jonasId, anaId, meiId, tomasId, wang});
    mei = world.addDirect(meiId);
    jonas = world.addDirect(jonasId);
    const ConversationId news = world.addGroup(pick(isChinese, "Announcements", "公告"), {olga, anaId, meiId});
    const ConversationId lab = world.addGroup(pick(isChinese, "Quality lab", "质检室"), {anaId, olga});
    tomas = world.addDirect(tomasId);
    const ConversationId wangTalk = world.addDirect(wang);
    talkInGroup(isChinese);
    talkElsewhere(isChinese);
    world.say(news, olga, pick(isChinese, "Power cut on Saturday 9–12", "周六 9–12 点停电"), at(18, 11, 5));
    world.say(lab, anaId, pick(isChinese, "The gauge is back from calibration", "量具已经校准回来了"), at(16, 9, 30));
    world.setOwnRead(lab, 2);
    world.say(wangTalk, wang, pick(isChinese, "Sure, no problem", "好的，没问题"), at(-100, 9, 0));
    world.setOwnRead(wangTalk, 1);
}

qint64 Office::at(int day, int hour, int minute) const
{
    return QDateTime(QDate(2026, 3, 1).addDays(day - 1), QTime(hour, minute)).toMSecsSinceEpoch();
}

void Office::talkInGroup(bool isChinese)
{
    const auto say = [&](UserId who, const char *english, const char *chinese, int hour, int minute) {
        world.say(group, who, pick(isChinese, english, chinese), at(18, hour, minute));
    };
    say(jonasId, "Morning! Station 3 stops again with this:", "早！三号工位又停了，报错：", 13, 41);
    say(jonasId, "E42 axis_limit x=812.4", "E42 axis_limit x=812.4", 13, 41);
    say(jonasId, "Has anyone seen it before?", "有人见过吗？", 13, 41);
    say(ChatWorld::self, "Yes: the sensor on the left rail. Restart the controller, then home the axis.",
        "见过：左轨传感器。重启控制器，再回零。", 13, 44);
    say(ChatWorld::self, "If it comes back I will change the cable at noon.", "再出现的话，中午我换线。", 13, 44);
    say(meiId, "@Liu the quarterly report is ready, please look at page 3 before the meeting 📎",
        "@刘 季度报告好了，开会前请看第 3 页 📎", 14, 1);
    say(meiId, "https://intranet.example/reports/q3", "https://intranet.example/reports/q3", 14, 1);
    world.setOwnRead(group, 6);
    for (const UserId member : {jonasId, anaId, meiId, UserId(5), UserId(6)})
        world.setCursors(group, member, 6, 6);
}

void Office::talkElsewhere(bool isChinese)
{
    const auto say = [&](ConversationId where, UserId who, const char *english, const char *chinese, int hour,
                         int minute) {
        world.say(where, who, pick(isChinese, english, chinese), at(18, hour, minute));
    };
    say(mei, ChatWorld::self, "Do you have five minutes after the meeting?", "会后有五分钟吗？", 13, 50);
    say(mei, meiId, "Of course 👍", "当然 👍", 13, 57);
    say(mei, meiId, "See you at the meeting", "会议见", 13, 58);
    world.setOwnRead(mei, 3);
    world.setCursors(mei, meiId, 3, 3);
    say(jonas, jonasId, "I put the spare cable on your desk", "备用线放你桌上了", 13, 15);
    say(jonas, ChatWorld::self, "thanks, works now", "谢谢，可以了", 13, 20);
    world.setOwnRead(jonas, 2);
    world.say(tomas, UserId(5), pick(isChinese, "Which spare parts do you need?", "要哪些备件？"), at(16, 16, 0));
    world.setOwnRead(tomas, 1);
}

} // namespace rookery::test
