"""The film from the afternoon to the next morning: the rest of the list, the review, what the supervisor reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.demo.cast import MANAGER, SUPERVISOR
from bot.demo.film_visits import ALL_TOLD
from bot.demo.script import Json, at, beginning, next_morning, pair, quoted, step, tap
from screens.words import N_

AFTERNOON = 19
"""Shops that are visited or called in fast motion; two of the list are left for the review."""
FIRST_OF_THEM = datetime(2026, 11, 24, 11, 35)
EACH = timedelta(minutes=18)
CHIPS = (ALL_TOLD, quoted(N_("will try")), quoted(N_("willing")), quoted(N_("as usual")))


def steps() -> list[Json]:
    return [_afternoon(), _evening(), _review(), _confirmed(), _tomorrow()]


def _afternoon() -> Json:
    acts = [tap(MANAGER, quoted(N_("Good to know")))]
    for n in range(AFTERNOON):
        acts += [at(f"{FIRST_OF_THEM + n * EACH:%H:%M}"), tap(MANAGER, *CHIPS)]
    return step(
        "afternoon",
        MANAGER,
        pair(
            "下午一家接一家，一家一下。结果不一样，聊的也不一样；新消息讲过的店不再提。",
            "The afternoon, shop by shop, one tap each. What was answered differs, what is talked about differs; news once told is not told again.",
        ),
        acts,
        (MANAGER, "22/25"),
        fast=True,
    )


def _evening() -> Json:
    return step(
        "evening",
        MANAGER,
        pair(
            "17:30，复盘自己来。走了几家、还要定什么、大约几分钟，先说清楚。",
            "17:30: the review comes by itself. It says first how many shops were visited, what is left to decide, and how long that takes.",
        ),
        [at("17:30")],
        (MANAGER, quoted(N_("To decide: {parts}."))),
    )


def _review() -> Json:
    reason, day = quoted(N_("no time")), beginning(quoted(N_("tomorrow")))
    elsewhere = quoted(N_("Phone instead"))
    return step(
        "review",
        MANAGER,
        pair(
            "没去成的两家，一家点两下：为什么、放到哪天。明天的名单看一眼，没有要补的，就到小结。",
            "Two shops were missed: two taps each, why and which day instead. A look at tomorrow, nothing to add, and the summary is there.",
        ),
        [
            tap(MANAGER, quoted(N_("Start"))),
            tap(MANAGER, reason),
            tap(MANAGER, day, elsewhere),
            tap(MANAGER, reason),
            tap(MANAGER, day, elsewhere),
            tap(MANAGER, quoted(N_("That's it"))),
            tap(MANAGER, quoted(N_("Nothing more"))),
        ],
        (MANAGER, quoted(N_("Confirm"))),
    )


def _confirmed() -> Json:
    return step(
        "confirm",
        SUPERVISOR,
        pair(
            "杜兰枝点“确认”，市场经理就能看到；看过了，杜兰枝这边也知道。",
            "The manager confirms, and the supervisor can read it. Once it was read, the manager sees that too.",
        ),
        [tap(MANAGER, quoted(N_("Confirm"))), tap(SUPERVISOR, quoted(N_("Read it")))],
        (MANAGER, quoted(N_("{name} read it {time}"))),
    )


def _tomorrow() -> Json:
    return step(
        "tomorrow",
        MANAGER,
        pair(
            "第二天 7:30，新名单来了，改期的店都在里面。电影到这里。手机归你，随便点、随便写。",
            "The next morning, 7:30: a new list, with the moved shops in it. This is the end of the film. The phones are yours: tap and write as you like.",
        ),
        [next_morning("07:30")],
        (MANAGER, quoted("Good morning. {day}: {n} shop", "Good morning. {day}: {n} shops")),
    )
