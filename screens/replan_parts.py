"""One manager's part of a proposal: its moves by what becomes of them, what stays, the days before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from domain.people import Person
from domain.planning.proposals import Because, Deed
from domain.replans import Change, DayChange, Part, ReplanCard
from screens.terms import dated, day_words, distinct_names, joined
from screens.words import _, ngettext, safe

MOVED_CHARACTERS, WAITING_CHARACTERS, STAYING_CHARACTERS = 2_000, 1_000, 400
"""Room for the names in one message: of what moves, waits for a day, stays."""
LINES_CHARACTERS = 2_600
"""Room for all moves in one message; what waits comes first, so that it is always named."""
PERSON_CHARACTERS = 12

_ORDER = (Deed.WAITS, Deed.STAND_IN, Deed.PHONED, Deed.MOVED, Deed.ADDED, Deed.DROPPED)


def named(card: ReplanCard, code: str) -> str:
    person = card.people.get(code)
    return safe(f"{code} {person_name(person)}" if person else code)


def person_name(person: Person) -> str:
    """A person's name, cut where it is very long. Not escaped."""
    return person.name if len(person.name) <= PERSON_CHARACTERS else f"{person.name[:PERSON_CHARACTERS]}…"


def summary(card: ReplanCard, part: Part) -> str:
    """One manager in a line: how many stops are hit, and what becomes of them."""
    count: defaultdict[Deed, int] = defaultdict(int)
    for change in part.changes:
        count[change.deed] += 1
    words = {
        Deed.PHONED: _("{n} by phone"),
        Deed.MOVED: _("{n} moved"),
        Deed.ADDED: _("{n} added"),
        Deed.STAND_IN: _("{n} promised, first thing afterwards"),
        Deed.WAITS: _("{n} waiting"),
    }
    told = [words[deed].format(n=count[deed]) for deed in words if count[deed]]
    if part.stays:
        told.append(_("{n} promised, untouched").format(n=len(part.stays)))
    shops = ngettext("{n} shop", "{n} shops", part.hit).format(n=part.hit)
    return _("{who}, {shops}: {told}").format(who=named(card, part.manager), shops=shops, told=joined(told))


def part_lines(card: ReplanCard, part: Part) -> list[str]:
    """One manager's moves by what becomes of them, what stays, and the days before and after."""
    names = distinct_names(card.shops[code] for code in part.objects if code in card.shops)
    groups: defaultdict[tuple[Deed, Because, date | None], list[Change]] = defaultdict(list)
    for change in sorted(part.changes, key=lambda one: (_ORDER.index(one.deed), str(one.to), one.because, one.shop)):
        to = None if change.deed in {Deed.PHONED, Deed.STAND_IN} else change.to
        groups[change.deed, change.because, to].append(change)
    room = MOVED_CHARACTERS // max(1, len(groups))
    lines: list[str] = []
    left = len(part.changes)
    for key, changes in groups.items():
        line = _group(card, key, changes, names, room)
        if sum(map(len, lines)) + len(line) > LINES_CHARACTERS:
            lines.append(
                ngettext("and {n} more, see the days below", "and {n} more, see the days below", left).format(n=left)
            )
            break
        lines.append(line)
        left -= len(changes)
    if part.stays:
        lines.append(stays_line(card, part.stays))
    return [*lines, "", *(_day_line(one) for one in part.days)]


def _group(
    card: ReplanCard,
    key: tuple[Deed, Because, date | None],
    changes: Sequence[Change],
    names: dict[str, str],
    room: int,
) -> str:
    deed, because, to = key
    told = [names.get(change.shop, safe(change.shop)) for change in changes]
    shops = _cut(told, WAITING_CHARACTERS if deed is Deed.WAITS else room)
    n, day, why = len(changes), day_words(to, card.today) if to else "", _reason(because)
    match deed:
        case Deed.PHONED:
            return _("📞 Call instead, {n} ({why}): {shops}").format(n=n, why=why, shops=shops)
        case Deed.MOVED if all(change.day == change.to for change in changes):
            return _("Stays on {day}, from now on as promised: {shops}").format(day=day, shops=shops)
        case Deed.MOVED:
            return _("To {day}, {n} ({why}): {shops}").format(day=day, n=n, why=why, shops=shops)
        case Deed.STAND_IN:
            return _("Promised, so first thing afterwards: {shops}").format(shops=shops)
        case Deed.ADDED:
            return _("Added on {day}: {shops}").format(day=day, shops=shops)
        case _:
            return _("No day has room; waiting by name: {shops}").format(shops=shops)


def _reason(because: Because) -> str:
    return {
        Because.NEAR: _("on the way"),
        Because.NEXT_ROOM: _("next room"),
        Because.FAR: _("other days too far"),
        Because.NO_ROOM: _("no room elsewhere"),
        Because.MAKES_ROOM: _("makes room"),
        Because.PROMISED: _("as promised"),
        Because.ASKED: _("as asked"),
        Because.CLOSED: _("shop closed"),
        Because.HANDED_OVER: _("handed over"),
    }[because]


def stays_line(card: ReplanCard, stays: Sequence[tuple[str, date]]) -> str:
    names = distinct_names(card.shops[code] for code, _day in stays if code in card.shops)
    told = _cut([names.get(code, safe(code)) for code, _day in stays], STAYING_CHARACTERS)
    return _("Promised, so untouched: {shops}").format(shops=told)


def _cut(names: Sequence[str], room: int) -> str:
    """As many names as there is room for, one at least; how many more there are."""
    ends = list(accumulate(len(name) + 2 for name in names))
    count = max(1, sum(end <= room for end in ends))
    left, shown = len(names) - count, joined(list(names[:count]))
    more = ngettext("{shops} and {n} more", "{shops} and {n} more", max(1, left))
    return more.format(shops=shown, n=left) if left > 0 else shown


def _day_line(one: DayChange) -> str:
    words = _("{day}: {shops} shops, {minutes} min → {shops_after} shops, {minutes_after} min")
    return words.format(
        day=dated(one.day),
        shops=one.shops,
        minutes=one.minutes,
        shops_after=one.shops_after,
        minutes_after=one.minutes_after,
    )
