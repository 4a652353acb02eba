"""The film of the visits: taps, undo, a sentence, a photo, a closed door."""

from __future__ import annotations

from bot.demo import stories
from bot.demo.cast import MANAGER
from bot.demo.script import Json, at, pair, photo, quoted, says, step, tap
from screens.words import N_

UNDO = quoted(N_("Undo the last"))
ALL_TOLD = quoted(N_("All told, as usual"))
SENTENCE = pair(
    f"{stories.KEEN_NEIGHBOUR.name} 上柜3个新品 库存20条 下周三再来",
    f"{stories.KEEN_NEIGHBOUR.name} stock 20 cartons, again next Wednesday",
)


def steps() -> list[Json]:
    return [_opens(), _two_taps(), _may_quit(), _undone(), _sentence(), _closed(), _onward()]


def _opens() -> Json:
    return step(
        "open",
        MANAGER,
        pair(
            "8:50 到了第一家。点开就是一张卡片：老板是谁、今天为什么来、可以聊什么、怎么去。",
            "8:50, the first shop. One tap opens its card: who the owner is, why today, what to talk about, how to get there.",
        ),
        [at("08:50"), tap(MANAGER, quoted(N_("Open stop {n}")))],
        (MANAGER, quoted(N_("To talk about"))),
    )


def _two_taps() -> Json:
    return step(
        "log",
        MANAGER,
        pair(
            "聊完点一下结果，就记好了，一共两下。同一条消息变成下一家的卡片。",
            "A tap on what came of it, and the visit is logged: two taps in all. The same message turns into the next shop's card.",
        ),
        [at("09:05"), tap(MANAGER, quoted(N_("met")))],
        (MANAGER, UNDO),
    )


def _may_quit() -> Json:
    return step(
        "quit",
        MANAGER,
        pair(
            "这家要紧：老板想转行。卡片上有怎么聊，还有一句只给客户经理看的：60 米外的秋霞小店愿意做大，趁早带一带。聊下来，老板还在想。",
            "This one matters: the owner thinks of leaving the trade. The card says how to talk about it, and, for "
            "the manager's eyes only, that a keen small shop is 60 m away. The owner is still thinking.",
        ),
        [at("09:25"), tap(MANAGER, quoted(N_("still thinking")))],
        (MANAGER, UNDO),
    )


def _undone() -> Json:
    return step(
        "undo",
        MANAGER,
        pair(
            "出门时老板又说愿意留。撤销，再点一次就行，数字都跟着退回来。",
            "At the door the owner decides to stay after all. Undo, tap again: every figure goes back with it.",
        ),
        [at("09:28"), tap(MANAGER, UNDO), tap(MANAGER, quoted(N_("will stay")))],
        (MANAGER, UNDO),
    )


def _sentence() -> Json:
    return step(
        "sentence",
        MANAGER,
        pair(
            "忙的时候打一句话也行：店名、数目、日子，机器人自己分开。再拍张货架，就跟在这家后面。",
            "When busy, a sentence will do: the bot finds the shop, the figures and the day in it. A photo of the shelf goes with the shop just logged.",
        ),
        [at("09:50"), says(MANAGER, SENTENCE), photo(MANAGER)],
        (MANAGER, quoted(N_("Got the photo. "))),
    )


def _closed() -> Json:
    return step(
        "missed",
        MANAGER,
        pair(
            "下一家没开门。点出原因，再点哪天去：没去成的店不会悄悄丢掉。",
            "The next shop is closed. One tap says why, one says which day instead: no shop is lost in silence.",
        ),
        [
            at("10:05"),
            tap(MANAGER, quoted(N_("Did not go"))),
            tap(MANAGER, quoted(N_("shop closed"))),
            tap(MANAGER, quoted(N_("tomorrow"))),
        ],
        (MANAGER, quoted(N_("{n} moved to {day}"))),
    )


def _onward() -> Json:
    return step(
        "onward",
        MANAGER,
        pair(
            "后面两家照常，一家一下。然后顺路先去渡口烟酒行：写上店名，卡片就来。",
            "Two more shops, as usual, one tap each. Then to a shop out of turn: its name is written, and its card comes.",
        ),
        [
            at("10:20"),
            tap(MANAGER, ALL_TOLD),
            at("10:35"),
            tap(MANAGER, ALL_TOLD),
            says(MANAGER, pair(stories.COUNTERFEIT.name, stories.COUNTERFEIT.name)),
        ],
        (MANAGER, stories.COUNTERFEIT_OWNER),
    )
