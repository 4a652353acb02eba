"""The film until the list is there: joining, the focus, the group, news."""

from __future__ import annotations

from collections.abc import Mapping

from bot.demo.cast import ADMIN, COLLEAGUE, MANAGER, SUPERVISOR
from bot.demo.script import Json, adds_bot, at, pair, quoted, says, step, tap
from screens.words import N_

NEWS = pair("/broadcast 12 月 1 日起，订货截止提前到 16:00", "/broadcast From 1 December orders close at 16:00")
NEWS_PART = pair("订货截止提前到 16:00", "orders close at 16:00")
FOCUS = pair("/focus 网上订货 电子结算", "/focus online ordering; electronic settlement")


def steps(codes: Mapping[str, str], group: int) -> list[Json]:
    return [_joins(codes[MANAGER.code]), _focus(), _group(group), _news(), _read(group), _list()]


def _joins(code: str) -> Json:
    return step(
        "join",
        MANAGER,
        pair(
            "这几部手机过的是同一天。周二 7:20，客户经理杜兰枝点开管理员给的邀请链接，机器人就认得是谁了。",
            "These phones live through one day. Tuesday, 7:20: the customer manager opens the link that the "
            "administrator sent, and the bot knows who it is.",
        ),
        [says(MANAGER, f"/start {code}")],
        (MANAGER, quoted(N_("Not you? Tell administrator {name}, who ends this link."))),
    )


def _focus() -> Json:
    return step(
        "focus",
        SUPERVISOR,
        pair(
            "市场经理用一句话定下本月重点。拜访时聊什么，会跟着它走。",
            "The supervisor sets this month's focus in one line. What is talked about in the shops follows it.",
        ),
        [says(SUPERVISOR, FOCUS)],
        (SUPERVISOR, quoted(N_("This month's focus: {lines}"))),
    )


def _group(group: int) -> Json:
    return step(
        "group",
        ADMIN,
        pair(
            "市场经理把机器人拉进市场部的群。管理员点一下，群就接上了；没人认，机器人十分钟后自己走。",
            "The supervisor adds the bot to the department's group. One tap of the administrator binds it to the "
            "department; without that, the bot leaves after ten minutes.",
        ),
        [adds_bot(SUPERVISOR, group), tap(ADMIN, quoted(N_("Bind to {department}")))],
        (ADMIN, quoted(N_("The group {title} is bound to {department}."))),
    )


def _news() -> Json:
    return step(
        "news",
        ADMIN,
        pair(
            "管理员有一条新消息：写一句，看看发给谁，发出去。人和群都收到。",
            "The administrator has news: one line, a look at who gets it, and off it goes, to people and to the group.",
        ),
        [says(ADMIN, NEWS), tap(ADMIN, quoted("Send to {n} place", "Send to {n} places"))],
        (COLLEAGUE, NEWS_PART),
    )


def _read(group: int) -> Json:
    return step(
        "read",
        MANAGER,
        pair(
            "看过点“已阅”。在群里点的只数人数，不记名字；管理员的卡片跟着变。",
            "Whoever has read it presses “Read”. In the group only the number counts, no names. The "
            "administrator's card follows.",
        ),
        [
            tap(MANAGER, quoted(N_("Read")), chat=MANAGER.user),
            tap(COLLEAGUE, quoted(N_("Read")), chat=group),
        ],
        (ADMIN, quoted("{n} person read it in a group.", "{n} people read it in a group.", 1)),
    )


def _list() -> Json:
    return step(
        "list",
        MANAGER,
        pair(
            "7:30，今天的名单自己来：先办的在最上面，下面按顺路排。置顶的卡片会跟着走一天。",
            "At 7:30 today's list comes by itself: what matters first on top, then the shops in the order of the "
            "way. The pinned card goes along through the day.",
        ),
        [at("07:30")],
        (MANAGER, quoted(N_("❗ First"))),
    )
