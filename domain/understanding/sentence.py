"""Puts together what one sentence says; what is in doubt is named, and nothing here is acted on before it is checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.incidents import Category
from domain.understanding.alarms import alarms
from domain.understanding.channels import channel
from domain.understanding.date_rules import Context, WorkingDays
from domain.understanding.days import Due, due
from domain.understanding.outcomes import missed_for, plain_outcome
from domain.understanding.quantities import quantities
from domain.understanding.shop_mentions import Known, Mention, find_shop
from domain.understanding.wording import PUNCTUATION, masked, normalise
from domain.visits import Channel, Missed, Quantity


class Intent(StrEnum):
    LOG = "log"
    REMINDER = "reminder"
    TASK = "task"
    QUESTION = "question"
    CORRECTION = "correction"
    INCIDENT = "incident"
    SHOP = "shop"
    OTHER = "other"


MISSED = "missed"
"""The outcome of a sentence that says the visit did not happen; `Understood.missed` says why."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A proposal. `shop` None with candidates: ask which; `shop` set: settled (like shops of today's list may follow it).

    `day_candidates` has entries only when the day is in doubt; `day_kind` on | by | ''. `bad_date`: words that name a day
    which does not exist. `doubtful` holds names of fields: shop, day, quantities, intent. `rest`: the words without the shop."""

    shop: str | None = None
    shop_candidates: tuple[str, ...] = ()
    exact: bool = False
    quantities: tuple[Quantity, ...] = ()
    next_day: date | None = None
    day_candidates: tuple[date, ...] = ()
    day_kind: str = ""
    bad_date: str = ""
    channel: Channel | None = None
    outcome: str = ""
    missed: Missed | None = None
    alarms: tuple[Category, ...] = ()
    intent: Intent = Intent.OTHER
    doubtful: tuple[str, ...] = ()
    rest: str = ""


_CORRECTION = re.compile(
    r"^(?:不对|错了|记错|说错|更正|改成|改为|应该是|不是.+(?:是|，是)|上一[条笔].*(?:改|错)|(?:wrong|correction|no,|actually)\b)",
    re.I,
)
_INCIDENT = re.compile(r"^(?:异常|报异常|上报异常|报告异常|举报|incident\b|report:)", re.I)
_REMINDER = re.compile(r"提醒我|叫我|别忘了?|记得|到时候(?:喊|叫)|设(?:个)?提醒|remind me|reminder", re.I)
_TASK = re.compile(r"^(?:派任务|派个?活|任务[:：]|布置|安排[一-龥]{2,3}(?:去|做|送|查)|task:|assign )", re.I)
_QUESTION = re.compile(
    r"(?:\?|吗|呢|么)\s*$|^(?:怎么|哪家|哪些|多少|什么时候|几点|有没有|谁|为什么|今天还剩|how |what |which |when |who |where )",
    re.I,
)
_TELLS = re.compile(
    r"去过|来过|看过|库存|上柜|上架|出样|陈列|价签|老板|订货|订单|送了|讲了|说了|卖|正常|拜访|上门|到店|打了|微信|开门|关门|新品|visit|stock|owner|order",
    re.I,
)
_AFTER_SHOP = re.compile(r"(?:的店|那家店?|这家店?|老板|的?资料|的?情况|看一下|看看|查一下|查查|查|家|店)*")
_BARE_LEAD = re.compile(r"^(?:查一下|查查|查|看看|看一下|看)+")


def _bare(text: str, mention: Mention) -> bool:
    """Nothing is said but the shop's name."""
    if not mention.candidates:
        return False
    before = _BARE_LEAD.sub("", text[: mention.start].strip(PUNCTUATION))
    behind = text[mention.end :].strip(PUNCTUATION)
    return not before and _AFTER_SHOP.fullmatch(behind) is not None


def _intent(text: str, mention: Mention, moment: Due, tells: bool) -> Intent:
    """An exact name in front makes a log whatever follows it; otherwise the words decide."""
    if _bare(text, mention):
        return Intent.SHOP
    if mention.exact and mention.start == 0:
        return Intent.LOG
    for pattern, intent in (
        (_INCIDENT, Intent.INCIDENT), (_CORRECTION, Intent.CORRECTION), (_TASK, Intent.TASK), (_REMINDER, Intent.REMINDER),
        (_QUESTION, Intent.QUESTION),
    ):  # fmt: skip
        if pattern.search(text):
            return intent
    if moment.spans and moment.spans[0][0] == 0:
        return Intent.REMINDER
    return Intent.LOG if tells or mention.candidates else Intent.OTHER


def _doubts(mention: Mention, moment: Due, vague: bool, intent: Intent) -> tuple[str, ...]:
    shop = mention.shop is None and (bool(mention.candidates) or intent is Intent.LOG)
    day = bool(moment.candidates or moment.bad)
    named = (("shop", shop), ("day", day), ("quantities", vague), ("intent", intent is Intent.OTHER))
    return tuple(name for name, doubt in named if doubt)


def _without(text: str, mention: Mention) -> str:
    if not mention.candidates:
        return text
    return (text[: mention.start].rstrip(PUNCTUATION) + " " + text[mention.end :].lstrip(PUNCTUATION)).strip()


def understand(text: str, shops: Sequence[Known], now: datetime, calendar: WorkingDays) -> Understood:
    """What `text` says to a manager who knows `shops`, at `now` (local time), by the working `calendar`."""
    plain = normalise(text)
    mention = find_shop(plain, shops)
    words = masked(plain, mention.start, mention.end) if mention.candidates else plain
    figures = quantities(words)
    moment = due(figures.text, Context(now.date(), calendar))
    missed, heard = missed_for(words), alarms(words)
    said_channel = channel(words, moment.spans)
    outcome = plain_outcome(words)
    if missed is not None and not outcome and said_channel in {None, Channel.ONSITE}:
        outcome = MISSED
    tells = bool(figures.found or heard or outcome or _TELLS.search(words))
    intent = _intent(plain, mention, moment, tells)
    return Understood(
        shop=mention.shop,
        shop_candidates=mention.candidates,
        exact=mention.exact,
        quantities=figures.found,
        next_day=moment.day,
        day_candidates=moment.candidates,
        day_kind=moment.kind,
        bad_date=moment.bad,
        channel=None if intent is Intent.REMINDER else said_channel,
        outcome=outcome,
        missed=missed if outcome == MISSED else None,
        alarms=heard,
        intent=intent,
        doubtful=_doubts(mention, moment, figures.doubtful, intent),
        rest=_without(plain, mention),
    )
