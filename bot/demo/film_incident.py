"""The film of an abnormal situation: reported, climbing, taken, asked about, closed, and the answer read."""

from __future__ import annotations

from bot.demo.cast import DEPUTY, MANAGER, SUPERVISOR
from bot.demo.script import Json, at, capital, later, pair, photo, quoted, says, step, tap
from screens.words import N_

FOUND = pair("柜台下三条没见过的烟，没有喷码", "Three cartons under the counter that I have never seen, without a code")
ANSWER = pair("三条，看不出牌子", "Three, I can't tell the brand")
ENDING = pair(
    "专卖已到店核实，三条先行登记，明天复查",
    "The inspector has been there; the three cartons are registered and checked again tomorrow",
)


def steps() -> list[Json]:
    return [_reported(), _more(), _climbs(), _taken(), _asked(), _closed()]


def _reported() -> Json:
    return step(
        "report",
        SUPERVISOR,
        pair(
            "这家柜台下有没见过的烟。点“异常”，再点是哪一种：市场经理的手机马上响。",
            "Unknown cigarettes lie under the counter. A tap on “Abnormal”, one on what it is, and the "
            "supervisor's phone rings at once.",
        ),
        [
            at("10:40"),
            tap(MANAGER, quoted(N_("Abnormal"))),
            tap(MANAGER, capital(quoted(N_("counterfeit")))),
        ],
        (SUPERVISOR, quoted(N_("counterfeit"))),
    )


def _more() -> Json:
    return step(
        "evidence",
        SUPERVISOR,
        pair(
            "接着发的字和照片，市场经理也马上看到，不用填表。",
            "Words and photos that are sent now reach the supervisor too. There is no form to fill in.",
        ),
        [says(MANAGER, FOUND), photo(MANAGER)],
        (SUPERVISOR, quoted("{n} photo", "{n} photos", 1)),
    )


def _climbs() -> Json:
    return step(
        "climb",
        DEPUTY,
        pair(
            "15 分钟没人受理。机器人再叫市场经理，也叫副经理，还在群里问一声：总有人接着。",
            "Nobody takes it for 15 minutes. The bot calls the supervisor again, the deputy too, and asks in the group: "
            "someone always ends up holding it.",
        ),
        [later(15)],
        (DEPUTY, quoted(N_("counterfeit"))),
    )


def _taken() -> Json:
    return step(
        "take",
        SUPERVISOR,
        pair(
            "市场经理点“受理”。从现在起谁管这件事，每部手机上都写着。",
            "The supervisor takes it. From now on every phone says who has it.",
        ),
        [tap(SUPERVISOR, quoted(N_("Take")), chat=SUPERVISOR.user)],
        (MANAGER, quoted(N_("{took}, to be closed by {due}"))),
    )


def _asked() -> Json:
    return step(
        "ask",
        SUPERVISOR,
        pair(
            "想问清楚，点两下就问到；杜兰枝直接回，话就回到市场经理那里。",
            "Asking back takes two taps. The manager simply answers, and the answer reaches the supervisor.",
        ),
        [
            tap(SUPERVISOR, quoted(N_("Ask"))),
            tap(SUPERVISOR, quoted(N_("How many, what brand"))),
            says(MANAGER, ANSWER),
        ],
        (SUPERVISOR, quoted(N_("{name} answers: {words}"))),
    )


def _closed() -> Json:
    return step(
        "close",
        MANAGER,
        pair(
            "11:20 办结，要写一句怎么处理的。这句话，报上来的人看得到。",
            "11:20: closing takes a sentence on what was done. The one who reported it reads that sentence.",
        ),
        [at("11:20"), tap(SUPERVISOR, quoted(N_("Close"))), says(SUPERVISOR, ENDING)],
        (MANAGER, ENDING),
    )
