"""Puts together what one sentence says; what is in doubt is named, and nothing here is acted on before it is checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from domain.incidents import Category
from domain.understanding.alarms import closed_for_now, heard
from domain.understanding.channels import channel, channels
from domain.understanding.intents import Intent, intent_of, tells_of_a_visit
from domain.understanding.outcomes import missed_for, plain_outcome
from domain.understanding.owners import mood_of, plans_of
from domain.understanding.quantities import Figures, quantities
from domain.understanding.several import parts
from domain.understanding.shop_index import Index, Known, index_of
from domain.understanding.shop_mentions import Mention, find_shop
from domain.understanding.slips import set_right
from domain.understanding.when.due import Due, due
from domain.understanding.when.pieces import Context, WorkingDays
from domain.understanding.when.reading import When
from domain.understanding.wording import MASK, PUNCTUATION, Plain, masked, plain_of
from domain.visits import Channel, Missed, Quantity

__all__ = ["MISSED", "Intent", "Known", "Understood", "WorkingDays", "understand"]

MISSED = "missed"
"""The outcome of a sentence that says the visit did not happen; `Understood.missed` says why."""
Span = tuple[int, int]
_NUMBERS_OF_OTHERS = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{3}-\d{3,4}-\d{4}|\d{1,3}(?:\.\d{1,3}){3}|400-?\d{3}-?\d{4})(?!\d)"
)
"""Telephone numbers and addresses of machines: no figures and no dates."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A proposal. `shop` None with candidates: ask which; `shop` set: settled (like shops of today's list may follow it).

    `day_candidates` has entries only when the day is in doubt; `day_kind` on | by | range | ''; `until` the last day of a range.
    `bad_date`: words that name a day which does not exist. `doubtful` holds names of fields: shop, day, quantities, intent.
    `rest`: the words without the shop. `alarms` may be offered as incidents; `abnormal` also holds a door that is only shut.
    `said_channels`: every channel named, done or planned. `spans`: per field, [from, to) in the text as it was written.
    `more`: the second and later logs of the message; `words`: what was written of this one."""

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
    next_time: time | None = None
    until: date | None = None
    dates: tuple[When, ...] = ()
    abnormal: tuple[Category, ...] = ()
    said_channels: tuple[str, ...] = ()
    owner_plans: tuple[str, ...] = ()
    mood: str = ""
    products: tuple[str, ...] = ()
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict, hash=False)
    words: str = ""
    more: tuple[Understood, ...] = ()


def _doubts(mention: Mention, moment: Due, vague: bool, intent: Intent) -> tuple[str, ...]:
    shop = mention.shop is None and (bool(mention.candidates) or intent is Intent.LOG)
    day = bool(moment.bad) or moment.unsure or bool(moment.candidates and moment.kind != "range")
    named = (("shop", shop), ("day", day), ("quantities", vague), ("intent", intent is Intent.OTHER))
    return tuple(name for name, doubt in named if doubt)


def _without(text: str, mention: Mention) -> str:
    if not mention.candidates:
        return text
    return (text[: mention.start].rstrip(PUNCTUATION) + " " + text[mention.end :].lstrip(PUNCTUATION)).strip()


def _spans(plain: Plain, at: int, **fields: Sequence[Span]) -> dict[str, tuple[Span, ...]]:
    """Places in the part that begins `at`, as places in the text as it was written."""
    return {
        name: tuple(plain.span(at + start, at + end) for start, end in places if end > start)
        for name, places in fields.items()
    }


def understand(text: str, shops: Sequence[Known], now: datetime, calendar: WorkingDays, here: str = "") -> Understood:
    """What `text` says to a manager who knows `shops`, at `now` (local time), by the working `calendar`; `here`: the shop on the
    screen, meant by 这家."""
    plain = plain_of(text)
    context = Context(now.replace(tzinfo=None), calendar)
    own = index_of([one for one in shops if not one.colleague], plain.text)
    others = index_of([one for one in shops if one.colleague], plain.text)
    parts_ = parts(plain.text, own.names)
    found = [_part(plain, start, end, (own, others), context, here) for start, end in parts_]
    if len(found) == 1:
        return found[0]
    first, *more = (
        replace(one, words=_as_written(text, plain, *span)) for one, span in zip(found, parts_, strict=True)
    )
    return replace(first, more=tuple(more))


def _as_written(text: str, plain: Plain, start: int, end: int) -> str:
    first, last = plain.span(start, end)
    return text[first:last].strip()


def _part(plain: Plain, start: int, end: int, shops: tuple[Index, Index], context: Context, here: str) -> Understood:
    """What one log of the message says."""
    whole = plain.text[start:end]
    text = whole.strip()
    start += len(whole) - len(whole.lstrip())
    mention = find_shop(text, *shops, here)
    if mention.candidates and mention.shop is None and _is_a_time(text, mention, context):
        mention = Mention()
    words = masked(text, mention.start, mention.end) if mention.candidates else text
    words = set_right(_NUMBERS_OF_OTHERS.sub(lambda number: MASK * len(number[0]), words))
    figures = quantities(words)
    moment = due(figures.text, context)
    return _assembled(plain, start, text, words, mention, figures, moment)


def _is_a_time(text: str, mention: Mention, context: Context) -> bool:
    """A doubtful mention that stands on a day or a time is none."""
    found = due(text, context).found
    return any(when.begin < mention.end and mention.start < when.finish and not when.bad for when in found)


def _assembled(
    plain: Plain, start: int, text: str, words: str, mention: Mention, figures: Figures, moment: Due
) -> Understood:
    missed, outcome = missed_for(words), plain_outcome(words)
    said_channel, said = channel(words, moment.spans), channels(words)
    reported = list(heard(words))
    if missed is not None and not outcome and said_channel in {None, Channel.ONSITE}:
        outcome = MISSED
    tells = bool(figures.found or reported or outcome) or tells_of_a_visit(words)
    intent = intent_of(text, words, mention, moment.chosen, tells)
    if intent is Intent.QUESTION:
        moment = replace(moment, day=None, candidates=(), kind="", until=None, time=None, chosen=None, unsure=False)
    shut = [hit for hit in reported if closed_for_now(words, *hit)]
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
        alarms=tuple(category for category, *_ in (hit for hit in reported if hit not in shut)),
        intent=intent,
        doubtful=_doubts(mention, moment, figures.doubtful, intent),
        rest=_without(text, mention),
        next_time=moment.time,
        until=moment.until,
        dates=moment.found,
        abnormal=tuple(category for category, *_ in reported),
        said_channels=tuple(name for name, *_ in said),
        owner_plans=plans_of(words),
        mood=mood_of(words),
        products=tuple(one.product for one in figures.places),
        spans=_spans(
            plain, start,
            shops=[(mention.start, mention.end)] if mention.candidates else [],
            numbers=[(one.start, one.end) for one in figures.places],
            dates=[(when.begin, when.finish) for when in moment.found],
            due=[moment.chosen] if moment.chosen else [],
            channels=[(at, to) for _name, at, to in said],
            abnormal=[(at, to) for _category, at, to in reported],
        ),
        words=text,
    )  # fmt: skip
