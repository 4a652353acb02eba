"""Plain words that answer a stop's objective, as the chips do; and the reasons for which a stop was missed."""

from __future__ import annotations

import re

from domain.understanding.wording import normalise
from domain.visits import Missed, Objective

_AS_USUAL = r"一切照常|一切正常|照常|老样子|没什么事|都正常|没(?:有)?什么(?:变化|情况)|(?:^|[，,。;； ])正常(?=$|[，,。;； ])|as usual|all fine|all well|nothing new"
_OWNER_AWAY = r"老板(?:今天|这会儿|刚好)?(?:不在|出去了|外出|没在|去外地)|没(?:见|碰)到老板|owner (?:is |was )?(?:away|out|not in)"
_AWAY = re.compile(_OWNER_AWAY, re.IGNORECASE)
_WORDS: dict[Objective, tuple[tuple[str, str], ...]] = {
    Objective.ORDERING: (
        (
            "not_now",
            r"暂不用|暂时不用|先不用|不用了|不(?:愿意?|想|肯)(?:试|用|学)|以后再说|不学|not now|does not want",
        ),
        ("will_try", r"(?:愿意|答应|肯|同意|可以|想)试|试试|试一?下|先试|下次试|will try|willing to try"),
        ("can_use", r"(?<!不)会用了|学会了?|会订了|自己(?:会)?(?:订|下单)|已经?(?:在)?用|can use|uses it"),
    ),
    Objective.SETTLEMENT: (
        ("unwilling", r"不(?:想|愿意?|肯)办|不办|拒绝办|unwilling|does not want"),
        ("arranged", r"已?办好|办完|开通了|办妥|arranged|set up"),
        ("willing", r"愿意办|想办|答应办|同意办|肯办|\bwilling"),
    ),
    Objective.NEW_BRAND: (
        ("declined", r"不要|不想进|不进|不订|不想试|declined|refused"),
        (
            "wait_and_see",
            r"再看看|看看再说|考虑|再等等|没(?:有)?(?:摆|上柜|上架)|未(?:摆|上柜|上架)|wait and see|think about",
        ),
        ("on_shelf", r"已?摆上|摆好|上柜|上架|摆出来|on the shelf"),
    ),
    Objective.STOCK: (
        ("backlog", r"压货|积压|卖不动|滞销|backlog|overstock"),
        ("running_out", r"快断|快没|见底|不够卖|(?<!没)断货|缺货|running (?:out|low)|out of stock"),
        ("enough", r"够卖|充足|货够|还够|没断货|enough"),
    ),
    Objective.PRICE_TAGS: (
        ("not_fixed", r"还没改|没改|没换|不肯改|没来得及改|not fixed"),
        ("fixed_now", r"当场改|改好|补好|补齐|换好|改过来|fixed"),
        ("all_right", r"(?<!不)都对|价签(?:都)?(?:齐|对|没问题|正确|规范)|没问题|all right|correct"),
    ),
    Objective.STAYING: (
        ("will_stay", r"愿意留|不转(?:行)?了|不走了|继续(?:做|干|开)|接着(?:做|干)|留下来|will stay|staying"),
        (
            "will_quit",
            r"决定(?:退|转|不做|走|关)|不做了|不干了|要转让|定了要走|will quit|decided to (?:quit|leave)",
        ),
        ("thinking", r"还在想|没想好|没决定|考虑|犹豫|再看看|thinking|undecided"),
    ),
    Objective.SUCCESSION: (
        ("undecided", r"还?没(?:有)?(?:定|想好|说好|约)|没见到|undecided|not decided"),
        ("appointed", r"约好|约了|约定|appointed|arranged to meet"),
        ("met", r"见到了|见了|见过|见面了|碰到(?:儿子|女儿)|\bmet\b"),
    ),
    Objective.NEWS: (
        ("not_told", r"没(?:有)?(?:讲|说|通知|来得及)|未(?:讲|通知)|not told"),
        ("told_questions", r"有疑问|有问题|有意见|不明白|没听懂|questions?"),
        ("told", r"讲了|讲到|讲过|说了|通知了|传达|告知|told"),
    ),
    Objective.UPKEEP: (
        ("owner_away", _OWNER_AWAY),
        ("something_new", r"有(?:点)?新情况|有(?:点|些)情况|something new"),
        ("as_usual", _AS_USUAL),
    ),
}
_PATTERNS = {
    objective: tuple((chip, re.compile(words, re.IGNORECASE)) for chip, words in chips)
    for objective, chips in _WORDS.items()
}
_MISSED: tuple[tuple[Missed, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(words, re.IGNORECASE))
    for reason, words in (
        (
            Missed.CLOSED,
            r"没开门|没有开门|未开门|不开门|门锁着|锁着门|关着门|门关着|卷帘门拉着|was closed|not open",
        ),
        (Missed.ROAD, r"去不了|进不去|路断|路不通|road (?:is|was) (?:blocked|closed)"),
        (Missed.NO_TIME, r"没来得及|来不及去|没时间去|no time"),
        (Missed.ERRAND, r"临时有事|没去成"),
    )
)
_HABIT = re.compile(r"(?:上午|早上|中午|晚上|平时|周[一-日末天])不开门")


def outcome_for(text: str, objective: Objective) -> str:
    """The chip of `objective` that the words choose; as_usual and owner_away answer any objective; '' when nothing does."""
    plain = normalise(text)
    for chip, pattern in _PATTERNS[objective]:
        if pattern.search(plain):
            return chip
    return plain_outcome(plain)


def plain_outcome(text: str) -> str:
    """What a normalised text says of the visit whatever it was for."""
    if _AWAY.search(text):
        return "owner_away"
    return "as_usual" if re.search(_AS_USUAL, text, re.IGNORECASE) else ""


def missed_for(text: str) -> Missed | None:
    """Why the visit did not happen, None when the words don't say that it did not."""
    plain = _HABIT.sub("", normalise(text))
    return next((reason for reason, pattern in _MISSED if pattern.search(plain)), None)
