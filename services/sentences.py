"""Sentences: what a text may mean (a proposal made before the transaction), and the log that it becomes."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.chat import Done, Incoming
from domain.people import CHIEFS, Person, Role
from domain.shops import Shop
from domain.stop_cards import Ask, Question
from domain.understanding import Intent, Known, Understood, outcome_for, understand
from domain.understanding.sentence import MISSED
from domain.visits import Log, Quantity, Stop, StopState
from services import aliases
from services.days import working_calendar
from services.stop_cards import asks_of, may_log
from services.talks import facts_of
from services.undo import change_shop, correct
from services.visit_effects import Logged, changed_by, goal_of
from services.visits import Entry, add_words, keep_unsettled, later_stop, log_shop, promise_day, settle, stop_on
from storage import people, plans, shops, visit_changes, visits
from storage.database import Tx

COMMANDS: frozenset[str] = frozenset({"log", "abnormal", "shop", "task", "remind"})
"""Commands whose argument is understood like a sentence."""
READ_AT_MOST = 1_000
"""Characters that are read for their meaning; all of them are kept."""
PROMISE_WORDS = 60

_MONTH_DAY = re.compile(r"(\d{1,2})\D+(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Written:
    """The log of a sentence; `plain`: nothing is to be shown or asked, a reaction says it all."""

    log: Log
    plain: bool
    asks: tuple[Ask, ...] = ()
    more: tuple[Written, ...] = ()
    """The other logs of the same message."""


def propose(tx: Tx, user_id: int, text: str, at: datetime, now: datetime) -> Understood | None:
    """What the words of this user may mean; None for strangers."""
    person = people.by_user(tx, user_id)
    return None if person is None or not person.active else understood_of(tx, person, text, at)


def understood_of(tx: Tx, person: Person, text: str, at: datetime) -> Understood | None:
    """The same for a known person. Colleagues' shops are looked at only when none of one's own fits."""
    said, when, calendar = text[:READ_AT_MOST], at.astimezone(tx.office.zone), working_calendar(tx)
    if person.role in CHIEFS | {Role.ADMIN}:
        team = shops.names_in(tx, person.department if person.role is Role.SUPERVISOR else None)
        return understand(said, [Known(*one) for one in team], when, calendar)
    if person.role is not Role.MANAGER:
        return understand(said, [], when, calendar)
    numbers = plans.numbers_of(tx, person.code, when.date())
    own = [Known(*one, numbers.get(one[0], 0)) for one in shops.names_of(tx, person.code)]
    own = aliases.named(tx, person.code, own)
    first = understand(said, own, when, calendar)
    if first.shop is not None:
        return first
    others = shops.names_in(tx, person.department, but=person.code)
    return understand(said, [*own, *(Known(*one, colleague=True) for one in others)], when, calendar)


def write_sentence(
    tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime, shop: str = ""
) -> Done[Written]:
    """Keep a sentence in exactly one log, settled when its shop is (`shop` when it is known from elsewhere); a message that
    names several shops is one log each, with the words about it."""
    if not understood.more:
        return _write_one(tx, person, incoming, understood, now, shop)
    first = _write_one(tx, person, replace(incoming, text=understood.words), understood, now, shop)
    rest = [
        _write_one(tx, person, replace(incoming, text=one.words, message_id=0), one, now) for one in understood.more
    ]
    changed = dict.fromkeys(name for done in (first, *rest) for name in done.changed)
    return Done(replace(first.value, more=tuple(done.value for done in rest)), changed=tuple(changed))


def _write_one(
    tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime, shop: str = ""
) -> Done[Written]:
    found = shops.by_code(tx, shop or understood.shop or "")
    if found is None or not may_log(person, found):
        return _kept(tx, person, incoming, understood, now)
    entry = entry_of(tx, person, found, incoming, understood, now)
    done = log_shop(tx, person, found, entry, now)
    return _written(tx, done, entry, understood, now)


def entry_of(tx: Tx, person: Person, shop: Shop, incoming: Incoming, understood: Understood, now: datetime) -> Entry:
    """What a sentence says about a shop, the words exactly as written."""
    stop = stop_on(tx, person.code, shop.code, incoming.at.date())
    return replace(
        _bare_entry(incoming, understood),
        outcome=_outcome(tx, person, shop, stop, understood, now),
        asks=_asks(tx, shop, stop, understood, incoming.at.date()),
    )


def _bare_entry(incoming: Incoming, understood: Understood) -> Entry:
    sure = not understood.day_candidates
    return Entry(
        at=incoming.at,
        channel=understood.channel,
        words=incoming.text,
        quantities=understood.quantities,
        next_day=understood.next_day if sure else None,
        promise=understood.rest[:PROMISE_WORDS],
        origin=incoming.update_row,
        message_id=incoming.message_id,
    )


def _outcome(tx: Tx, person: Person, shop: Shop, stop: Stop | None, understood: Understood, now: datetime) -> str:
    if understood.outcome == MISSED:
        return MISSED
    goal = stop.objective if stop else goal_of(tx, facts_of(tx, shop, person, now), person)
    return outcome_for(understood.rest, goal) or understood.outcome


def _asks(tx: Tx, shop: Shop, stop: Stop | None, understood: Understood, day: date) -> tuple[Ask, ...]:
    asks: list[Ask] = []
    like = understood.shop_candidates[1:]
    if understood.shop == shop.code and understood.exact and stop is None and like:
        asks.append(Ask(Question.NOT_TODAY, shops=like[:1]))
    if understood.day_candidates:
        asks.append(Ask(Question.DAY, days=understood.day_candidates))
    elif understood.bad_date:
        asks.append(Ask(Question.BAD_DATE, days=days_beside(understood.bad_date, day), words=understood.bad_date))
    if understood.alarms:
        asks.append(Ask(Question.ALARM, words=understood.alarms[0].value))
    return tuple(asks)


def days_beside(words: str, today: date) -> tuple[date, ...]:
    """The last day of the month and the first of the next, for a date that does not exist; none when no month is named."""
    found = _MONTH_DAY.search(words)
    month = int(found[1]) if found else 0
    if not 1 <= month <= 12:
        return ()
    year = today.year + (month < today.month)
    last = date(year, month, monthrange(year, month)[1])
    return last, last + timedelta(days=1)


def _written(tx: Tx, done: Done[Logged], entry: Entry, understood: Understood, now: datetime) -> Done[Written]:
    log, asks = done.value.log, entry.asks
    later = later_stop(tx, log) if log.unplanned else None
    if later is not None:
        asks = (*asks, Ask(Question.LATER, stop=later.id))
        set_asks(tx, log, asks)
    plain = not (asks or log.quantities or log.next_day or log.unplanned or log.outcome == MISSED)
    return Done(Written(log, plain and "quantities" not in understood.doubtful, asks), changed=done.changed)


def set_asks(tx: Tx, log: Log, asks: Sequence[Ask]) -> None:
    """Replace the open questions of a log."""
    kept = visits.before(tx, log.id)
    visit_changes.set_before(tx, log.id, kept | {"asks": [ask.as_json() for ask in asks]})


def answered(tx: Tx, log: Log, what: Question) -> Done[Log]:
    """A question of a log is answered; the next one shows."""
    set_asks(tx, log, [ask for ask in asks_of(tx, log) if ask.what is not what])
    return Done(log, changed=changed_by(log))


def _kept(tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime) -> Done[Written]:
    """Words whose shop is in doubt, or that are not about a shop: kept first, then asked."""
    entry = replace(_bare_entry(incoming, understood), outcome=MISSED if understood.outcome == MISSED else "")
    asks = (_which(tx, person, understood, now),)
    log = keep_unsettled(tx, person, replace(entry, asks=asks))
    return Done(Written(log, False, asks), changed=changed_by(log))


def _which(tx: Tx, person: Person, understood: Understood, now: datetime) -> Ask:
    found = shops.some(tx, understood.shop_candidates)
    own = tuple(code for code in understood.shop_candidates if may_log(person, found.get(code)))
    if own:
        return Ask(Question.SHOP, shops=own)
    if understood.shop_candidates:
        return Ask(Question.COLLEAGUE, shops=understood.shop_candidates[:1])
    if understood.intent is Intent.QUESTION:
        return Ask(Question.CANT_ANSWER)
    if understood.intent is Intent.LOG or understood.quantities:
        return Ask(Question.SHOP, shops=_likely(tx, person, now))
    return Ask(Question.UNCLEAR)


def _likely(tx: Tx, person: Person, now: datetime) -> tuple[str, ...]:
    """Where the manager may be: the shop logged last, the next stop."""
    recent = [log.shop for log in visits.latest(tx, person.code, 2) if log.shop and log.day == now.date()]
    ahead = [stop.shop for stop in plans.of_day(tx, person.code, now.date()) if stop.state is StopState.PLANNED]
    return tuple(dict.fromkeys([*recent[:2], *ahead[:1]]))


def settle_sentence(tx: Tx, person: Person, log: Log, shop: Shop, now: datetime) -> Done[Written]:
    """The shop of kept words is said: they are read again for what they say about it, and settled.

    A log that has a shop goes over to the new one."""
    understood = understood_of(tx, person, log.words, log.at) or Understood()
    asks = tuple(ask for ask in _asks(tx, shop, None, understood, log.day) if ask.what is not Question.NOT_TODAY)
    if log.shop:
        moved = change_shop(tx, person, log, shop, (), now)
        return Done(Written(moved.value, False), changed=moved.changed)
    stop = stop_on(tx, person.code, shop.code, log.day)
    said = _outcome(tx, person, shop, stop, understood, now)
    visits.set_facts(tx, replace(log, outcome=said))
    if said and stop is not None:
        visit_changes.set_objective(tx, log.id, stop.objective.value)
    done = settle(tx, person, replace(log, outcome=said), shop, asks, now)
    return _written(tx, done, Entry(at=log.at, asks=asks), understood, now)


def corrects(tx: Tx, person: Person, now: datetime) -> Log | None:
    """The log that a correction such as «不对，是30条» is about: the last one of today that has words."""
    today = [log for log in visits.latest(tx, person.code, 4) if log.day == now.date() and log.shop]
    return next((log for log in today if log.words), None)


def write_correction(
    tx: Tx, person: Person, target: Log, incoming: Incoming, understood: Understood, now: datetime
) -> Done[Written]:
    """A correcting sentence changes the figures and the day of the log it is about, and is kept beside it."""
    entry = Entry(incoming.at, words=incoming.text, origin=incoming.update_row, message_id=incoming.message_id)
    beside = add_words(tx, person, target, entry, now)
    figures = corrected(target.quantities, understood.quantities)
    visits.set_facts(tx, replace(target, quantities=figures))
    names = beside.changed
    if understood.next_day is not None and not understood.day_candidates:
        names += promise_day(tx, person, replace(target, quantities=figures), understood.next_day, now).changed
    log = visits.log(tx, target.id) or target
    return Done(Written(log, False), changed=(*names, *changed_by(log)))


def write_corrected(
    tx: Tx, person: Person, old: Log, incoming: Incoming, understood: Understood, now: datetime
) -> Done[Written]:
    """A log written anew after its review: at the old one's day, shop and moment. NotActive when it is gone."""
    said = replace(incoming, at=old.at.astimezone(now.tzinfo))
    shop = shops.by_code(tx, old.shop) if old.shop else None
    entry = entry_of(tx, person, shop, said, understood, now) if shop else _bare_entry(said, understood)
    kept = replace(entry, outcome=entry.outcome or old.outcome, channel=entry.channel or old.channel)
    done = correct(tx, person, old, kept, now)
    return Done(Written(done.value, False, entry.asks), changed=done.changed)


def corrected(old: Sequence[Quantity], new: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The old figures with the new ones in the place of what they correct: the same thing, else the same unit, else the
    only one; a figure that corrects nothing is added."""
    figures = list(old)
    for one in new:
        spots = [
            [i for i, was in enumerate(figures) if one.thing and was.thing == one.thing],
            [i for i, was in enumerate(figures) if not one.thing and was.unit == one.unit],
            list(range(len(figures))) if len(figures) == 1 and not one.thing else [],
        ]
        spot = next((found[-1] for found in spots if found), None)
        if spot is None:
            figures.append(one)
        else:
            figures[spot] = replace(one, thing=one.thing or figures[spot].thing, unit=one.unit or figures[spot].unit)
    return tuple(figures)


def set_figure(tx: Tx, log: Log, index: int, value: float) -> Done[Log]:
    """Change one figure of a log; an index that is gone changes nothing."""
    figures = [
        replace(one, value=value, about=False) if spot == index else one for spot, one in enumerate(log.quantities)
    ]
    visits.set_facts(tx, replace(log, quantities=tuple(figures)))
    return Done(visits.log(tx, log.id) or log, changed=changed_by(log))


def ask_edited(tx: Tx, log: Log, words: str) -> Done[Log]:
    """The person changed the message that a log was made from: ask whether the new words count."""
    rest = [ask for ask in asks_of(tx, log) if ask.what is not Question.EDITED]
    set_asks(tx, log, [Ask(Question.EDITED, words=words), *rest])
    return Done(log, changed=changed_by(log))


def take_edited(tx: Tx, person: Person, log: Log, incoming: Incoming, now: datetime) -> Done[Written]:
    """The new words count: a new log takes the old one's place, at its shop and moment."""
    words = next((ask.words for ask in asks_of(tx, log) if ask.what is Question.EDITED), log.words)
    message = visit_changes.message_of(tx, log.id)
    said = replace(incoming, text=words, at=log.at.astimezone(now.tzinfo), message_id=message)
    understood = understood_of(tx, person, words, log.at) or Understood()
    shop = shops.by_code(tx, log.shop) if log.shop else None
    entry = entry_of(tx, person, shop, said, understood, now) if shop else _bare_entry(said, understood)
    if shop is None:
        entry = replace(entry, asks=(_which(tx, person, understood, now),))
    done = correct(tx, person, log, replace(entry, outcome=entry.outcome or log.outcome), now)
    return Done(Written(done.value, False), changed=done.changed)
